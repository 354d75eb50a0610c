import forge from 'node-forge';
import type { Profile } from '../../profile/schema/profile.ts';
import type { Subject } from '../certificate-kinds.ts';

/** An attribute of a distinguished name as node-forge takes it. */
export type NameAttribute = forge.pki.CertificateField;

/** UTF8String for every attribute but the country, which RFC 5280 (appendix A) keeps printable. */
function attribute(shortName: string, value: string): NameAttribute {
  const { Type } = forge.asn1;
  const tag = shortName === 'C' ? Type.PRINTABLESTRING : Type.UTF8;
  return { shortName, value, valueTagClass: tag as number };
}

/** The name of a leaf: organization (Kubernetes' group), then common name (its user). */
export function leafName({ commonName, organization }: Subject): NameAttribute[] {
  return [
    ...(organization === undefined ? [] : [attribute('O', organization)]),
    attribute('CN', commonName),
  ];
}

/** The name of a CA: the attributes of pki.subject, then the common name. */
export function caName(commonName: string, { pki }: Profile): NameAttribute[] {
  const { country, state, locality, organization, organizationalUnit } = pki.subject;
  const given = { C: country, ST: state, L: locality, O: organization, OU: organizationalUnit };
  return [
    ...Object.entries(given).flatMap(([shortName, value]) =>
      value === undefined ? [] : [attribute(shortName, value)],
    ),
    attribute('CN', commonName),
  ];
}

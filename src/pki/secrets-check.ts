import type { X509Certificate } from 'node:crypto';
import type { Collector } from '../diagnostics/collector.ts';
import { type CaName, caNames } from '../plan/link.ts';
import { findKind } from './certificate-kinds.ts';
import { caOfName, type RotatableName, type Rotation } from './rotation.ts';
import type { CaPair, KeyPair, Secrets } from './secrets.ts';
import { isSignedBy, readCertificate, readPrivateKey, splitPem } from './stored-pair.ts';

/** Where findings go: the file's name and the collector. */
export interface SecretsReport {
  readonly file: string;
  readonly diagnostics: Pick<Collector, 'report'>;
}

/**
 * Holds what the file stores against itself: every PEM is whole, every key belongs to its certificate, every
 * certificate is signed by its CA, of both generations when there are two. Raises pki/secrets-damaged,
 * -key-mismatch and -wrong-ca; no value of the file is in a message. About 0.2 ms per certificate.
 */
export function checkSecrets(secrets: Secrets, report: SecretsReport): void {
  const cas = new Map<CaName, X509Certificate>();
  for (const name of caNames) {
    const certificate = checkCa(secrets.cas[name], `cas.${name}`, report);
    if (certificate !== undefined) cas.set(name, certificate);
  }
  checkLeaves(secrets.certificates, 'certificates', (ca) => cas.get(ca), report);
  checkValue('service-account-key', secrets.serviceAccountKey, 'serviceAccountKey', report);
  checkValue('encryption-key', secrets.encryptionKey, 'encryptionKey', report);
  checkValue('bootstrap-token', secrets.bootstrapToken, 'bootstrapToken', report);
  for (const [name, rotation] of Object.entries(secrets.rotations ?? {})) {
    checkRotation(name as RotatableName, rotation, report);
  }
  for (const [id, pairs] of Object.entries(secrets.retired ?? {})) {
    for (const [index, pair] of pairs.entries()) {
      checkPair(pair, `retired."${id}"[${index}]`, report);
    }
  }
  for (const [node, token] of Object.entries(secrets.partTokens ?? {})) {
    if (/^[A-Za-z0-9._~+/-]{16,512}=*$/.test(token)) continue;
    damaged(`partTokens.${node.slice(0, 63)}`, 'a bearer token of 16 to 512 characters', report);
  }
}

function checkRotation(
  name: RotatableName,
  { other, certificates }: Rotation,
  report: SecretsReport,
) {
  const part = `rotations."${name}"`;
  if (typeof other === 'string') {
    checkValue(name, other, `${part}.other`, report);
    return;
  }
  const ca = checkCa(other, `${part}.other`, report);
  const signs = caOfName(name);
  const signer = (of: CaName) => (of === signs ? ca : undefined);
  checkLeaves(certificates ?? {}, `${part}.certificates`, signer, report);
}

function checkLeaves(
  certificates: Secrets['certificates'],
  part: string,
  signerOf: (ca: CaName) => X509Certificate | undefined,
  report: SecretsReport,
): void {
  for (const [id, pair] of Object.entries(certificates)) {
    const at = `${part}."${id}"`;
    const certificate = checkPair(pair, at, report);
    const name = findKind(id)?.ca;
    const ca = name && signerOf(name);
    if (certificate === undefined || name === undefined || ca === undefined) continue;
    if (isSignedBy(certificate, ca)) continue;
    report.diagnostics.report('pki/secrets-wrong-ca', [], {
      file: report.file,
      part: at,
      ca: name,
    });
  }
}

function checkCa(pair: CaPair, part: string, report: SecretsReport): X509Certificate | undefined {
  const certificate = checkPair(pair, part, report);
  if (certificate === undefined) return undefined;
  if (!certificate.ca) {
    damaged(`${part}.certificate`, 'the certificate of a CA', report);
    return undefined;
  }
  if (pair.chain !== undefined && !isChain(certificate, pair.chain)) {
    damaged(`${part}.chain`, 'the certificates above it, each signed by the next', report);
  }
  return certificate;
}

/** Whether each certificate of the chain signed the one before it, beginning with `certificate`. */
export function isChain(certificate: X509Certificate, chain: string): boolean {
  const above = splitPem(chain).map(readCertificate);
  return above.every((signer, index) => {
    const below = index === 0 ? certificate : above[index - 1];
    return signer !== undefined && below !== undefined && signer.ca && isSignedBy(below, signer);
  });
}

function checkPair(
  pair: KeyPair,
  part: string,
  report: SecretsReport,
): X509Certificate | undefined {
  const certificate = readCertificate(pair.certificate);
  const key = readPrivateKey(pair.key);
  if (certificate === undefined) damaged(`${part}.certificate`, 'a certificate in PEM', report);
  if (key === undefined) damaged(`${part}.key`, 'a private key in PEM', report);
  if (certificate === undefined || key === undefined) return undefined;
  if (certificate.checkPrivateKey(key)) return certificate;
  report.diagnostics.report('pki/secrets-key-mismatch', [], { file: report.file, part });
  return undefined;
}

function checkValue(name: RotatableName, value: string, part: string, report: SecretsReport): void {
  if (name === 'service-account-key' && readPrivateKey(value) === undefined) {
    damaged(part, 'a private key in PEM', report);
  }
  if (name === 'encryption-key' && Buffer.from(value, 'base64').length !== 32) {
    damaged(part, '32 bytes in base64', report);
  }
  if (name === 'bootstrap-token' && !/^[0-9a-f]{32}$/.test(value)) {
    damaged(part, '32 hex digits', report);
  }
}

function damaged(part: string, expected: string, { file, diagnostics }: SecretsReport): void {
  diagnostics.report('pki/secrets-damaged', [], { file, part, expected });
}

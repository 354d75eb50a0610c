import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CertificateRequest } from '../../../src/pki/certificates.ts';
import { issueCa, issueLeaf } from '../../../src/pki/issue/issue.ts';
import { readIssuer } from '../../../src/pki/issue/issuer.ts';
import { validityAt } from '../../../src/pki/validity.ts';
import { keyAlgorithms } from '../../../src/profile/schema/names.ts';
import { type Profile, profileSchema } from '../../../src/profile/schema/profile.ts';
import { smallProfile } from '../plan/sample-cluster.ts';

const now = new Date('2026-11-23T12:00:00.789Z');

function profileWith(pki: object): Profile {
  return profileSchema.parse({ ...smallProfile(), pki });
}

const request: CertificateRequest = {
  id: 'kubelet-serving@one',
  ca: 'kubernetes',
  subject: { commonName: 'system:node:one', organization: 'system:nodes' },
  sans: { dns: ['one'], ips: ['10.0.0.1', 'fd00::1'] },
  usages: ['serverAuth'],
  holder: 'one',
  why: '',
  from: [],
};

describe.each(keyAlgorithms)('%s', (algorithm) => {
  it('makes a CA and a leaf that Node trusts', { timeout: 60_000 }, async () => {
    const profile = profileWith({ algorithm });
    const ca = await issueCa('a-ca', profile, validityAt(now, profile, 'ca'));
    const validity = validityAt(now, profile, 'leaf');
    const leaf = await issueLeaf(request, readIssuer(ca), algorithm, validity);
    const root = new X509Certificate(ca.certificate);
    const certificate = new X509Certificate(leaf.certificate);
    expect(root.ca && root.verify(root.publicKey)).toBe(true);
    expect(certificate.checkIssued(root) && certificate.verify(root.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(leaf.key))).toBe(true);
    expect(leaf.key).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    const { namedCurve, modulusLength } = certificate.publicKey.asymmetricKeyDetails ?? {};
    const sizes = { prime256v1: 'ecdsa-p256', secp384r1: 'ecdsa-p384' };
    const name = sizes[namedCurve as keyof typeof sizes] ?? `rsa-${modulusLength}`;
    expect(name).toBe(algorithm);
  });
});

describe('a leaf', async () => {
  const profile = profileWith({});
  const ca = await issueCa('a-ca', profile, validityAt(now, profile, 'ca'));
  const validity = validityAt(now, profile, 'leaf');
  const issue = async () =>
    new X509Certificate(
      (await issueLeaf(request, readIssuer(ca), 'ecdsa-p256', validity)).certificate,
    );

  it('says who it is for, for what and how long', async () => {
    const leaf = await issue();
    expect(leaf.subject).toBe('O=system:nodes\nCN=system:node:one');
    expect(leaf.subjectAltName).toBe('DNS:one, IP Address:10.0.0.1, IP Address:FD00:0:0:0:0:0:0:1');
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(leaf.ca).toBe(false);
    expect(leaf.validFromDate.toISOString()).toBe('2026-11-23T11:00:00.000Z');
    expect(leaf.validToDate.toISOString()).toBe('2027-11-23T12:00:00.000Z');
  });

  it('has a positive random serial number of 9 bytes', async () => {
    const serials = [(await issue()).serialNumber, (await issue()).serialNumber];
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{17}$/);
    expect(serials[0]).not.toBe(serials[1]);
  });
});

it('gives CAs the attributes of pki.subject, in any script', async () => {
  const subject = { country: 'DE', organization: 'HAW Hämburg', organizationalUnit: 'ICC & Co' };
  const profile = profileWith({ subject, validity: { ca: '30y' } });
  const ca = await issueCa('a-ca', profile, validityAt(now, profile, 'ca'));
  const certificate = new X509Certificate(ca.certificate);
  expect(certificate.subject).toBe('C=DE\nO=HAW Hämburg\nOU=ICC & Co\nCN=a-ca');
  expect(certificate.validToDate.getUTCFullYear()).toBe(2056);
});

it('ends a leaf with its CA', () => {
  const profile = profileWith({});
  const end = new Date('2027-01-01T00:00:00Z');
  expect(validityAt(now, profile, 'leaf', end)).toMatchObject({ notAfter: end, isCut: true });
  expect(validityAt(now, profile, 'leaf', new Date('2036-01-01T00:00:00Z')).isCut).toBe(false);
});

import type { X509Certificate } from 'node:crypto';
import type { Collector } from '../diagnostics/collector.ts';
import { type CaName, caNames } from '../plan/link.ts';
import { findKind } from './certificate-kinds.ts';
import type { KeyPair, Secrets } from './secrets.ts';
import { isSignedBy, readCertificate, readPrivateKey } from './stored-pair.ts';

/** Where findings go: the file's name and the collector. */
export interface SecretsReport {
  readonly file: string;
  readonly diagnostics: Pick<Collector, 'report'>;
}

/**
 * Holds what the file stores against itself: every PEM is whole, every key belongs to its certificate, every
 * certificate is signed by its CA. Raises pki/secrets-damaged, -key-mismatch and -wrong-ca; no value of the
 * file is in a message. About 0.2 ms per certificate.
 */
export function checkSecrets(secrets: Secrets, report: SecretsReport): void {
  const cas = new Map<CaName, X509Certificate>();
  for (const name of caNames) {
    const certificate = checkPair(secrets.cas[name], `cas.${name}`, report);
    if (certificate === undefined) continue;
    if (certificate.ca) cas.set(name, certificate);
    else damaged(`cas.${name}.certificate`, 'the certificate of a CA', report);
  }
  for (const [id, pair] of Object.entries(secrets.certificates)) {
    checkLeaf(id, pair, cas, report);
  }
  if (readPrivateKey(secrets.serviceAccountKey) === undefined) {
    damaged('serviceAccountKey', 'a private key in PEM', report);
  }
  if (Buffer.from(secrets.encryptionKey, 'base64').length !== 32) {
    damaged('encryptionKey', '32 bytes in base64', report);
  }
  if (!/^[0-9a-f]{32}$/.test(secrets.bootstrapToken)) {
    damaged('bootstrapToken', '32 hex digits', report);
  }
  for (const [node, token] of Object.entries(secrets.partTokens ?? {})) {
    if (/^[A-Za-z0-9._~+/-]{16,512}=*$/.test(token)) continue;
    damaged(`partTokens.${node.slice(0, 63)}`, 'a bearer token of 16 to 512 characters', report);
  }
}

function checkLeaf(
  id: string,
  pair: KeyPair,
  cas: ReadonlyMap<CaName, X509Certificate>,
  report: SecretsReport,
): void {
  const part = `certificates."${id}"`;
  const certificate = checkPair(pair, part, report);
  const name = findKind(id)?.ca;
  const ca = name && cas.get(name);
  if (certificate === undefined || name === undefined || ca === undefined) return;
  if (isSignedBy(certificate, ca)) return;
  report.diagnostics.report('pki/secrets-wrong-ca', [], { file: report.file, part, ca: name });
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

function damaged(part: string, expected: string, { file, diagnostics }: SecretsReport): void {
  diagnostics.report('pki/secrets-damaged', [], { file, part, expected });
}

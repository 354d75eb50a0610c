import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoreTls } from './part-store.ts';
import { runWell } from './run-tool.ts';

/** A private CA, a server certificate of it for 127.0.0.1, and a CA that has signed nothing. All PEM. */
export interface StoreCertificates {
  readonly ca: string;
  readonly server: StoreTls;
  readonly otherCa: string;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** Makes them with openssl. */
export function makeStoreTls(): StoreCertificates {
  const folder = mkdtempSync(join(tmpdir(), 'clusterseed-tls-'));
  const at = (name: string) => join(folder, name);
  const read = (name: string) => readFileSync(at(name), 'utf8');
  const openssl = (...args: string[]) => runWell('/usr/bin/openssl', args);
  try {
    for (const name of ['ca', 'other']) {
      const files = ['-keyout', at(`${name}.key`), '-out', at(`${name}.crt`)];
      openssl('req', '-x509', ...newKey, '-subj', `/CN=${name}`, '-days', '2', ...files);
    }
    const request = ['-keyout', at('server.key'), '-out', at('server.csr')];
    openssl('req', ...newKey, '-subj', '/CN=store', ...request);
    writeFileSync(at('san'), 'subjectAltName=IP:127.0.0.1\n');
    const signer = ['-CA', at('ca.crt'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2'];
    const out = ['-extfile', at('san'), '-out', at('server.crt')];
    openssl('x509', '-req', '-in', at('server.csr'), ...signer, ...out);
    return {
      ca: read('ca.crt'),
      server: { cert: read('server.crt'), key: read('server.key') },
      otherCa: read('other.crt'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

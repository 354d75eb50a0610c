import { Buffer } from 'node:buffer';
import { createHash, X509Certificate } from 'node:crypto';
import type { Machine } from '../machine/model.ts';
import { toText } from '../text/bytes.ts';

/**
 * DER bytes that are alike in every P-256 key (SEC 1, RFC 5480; PKCS #8 without the public key), and those that are
 * not. Of a signature's 71 bytes, 7 stand in the longer headers and identifiers that RSA leaves.
 */
const privateKey = { alike: 35, own: 32 };
const publicKey = { alike: 26, own: 65 };
const signature = { alike: 0, own: 64 };

/**
 * The machine as large as it would be with ECDSA P-256 keys: every RSA key, certificate and signature gives way to
 * random-looking bytes of the size that P-256 has, also in the base64 of kubeconfigs. Nothing when there is no RSA
 * key. It is for measuring only: the keys are none.
 */
export function withEcdsaKeys(machine: Machine): Machine | undefined {
  let found = false;
  const files = machine.files.map((file) => {
    const text = toText(file.content);
    const replaced = text === undefined ? undefined : replaceInText(text);
    if (replaced === undefined || replaced === text) return file;
    found = true;
    return { ...file, content: replaced };
  });
  return found ? { ...machine, files } : undefined;
}

function replaceInText(text: string): string {
  return replacePem(text).replaceAll(/LS0tLS1CRUdJTi[A-Za-z0-9+/]+=*/g, (word) => {
    const inner = Buffer.from(word, 'base64').toString('latin1');
    const replaced = replacePem(inner);
    return replaced === inner ? word : Buffer.from(replaced, 'latin1').toString('base64');
  });
}

const pem = /-----BEGIN ([A-Z ]+)-----\n([A-Za-z0-9+/=\n]+)-----END \1-----/g;

function replacePem(text: string): string {
  return text.replaceAll(pem, (block: string, label: string, body: string) => {
    const der = Buffer.from(body, 'base64');
    const small = shrink(label, der, block);
    if (small === undefined) return block;
    const lines = small.toString('base64').match(/.{1,64}/g) ?? [];
    return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n');
  });
}

function shrink(label: string, der: Buffer, block: string): Buffer | undefined {
  if (/PRIVATE KEY$/.test(label)) return der.length < 400 ? undefined : fill(privateKey, der);
  if (label === 'PUBLIC KEY') return der.length < 200 ? undefined : fill(publicKey, der);
  return label === 'CERTIFICATE' ? shrinkCertificate(der, block) : undefined;
}

/** A certificate with a key and a signature of P-256: its own ones are RSA's, or stay. */
function shrinkCertificate(der: Buffer, block: string): Buffer | undefined {
  const key = new X509Certificate(block).publicKey;
  const spki = key.export({ type: 'spki', format: 'der' });
  const at = der.indexOf(spki);
  const length = rsaSignature(der);
  if (at < 0 || (key.asymmetricKeyType !== 'rsa' && length === 0)) return undefined;
  const end = der.length - length;
  return Buffer.concat([
    der.subarray(0, at),
    key.asymmetricKeyType === 'rsa' ? fill(publicKey, spki) : spki,
    der.subarray(at + spki.length, end),
    length === 0 ? Buffer.alloc(0) : fill(signature, der.subarray(end)),
  ]);
}

/** Bytes of the RSA signature at a certificate's end (a BIT STRING without unused bits), or 0. */
function rsaSignature(der: Buffer): number {
  const found = [256, 384, 512].find((length) => {
    const head = der.subarray(der.length - length - 5, der.length - length);
    return head[0] === 0x03 && head[1] === 0x82 && head.readUInt16BE(2) === length + 1;
  });
  return found ?? 0;
}

function fill(
  { alike, own }: { readonly alike: number; readonly own: number },
  from: Uint8Array,
): Buffer {
  const hashes = [0, 1].map((round) =>
    createHash('sha512').update(from).update(String(round)).digest(),
  );
  return Buffer.concat([Buffer.alloc(alike, 0x30), Buffer.concat(hashes).subarray(0, own)]);
}

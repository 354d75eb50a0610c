import { toBase64 } from '../text/bytes.ts';
import { isGzip } from './platforms.ts';

/** Never in base64: two dashes and an underscore. */
const boundary = '__clusterseed__';

/**
 * A compressed cloud-init document as text: a MIME message with it as its only part, which cloud-init unpacks
 * (docs.cloud-init.io, "User-data formats"). A document that is text stays as it is. For tools that read user data as
 * text: python-openstackclient before 6.3 and Heat's get_file.
 */
export function toMimeText(document: Uint8Array): Uint8Array {
  if (!isGzip(document)) return document;
  const lines = [
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: application/gzip',
    'Content-Transfer-Encoding: base64',
    '',
    ...(toBase64(document).match(/.{1,76}/g) ?? []),
    `--${boundary}--`,
    '',
  ];
  return new TextEncoder().encode(lines.join('\n'));
}

import { defineCode } from '../define-codes.ts';

const number = (value: number) => value.toLocaleString('en-US');

/** Codes of the stage `render`. */
export const renderCodes = {
  'render/userdata-too-large': defineCode<{
    node: string;
    document: string;
    platform: string;
    size: number;
    limit: number;
    counted: string;
    largest: readonly { readonly path: string; readonly size: number }[];
    remedies: readonly string[];
  }>({
    severity: 'error',
    message: ({ node, document, platform, size, limit, counted, largest }) =>
      `the ${document} document of ${node} has ${number(size)} bytes (${counted}), ` +
      `${platform} takes ${number(limit)}; largest files: ` +
      largest.map((file) => `${file.path} ${number(file.size)}`).join(', '),
    hint: ({ remedies }) => (remedies.length === 0 ? undefined : remedies.join('; ')),
    doc: 'A boot document is larger than its platform accepts; the message names the largest files, the hint what would help.',
  }),
};

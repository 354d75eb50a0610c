import { defineCode } from '../define-codes.ts';

const number = (value: number) => value.toLocaleString('en-US');

/** What the finding knows: sizes in bytes as the platform counts them. */
export interface TooLarge {
  readonly node: string;
  readonly document: string;
  readonly platform: string;
  readonly size: number;
  readonly limit: number;
  readonly counted: string;
  readonly largest: readonly {
    readonly path: string;
    readonly size: number;
    readonly encoded: number;
  }[];
  /** From the smallest change of the profile to the largest. */
  readonly savings: readonly {
    readonly what: string;
    readonly size: number;
    readonly lines: readonly string[];
    readonly where: string;
  }[];
}

/** Codes of the stage `render`. */
export const renderCodes = {
  'render/userdata-too-large': defineCode<TooLarge>({
    severity: 'error',
    message: ({ node, document, platform, size, limit, counted }) =>
      `the ${document} document of ${node} has ${number(size)} bytes (${counted}), ` +
      `${platform} takes ${number(limit)}: ${number(size - limit)} too many`,
    details: (args) =>
      args.savings.length === 0 ? [] : [...fileTable(args), ...savingTable(args)],
    hint: ({ savings, limit, platform }) => {
      if (savings.length === 0) return `as with the first documents that ${platform} does not take`;
      const fits = savings.find(({ size }) => size <= limit);
      if (fits === undefined) {
        return 'no single change fits: use several of them, or a platform without limit (nocloud, config-drive, pxe)';
      }
      return `smallest change that fits (${number(fits.size)} bytes), ${fits.where}: ${fits.lines.join('  and  ')}`;
    },
    doc: 'A boot document is larger than its platform accepts. The table names the files that cost most in this document and what each change of the profile would make of it; the hint is the smallest change that fits, to be pasted into the profile.',
  }),
};

function fileTable({ largest, size: whole }: TooLarge): string[] {
  const rows = largest.map(({ path, size, encoded }) => [
    number(size),
    number(encoded),
    `${((100 * encoded) / whole).toFixed(1)} %`,
    path,
  ]);
  return table([['bytes', 'in document', 'share', 'file'], ...rows]);
}

function savingTable({ savings, size: whole, limit }: TooLarge): string[] {
  const rows = savings.map(({ what, size }) => [
    number(size),
    number(size - whole),
    size <= limit ? 'fits' : 'no',
    what,
  ]);
  return table([['then', 'change', 'enough', 'by'], ...rows]);
}

/** Right-aligned columns, but the last. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '),
  );
}

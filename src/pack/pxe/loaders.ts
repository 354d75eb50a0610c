import type { BootPlan } from './boot-images.ts';

/**
 * An iPXE script. iPXE knows no quotes; it expands `${…}` and parts commands at `&&` and `||`: a word that it would
 * read so is refused (TypeError).
 */
export function ipxeScript({ kernel, initrd, arguments: words }: BootPlan): string {
  const all = [kernel, ...words];
  for (const word of [...all, initrd]) {
    if (/\$\{|^&&$|^\|\|$|[^!-~]/.test(word)) throw new TypeError(`iPXE would misread ${word}`);
  }
  return ['#!ipxe', `kernel ${all.join(' ')}`, `initrd ${initrd}`, 'boot', ''].join('\n');
}

/** The script that every machine starts with: its own by MAC address, else by the address that DHCP gave. */
export const ipxeEntry = [
  '#!ipxe',
  `chain ipxe/mac-\${net0/mac:hexhyp}.ipxe || chain ipxe/ip-\${net0/ip}.ipxe`,
  '',
].join('\n');

/** A PXELINUX file: the rest of each line is taken as it is (SYSLINUX, "Config"); words have no line breaks. */
export function pxelinuxConfig(name: string, plan: BootPlan): string {
  const { kernel, initrd, arguments: words } = plan;
  for (const word of [name, kernel, initrd, ...words]) {
    if (/[^!-~]/.test(word)) throw new TypeError(`PXELINUX would misread ${word}`);
  }
  const [first = '', ...rest] = words;
  const append = first.startsWith('initrd=') ? rest : words;
  return [
    `DEFAULT ${name}`,
    'PROMPT 0',
    `LABEL ${name}`,
    `  KERNEL ${kernel}`,
    `  INITRD ${initrd}`,
    `  APPEND ${append.join(' ')}`,
    '',
  ].join('\n');
}

/** A GRUB configuration; every word is quoted, so that `;`, `$` and braces are only characters. */
export function grubConfig(name: string, plan: BootPlan): string {
  const [first = '', ...rest] = plan.arguments;
  const words = first.startsWith('initrd=') ? rest : plan.arguments;
  return [
    'set timeout=0',
    `menuentry ${quoteGrub(name)} {`,
    `  linux ${[grubPath(plan.kernel), ...words].map(quoteGrub).join(' ')}`,
    `  initrd ${quoteGrub(grubPath(plan.initrd))}`,
    '}',
    '',
  ].join('\n');
}

/** A word for GRUB's script language (GRUB manual, "Quoting"), which has single quotes as a shell. */
export function quoteGrub(word: string): string {
  if (/[\0\n]/.test(word)) throw new TypeError('a word of GRUB cannot carry a line break');
  if (/^[A-Za-z0-9,./:=@_-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** `http://192.0.2.1/icc/x` as GRUB names it: `(http,192.0.2.1)/icc/x`. */
function grubPath(url: string): string {
  const { host, pathname } = new URL(url);
  return `(http,${host})${pathname}`;
}

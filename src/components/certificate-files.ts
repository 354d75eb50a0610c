import type { MachineFile, Origin, SecretUse } from '../machine/model.ts';
import { kindOf } from '../pki/certificate-kinds.ts';
import type { KeyPair, Secrets } from '../pki/secrets.ts';
import { withChain } from '../pki/trust.ts';

/** User and group of a file. */
export interface FileOwner {
  readonly user: string;
  readonly group: string;
}

const root: FileOwner = { user: 'root', group: 'root' };

/** The certificate `id` (0644) and its key (0600), PEM: `<base>.crt` and `<base>.key`. */
export function certificateFiles(
  from: Origin,
  secrets: Secrets,
  id: string,
  base: string,
  owner: FileOwner = root,
): MachineFile[] {
  const { certificate, key } = certificateOf(secrets, id);
  return [
    { path: `${base}.crt`, content: certificate, mode: 0o644, ...owner, secrets: [], from },
    {
      path: `${base}.key`,
      content: key,
      mode: 0o600,
      ...owner,
      secrets: [certificateUse(id)],
      from,
    },
  ];
}

/**
 * The certificate of that id as it is shown, with the chain that its CA needs, and its key. Throws when the secrets
 * lack it, which `prepare` excludes.
 */
export function certificateOf(secrets: Secrets, id: string): KeyPair {
  const pair = secrets.certificates[id];
  if (pair === undefined) throw new Error(`the secrets have no certificate ${id}`);
  return withChain(secrets, id, pair);
}

/** How the placement table names the key of certificate `id`, and why a node holds it. */
export function certificateUse(id: string): SecretUse {
  const [kind = ''] = id.split('@');
  return { secret: `certificate/${id}`, why: kindOf(kind).why };
}

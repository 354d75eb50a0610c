import { caNames } from '../plan/link.ts';
import type { EtcdMembership } from './etcd-members.ts';
import { type RotatableName, type Rotation, rotatableNames, rotationStages } from './rotation.ts';
import type { KeyPair, Secrets } from './secrets.ts';
import type { SecretsReport } from './secrets-check.ts';
import { isTree, ShapeReader, type Tree } from './shape-reader.ts';

/** Every entry that the file may have, in the order in which it is written. */
export const knownKeys: readonly (keyof Secrets)[] = [
  'version',
  'cluster',
  'recipients',
  'cas',
  'serviceAccountKey',
  'encryptionKey',
  'bootstrapToken',
  'etcd',
  'generations',
  'rotations',
  'certificates',
  'partTokens',
  'retired',
];

/**
 * Gives the parsed file its type. CAs, keys and the token must be there, the rest may be missing. Raises
 * pki/secrets-incomplete, pki/secrets-damaged and pki/secrets-unknown; then the result is undefined.
 */
export function shapeSecrets(
  root: Tree,
  cluster: string,
  report: SecretsReport,
): Secrets | undefined {
  const reader = new ShapeReader(report);
  reader.refuseOthers(root, knownKeys, '');
  const cas = reader.tree(root, 'cas', 'cas');
  reader.refuseOthers(cas, caNames, 'cas.');
  const pair = (tree: Tree, id: string, part: string) => reader.pair(tree, id, part);
  const partTokens = reader.entries(root, 'partTokens', 'partTokens', (tree, node, part) =>
    reader.text(tree, node, part),
  );
  const secrets: Secrets = {
    version: 1,
    cluster,
    cas: {
      kubernetes: reader.ca(cas, 'kubernetes', 'cas.kubernetes'),
      etcd: reader.ca(cas, 'etcd', 'cas.etcd'),
      'front-proxy': reader.ca(cas, 'front-proxy', 'cas.front-proxy'),
    },
    serviceAccountKey: reader.text(root, 'serviceAccountKey', 'serviceAccountKey'),
    encryptionKey: reader.text(root, 'encryptionKey', 'encryptionKey'),
    bootstrapToken: reader.text(root, 'bootstrapToken', 'bootstrapToken'),
    certificates: reader.entries(root, 'certificates', 'certificates', pair) ?? {},
    ...shapeLife(root, reader),
    ...('etcd' in root ? { etcd: shapeMembership(root, reader) } : {}),
    ...(partTokens === undefined ? {} : { partTokens }),
  };
  return reader.failed ? undefined : secrets;
}

/** What only a store has that was renewed, rotated or encrypted. */
function shapeLife(root: Tree, reader: ShapeReader): Partial<Secrets> {
  const generations = named(reader, root, 'generations', (tree, name, part) => {
    const value = tree[name];
    if (typeof value === 'number' && Number.isInteger(value) && value > 1) return value;
    reader.fail(value, part, 'a whole number over 1');
    return 1;
  });
  const rotations = named(reader, root, 'rotations', (tree, name, part) =>
    shapeRotation(reader, tree, name, part),
  );
  const retired = reader.entries(root, 'retired', 'retired', (tree, id, part): KeyPair[] => {
    const list = reader.list(tree, id, part);
    return list.map((value, index) => reader.pair({ pair: value }, 'pair', `${part}[${index}]`));
  });
  const recipients = 'recipients' in root ? reader.list(root, 'recipients', 'recipients') : [];
  return {
    ...(generations === undefined ? {} : { generations }),
    ...(rotations === undefined ? {} : { rotations }),
    ...(retired === undefined ? {} : { retired }),
    ...(recipients.length === 0 ? {} : { recipients: recipients.map(String) }),
  };
}

function shapeMembership(root: Tree, reader: ShapeReader): EtcdMembership {
  const tree = reader.tree(root, 'etcd', 'etcd');
  reader.refuseOthers(tree, ['founders', 'joined'], 'etcd.');
  const names = (parent: Tree, key: string, part: string) =>
    reader.list(parent, key, part).map(String);
  return {
    founders: names(tree, 'founders', 'etcd.founders'),
    joined: reader.entries(tree, 'joined', 'etcd.joined', names) ?? {},
  };
}

/** Entries by the name of a secret that is rotated; others are refused. */
function named<Value>(
  reader: ShapeReader,
  root: Tree,
  key: string,
  read: (tree: Tree, name: string, part: string) => Value,
): Partial<Record<RotatableName, Value>> | undefined {
  const tree = root[key];
  if (isTree(tree)) reader.refuseOthers(tree, rotatableNames, `${key}.`);
  return reader.entries(root, key, key, read);
}

function shapeRotation(reader: ShapeReader, parent: Tree, name: string, part: string): Rotation {
  const tree = reader.tree(parent, name, part);
  reader.refuseOthers(tree, ['stage', 'other', 'certificates'], `${part}.`);
  const stage = rotationStages.find((known) => known === tree.stage);
  if (stage === undefined) reader.fail(tree.stage, `${part}.stage`, rotationStages.join(' or '));
  const other = name.startsWith('ca/')
    ? reader.ca(tree, 'other', `${part}.other`)
    : reader.text(tree, 'other', `${part}.other`);
  const certificates = reader.entries(
    tree,
    'certificates',
    `${part}.certificates`,
    (each, id, at) => reader.pair(each, id, at),
  );
  return {
    stage: stage ?? 'trust',
    other,
    ...(certificates === undefined ? {} : { certificates }),
  };
}

/** A file of an image; `path` is relative, with forward slashes. */
export interface IsoFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A file or directory as the image's structures are built from it. `sector` and `size` are those of its data. */
export interface IsoNode {
  readonly name: string;
  /** Of a regular file. */
  readonly bytes?: Uint8Array;
  readonly children: IsoNode[];
  readonly parent?: IsoNode;
  sector: number;
}

/** The directory tree of these files. Throws a TypeError on a path that the image could not carry. */
export function treeOf(files: readonly IsoFile[]): IsoNode {
  const root: IsoNode = { name: '', children: [], sector: 0 };
  for (const { path, bytes } of files) {
    const names = path.split('/');
    const last = names.pop() ?? '';
    const parent = names.reduce(directoryIn, root);
    checkName(last, path);
    if (parent.children.some(({ name }) => isoName(name) === isoName(last)))
      throw new TypeError(`${path} is twice in the image`);
    parent.children.push({ name: last, bytes, children: [], parent, sector: 0 });
  }
  return root;
}

function directoryIn(parent: IsoNode, name: string): IsoNode {
  checkName(name, name);
  const known = parent.children.find((child) => child.name === name && child.bytes === undefined);
  if (known !== undefined) return known;
  if (parent.children.some((child) => isoName(child.name) === isoName(name))) {
    throw new TypeError(`${name} is twice in the image`);
  }
  const made: IsoNode = { name, children: [], parent, sector: 0 };
  parent.children.push(made);
  return made;
}

function checkName(name: string, path: string): void {
  if (!/^[a-z0-9][a-z0-9._-]{0,26}$/.test(name))
    throw new TypeError(`an image cannot carry ${path}`);
}

/** The name in ISO 9660's own characters (level 2: up to 30 of A-Z, 0-9 and _, one dot). */
export function isoName(name: string): string {
  const dot = name.lastIndexOf('.');
  const parts = dot < 0 ? [name] : [name.slice(0, dot), name.slice(dot + 1)];
  return parts.map((part) => part.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')).join('.');
}

/** The directories, root first, each before its children, level by level: the order of path tables. */
export function directoriesOf(root: IsoNode): IsoNode[] {
  const found: IsoNode[] = [];
  let level = [root];
  while (level.length > 0) {
    found.push(...level);
    level = level.flatMap(({ children }) =>
      children
        .filter(({ bytes }) => bytes === undefined)
        .toSorted((a, b) => (isoName(a.name) < isoName(b.name) ? -1 : 1)),
    );
  }
  return found;
}

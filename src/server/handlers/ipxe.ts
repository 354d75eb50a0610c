import type { Handlers } from '../adapt.ts';
import type { ServerContext } from '../context.ts';
import type { Contract } from '../contract.ts';
import type { ShelfNode } from '../shelf.ts';

/** iPXE's own names (https://ipxe.org/cfg): `:hexhyp` writes the MAC with hyphens, `:uristring` escapes. */
const first = [
  '#!ipxe',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: iPXE fills it in
  'chain ipxe?mac=${mac:hexhyp}&uuid=${uuid}&serial=${serial:uristring}',
  '',
].join('\n');

/**
 * The iPXE chain: /boot.ipxe asks for /ipxe with what the machine is, and gets the kernel and where its document is.
 * Scripts hold no secret; the document itself is given to the machine's address in a trusted network.
 */
export function ipxeHandlers(
  context: ServerContext,
): Pick<Handlers<Contract>, 'ipxe' | 'ipxeNode'> {
  const chain = { status: 200, body: first, constant: true } as const;
  let { shelf } = context;
  let index = indexNodes([...shelf.nodes.values()]);
  return {
    ipxe: () => chain,
    ipxeNode: ({ query }) => {
      if (shelf !== context.shelf) {
        shelf = context.shelf;
        index = indexNodes([...shelf.nodes.values()]);
      }
      const keys = [
        query.mac && `mac ${query.mac.toLowerCase().replaceAll('-', ':')}`,
        query.uuid && `uuid ${query.uuid.toLowerCase()}`,
        query.serial && `serial ${query.serial}`,
      ];
      const node = keys.map((key) => (key ? index.get(key) : undefined)).find(Boolean);
      if (node === undefined) {
        return refuse('unknown', 'no node has this MAC address, UUID or serial number');
      }
      if (context.boot === undefined) {
        return refuse('no-kernel', 'the server was started without --kernel and --initrd');
      }
      return { status: 200, body: bootScript(context, context.boot, node) };
    },
  };
}

function indexNodes(nodes: readonly ShelfNode[]): ReadonlyMap<string, ShelfNode> {
  const index = new Map<string, ShelfNode>();
  for (const node of nodes) {
    if (node.mac !== undefined) index.set(`mac ${node.mac}`, node);
    if (node.uuid !== undefined) index.set(`uuid ${node.uuid}`, node);
    if (node.serial !== undefined) index.set(`serial ${node.serial}`, node);
  }
  return index;
}

/**
 * Ignition is told by kernel arguments (https://coreos.github.io/ignition/supported-platforms/: metal), cloud-init by
 * `ds=nocloud;s=` (its NoCloud documentation). `initrd=` names the file again for EFI (https://ipxe.org/cmd/initrd).
 */
function bootScript(
  { url }: ServerContext,
  boot: NonNullable<ServerContext['boot']>,
  node: ShelfNode,
): string {
  const seed = `${url}/seed/${node.name}/`;
  const source = node.documents.has('config.ign')
    ? `ignition.firstboot ignition.platform.id=metal ignition.config.url=${seed}config.ign`
    : `ds=nocloud;s=${seed}`;
  const kernel = ['kernel', `files/${boot.kernel}`, 'initrd=initrd', source, boot.args];
  const lines = [
    '#!ipxe',
    kernel.filter((word) => word !== '').join(' '),
    `initrd --name initrd files/${boot.initrd}`,
    'boot',
    '',
  ];
  return lines.join('\n');
}

function refuse(code: string, message: string) {
  return { status: 404 as const, body: { code, message } };
}

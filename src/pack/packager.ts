import type { MachineNetwork } from '../machine/model.ts';
import type { IngressRule } from '../net/ingress-rule.ts';
import type { DocumentFormat } from './artifact.ts';

/** Machines with the same roles, and what they let in. */
export interface MachineGroup {
  readonly name: string;
  readonly rules: readonly IngressRule[];
}

/** What a packager knows of a machine besides its document. */
export interface PackageMachine {
  readonly name: string;
  /** Name of its group. */
  readonly group: string;
  readonly os: string;
  readonly arch: 'amd64' | 'arm64';
  /** The bare address. */
  readonly address: string;
  /** Its network, `10.240.0.0/24`. */
  readonly subnet: string;
  readonly network: MachineNetwork;
  readonly format: DocumentFormat;
  /** Networks beside its own address that it sends from, when its pods are not in a tunnel. */
  readonly sendsFor: readonly string[];
}

/** A machine with the document that is attached to it, as the platform brings it. */
export interface PackageNode extends PackageMachine {
  readonly document: Uint8Array;
  /** Companions of a cloud-init document. */
  readonly metaData: string;
  readonly networkConfig: string;
}

/** What all packages of a cluster share. */
export interface PackageContext {
  readonly cluster: string;
  /** Where the package will be served at, without a slash at the end; only with packagers that need it. */
  readonly url: string;
  /** Words for the kernel's command line beside those that are needed, for machines that boot over the network. */
  readonly kernelArgs?: string;
}

/** One file of a package, by its path below the package's folder. `script`: public and executable. */
export interface PackageFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly kind: 'secret' | 'public' | 'script';
}

/** Turns documents into what a platform takes. Pure; a node at a time, then what is about all of them. */
export interface Packager {
  /** Documents that it can attach. */
  readonly formats: readonly DocumentFormat[];
  /** Whether its files name the address that they are served at. */
  readonly needsUrl?: boolean;
  packNode(node: PackageNode, context: PackageContext): readonly PackageFile[];
  packCluster(
    machines: readonly PackageMachine[],
    context: PackageContext & { readonly groups: readonly MachineGroup[] },
  ): readonly PackageFile[];
}

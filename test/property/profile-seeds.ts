import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { starterProfile } from '../../src/profile/starter.ts';

const profiles = join(import.meta.dirname, '../../profiles');

/** A profile that uses nearly every key of the language and is valid. */
export const richProfile = `version: 1
cluster: rich
kubernetes:
  version: 1.35.2
  apiServer:
    port: 6444
    extraArgs: { request-timeout: 90s, feature-gates: [AllAlpha=false, AllBeta=true] }
    extraSans: [k8s.example.org, 192.0.2.1]
    admissionPlugins: [AlwaysPullImages]
    audit: { policy: { file: audit.yaml }, maxAge: 7, maxBackup: 3, maxSize: 50 }
    authenticationWebhook: { url: "https://login.example.org/a", caFile: ca.pem, cacheTtl: 5m, version: v1beta1 }
    jwt: [{ issuer: { url: "https://issuer.example.org", audiences: [k8s] }, claimMappings: { username: { claim: sub, prefix: "" } } }]
    encryptionAtRest: false
    startupSeconds: 600
  controllerManager: { extraArgs: { concurrent-gc-syncs: 30 } }
  scheduler: { config: { parallelism: 8 } }
  kubelet: { config: { maxPods: 60 } }
  kubeProxy: { mode: nftables, config: { bindAddress: 0.0.0.0 } }
etcd: { dataDir: /data/etcd, quotaBackendGiB: 4, extraArgs: { snapshot-count: 5000 } }
network:
  services: 10.96.0.0/20
  pods: 10.200.0.0/16
  nodeMask: 25
  domain: k8s.example.org
  dnsService: 10.96.0.53
  subnets: [{ cidr: 10.1.0.0/24, gateway: 10.1.0.1, nameservers: [10.1.0.2] }]
  plugin: routes
  nameservers: [9.9.9.9]
  searchDomains: [example.org]
  ntpServers: [ntp.example.org]
  proxy: { http: "http://user:pass@proxy.example.org:3128", noProxy: [.example.org] }
endpoint: api.example.org:443
endpointAddress: 10.1.0.5
target: { format: [cloud-init, ignition], platform: vsphere, os: debian-13, arch: arm64, ignitionVersion: 3.4.0, compression: none }
mirror: { files: ["https://a.example.org", "https://b.example.org/x"], images: "registry.example.org:5000/k8s", only: false }
pki: { algorithm: rsa-2048, caAlgorithm: ecdsa-p384, validity: { ca: 5y, leaf: 90d }, backdate: 10m, subject: { country: DE, organization: "Ünïcode & Söhne" } }
addons: [coredns, { manifest: dashboard.yaml }]
defaults:
  labels: { example.org/site: hh }
  users: [{ name: ops, sshKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDrv8DLbpOZZ8NfkUEXOsGShprbpGx6NT0Xy0Cx6Rm5i ops"], groups: [adm], passwordHash: "$6$salt$hash", sudo: ALL=(ALL) NOPASSWD:ALL }]
  files: [{ path: /etc/motd, source: motd.txt, mode: "0640", owner: "root:adm" }]
  units: [{ name: apt-daily.timer, enabled: mask }, { name: hello.service, content: "[Service]\\nExecStart=/bin/true\\n", dropIns: [{ name: 10-a.conf, content: "[Unit]\\n" }] }]
  packages: [htop]
  sysctls: { vm.max_map_count: 262144 }
  modules: [br_netfilter]
roles:
  worker: { taints: [{ key: example.org/x, value: "1", effect: NoSchedule }], kubelet: { config: { maxPods: 50 } } }
machines:
  - { name: f1, roles: [frontend], address: 10.1.0.4/24, mac: "52:54:00:00:00:01" }
  - { name: c1, roles: [etcd, controller], address: 10.1.0.11/24, host: hv1, podCidr: 10.200.1.0/25 }
  - { name: w1, roles: [worker], address: 10.1.0.21/24, os: ubuntu-22.04, arch: amd64, gateway: 10.1.0.1, addressing: static }
`;

/** Valid profiles from which bad ones are made. */
export const seeds: readonly [string, ...string[]] = [
  readFileSync(join(profiles, 'icc.yaml'), 'utf8'),
  starterProfile(),
  richProfile,
];

/** Texts for whatever file a profile names. */
export function companions(
  name: string,
  text: string,
  names: readonly string[],
): Map<string, string> {
  const sources = new Map(names.map((file) => [file, 'apiVersion: v1\nkind: List\nitems: []\n']));
  return sources.set(name, text);
}

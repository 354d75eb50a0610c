/** What `starterProfile` puts in. */
export interface StarterOptions {
  /** Name of the cluster, an RFC 1123 label; `seed` by default. */
  readonly cluster?: string;
  /** Where editors find the JSON Schema, relative to the profile or a URL. */
  readonly schema?: string;
}

/**
 * The commented profile that `clusterseed init` writes: one machine with etcd and the control plane, two
 * workers; every common setting is there, in use or as a comment. Compiles without a warning.
 */
export function starterProfile(options: StarterOptions = {}): string {
  const { cluster = 'seed', schema = 'profile.schema.json' } = options;
  return template.replaceAll('@cluster@', () => cluster).replaceAll('@schema@', () => schema);
}

const template = `# yaml-language-server: $schema=@schema@
#
# A profile of clusterseed: one cluster. Change addresses and names, then run
#   clusterseed check FILE      to see every mistake with its line
#   clusterseed build FILE      to write the boot document of every machine
# Lines with one “#” in front of a key are settings that you may need; docs/profile.md tells all.
version: 1
cluster: @cluster@

# A base that several clusters share; this profile is laid over it.
#extends: base.yaml

kubernetes:
  version: 1.36.3
#  apiServer:
#    port: 6443
#    extraSans: [k8s.example.org]
#    extraArgs: { v: 2 }
#    encryptionAtRest: true
#    audit: { policy: builtin, maxAge: 30 }
#    jwt: []                       # OIDC issuers, as in AuthenticationConfiguration
#    authenticationWebhook: { url: "https://login.example.org/authenticate" }
#  kubelet:
#    config: { maxPods: 110 }      # fields of KubeletConfiguration
#  kubeProxy: { mode: nftables }

#etcd:
#  dataDir: /var/lib/etcd
#  quotaBackendGiB: 8

network:
  services: 10.96.0.0/16           # the first address is the API service, the tenth is DNS
  pods: 10.244.0.0/16              # every node gets a /24 of it (nodeMask)
  plugin: flannel                  # flannel, routes, none, or { manifest: FILE }
  nameservers: [10.20.0.1]
  subnets:
    - { cidr: 10.20.0.0/24, gateway: 10.20.0.1 }
#  domain: cluster.local
#  searchDomains: [example.org]
#  ntpServers: [ntp.example.org]
#  proxy: { http: "http://proxy.example.org:3128", https: "http://proxy.example.org:3128" }

# Where everybody reaches the API. With a frontend (below): its address or DNS name and any port.
endpoint: 10.20.0.11:6443
#endpointAddress: 10.20.0.5        # when the endpoint is a virtual IP or a balancer of yours

target:
  os: ubuntu-24.04                 # debian-12, debian-13, ubuntu-22.04, flatcar, fedora-coreos
  platform: plain                  # openstack, vsphere, aws, pxe, nocloud, …
  arch: amd64
#  format: cloud-init              # or ignition, or both in a list; follows the operating system

# Without access to the internet: where programs and images come from instead.
#mirror:
#  files: https://mirror.example.org/clusterseed
#  images: registry.example.org:5000

#pki:
#  algorithm: ecdsa-p256           # ecdsa-p384, rsa-2048, rsa-3072, rsa-4096
#  validity: { ca: 10y, leaf: 1y }

addons:
  - kube-proxy
  - coredns
#  - manifest: manifests/dashboard.yaml

# Settings for all machines; those of a role and of a machine are added, the nearest wins.
#defaults:
#  users:
#    - name: ops
#      sudo: ALL=(ALL) NOPASSWD:ALL
#      sshKeys: ["ssh-ed25519 AAAA… ops@example.org"]
#  files:
#    - { path: /etc/motd, content: "built by clusterseed", mode: "0644" }
#  packages: [htop]
#  sysctls: { vm.max_map_count: 262144 }

#roles:
#  worker:
#    labels: { example.org/pool: general }

# Warnings that are right as they are here, each with your reason; they are not shown again.
accept:
  - code: intent/single-controller
    reason: a cluster to try things out; it may be away for a while

machines:
  # etcd and the control plane on one machine: to survive the loss of one, use three of them.
  - name: @cluster@-ctrl-1
    roles: [etcd, controller]
    address: 10.20.0.11/24
#    mac: 52:54:00:12:34:11        # picks the interface, and the machine when it boots over the network

  - name: @cluster@-worker-1
    roles: [worker]
    address: 10.20.0.21/24
#    labels: { example.org/disk: ssd }
#    taints: [{ key: example.org/gpu, effect: NoSchedule }]

  - name: @cluster@-worker-2
    roles: [worker]
    address: 10.20.0.22/24

# HAProxy in front of several controllers; then let the endpoint be 10.20.0.10:6443.
#  - name: @cluster@-frontend-1
#    roles: [frontend]
#    address: 10.20.0.10/24
`;

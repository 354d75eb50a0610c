/** What a node needs in the words of the table: see `verdictOf` in the test. */
export interface HandMadeChange {
  readonly title: string;
  /** Of the profile’s text. */
  readonly edit?: (text: string) => string;
  /** Of a file beside it. */
  readonly source?: readonly [file: string, edit: (text: string) => string];
  /** A rotation to start before the change. */
  readonly rotate?: 'ca/kubernetes' | 'ca/etcd' | 'bootstrap-token' | 'encryption-key';
  /** By role (`ctrl`, `etcd`, `frontend`, `worker`) or name; nodes that are not named need nothing. */
  readonly needs: Readonly<Record<string, string>>;
  /** Settings that caused it, by name. */
  readonly causes?: readonly string[];
  /** Beginnings of what is left to do by hand, on any node. */
  readonly byHand?: readonly string[];
}

const under = (key: string, text: string) => (profile: string) =>
  profile.replace(
    new RegExp(`^(\\s*)${key}:\n`, 'm'),
    (line, indent: string) => `${line}${text.replaceAll(/^/gm, `${indent}  `)}\n`,
  );
const top = (text: string) => (profile: string) => `${profile}\n${text}\n`;
const machine = (name: string, more: string) => (profile: string) =>
  profile.replace(new RegExp(`(name: ${name},.*?) }`), `$1, ${more} }`);
const without = (name: string) => (profile: string) =>
  profile.replace(new RegExp(`^.*name: ${name},.*\n`, 'm'), '');
const add = (line: string) => under('machines', line);

const pods = 'kube-apiserver* kube-controller-manager* kube-scheduler*';

/** Hand-made changes of the ICC profile, and what the changed bytes demand of each node. */
export const handMadeChanges: readonly HandMadeChange[] = [
  {
    title: 'a comment and another order of machines',
    edit: (text) => {
      const line = /^.*name: icc-worker-1,.*\n/m.exec(text)?.[0] ?? '';
      return `# more\n${text.replace(line, '')}${line}`;
    },
    needs: {},
  },
  {
    title: 'a flag of the API server',
    edit: under('apiServer', 'extraArgs: { v: "4" }'),
    needs: { ctrl: 'pods kube-apiserver*' },
    causes: ['kubernetes.apiServer.extraArgs.v'],
  },
  {
    title: 'a flag of the controller manager',
    edit: under('kubernetes', 'controllerManager: { extraArgs: { v: "4" } }'),
    needs: { ctrl: 'pods kube-controller-manager*' },
    causes: ['kubernetes.controllerManager.extraArgs.v'],
  },
  {
    title: 'a setting of the scheduler',
    edit: under('kubernetes', 'scheduler: { config: { parallelism: 8 } }'),
    needs: { ctrl: 'pods kube-scheduler' },
    causes: ['kubernetes.scheduler.config.parallelism'],
  },
  {
    title: 'a setting of every kubelet',
    edit: under('kubernetes', 'kubelet: { config: { maxPods: 50 } }'),
    needs: { ctrl: 'restart kubelet', worker: 'restart kubelet' },
    causes: ['kubernetes.kubelet.config.maxPods'],
  },
  {
    title: 'a setting of one kubelet',
    edit: machine('icc-worker-2', 'kubelet: { config: { maxPods: 50 } }'),
    needs: { 'icc-worker-2': 'restart kubelet' },
    causes: ['machines.icc-worker-2.kubelet'],
  },
  {
    title: 'a label of a node',
    edit: machine('icc-worker-1', 'labels: { disk: fast }'),
    needs: { 'icc-worker-1': 'restart kubelet' },
    causes: ['machines.icc-worker-1.labels'],
    byHand: ['kubectl label --overwrite node icc-worker-1'],
  },
  {
    title: 'a taint',
    edit: machine('icc-worker-1', 'taints: [{ key: gpu, effect: NoSchedule }]'),
    needs: { 'icc-worker-1': 'restart kubelet' },
    causes: ['machines.icc-worker-1.taints'],
    byHand: ['kubectl taint --overwrite node icc-worker-1'],
  },
  {
    title: 'the address of a worker',
    edit: (text) => text.replace('10.240.0.21/24', '10.240.0.99/24'),
    needs: { 'icc-worker-2': 'replace' },
    causes: ['machines.icc-worker-2.address'],
  },
  {
    title: 'the name server of a subnet',
    edit: (text) => text.replace('nameservers: [10.240.0.1]', 'nameservers: [10.240.0.2]'),
    needs: { ctrl: 'replace', worker: 'replace' },
    causes: ['network.subnets'],
  },
  {
    title: 'another operating system on one machine',
    edit: machine('icc-etcd-3', 'os: debian-13'),
    needs: { 'icc-etcd-3': 'replace' },
    causes: ['machines.icc-etcd-3.os'],
  },
  {
    title: 'another name in the API server’s certificate',
    edit: under('apiServer', 'extraSans: [api.example.org]'),
    needs: { ctrl: 'pods kube-apiserver' },
    causes: ['kubernetes.apiServer.extraSans'],
  },
  {
    title: 'the cluster CA at the stage trust',
    rotate: 'ca/kubernetes',
    needs: {
      ctrl: 'restart kubelet; pods kube-apiserver kube-controller-manager* kube-scheduler',
      worker: 'restart kubelet',
      frontend: 'reload haproxy',
    },
  },
  {
    title: 'the etcd CA at the stage trust',
    rotate: 'ca/etcd',
    needs: { ctrl: 'pods kube-apiserver', etcd: 'restart etcd' },
  },
  {
    title: 'the bootstrap token at the stage trust',
    rotate: 'bootstrap-token',
    needs: { ctrl: 'pods kube-apiserver' },
  },
  {
    title: 'the encryption key at the stage trust',
    rotate: 'encryption-key',
    needs: { ctrl: 'pods kube-apiserver' },
  },
  {
    title: 'a patch release of Kubernetes',
    edit: (text) => text.replace('version: 1.36.3', 'version: 1.36.4'),
    needs: {
      ctrl: `restart clusterseed-fetch kubelet clusterseed-addons; pods ${pods}`,
      worker: 'restart clusterseed-fetch kubelet',
    },
    causes: ['kubernetes.version'],
  },
  {
    title: 'another etcd release',
    edit: top('etcd: { version: 3.6.4 }'),
    needs: { etcd: 'restart clusterseed-fetch etcd' },
    causes: ['etcd.version'],
  },
  {
    title: 'a flag of etcd',
    edit: top('etcd: { quotaBackendGiB: 4 }'),
    needs: { etcd: 'restart etcd' },
    causes: ['etcd.quotaBackendGiB'],
  },
  {
    title: 'the data directory of etcd',
    edit: top('etcd: { dataDir: /srv/etcd }'),
    needs: { etcd: 'replace' },
    causes: ['etcd.dataDir'],
  },
  {
    title: 'a kernel module',
    edit: top('roles: { worker: { modules: [nfs] } }'),
    needs: { worker: 'restart systemd-modules-load' },
    causes: ['roles.worker'],
  },
  {
    title: 'a kernel setting',
    edit: top('roles: { worker: { sysctls: { vm.max_map_count: 262144 } } }'),
    needs: { worker: 'restart systemd-sysctl' },
    causes: ['roles.worker'],
  },
  {
    title: 'the port of the API server, where HAProxy passes on to',
    edit: under('apiServer', 'port: 6444'),
    needs: {
      ctrl: 'restart kubelet clusterseed-addons clusterseed-labels clusterseed-report; pods kube-apiserver* kube-controller-manager kube-scheduler',
      frontend: 'reload haproxy',
    },
    causes: ['kubernetes.apiServer.port'],
  },
  {
    title: 'a change of HAProxy’s unit',
    edit: machine(
      'icc-frontend-1',
      'units: [{ name: haproxy.service, dropIns: [{ name: 20-nice.conf, content: "[Service]\\nNice=-5\\n" }] }]',
    ),
    needs: { 'icc-frontend-1': 'restart haproxy' },
    causes: ['machines.icc-frontend-1.units'],
  },
  {
    title: 'a login with an SSH key',
    edit: top(
      'roles: { worker: { users: [{ name: ada, sshKeys: [ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl ada] }] } }',
    ),
    needs: { worker: 'place' },
    causes: ['roles.worker'],
    byHand: ['add the user ada'],
  },
  {
    title: 'a file that nothing reads',
    edit: machine('icc-worker-1', 'files: [{ path: /etc/motd, content: "hello\\n" }]'),
    needs: { 'icc-worker-1': 'place' },
    causes: ['machines.icc-worker-1.files'],
  },
  {
    title: 'a unit of one’s own',
    edit: machine(
      'icc-worker-1',
      'units: [{ name: own.service, content: "[Service]\\nExecStart=/bin/true\\n[Install]\\nWantedBy=multi-user.target\\n" }]',
    ),
    needs: { 'icc-worker-1': 'restart own' },
    causes: ['machines.icc-worker-1.units'],
  },
  {
    title: 'a package',
    edit: machine('icc-worker-1', 'packages: [nfs-common]'),
    needs: { 'icc-worker-1': 'restart clusterseed-packages clusterseed-report' },
    causes: ['machines.icc-worker-1.packages'],
  },
  {
    title: 'a mirror for programs',
    edit: top('mirror: { files: [https://mirror.example.org/k8s], only: false }'),
    needs: {
      ctrl: 'restart clusterseed-fetch',
      etcd: 'restart clusterseed-fetch',
      worker: 'restart clusterseed-fetch',
    },
    causes: ['mirror.files', 'mirror.only'],
  },
  {
    title: 'a manifest of the person’s',
    source: [
      'icc/ldap-webhook.yaml',
      (text) => `${text}---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: more\n`,
    ],
    needs: { ctrl: 'restart clusterseed-addons' },
    causes: ['icc/ldap-webhook.yaml'],
  },
  {
    title: 'an addon that goes',
    edit: (text) => text.replace('  - coredns\n', ''),
    needs: { ctrl: 'restart clusterseed-addons' },
    causes: ['addons'],
    byHand: ['kubectl delete what the former /etc/kubernetes/addons/'],
  },
  {
    title: 'no audit log',
    edit: under('apiServer', 'audit: { policy: none }'),
    needs: { ctrl: 'pods kube-apiserver*' },
    causes: ['kubernetes.apiServer.audit.policy'],
    byHand: ['rm /etc/kubernetes/apiserver/audit-policy.yaml'],
  },
  {
    title: 'a worker more',
    edit: add('- { name: icc-worker-4, roles: [worker], address: 10.240.0.23/24 }'),
    needs: { 'icc-worker-4': 'new' },
    causes: ['machines.icc-worker-4'],
  },
  {
    title: 'a worker less',
    edit: without('icc-worker-2'),
    needs: { 'icc-worker-2': 'removed' },
    causes: ['machines.icc-worker-2'],
  },
  {
    title: 'two etcd members more',
    edit: (text) =>
      add('- { name: icc-etcd-6, roles: [etcd], address: 141.22.30.37/24 }')(
        add('- { name: icc-etcd-7, roles: [etcd], address: 141.22.30.38/24 }')(text),
      ),
    needs: {
      'icc-etcd-6': 'new',
      'icc-etcd-7': 'new',
      etcd: 'place',
      ctrl: 'pods kube-apiserver*',
      worker: 'place',
      frontend: 'place',
    },
    causes: ['machines.icc-etcd-6', 'machines.icc-etcd-7'],
  },
  {
    title: 'a controller more',
    edit: add('- { name: icc-ctrl-4, roles: [controller], address: 10.240.0.13/24 }'),
    needs: {
      'icc-ctrl-4': 'new',
      ctrl: 'restart clusterseed-labels',
      etcd: 'place',
      worker: 'place',
      frontend: 'reload haproxy',
    },
    causes: ['machines.icc-ctrl-4'],
  },
];

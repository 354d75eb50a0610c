import { defineCode } from '../define-codes.ts';

/** Findings about settings: versions, files, units, labels, certificates, mirrors. */
export const settingsCodes = {
  'profile/unknown-version': defineCode<{ version: string; known: readonly string[] }>({
    severity: 'error',
    message: ({ version }) => `Kubernetes ${version} is not supported`,
    hint: ({ known, version }) =>
      `supported are ${known.join(', ')}; ${nearestMinor(version, known)}`,
    doc: 'kubernetes.version is of a minor version that clusterseed does not know the flags of.',
  }),
  'profile/content-or-source': defineCode<{ file: string; given: readonly string[] }>({
    severity: 'error',
    message: ({ file, given }) =>
      given.length > 0
        ? `${file} has both ${given.join(' and ')}`
        : `${file} has neither content nor source nor url`,
    hint: ({ given }) =>
      given.length > 0
        ? 'keep one of them'
        : 'give its text as content, a file beside the profile as source, or an address as url with sha256',
    doc: 'A file needs one of content (the text itself), source (a file beside the profile) and url (fetched at first boot, checked by sha256).',
  }),
  'profile/file-download': defineCode<{ file: string; problem: string; mend: string }>({
    severity: 'error',
    message: ({ file, problem }) => `${file} ${problem}`,
    hint: ({ mend }) => mend,
    doc: 'A file with a url is fetched at first boot: it needs a sha256, belongs to root, and its path and address have no blanks.',
  }),
  'profile/store-missing': defineCode({
    severity: 'error',
    message: () => 'delivery is split, but nothing says where the rest is fetched from',
    hint: () => 'add to target: store: { url: https://seed.example.org/FOLDER }',
    doc: 'delivery: split needs target.store.url, the address that the second part of each document is fetched from.',
  }),
  'profile/store-not-https': defineCode<{ url: string }>({
    severity: 'warning',
    message: ({ url }) =>
      `the parts of documents hold private keys and would be read along the way from ${url}`,
    hint: () =>
      'use https, with store.caFile when the certificate is of a CA of yours; on a network that you trust this is fine',
    doc: 'target.store.url is plain http. The SHA-256 keeps anybody from changing a part, but not from reading it.',
  }),
  'profile/duplicate-entry': defineCode<{ kind: string; name: string }>({
    severity: 'error',
    message: ({ kind, name }) => `the ${kind} “${name}” is given twice in this list`,
    hint: () => 'keep one of the two',
    doc: 'A list has two entries for the same file, unit, user, taint, drop-in or addon.',
  }),
  'profile/managed-path': defineCode<{ path: string; instead: string }>({
    severity: 'error',
    message: ({ path }) => `${path} is written by clusterseed itself`,
    hint: ({ instead }) => instead,
    doc: 'A file of yours lies where clusterseed or the operating system puts its own. The hint names the setting for it.',
  }),
  'profile/managed-unit': defineCode<{ unit: string }>({
    severity: 'error',
    message: ({ unit }) => `${unit} is written by clusterseed itself`,
    hint: () => 'change single settings of it with dropIns',
    doc: 'A unit of yours would replace or mask one that clusterseed needs.',
  }),
  'profile/managed-user': defineCode<{ user: string }>({
    severity: 'error',
    message: ({ user }) => `the account ${user} belongs to the system`,
    hint: () => 'choose another name for the login',
    doc: 'A login has the name of an account that a service runs as.',
  }),
  'profile/managed-setting': defineCode<{ setting: string; instead: string }>({
    severity: 'error',
    message: ({ setting }) => `${setting} is set by clusterseed itself`,
    hint: ({ instead }) => instead,
    doc: 'A pass-through configuration (kubelet, kube-proxy, scheduler) sets a field that other parts of the cluster depend on.',
  }),
  'profile/invalid-label': defineCode<{ label: string; problem: string; hint: string }>({
    severity: 'error',
    message: ({ label, problem }) => `the label “${label}” is not valid: ${problem}`,
    hint: ({ hint }) => hint,
    doc: 'A label’s key or value does not have the form that Kubernetes asks for.',
  }),
  'profile/label-forbidden': defineCode<{ label: string }>({
    severity: 'error',
    message: ({ label }) => `a kubelet may not set the label ${label} on its node`,
    hint: () =>
      'use a prefix of your own, such as example.org/, or node.kubernetes.io/; roles are labelled by clusterseed',
    doc: 'Labels under kubernetes.io and k8s.io are refused by the kubelet and NodeRestriction, but for a few known ones.',
  }),
  'profile/invalid-taint': defineCode<{ taint: string; problem: string }>({
    severity: 'error',
    message: ({ taint, problem }) => `the taint “${taint}” is not valid: ${problem}`,
    hint: () => 'for example { key: example.org/gpu, value: a100, effect: NoSchedule }',
    doc: 'A taint’s key or value does not have the form that Kubernetes asks for.',
  }),
  'profile/format-unsupported': defineCode<{ os: string; format: string }>({
    severity: 'error',
    message: ({ os, format }) => `${os} does not read ${format}`,
    hint: () =>
      'use the format ignition there, or leave format out: it follows the operating system',
    doc: 'Flatcar and Fedora CoreOS are provisioned by Ignition, not by cloud-init.',
  }),
  'profile/packages-unsupported': defineCode<{ os: string }>({
    severity: 'error',
    message: ({ os }) => `${os} installs no packages`,
    hint: () => 'leave the packages out there, or give a unit that runs a container',
    doc: 'Packages are asked for on Flatcar or Fedora CoreOS, which have a read-only /usr.',
  }),
  'profile/leaf-outlives-ca': defineCode<{ leaf: string; ca: string }>({
    severity: 'error',
    message: ({ leaf, ca }) => `certificates valid for ${leaf} would outlive their CA (${ca})`,
    hint: () => 'make pki.validity.leaf shorter than pki.validity.ca',
    doc: 'pki.validity.leaf is longer than pki.validity.ca.',
  }),
  'profile/backdate-too-long': defineCode<{ backdate: string; leaf: string }>({
    severity: 'error',
    message: ({ backdate, leaf }) =>
      `backdating by ${backdate} leaves nothing of certificates valid for ${leaf}`,
    hint: () => 'an hour is enough to bear clocks that are behind: backdate: 1h',
    doc: 'pki.backdate is not shorter than pki.validity.leaf.',
  }),
  'profile/validity-out-of-range': defineCode<{ validity: string }>({
    severity: 'error',
    message: ({ validity }) => `a certificate cannot be valid for ${validity}`,
    hint: () => 'choose from 1h to 100y; usual are 10y for the CA and 1y for the rest',
    doc: 'pki.validity is shorter than an hour or longer than a hundred years.',
  }),
  'profile/no-effect': defineCode<{ setting: string; because: string }>({
    severity: 'warning',
    message: ({ setting, because }) => `${setting} has no effect: ${because}`,
    hint: ({ setting }) => `remove ${setting}, or add what it needs`,
    doc: 'A setting is given that changes nothing, because of another one.',
  }),
};

function nearestMinor(version: string, known: readonly string[]): string {
  const minor = Number(version.split('.')[1] ?? 0);
  const distance = (candidate: string) => Math.abs(Number(candidate.split('.')[1] ?? 0) - minor);
  const [first = ''] = known.toSorted((a, b) => distance(a) - distance(b));
  return `the nearest is ${first}`;
}

/** Accounts that Debian, Ubuntu, Flatcar and Fedora CoreOS all have. */
const accounts = new Set(['root', 'nobody', 'systemd-network', 'systemd-resolve']);
const groups = new Set(['root', 'adm', 'systemd-journal', 'systemd-network', 'systemd-resolve']);

/** Units that a system with systemd brings, or that packages we know bring. */
const units = [
  /^(systemd|dbus|cloud|ssh|sshd|apt|ignition|coreos|user|getty|polkit|networkd|NetworkManager)\b.*\.\w+$/,
  /^(containerd|docker|haproxy|etcd|chronyd?|update-engine|locksmithd|zincati|iscsid|multipathd)\.\w+$/,
  /^(basic|sysinit|local-fs|local-fs-pre|remote-fs|multi-user|graphical|network|network-pre)\.target$/,
  /^(network-online|nss-lookup|nss-user-lookup|time-sync|time-set|timers|sockets|paths)\.target$/,
  /^(shutdown|default|rescue|swap|slices|umount|first-boot-complete|cryptsetup|rpcbind)\.target$/,
  /^(-|system|machine|user)\.slice$/,
  /\.(device|mount|automount|swap)$/,
  /^(ufw|firewalld|nftables|auditd|rsyslog|cron|snapd|unattended-upgrades|fstrim|logrotate)\.\w+$/,
];

/** Directories whose programs come with the operating system or its packages. */
const programDirectories = /^\/(usr\/)?(s?bin|lib(exec)?)\//;

/** Programs there that come only with a package, and which. */
export const packagedPrograms: Readonly<Record<string, string>> = {
  '/usr/sbin/haproxy': 'haproxy',
  '/usr/bin/etcd': 'etcd-server',
};

/** Paths that a container may mount from any of the systems. */
const hostPaths =
  /^\/(etc\/ssl(\/certs)?|etc\/pki(\/.*)?|etc\/ca-certificates|usr(\/.*)?|lib\/modules|run|run\/xtables\.lock|var|var\/lib|var\/log|proc|sys(\/.*)?|dev(\/.*)?|etc|tmp|etc\/(machine-id|localtime|hosts|resolv\.conf|os-release))$/;

/** Whether the operating system itself has this user. */
export function isKnownUser(name: string): boolean {
  return accounts.has(name);
}

/** Whether the operating system itself has this group. */
export function isKnownGroup(name: string): boolean {
  return groups.has(name);
}

/** Whether the operating system, or a package that we know, brings this unit. */
export function isKnownUnit(name: string): boolean {
  return units.some((pattern) => pattern.test(name));
}

/** Whether a program at this path comes with the operating system. */
export function isSystemProgram(path: string): boolean {
  return programDirectories.test(path) && packagedPrograms[path] === undefined;
}

/** Whether the path exists on every supported operating system. */
export function isKnownHostPath(path: string): boolean {
  return hostPaths.test(path);
}

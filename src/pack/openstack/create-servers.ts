import type { IngressRule } from '../../net/ingress-rule.ts';
import { quoteShell, quoteShellCommand } from '../../text/shell-quote.ts';
import { requireSettings } from '../../text/shell-settings.ts';
import { documentFile } from '../document-file.ts';
import type { MachineGroup, PackageMachine } from '../packager.ts';
import { familyOf } from './family.ts';
import { imageKey, openStackSettings, shellSettings, shellVariable } from './openstack-settings.ts';

/**
 * A POSIX shell script that makes the security groups, ports and servers with the `openstack` client. What exists by
 * its name is left as it is, so that it may be run again.
 */
export function createServersScript(
  machines: readonly PackageMachine[],
  { cluster, groups }: { readonly cluster: string; readonly groups: readonly MachineGroup[] },
): string {
  const settings = shellSettings(openStackSettings(machines));
  return [
    ...head(cluster),
    ...requireSettings(settings),
    '',
    ...helpers,
    '',
    ...groups.map(({ name }) => quoteShellCommand(['group', name])),
    ...groups.flatMap((group) => ruleLines(group, familyOf(group, machines))),
    '',
    ...machines.map(serverLine),
    '',
  ].join('\n');
}

function head(cluster: string): string[] {
  return [
    '#!/bin/sh',
    `# Creates the servers of ${cluster}: IMAGE=… FLAVOR=… NETWORK=… CLIENTS=… ./create-servers.sh`,
    '# The openstack client must be signed in. What exists already is left as it is.',
    'set -eu',
    'cd "$(dirname "$0")"',
  ];
}

const helpers = [
  'new=" "',
  'missing() { ! openstack "$@" >/dev/null 2>&1; }',
  'group() {',
  '  if missing security group show "$1"; then',
  '    openstack security group create "$1"',
  '    new="$new$1 "',
  '  fi',
  '}',
  'rule() {',
  '  group=$1',
  '  shift',
  '  case "$new" in *" $group "*) openstack security group rule create --ingress "$@" "$group" ;; esac',
  '}',
  'server() {',
  '  name=$1 image=$2 flavor=$3 document=$4',
  '  shift 4',
  '  if missing port show "$name"; then openstack port create "$@" "$name"; fi',
  '  if missing server show "$name"; then',
  '    openstack server create --image "$image" --flavor "$flavor" --port "$name" --user-data "$document" "$name"',
  '  fi',
  '}',
];

function ruleLines({ name, rules }: MachineGroup, family: 4 | 6): string[] {
  return rules.map((rule) => {
    const words = [
      'rule',
      name,
      '--ethertype',
      `IPv${family}`,
      '--protocol',
      rule.protocol ?? 'any',
      ...(rule.port === undefined ? [] : ['--dst-port', String(rule.port)]),
      '--description',
      rule.why,
    ];
    return `${quoteShellCommand(words)} ${senderWords(rule)}`;
  });
}

function senderWords({ from }: IngressRule): string {
  if ('clients' in from) return '--remote-ip "$CLIENTS"';
  if ('group' in from) return quoteShellCommand(['--remote-group', from.group]);
  return quoteShellCommand(['--remote-ip', from.network]);
}

function serverLine(machine: PackageMachine): string {
  const { name, group, subnet, address, network, sendsFor } = machine;
  const options = [
    '--fixed-ip',
    `ip-address=${address}`,
    '--security-group',
    group,
    ...(network.mac === undefined ? [] : ['--mac-address', network.mac]),
    ...sendsFor.flatMap((pods) => ['--allowed-address', `ip-address=${pods}`]),
  ];
  return [
    'server',
    quoteShell(name),
    shellVariable('IMAGE', imageKey(machine)),
    shellVariable('FLAVOR', group),
    quoteShell(documentFile(machine)),
    '--network',
    shellVariable('NETWORK', subnet),
    quoteShellCommand(options),
  ].join(' ');
}

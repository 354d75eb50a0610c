import { quoteShell, quoteShellCommand } from '../../text/shell-quote.ts';
import { requireSettings, type ShellSetting, settingSuffix } from '../../text/shell-settings.ts';
import type { PackageMachine } from '../packager.ts';
import { guestinfoKeys } from './guestinfo.ts';

/**
 * A POSIX shell script that clones the machines from templates with `govc`, gives them their documents (by file: a
 * shell's arguments are too short for them) and starts them. A machine that runs is left as it is.
 */
export function createVmsScript(machines: readonly PackageMachine[], cluster: string): string {
  return [
    '#!/bin/sh',
    `# Creates the virtual machines of ${cluster}: TEMPLATE=… NETWORK=… ./create-vms.sh`,
    '# govc is told by GOVC_URL and its other variables where to. Machines that run are left as they are.',
    'set -eu',
    'here=$(cd "$(dirname "$0")" && pwd)',
    ...requireSettings(settings(machines)),
    '',
    ...helpers,
    '',
    ...machines.map(machineLine),
    '',
  ].join('\n');
}

function settings(machines: readonly PackageMachine[]): ShellSetting[] {
  const each = (name: string, meaning: string, of: (machine: PackageMachine) => string) =>
    [...new Set(machines.map(of).sort())].map((key) => ({
      name: `${name}_${settingSuffix(key)}`,
      meaning: `${meaning} ${key}, or ${name} for all`,
      fallback: name,
    }));
  return [
    ...each('TEMPLATE', 'template of', templateKey),
    ...each('NETWORK', 'port group with', ({ subnet }) => subnet),
  ];
}

/** Which template a machine is cloned from: `ubuntu-24.04 amd64`. */
export function templateKey({ os, arch }: Pick<PackageMachine, 'os' | 'arch'>): string {
  return `${os} ${arch}`;
}

const helpers = [
  'is() { case "$(govc vm.info "$1")" in *"$2"*) true ;; *) false ;; esac; }',
  'give() {',
  '  name=$1',
  '  shift',
  '  for key; do',
  `    set -- "$@" -f "\${key%=*}=$here/$name/\${key%=*}" -e "\${key%=*}.encoding=\${key##*=}"`,
  '    shift',
  '  done',
  '  govc vm.change -vm "$name" "$@"',
  '}',
  'machine() {',
  '  name=$1 template=$2 network=$3 mac=$4',
  '  shift 4',
  '  if is "$name" poweredOn; then return; fi',
  '  if ! is "$name" "$name"; then',
  `    govc vm.clone -on=false -vm "$template" -net "$network" \${mac:+"-net.address=$mac"} "$name"`,
  '  fi',
  '  give "$name" "$@"',
  '  govc vm.power -on "$name"',
  '}',
];

function machineLine(machine: PackageMachine): string {
  const { name, network, subnet } = machine;
  return [
    'machine',
    quoteShell(name),
    `"$TEMPLATE_${settingSuffix(templateKey(machine))}"`,
    `"$NETWORK_${settingSuffix(subnet)}"`,
    quoteShell(network.mac ?? ''),
    quoteShellCommand(guestinfoKeys(machine).map(({ key, encoding }) => `${key}=${encoding}`)),
  ].join(' ');
}

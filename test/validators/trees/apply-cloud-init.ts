import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudInitDocuments } from '../../../src/render/cloud-init.ts';
import { toYaml } from '../../../src/text/yaml.ts';
import { runTool } from './run-tool.ts';
import { runTmpfiles } from './system-root.ts';

/** Everything to a file, warnings to standard error (Python's logging.config). */
const logcfg = `
[loggers]
keys=root,cloudinit
[handlers]
keys=console,file
[formatters]
keys=plain
[logger_root]
level=DEBUG
handlers=console,file
[logger_cloudinit]
level=DEBUG
qualname=cloudinit
handlers=
propagate=1
[handler_console]
class=StreamHandler
level=WARNING
formatter=plain
args=(sys.stderr,)
[handler_file]
class=FileHandler
level=DEBUG
formatter=plain
args=('/var/log/cloud-init.log', 'a', 'UTF-8')
[formatter_plain]
format=%(filename)s[%(levelname)s]: %(message)s
`;

/**
 * The modules of Debian's own cloud.cfg that place what we describe, in their order there. The others would
 * change the machine that runs the test (growpart, set_hostname) or need a network (apt).
 */
const settings = {
  logcfg,
  datasource_list: ['NoCloud'],
  datasource: { NoCloud: { fs_label: null } },
  network: { config: 'disabled' },
  cloud_init_modules: ['bootcmd', 'write-files', 'users-groups'],
  cloud_config_modules: ['runcmd'],
  cloud_final_modules: ['write-files-deferred', 'scripts-user'],
  users: ['default'],
  system_info: {
    distro: 'debian',
    default_user: { name: 'debian', lock_passwd: true, shell: '/bin/bash' },
    paths: { cloud_dir: '/var/lib/cloud/', templates_dir: '/etc/cloud/templates/' },
  },
};

/** Puts the documents into the root as a NoCloud seed. */
export function seedCloudInit(root: string, documents: CloudInitDocuments): void {
  const seed = join(root, 'var/lib/cloud/seed/nocloud');
  for (const directory of [seed, join(root, 'etc/cloud')])
    mkdirSync(directory, { recursive: true });
  writeFileSync(join(root, 'etc/cloud/cloud.cfg'), toYaml(settings));
  writeFileSync(join(seed, 'user-data'), documents.userData);
  writeFileSync(join(seed, 'meta-data'), documents.metaData);
  for (const schemas of ['cloudinit/config/schemas', 'jsonschema/schemas']) {
    const path = join('/usr/lib/python3/dist-packages', schemas);
    cpSync(path, join(root, path), { recursive: true });
  }
}

/** Warnings that the small root causes, and no document. */
const expected = [
  /Failed to non-persistently adjust the system hostname/,
  /missing 'ip' and '(ifconfig|netstat)' commands/,
];

/** Boots the root once with the installed cloud-init, all stages; a failing stage or a warning is an error. */
export function bootCloudInit(root: string): void {
  const script = new URL('apply-cloud-init.py', import.meta.url).pathname;
  const log = join(root, 'var/log/cloud-init.log');
  rmSync(log, { force: true });
  const { status, stdout, stderr } = runTool('/usr/bin/python3', [script, root]);
  const lines = readFileSync(log, 'utf8').split('\n');
  const warnings = lines.filter(
    (line) =>
      /\[(WARNING|ERROR|CRITICAL)\]/.test(line) && !expected.some((known) => known.test(line)),
  );
  if (status !== 0 || warnings.length > 0 || /exit [^0]/.test(stdout)) {
    throw new Error(`cloud-init: ${warnings.join('\n')}\n${stdout}\n${stderr}`);
  }
  runTmpfiles(root);
}

// node scripts/bundle.d/record-build.ts DIRECTORY: builds ICC twice, with new secrets and from them, by each program of
// DIRECTORY, and keeps what V8 has compiled by then beside the bundles.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadProgram, recordFile } from '../../src/cli/load-program.ts';

const directory = resolve(process.argv[2] ?? '.');
for (const name of ['program', 'build']) await record(name);

async function record(name: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'clusterseed-record-'));
  try {
    cpSync('profiles', folder, {
      recursive: true,
      filter: (path) => !path.endsWith('.secrets.yaml'),
    });
    const program = loadProgram(directory, name);
    const build = ['build', join(folder, 'icc.yaml'), '--out', join(folder, 'out'), '--quiet'];
    for (const run of ['with new secrets', 'from them']) {
      const code = await program.exports.runCli(['node', 'clusterseed', ...build]);
      if (code !== 0) throw new Error(`the build ${run} ended with ${code}`);
    }
    for (const [bundle, code] of program.compiledCode()) {
      writeFileSync(recordFile(directory, bundle), code);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

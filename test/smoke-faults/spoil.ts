import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { checkProfile, createCollector, prepareSecrets, type Secrets } from '../../src/index.ts';

interface WrittenFile {
  readonly path: string;
  readonly content?: string;
  readonly encoding?: string;
}

interface UserData {
  readonly write_files: readonly WrittenFile[];
}

/** The cloud-init document with the content of one file replaced, or without that file. Fails when it has none. */
export function spoilFile(document: Buffer, path: string, content: string | undefined): Buffer {
  const plain = document[0] === 0x1f ? gunzipSync(document) : document;
  const config = parse(plain.toString('utf8')) as UserData;
  const files = config.write_files.flatMap((file) => {
    if (file.path !== path) return [file];
    const { encoding: _, ...rest } = file;
    return content === undefined ? [] : [{ ...rest, content }];
  });
  if (JSON.stringify(files) === JSON.stringify(config.write_files)) {
    throw new Error(`the document has no ${path} to spoil`);
  }
  return Buffer.from(`#cloud-config\n${JSON.stringify({ ...config, write_files: files })}\n`);
}

/** The certificates that the same CAs would issue if the profile, by name in `sources`, said something else. */
export async function issueFor(
  name: string,
  sources: ReadonlyMap<string, string>,
  secrets: Secrets,
): Promise<Secrets> {
  const { cluster, diagnostics } = checkProfile(name, sources);
  if (cluster === undefined) throw new Error(JSON.stringify(diagnostics.all));
  const prepared = await prepareSecrets({
    cluster,
    existing: { ...secrets, certificates: {} },
    now: new Date(),
    diagnostics: createCollector(),
  });
  if (prepared === undefined) throw new Error('no secrets');
  return prepared.secrets;
}

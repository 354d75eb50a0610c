import type { DatabaseSync } from 'node:sqlite';
import { WorldError } from '../../output/world-error.ts';
import type { Arming, Claim, Gift, State, StoredReport } from './state.ts';

const schema = `
CREATE TABLE IF NOT EXISTS armings (
  cluster TEXT NOT NULL, node TEXT NOT NULL, generation INTEGER NOT NULL, token TEXT, expires INTEGER,
  PRIMARY KEY (cluster, node)
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS armings_token ON armings (token);
CREATE TABLE IF NOT EXISTS gifts (
  cluster TEXT NOT NULL, node TEXT NOT NULL, file TEXT NOT NULL, generation INTEGER NOT NULL,
  at INTEGER NOT NULL, address TEXT NOT NULL,
  PRIMARY KEY (cluster, node, file, generation)
) STRICT;
CREATE TABLE IF NOT EXISTS reports (
  cluster TEXT NOT NULL, node TEXT NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (cluster, node)
) STRICT;`;

/**
 * State in a SQLite file (0600), by Node's own node:sqlite. Every change waits for the disk (synchronous=FULL), and
 * several processes may have the file open. A file that cannot be opened is a WorldError.
 */
export async function openSqliteState(path: string, cluster: string): Promise<State> {
  const database = await openDatabase(path);
  return guard(path, () => statementsOf(database, path, cluster));
}

/** Each statement is prepared once. */
function statementsOf(database: DatabaseSync, path: string, cluster: string): State {
  const prepare = (sql: string) => {
    const statement = database.prepare(sql);
    return {
      run: (...values: (string | number | null)[]) =>
        Number(guard(path, () => statement.run(...values).changes)),
      all: (...values: (string | number)[]) => guard(path, () => statement.all(...values)),
      get: (...values: (string | number)[]) => guard(path, () => statement.get(...values)),
    };
  };
  const [arm, owner, take] = [prepare(armSql), prepare(ownerSql), prepare(takeSql)];
  const [gifts, save, reports] = [prepare(giftsSql), prepare(saveSql), prepare(reportsSql)];
  return {
    arm: async ({ node, tokenSha256, expires }: Arming) => {
      arm.run(cluster, node, tokenSha256 ?? null, expires ?? null);
    },
    nodeOfToken: async (token, now) => {
      const row = owner.get(cluster, token, now);
      return row === undefined ? undefined : String(row.node);
    },
    take: async (claim: Claim) => take.run(...takeValues(cluster, claim)) === 1,
    listGifts: async () => gifts.all(cluster) as unknown as Gift[],
    saveReport: async ({ node, at, text }: StoredReport) => {
      save.run(cluster, node, at, text);
    },
    listReports: async () => reports.all(cluster) as unknown as StoredReport[],
    close: async () => database.close(),
  };
}

const armSql = `
INSERT INTO armings VALUES (?, ?, 1, ?, ?) ON CONFLICT (cluster, node) DO UPDATE
SET generation = generation + 1, token = excluded.token, expires = excluded.expires`;

const ownerSql = 'SELECT node FROM armings WHERE cluster = ? AND token = ? AND expires > ?';

const saveSql = 'INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?)';

const reportsSql = 'SELECT node, at, text FROM reports WHERE cluster = ? ORDER BY node';

/** Without a token a node counts as armed from the beginning (generation 0). */
const takeSql = `
INSERT INTO gifts
SELECT ?1, ?2, ?3, coalesce((SELECT generation FROM armings WHERE cluster = ?1 AND node = ?2), 0), ?4, ?5
WHERE ?6 IS NULL
   OR EXISTS (SELECT 1 FROM armings WHERE cluster = ?1 AND node = ?2 AND token = ?6 AND expires > ?4)
ON CONFLICT DO NOTHING`;

function takeValues(cluster: string, { node, file, at, address, tokenSha256 }: Claim) {
  return [cluster, node, file, at, address, tokenSha256 ?? null];
}

const giftsSql = `
SELECT node, file, at, address FROM gifts
WHERE cluster = ? AND generation = coalesce(
  (SELECT generation FROM armings WHERE armings.cluster = gifts.cluster AND armings.node = gifts.node), 0)
ORDER BY node, file`;

async function openDatabase(path: string): Promise<DatabaseSync> {
  const { DatabaseSync } = await import('node:sqlite').catch(() => {
    throw new WorldError('the state needs node:sqlite, which is in Node 22.13 and newer');
  });
  return guard(path, () => {
    const previous = process.umask(0o077);
    try {
      const database = new DatabaseSync(path, { timeout: 10_000 });
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      database.exec(schema);
      return database;
    } finally {
      process.umask(previous);
    }
  });
}

function guard<Value>(path: string, work: () => Value): Value {
  try {
    return work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new WorldError(`the state in ${path} cannot be used: ${reason}`, { cause });
  }
}

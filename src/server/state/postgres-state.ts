import { Pool } from 'pg';
import { WorldError } from '../../output/world-error.ts';
import type { Arming, Claim, Gift, State, StoredReport } from './state.ts';

/** Under a lock: two servers that start at once may both find the tables missing. */
const schema = `
SELECT pg_advisory_lock(7135012);
CREATE TABLE IF NOT EXISTS clusterseed_armings (
  cluster text NOT NULL, node text NOT NULL, generation integer NOT NULL, token text UNIQUE, expires bigint,
  PRIMARY KEY (cluster, node)
);
CREATE TABLE IF NOT EXISTS clusterseed_gifts (
  cluster text NOT NULL, node text NOT NULL, file text NOT NULL, generation integer NOT NULL,
  at bigint NOT NULL, address text NOT NULL,
  PRIMARY KEY (cluster, node, file, generation)
);
CREATE TABLE IF NOT EXISTS clusterseed_reports (
  cluster text NOT NULL, node text NOT NULL, at bigint NOT NULL, text text NOT NULL,
  PRIMARY KEY (cluster, node)
);
SELECT pg_advisory_unlock(7135012);`;

/**
 * State in a PostgreSQL database that several servers share; tables are made when they are missing. A database that
 * cannot be reached is a WorldError that does not tell the password.
 */
export async function openPostgresState(url: string, cluster: string): Promise<State> {
  const pool = new Pool({ connectionString: url, max: 8, connectionTimeoutMillis: 5000 });
  // An idle connection that breaks is opened anew by the next query, which tells of it.
  pool.on('error', () => undefined);
  const query = async (sql: string, values?: readonly unknown[]) => {
    try {
      return await pool.query(sql, values === undefined ? undefined : [...values]);
    } catch (cause) {
      throw new WorldError(`the state in PostgreSQL cannot be used: ${reasonOf(cause)}`, { cause });
    }
  };
  await query(schema).catch(async (cause: unknown) => {
    await pool.end();
    throw cause;
  });
  return {
    arm: async ({ node, tokenSha256, expires }: Arming) => {
      await query(
        `INSERT INTO clusterseed_armings VALUES ($1, $2, 1, $3, $4) ON CONFLICT (cluster, node) DO UPDATE
         SET generation = clusterseed_armings.generation + 1, token = excluded.token, expires = excluded.expires`,
        [cluster, node, tokenSha256 ?? null, expires ?? null],
      );
    },
    nodeOfToken: async (token, now) => {
      const sql =
        'SELECT node FROM clusterseed_armings WHERE cluster = $1 AND token = $2 AND expires > $3';
      const { rows } = await query(sql, [cluster, token, now]);
      return rows[0]?.node;
    },
    take: async (claim: Claim) => (await query(takeSql, takeValues(cluster, claim))).rowCount === 1,
    listGifts: async () => (await query(giftsSql, [cluster])).rows.map(toGift),
    saveReport: async ({ node, at, text }: StoredReport) => {
      await query(
        `INSERT INTO clusterseed_reports VALUES ($1, $2, $3, $4)
         ON CONFLICT (cluster, node) DO UPDATE SET at = excluded.at, text = excluded.text`,
        [cluster, node, at, text],
      );
    },
    listReports: async () => (await query(reportsSql, [cluster])).rows.map(toReport),
    close: () => pool.end(),
  };
}

/** As in SQLite; the row of the arming is locked, so that arming and taking have an order. */
const takeSql = `
WITH arming AS (
  SELECT generation, token, expires FROM clusterseed_armings WHERE cluster = $1 AND node = $2 FOR SHARE
)
INSERT INTO clusterseed_gifts
SELECT $1, $2, $3, coalesce((SELECT generation FROM arming), 0), $4::bigint, $5
WHERE $6::text IS NULL OR EXISTS (SELECT 1 FROM arming WHERE token = $6 AND expires > $4::bigint)
ON CONFLICT DO NOTHING`;

function takeValues(cluster: string, { node, file, at, address, tokenSha256 }: Claim) {
  return [cluster, node, file, at, address, tokenSha256 ?? null];
}

const giftsSql = `
SELECT g.node, g.file, g.at, g.address
FROM clusterseed_gifts g LEFT JOIN clusterseed_armings a USING (cluster, node)
WHERE g.cluster = $1 AND g.generation = coalesce(a.generation, 0)
ORDER BY g.node COLLATE "C", g.file COLLATE "C"`;

const reportsSql = `
SELECT node, at, text FROM clusterseed_reports WHERE cluster = $1 ORDER BY node COLLATE "C"`;

/** PostgreSQL's bigint comes as text. */
function toGift({ node, file, at, address }: Record<string, string>): Gift {
  return { node: String(node), file: String(file), at: Number(at), address: String(address) };
}

function toReport({ node, at, text }: Record<string, string>): StoredReport {
  return { node: String(node), at: Number(at), text: String(text) };
}

/** The system's or PostgreSQL's words; of several attempts (AggregateError) the first. */
function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
  return cause instanceof Error ? cause.message : String(cause);
}

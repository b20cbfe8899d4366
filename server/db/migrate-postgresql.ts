/** Migrations on PostgreSQL: see `migrate.ts`. */

import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type HistoryRow, type Migration, type Migrator, migrationFailed } from './migrate.ts';

/** The lock that Prisma's own engine takes, so that neither runs beside the other. */
const PRISMA_LOCK = 72_707_369;

/** Prisma's own table, as its engine creates it. */
const historyTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`;

export async function postgresMigrator(url: string, waitMs: number): Promise<Migrator> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A connection that is lost between two statements would otherwise end the process; the next statement reports it.
  client.on('error', () => {});
  await client.connect();
  // Should this process be killed during a long statement, its transaction ends, and the lock with it. Unknown before
  // PostgreSQL 14 and on some systems: there it lasts until the statement is done.
  await client.query('SET client_connection_check_interval = 1000').catch(() => {});
  const deadline = performance.now() + waitMs;
  return {
    async applyNext(choose) {
      await beginLocked(client, deadline);
      try {
        const migration = await applyInside(client, choose);
        await client.query('COMMIT');
        return migration;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {});
        throw error;
      }
    },
    close: () => client.end(),
  };
}

/** The lock ends with the transaction, so it also works through a pooler and cannot be left behind. */
async function beginLocked(client: pg.Client, deadline: number): Promise<void> {
  for (;;) {
    await client.query('BEGIN');
    const answer = await client.query<{ held: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS held', [PRISMA_LOCK]);
    if (answer.rows[0]?.held) return;
    await client.query('ROLLBACK');
    if (performance.now() > deadline) throw new Error('Another process has been migrating the database for too long.');
    await delay(50 + Math.random() * 50);
  }
}

async function applyInside(client: pg.Client, choose: Parameters<Migrator['applyNext']>[0]): Promise<Migration | null> {
  const tables = await client.query<{ count: string }>(
    `SELECT count(*) AS count FROM information_schema.tables
     WHERE table_schema = current_schema() AND table_name <> '_prisma_migrations'`,
  );
  const migration = choose(await readHistory(client), tables.rows[0]?.count === '0');
  if (!migration) return null;
  const startedAt = new Date();
  try {
    await client.query(historyTable);
    await client.query(migration.sql);
  } catch (error) {
    throw migrationFailed(migration, error);
  }
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
     VALUES ($1, $2, clock_timestamp(), $3, $4, 1)`,
    [randomUUID(), migration.checksum, migration.name, startedAt],
  );
  return migration;
}

async function readHistory(client: pg.Client): Promise<HistoryRow[]> {
  const table = await client.query<{ name: string | null }>(`SELECT to_regclass('_prisma_migrations') AS name`);
  if (!table.rows[0]?.name) return [];
  const rows = await client.query<{ name: string; checksum: string; finished: Date | null }>(
    'SELECT migration_name AS name, checksum, finished_at AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  return rows.rows.map(({ name, checksum, finished }) => ({ name, checksum, isFinished: finished !== null }));
}

/** Migrations on SQLite: see `migrate.ts`. */

import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { type HistoryRow, type Migration, type Migrator, migrationFailed } from './migrate.ts';
import { sqliteFile } from './sqlite-place.ts';

/** Prisma's own table, as its engine creates it. */
const historyTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

export async function sqliteMigrator(url: string, waitMs: number): Promise<Migrator> {
  const file = sqliteFile(url);
  createFile(file);
  const db = new Sqlite(file, { timeout: 10 });
  const deadline = performance.now() + waitMs;
  try {
    await whileBusy(deadline, () => db.pragma('journal_mode = WAL'));
    db.pragma('synchronous = FULL');
    // Tables are rebuilt by dropping the old one, which must not touch the rows that refer to it. The setting cannot be
    // changed inside a transaction (the files' own PRAGMA has no effect); all references are checked before COMMIT.
    db.pragma('foreign_keys = OFF');
  } catch (error) {
    db.close();
    throw error;
  }
  return {
    async applyNext(choose) {
      await whileBusy(deadline, () => db.exec('BEGIN IMMEDIATE'));
      try {
        const migration = applyInside(db, choose);
        db.exec('COMMIT');
        return migration;
      } catch (error) {
        if (db.inTransaction) db.exec('ROLLBACK');
        throw error;
      }
    },
    async close() {
      db.close();
    },
  };
}

/** Created by us, so that nobody else on the machine may read it; SQLite's side files take the same rights.
 *  @throws Error for the operator: it cannot be created, or is there and cannot be written */
function createFile(file: string): void {
  try {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EROFS' ? 'its disk is read-only' : code === 'EACCES' ? 'this user may not' : String(code);
    throw new Error(`The database ${path.resolve(file)} cannot be written: ${why}.`, { cause: error });
  }
}

function applyInside(db: Sqlite.Database, choose: Parameters<Migrator['applyNext']>[0]): Migration | null {
  const tables = db.prepare(
    `SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '_prisma_migrations'`,
  );
  const isEmpty = tables.pluck().get() === 0;
  db.exec(historyTable);
  const migration = choose(readHistory(db), isEmpty);
  if (!migration) return null;
  const startedAt = Date.now();
  try {
    db.exec(migration.sql);
  } catch (error) {
    throw migrationFailed(migration, error);
  }
  const broken = db.pragma('foreign_key_check') as { table: string; parent: string }[];
  if (broken[0]) {
    const { table, parent } = broken[0];
    throw migrationFailed(
      migration,
      `${broken.length} rows would refer to nothing, the first in ${table} (to ${parent})`,
    );
  }
  db.prepare(
    `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
     VALUES (?, ?, ?, ?, ?, 1)`,
  ).run(randomUUID(), migration.checksum, Date.now(), migration.name, startedAt);
  return migration;
}

function readHistory(db: Sqlite.Database): HistoryRow[] {
  const rows = db
    .prepare(
      'SELECT migration_name AS name, checksum, finished_at AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    )
    .all() as { name: string; checksum: string; finished: unknown }[];
  return rows.map(({ name, checksum, finished }) => ({ name, checksum, isFinished: finished !== null }));
}

async function whileBusy<T>(deadline: number, attempt: () => T): Promise<T> {
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      const isBusy = error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
      if (!isBusy) throw error;
      if (performance.now() > deadline)
        throw new Error('Another process has held the database for too long to migrate it.');
      await delay(20 + Math.random() * 30);
    }
  }
}

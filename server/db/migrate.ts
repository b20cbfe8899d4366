/** Brings a database to the newest schema at start, on both engines, without Prisma's CLI: the SQL files of
 *  `prisma/<provider>/migrations` in the order of their names, each in one transaction with its row in `_prisma_migrations`.
 *  The rows are those that the CLI writes, so that it can be used on the same database. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Database, providerOf } from './client.ts';
import type { Provider } from './dialect.ts';

export interface MigrateOptions {
  /** `file:<path>` (created when absent) or `postgresql://…` (the database must exist). */
  url: string;
  /** Where the migrations lie; by default the project's own for the engine. */
  folder?: string;
  /** How long to wait for another process that is migrating. Default two minutes. */
  waitMs?: number;
  /** Called when a migration begins, before its first statement. */
  onBegin?: (name: string) => void;
}

export interface Migration {
  name: string;
  sql: string;
  /** SHA-256 of the file's bytes, in hex: what the CLI compares. */
  checksum: string;
}

/** A row of `_prisma_migrations` that counts: rows marked as rolled back are left out. */
export interface HistoryRow {
  name: string;
  checksum: string;
  isFinished: boolean;
}

/** One engine's way of applying at most one migration under its lock. */
export interface Migrator {
  /** Takes the lock, reads the history, lets `choose` pick, applies that, commits. Returns what was applied, or null when
   *  `choose` picked nothing. Whatever happens in between, the transaction leaves all or nothing. */
  applyNext(choose: (history: HistoryRow[], isEmpty: boolean) => Migration | null): Promise<Migration | null>;
  close(): Promise<void>;
}

/** Applies what is missing and returns the names. Processes that start at once take turns, and find nothing left to do.
 *  @throws Error in a sentence for the operator: a migration failed (and was rolled back), was edited after it was
 *    applied, is half applied by another tool, or comes from a newer version; nothing was changed by the one that failed */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const provider = providerOf(options.url);
  const migrations = readMigrations(options.folder ?? migrationsFolder(provider));
  const migrator = await openMigrator(provider, options);
  const applied: string[] = [];
  try {
    for (;;) {
      const done = await migrator.applyNext((history, isEmpty) => {
        const next = nextMigration(migrations, history, isEmpty);
        if (next) options.onBegin?.(next.name);
        return next;
      });
      if (!done) return applied;
      applied.push(done.name);
    }
  } finally {
    await migrator.close();
  }
}

/** Names of the migrations that an open database still lacks; empty when it is up to date.
 *  @throws Error as `migrate`, when the history and the files contradict each other */
export async function pendingMigrations(db: Database): Promise<string[]> {
  const rows = await db.reader.$queryRawUnsafe<{ name: string; checksum: string; finished: unknown }[]>(
    'SELECT migration_name AS name, checksum, finished_at AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  const history = rows.map(({ name, checksum, finished }) => ({ name, checksum, isFinished: finished !== null }));
  return missing(readMigrations(migrationsFolder(db.provider)), history).map(({ name }) => name);
}

function migrationsFolder(provider: Provider): string {
  return fileURLToPath(new URL(`../../prisma/${provider}/migrations`, import.meta.url));
}

function readMigrations(folder: string): Migration[] {
  const migrations = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => {
      const bytes = readFileSync(path.join(folder, entry.name, 'migration.sql'));
      const checksum = createHash('sha256').update(bytes).digest('hex');
      return { name: entry.name, sql: bytes.toString('utf8'), checksum };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (migrations.length === 0) throw new Error(`There are no migrations in ${folder}: the installation is incomplete.`);
  return migrations;
}

async function openMigrator(provider: Provider, options: MigrateOptions): Promise<Migrator> {
  const waitMs = options.waitMs ?? 120_000;
  if (provider === 'sqlite') {
    const { sqliteMigrator } = await import('./migrate-sqlite.ts');
    return sqliteMigrator(options.url, waitMs);
  }
  const { postgresMigrator } = await import('./migrate-postgresql.ts');
  return postgresMigrator(options.url, waitMs);
}

function nextMigration(
  migrations: readonly Migration[],
  history: readonly HistoryRow[],
  isEmpty: boolean,
): Migration | null {
  if (history.length === 0 && !isEmpty) {
    throw new Error(
      'The database has tables, but no history of migrations: it is not one of GATE. Nothing was changed.',
    );
  }
  return missing(migrations, history)[0] ?? null;
}

function missing(migrations: readonly Migration[], history: readonly HistoryRow[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of history) {
    const file = known.get(row.name);
    if (!file) {
      throw new Error(
        `The database has the migration "${row.name}", which this version of GATE does not know: a newer version has ` +
          'used it. Start that version, or restore a backup from before the upgrade.',
      );
    }
    if (!row.isFinished) {
      throw new Error(
        `The migration "${row.name}" was begun by another tool and not finished. Restore a backup, or repair the ` +
          'database by hand and settle it with "prisma migrate resolve".',
      );
    }
    if (row.checksum !== file.checksum) {
      throw new Error(
        `The migration "${row.name}" was edited after it was applied to this database. Put the original file back; ` +
          'changes need a migration of their own.',
      );
    }
  }
  const applied = new Set(history.map((row) => row.name));
  return migrations.filter((migration) => !applied.has(migration.name));
}

/** What every engine says when a migration's own SQL fails. */
export function migrationFailed(migration: Migration, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(`The migration "${migration.name}" failed and was rolled back: ${reason}`, { cause });
}

/** Another program's SQLite file, read through a copy of its own: the program may go on writing, nothing waits for anything,
 *  and what is read is one unchanging state. */

import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { DomainError } from '../core/errors.ts';
import { engineCode } from './errors.ts';

export type ForeignRow = Readonly<Record<string, unknown>>;

/** What is read, where the copy may lie, and by which columns rows will be looked up: the copy is ours to index. */
interface Wanted {
  file: string;
  scratchFolder: string;
  indexes: readonly (readonly [table: string, column: string])[];
}

export interface ForeignSqlite {
  /** Tables with their columns. */
  readonly tables: ReadonlyMap<string, readonly string[]>;
  /** The rows of a query one after the other; never all of them in memory. */
  rows(sql: string, ...values: unknown[]): IterableIterator<ForeignRow>;
  /** Closes and forgets the copy. */
  close(): void;
}

/** Opens a copy of a file, which lies in `scratchFolder` without a name where the system allows that, so that nothing is left
 *  behind however the process ends. The file itself is opened for reading only.
 *  @throws invalid_input there is no such file, it is no SQLite database, or nobody can read it just now */
export async function openForeignSqlite({ file, scratchFolder, indexes }: Wanted): Promise<ForeignSqlite> {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) refuse(`There is no file ${file}.`);
  if (!found.isFile()) refuse(`${file} is no file: name the database file itself.`);
  mkdirSync(scratchFolder, { recursive: true, mode: 0o700 });
  sweep(scratchFolder);
  const copy = path.join(scratchFolder, `copy-${process.pid}-${randomBytes(4).toString('hex')}.sqlite3`);
  try {
    await copyTo(file, copy);
    return await openCopy(copy, indexes);
  } catch (error) {
    forget(copy);
    throw error instanceof DomainError ? error : translate(error, file);
  }
}

/** Loaded only when needed: a hub that serves tills needs none of this. */
async function connect(file: string, options: { readonly: boolean }): Promise<Database> {
  const { default: BetterSqlite3 } = await import('better-sqlite3');
  return new BetterSqlite3(file, { ...options, fileMustExist: true, timeout: 5000 });
}

async function copyTo(file: string, copy: string): Promise<void> {
  const source = await connect(file, { readonly: true });
  try {
    // Reads the header, which a backup of a file that is no database would not complain about in words.
    source.pragma('schema_version');
    await source.backup(copy);
    chmodSync(copy, 0o600);
  } finally {
    source.close();
  }
}

async function openCopy(copy: string, indexes: Wanted['indexes']): Promise<ForeignSqlite> {
  const db = await connect(copy, { readonly: false });
  // Nobody else reads the copy and nobody mourns it: no journal beside it, no waiting for the disk.
  for (const pragma of [
    'journal_mode = MEMORY',
    'locking_mode = EXCLUSIVE',
    'synchronous = OFF',
    'cache_size = -8192',
  ]) {
    db.pragma(pragma);
  }
  const tables = new Map<string, readonly string[]>();
  for (const { name } of db.prepare<[], { name: string }>(tableNames).all()) {
    tables.set(
      name,
      db
        .prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)')
        .all(name)
        .map((column) => column.name),
    );
  }
  for (const [table, column] of indexes) {
    if (!tables.get(table)?.includes(column)) continue;
    db.exec(`CREATE INDEX "gate_${table}_${column}" ON "${table}" ("${column}")`);
  }
  // SQLite writes no file that has lost its name.
  forget(copy);
  return {
    tables,
    rows: (sql, ...values) => db.prepare<unknown[], ForeignRow>(sql).iterate(...values),
    close() {
      db.close();
      forget(copy);
    },
  };
}

const tableNames = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`;

/** Removes what processes left that were killed while they copied: the file holds passwords in clear text. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid] = /^copy-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) forget(path.join(folder, name));
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Windows removes no open file; there it goes when it is closed. */
function forget(copy: string): void {
  try {
    rmSync(copy, { force: true });
  } catch (error) {
    if (!['EBUSY', 'EPERM', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

function translate(error: unknown, file: string): unknown {
  const code = engineCode(error) ?? '';
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) {
    return refusal(`${file} is no SQLite database, or it is damaged. Right would be the till's own file, pos.sqlite3.`);
  }
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return refusal(`${file} is being written all the time. Stop the till, or name a copy of the file.`);
  }
  if (/^SQLITE_(CANTOPEN|READONLY|PERM|AUTH|IOERR)/.test(code)) {
    const advice = 'If the till was switched off while it wrote, start it once and stop it properly.';
    return refusal(`${file} cannot be read (${code}). ${advice}`);
  }
  return error;
}

function refuse(message: string): never {
  throw refusal(message);
}

function refusal(message: string): DomainError {
  return new DomainError('invalid_input', { errors: [] }, message);
}

/** A copy of the whole database while the hub works, as one file. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rename, rm, stat } from 'node:fs/promises';
import SqliteDatabase from 'better-sqlite3';
import { DomainError } from '../core/errors.ts';
import { providerOf } from './client.ts';
import { sqliteFile } from './sqlite-place.ts';

/** Writes a copy and reads it through once. A file under that name is replaced when the copy is whole, and not before.
 *  SQLite: a database that can be opened as it is. PostgreSQL: what `pg_dump` writes in its own format, for `pg_restore`.
 *  @returns its size in bytes
 *  @throws DomainError unavailable: `pg_dump` is not there or failed, or the copy is damaged */
export async function copyDatabase(url: string, file: string): Promise<number> {
  const fresh = `${file}.part`;
  await rm(fresh, { force: true });
  try {
    if (providerOf(url) === 'sqlite') await copySqlite(sqliteFile(url), fresh);
    else await dumpPostgresql(url, fresh);
    await rename(fresh, file);
  } finally {
    await rm(fresh, { force: true });
  }
  return (await stat(file)).size;
}

async function copySqlite(from: string, to: string): Promise<void> {
  const source = new SqliteDatabase(from, { readonly: true, fileMustExist: true });
  try {
    await source.backup(to);
  } finally {
    source.close();
  }
  const copy = new SqliteDatabase(to);
  try {
    // One file that needs no companion, wherever it is carried.
    copy.pragma('journal_mode = DELETE');
    const verdict = copy.pragma('quick_check', { simple: true });
    if (verdict !== 'ok') throw new DomainError('unavailable', { verdict }, 'The copy is damaged; is the disk sound?');
  } finally {
    copy.close();
  }
}

async function dumpPostgresql(url: string, to: string): Promise<void> {
  // By environment and not by argument: arguments are seen by everybody on the machine.
  const { hostname, port, username, password, pathname } = new URL(url);
  const env = {
    ...process.env,
    PGHOST: decodeURIComponent(hostname) || new URL(url).searchParams.get('host') || '',
    PGPORT: port || '5432',
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
  };
  const dump = spawn('pg_dump', ['--format=custom', '--no-owner', `--file=${to}`], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  dump.stderr.on('data', (chunk) => {
    said = (said + String(chunk)).slice(-2000);
  });
  const [status] = await Promise.race([
    once(dump, 'close'),
    once(dump, 'error').then(([error]) => {
      throw new DomainError('unavailable', { error: String(error) }, 'pg_dump could not be started: is it installed?');
    }),
  ]);
  if (status !== 0) throw new DomainError('unavailable', { status }, `pg_dump failed: ${said.trim()}`);
}

/** A database of its own for every test file: a clone of the migrated template, on the engine that the run was started for. */

import { randomBytes } from 'node:crypto';
import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Database, openDatabase, type Provider } from '../../server/db/index.ts';
import { sqliteFile } from '../../server/db/sqlite-place.ts';

export interface TestDatabase extends AsyncDisposable {
  provider: Provider;
  url: string;
  db: Database;
}

/** Call it once at the top of a test file (or of a `describe`); the database exists while its tests run.
 *
 *  ```ts
 *  const test = withDatabase();
 *  it('…', async () => { await inTransaction(test.db, …) });
 *  ``` */
export function withDatabase(): Readonly<Pick<TestDatabase, 'provider' | 'url' | 'db'>> {
  let opened: TestDatabase | undefined;
  beforeAll(async () => {
    opened = await createDatabase();
  });
  afterAll(() => opened?.[Symbol.asyncDispose]());
  const current = (): TestDatabase => {
    if (!opened) throw new Error('The database exists only while tests run');
    return opened;
  };
  return {
    get provider() {
      return current().provider;
    },
    get url() {
      return current().url;
    },
    get db() {
      return current().db;
    },
  };
}

/** A migrated database that ends with its scope: `await using database = await createDatabase()`. */
export async function createDatabase(): Promise<TestDatabase> {
  const clone = await cloneTemplate();
  const db = await openDatabase({ url: clone.url });
  return {
    provider: db.provider,
    url: clone.url,
    db,
    async [Symbol.asyncDispose]() {
      await db.close();
      await clone[Symbol.asyncDispose]();
    },
  };
}

/** A database that goes with its scope. */
export type Clone = AsyncDisposable & { url: string };

/** A copy that nobody has opened yet, of the migrated template or of another database that nobody is connected to. */
export async function cloneTemplate(template?: string): Promise<Clone> {
  const { provider, folder, templateUrl } = inject('databases');
  const source = template ?? templateUrl;
  if (provider === 'postgresql') return createEmptyDatabase(new URL(source).pathname.slice(1));
  const file = path.join(folder, `${randomName()}.db`);
  copyFileSync(sqliteFile(source), file);
  return sqliteClone(file);
}

/** A database without any table, or a copy of `template`; on SQLite a file that does not exist yet. */
export async function createEmptyDatabase(template = 'template0'): Promise<Clone> {
  const { provider, folder, adminUrl } = inject('databases');
  const name = randomName();
  if (provider === 'sqlite') return sqliteClone(path.join(folder, `${name}.db`));
  const url = new URL(adminUrl ?? '');
  url.pathname = name;
  // The files of a template that rests are copied in two thirds of the time that it takes to log its pages.
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  return {
    url: url.href,
    // Without FORCE: a connection that a test has left open must fail it.
    [Symbol.asyncDispose]: () => asAdmin(`DROP DATABASE ${name}`),
  };
}

function sqliteClone(file: string): Clone {
  return {
    url: `file:${file}`,
    async [Symbol.asyncDispose]() {
      for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    },
  };
}

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('databases').adminUrl ?? '' });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function randomName(): string {
  return `gate_${randomBytes(6).toString('hex')}`;
}

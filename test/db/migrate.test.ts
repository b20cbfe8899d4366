import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { diffSchemas } from '../../prisma/engine/schema-engine.ts';
import { migrate } from '../../server/db/index.ts';
import { sqliteFile } from '../../server/db/sqlite-place.ts';
import { startChild } from '../support/child.ts';
import { createEmptyDatabase } from '../support/database.ts';

const { provider, folder: runFolder } = inject('databases');

/** A folder of migrations: name to SQL. */
function migrations(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(runFolder, 'migrations-'));
  for (const [name, sql] of Object.entries(files)) {
    mkdirSync(path.join(folder, name), { recursive: true });
    writeFileSync(path.join(folder, name, 'migration.sql'), sql);
  }
  return folder;
}

/** Runs SQL on a connection of its own and returns the rows of the last statement. */
async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  if (provider === 'sqlite') {
    const db = new Sqlite(sqliteFile(url));
    db.pragma('foreign_keys = ON');
    try {
      if (sql.startsWith('SELECT')) return db.prepare(sql).all() as Record<string, unknown>[];
      db.exec(sql);
      return [];
    } finally {
      db.close();
    }
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const first = { '1_first': 'CREATE TABLE one (id INTEGER PRIMARY KEY);' };
const second = { '2_second': 'CREATE TABLE two (id INTEGER PRIMARY KEY);' };
/** Takes long enough to be killed in the middle. */
const slow =
  provider === 'sqlite'
    ? 'CREATE TABLE n AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 200000000) SELECT max(i) AS i FROM c;'
    : 'SELECT pg_sleep(300);';

describe('migrate()', () => {
  it('applies what is missing in the order of the names, once', async () => {
    await using database = await createEmptyDatabase();
    expect(await migrate({ url: database.url, folder: migrations({ ...second, ...first }) })).toEqual([
      '1_first',
      '2_second',
    ]);
    expect(await migrate({ url: database.url, folder: migrations({ ...second, ...first }) })).toEqual([]);
    const third = { '3_third': 'INSERT INTO one VALUES (7);' };
    expect(await migrate({ url: database.url, folder: migrations({ ...first, ...second, ...third }) })).toEqual([
      '3_third',
    ]);
    expect(await query(database.url, 'SELECT id FROM one')).toEqual([{ id: 7 }]);
  });

  it('rolls a failing migration back as a whole, keeps those before it, and goes on when it is repaired', async () => {
    await using database = await createEmptyDatabase();
    const broken = { '2_second': 'CREATE TABLE two (id INTEGER PRIMARY KEY); INSERT INTO nowhere VALUES (1);' };
    const failing = migrate({ url: database.url, folder: migrations({ ...first, ...broken }) });
    await expect(failing).rejects.toThrow(/"2_second" failed and was rolled back: .*nowhere/);
    expect(await query(database.url, 'SELECT migration_name FROM _prisma_migrations')).toEqual([
      { migration_name: '1_first' },
    ]);
    expect(await migrate({ url: database.url, folder: migrations({ ...first, ...second }) })).toEqual(['2_second']);
  });

  it('killed in the middle of a migration leaves a database that the next start repairs', async () => {
    await using database = await createEmptyDatabase();
    const half = { '2_second': `CREATE TABLE two (id INTEGER PRIMARY KEY); ${slow}` };
    const child = startChild('test/db/children/migrate.ts', [database.url, migrations({ ...first, ...half })]);
    expect(await child.nextLine()).toBe('begin 1_first');
    expect(await child.nextLine()).toBe('begin 2_second');
    child.process.kill('SIGKILL');
    expect(await child.ended).toBe('SIGKILL');
    expect(await migrate({ url: database.url, folder: migrations({ ...first, ...second }) })).toEqual(['2_second']);
    expect(await query(database.url, 'SELECT id FROM two')).toEqual([]);
  });

  it('started by two processes at once lets one apply and the other wait', async () => {
    await using database = await createEmptyDatabase();
    const folder = migrations({ ...first, ...second, '3_third': 'INSERT INTO one VALUES (1);' });
    const children = [1, 2, 3].map(() => startChild('test/db/children/migrate.ts', [database.url, folder]));
    const applied: string[] = [];
    for (const child of children) {
      for (let line = ''; !line.startsWith('applied'); ) {
        line = await child.nextLine();
        if (line.startsWith('applied')) applied.push(...line.slice(8).split(',').filter(Boolean));
      }
      expect(await child.ended, child.errors()).toBe(0);
    }
    expect(applied.sort()).toEqual(['1_first', '2_second', '3_third']);
  });

  it('refuses a migration that was edited after it was applied', async () => {
    await using database = await createEmptyDatabase();
    await migrate({ url: database.url, folder: migrations(first) });
    const edited = { '1_first': `${first['1_first']} -- a harmless remark` };
    await expect(migrate({ url: database.url, folder: migrations({ ...edited, ...second }) })).rejects.toThrow(
      /"1_first" was edited/,
    );
  });

  it('refuses a database that a newer version has migrated', async () => {
    await using database = await createEmptyDatabase();
    await migrate({ url: database.url, folder: migrations({ ...first, ...second }) });
    await expect(migrate({ url: database.url, folder: migrations(first) })).rejects.toThrow(
      /"2_second".* newer version/,
    );
  });

  it('refuses a migration that another tool has left half applied, and repeats one that was marked as rolled back', async () => {
    await using database = await createEmptyDatabase();
    await migrate({ url: database.url, folder: migrations(first) });
    await query(
      database.url,
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, applied_steps_count) VALUES ('x', 'y', '2_second', CURRENT_TIMESTAMP, 0)`,
    );
    const both = { url: database.url, folder: migrations({ ...first, ...second }) };
    await expect(migrate(both)).rejects.toThrow(/"2_second" was begun by another tool and not finished/);
    await query(database.url, `UPDATE _prisma_migrations SET rolled_back_at = CURRENT_TIMESTAMP WHERE id = 'x'`);
    expect(await migrate(both)).toEqual(['2_second']);
  });

  it('refuses a database that is not one of ours', async () => {
    await using database = await createEmptyDatabase();
    await query(database.url, 'CREATE TABLE somebody_elses (id INTEGER PRIMARY KEY)');
    await expect(migrate({ url: database.url, folder: migrations(first) })).rejects.toThrow(/not one of GATE/);
    expect(await query(database.url, 'SELECT id FROM somebody_elses')).toEqual([]);
  });

  it('upgrades an old database with its data, also where SQLite rebuilds a table that others refer to', async () => {
    await using database = await createEmptyDatabase();
    const header = `datasource db {\n  provider = "${provider}"\n}\n`;
    const before = `${header}
      model Shop {
        id    Int    @id
        name  String
        tills Till[]
        @@map("shops")
      }
      model Till {
        id     Int  @id
        shopId Int  @map("shop_id")
        shop   Shop @relation(fields: [shopId], references: [id], onDelete: Cascade)
        @@map("tills")
      }`;
    const after = before.replace(
      'name  String',
      'name String\n zone String @default("Europe/London")\n code String? @unique',
    );
    const init = (await diffSchemas(provider, header, before)) ?? '';
    const upgrade = (await diffSchemas(provider, before, after)) ?? '';
    await migrate({ url: database.url, folder: migrations({ '1_init': init }) });
    await query(database.url, `INSERT INTO shops VALUES (1, 'Harbour'); INSERT INTO tills VALUES (10, 1), (11, 1);`);
    await migrate({ url: database.url, folder: migrations({ '1_init': init, '2_zone': upgrade }) });
    expect(await query(database.url, 'SELECT id, name, zone, code FROM shops')).toEqual([
      { id: 1, name: 'Harbour', zone: 'Europe/London', code: null },
    ]);
    expect(await query(database.url, 'SELECT id, shop_id FROM tills ORDER BY id')).toEqual([
      { id: 10, shop_id: 1 },
      { id: 11, shop_id: 1 },
    ]);
    await expect(query(database.url, 'INSERT INTO tills VALUES (12, 99)')).rejects.toThrow(/foreign key/i);
  });
});

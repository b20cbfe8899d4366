import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { composeSchema, prismaFolder, providers } from '../../prisma/compose.ts';
import { describeDrift, diagnoseHistory, diffSchemas } from '../../prisma/engine/schema-engine.ts';
import { externalTables, nativeObjects, withoutRowid } from '../../prisma/native-objects.ts';
import { pendingMigrations } from '../../server/db/index.ts';
import { cloneTemplate, withDatabase } from '../support/database.ts';

const { provider } = inject('databases');

function migrationNames(of: (typeof providers)[number]): string[] {
  return readdirSync(path.join(prismaFolder, of, 'migrations'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

describe('the schema', () => {
  const test = withDatabase();

  it('has the same migrations on both engines', () => {
    expect(migrationNames('sqlite')).toEqual(migrationNames('postgresql'));
    expect(migrationNames('sqlite')).not.toEqual([]);
  });

  it.each(providers)('of %s has a migration for every change of the models', async (each) => {
    const last = readFileSync(path.join(prismaFolder, each, 'migrations', 'last-schema.prisma'), 'utf8');
    const change = await diffSchemas(each, last, composeSchema(each));
    expect(change, 'Run "npm run db:migration -- <name>"').toBeNull();
  });

  it.each(providers)('of %s was composed and generated from the present models', (each) => {
    const composed = path.join(prismaFolder, each, 'schema.prisma');
    expect(existsSync(composed) && readFileSync(composed, 'utf8'), 'Run "npm run db:generate"').toBe(
      composeSchema(each),
    );
  });

  it('of a migrated database is that of the models', async () => {
    await using database = await cloneTemplate();
    expect(await describeDrift(database.url, composeSchema(provider))).toBeNull();
  });

  it('drifts when somebody changes the database by hand: the comparison above can fail', async () => {
    await using database = await cloneTemplate();
    const changed = composeSchema(provider).replace('model User {', 'model User {\n  shoeSize Int? @map("shoe_size")');
    expect(await describeDrift(database.url, changed)).toContain('shoe_size');
  });

  it('of a migrated database is up to date, for us and for the standard CLI', async () => {
    expect(await pendingMigrations(test.db)).toEqual([]);
    await using database = await cloneTemplate();
    const folder = path.join(prismaFolder, provider, 'migrations');
    const history = await diagnoseHistory(database.url, composeSchema(provider), folder);
    expect(history).toEqual({ edited: [], failed: [], isInStep: true });
  });

  it('makes snake_case tables and columns that raw SQL need not quote', async () => {
    const source =
      provider === 'sqlite'
        ? `SELECT m.name AS t, c.name AS c FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'`
        : `SELECT table_name AS t, column_name AS c FROM information_schema.columns WHERE table_schema = 'public'`;
    const rows = await test.db.reader.$queryRawUnsafe<{ t: string; c: string }[]>(source);
    expect(rows.length).toBeGreaterThan(500);
    expect(rows.filter(({ t, c }) => !/^_?[a-z][a-z0-9_]*$/.test(t) || !/^[a-z][a-z0-9_]*$/.test(c))).toEqual([]);
  });

  it.runIf(provider === 'sqlite')('keeps exactly the chosen tables WITHOUT ROWID', async () => {
    const rows = await test.db.reader.$queryRawUnsafe<{ name: string }[]>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%WITHOUT ROWID%' ORDER BY name`,
    );
    const fullTextOwn = new Set(externalTables('sqlite'));
    const names = rows.map((row) => row.name).filter((name) => !fullTextOwn.has(name));
    expect(names).toEqual([...withoutRowid].sort());
  });

  it('has no view or trigger but those that are listed with their reason', async () => {
    const source =
      provider === 'sqlite'
        ? `SELECT name FROM sqlite_master WHERE type IN ('view', 'trigger') ORDER BY name`
        : `SELECT table_name AS name FROM information_schema.views WHERE table_schema = 'public'
           UNION SELECT trigger_name FROM information_schema.triggers ORDER BY name`;
    const rows = await test.db.reader.$queryRawUnsafe<{ name: string }[]>(source);
    const listed = nativeObjects.filter((object) => object.provider === provider).map((object) => object.name);
    expect(rows.map((row) => row.name)).toEqual(listed.sort());
  });

  it('fills in creation times as instants, also for raw SQL that leaves them out', async () => {
    await test.db.transact(async (tx) => {
      await tx.$executeRawUnsafe(
        `INSERT INTO countries (id, name, iso_alpha2, updated_at) VALUES ('probe', 'Probe', 'XX', ${test.db.dialect.words.instant('1000')})`,
      );
      const row = await tx.country.findUniqueOrThrow({ where: { id: 'probe' } });
      expect(Math.abs(row.createdAt.getTime() - Date.now())).toBeLessThan(60_000);
      expect(row.updatedAt).toEqual(new Date(1000));
    });
  });
});

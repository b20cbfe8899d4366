/** `npm run db:migration -- <name>`: writes the migration of a changed schema for both engines, under one name, without a network
 *  and without a database. What the models were at the last migration lies beside the migrations (`last-schema.prisma`).
 *
 *  Read what it writes before committing it. A new required column needs a default, a backfill, and the default dropped again. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { composeSchema, type Provider, prismaFolder, providers, sqliteNow } from './compose.ts';
import { diffSchemas } from './engine/schema-engine.ts';
import { withoutRowid } from './native-objects.ts';
import { searchTriggers } from './search-index.ts';

const [name] = process.argv.slice(2);

function migrationsFolder(provider: Provider): string {
  return path.join(prismaFolder, provider, 'migrations');
}

function lastSchemaFile(provider: Provider): string {
  return path.join(migrationsFolder(provider), 'last-schema.prisma');
}

/** The composed schema at the last migration; before the first one, the header alone: no models. */
function lastSchema(provider: Provider): string {
  const file = lastSchemaFile(provider);
  return readFileSync(existsSync(file) ? file : path.join(prismaFolder, provider, 'header.prisma'), 'utf8');
}

/** Comments change often and mean nothing to the engine. */
function withoutComments(schema: string): string {
  return `${schema
    .replace(/\s*\/\/.*$/gm, '')
    .replace(/\n{2,}/g, '\n')
    .trim()}\n`;
}

/** Ends the CREATE TABLE of the chosen tables with WITHOUT ROWID, also where Prisma rebuilds one under the name "new_…". */
function appendWithoutRowid(sql: string): { sql: string; tables: string[] } {
  const tables: string[] = [];
  const changed = sql.replace(/CREATE TABLE "(?:new_)?(\w+)" \([\s\S]*?\n\);/g, (statement, table: string) => {
    if (!withoutRowid.has(table)) return statement;
    tables.push(table);
    return statement.replace(/\);$/, ') WITHOUT ROWID;');
  });
  return { sql: changed, tables };
}

/** SQLite drops the triggers of a table with the table: one that is rebuilt gets them back. */
function appendTriggers(sql: string): string {
  return sql.replace(/ALTER TABLE "new_\w+" RENAME TO "(\w+)";\n/g, (statement, table: string) => {
    return `${statement}${searchTriggers('sqlite', table)}`;
  });
}

async function migrationText(provider: Provider, schema: string): Promise<string | null> {
  const difference = await diffSchemas(provider, lastSchema(provider), schema);
  if (difference === null) return null;
  if (provider === 'postgresql') return difference;
  const withDefaults = difference.replaceAll(`DEFAULT ${sqliteNow}`, `DEFAULT (${sqliteNow})`);
  const { sql, tables } = appendWithoutRowid(appendTriggers(withDefaults));
  if (tables.length === 0) return sql;
  return `-- WITHOUT ROWID was added to ${tables.length} tables by prisma/new-migration.ts (prisma/native-objects.ts says why).\n\n${sql}`;
}

function write(provider: Provider, migration: string, contents: { sql: string | null; schema: string }): string {
  const folder = path.join(migrationsFolder(provider), migration);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'migration.sql');
  writeFileSync(file, contents.sql ?? '-- Nothing changes on this engine.\n');
  writeFileSync(lastSchemaFile(provider), withoutComments(contents.schema));
  writeFileSync(path.join(migrationsFolder(provider), 'migration_lock.toml'), `provider = "${provider}"\n`);
  return path.relative(process.cwd(), file);
}

/** What somebody should look at before committing. PostgreSQL's text is the plainer one: SQLite rebuilds whole tables. */
function warnings(sql: string): string[] {
  const rebuilt = new Set([...sql.matchAll(/RENAME TO "(\w+)"/g)].map((match) => match[1]));
  const dropped = [...sql.matchAll(/DROP TABLE "(\w+)"|DROP COLUMN "(\w+)"/g)].filter(
    (match) => !rebuilt.has(match[1]),
  );
  const required = [...sql.matchAll(/ADD COLUMN +"\w+" [^,;]*NOT NULL(?! DEFAULT)/g)];
  return [
    ...dropped.map(([text]) => `loses data: ${text}`),
    ...required.map(([text]) => `fails on a table that has rows: ${text.replace(/ +/g, ' ')}`),
  ];
}

async function main(): Promise<void> {
  if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new Error(
      'Usage: npm run db:migration -- <name>, in lower case with underscores, for example add_price_lists',
    );
  }

  const planned = [];
  for (const provider of providers) {
    const schema = composeSchema(provider);
    planned.push({ provider, schema, sql: await migrationText(provider, schema) });
  }
  if (planned.every(({ sql }) => sql === null)) {
    console.log('The models have not changed since the last migration.');
    return;
  }
  const migration = `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`;
  for (const { provider, schema, sql } of planned) {
    console.log(`wrote ${write(provider, migration, { sql, schema })}`);
    for (const warning of warnings(sql ?? '')) console.log(`  ${warning}`);
  }
  console.log('Run "npm run db:generate" for the clients.');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

/** Prisma's schema engine as WebAssembly, from npm: what the standard CLI downloads as a program, usable without a network.
 *  Development only: it writes migrations and looks for drift. The hub applies migrations by itself. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import type { Provider } from '../compose.ts';
import { externalTables } from '../native-objects.ts';
import { liveAdapter, offlineAdapter } from './adapters.ts';

interface EngineModule {
  SchemaEngine: { new: (options: object, log: () => void, adapter: object) => Promise<SchemaEngine> };
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
}

/** What the engine is to leave alone. It wants the tables of PostgreSQL named with their schema. */
function filtersOf(provider: Provider): { externalTables: string[]; externalEnums: string[] } {
  return { externalTables: externalTables(provider), externalEnums: [] };
}

let loading: Promise<EngineModule> | undefined;

/** The package is made for bundlers; on plain Node its parts are put together by hand. */
async function loadEngine(): Promise<EngineModule> {
  const folder = path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const glue = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as EngineModule;
  let panic = '';
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      get: () => panic,
      set_message: (message: string) => {
        panic = message;
      },
    },
  });
  const bytes = readFileSync(path.join(folder, 'schema_engine_bg.wasm'));
  const imports = { './schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports };
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return glue;
}

async function withEngine<T>(
  factory: SqlMigrationAwareDriverAdapterFactory,
  schema: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loading ??= loadEngine();
  const { SchemaEngine } = await loading;
  const adapter = bindMigrationAwareSqlAdapterFactory(factory);
  const engine = await SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, adapter);
  try {
    return await work(engine);
  } finally {
    engine.free();
  }
}

/** The SQL that turns a database of schema `from` into one of schema `to`; null when nothing differs. Needs no database. */
export async function diffSchemas(provider: Provider, from: string, to: string): Promise<string | null> {
  return withEngine(offlineAdapter(provider), to, async (engine) => {
    const result = await engine.diff({
      from: model(from),
      to: model(to),
      script: true,
      exitCode: true,
      filters: filtersOf(provider),
    });
    return result.exitCode === 0 ? null : (result.stdout ?? '');
  });
}

/** What differs between a live database and a schema, in words; null when nothing does. */
export async function describeDrift(url: string, schema: string): Promise<string | null> {
  const live = liveAdapter(url);
  try {
    return await withEngine(live.factory, schema, async (engine) => {
      const from = { tag: 'schemaDatasource' as const, files: [file(schema)], configDir: '.' };
      const result = await engine.diff({
        from,
        to: model(schema),
        script: true,
        exitCode: true,
        filters: filtersOf(providerOf(url)),
      });
      return result.exitCode === 0 ? null : (result.stdout ?? '');
    });
  } finally {
    await live.dispose();
  }
}

/** What the standard CLI would say of the history in a live database (`prisma migrate status`): names of migrations that it
 *  takes for edited or failed, and whether history and files are in step.
 *  @param folder where the migrations lie */
export async function diagnoseHistory(
  url: string,
  schema: string,
  folder: string,
): Promise<{ edited: string[]; failed: string[]; isInStep: boolean }> {
  const live = liveAdapter(url);
  try {
    return await withEngine(live.factory, schema, async (engine) => {
      const migrationsList = listMigrations(folder);
      const found = await engine.diagnoseMigrationHistory({
        migrationsList,
        optInToShadowDatabase: false,
        filters: filtersOf(providerOf(url)),
      });
      const { editedMigrationNames, failedMigrationNames, history, hasMigrationsTable } = found;
      const isInStep = hasMigrationsTable && history === null;
      return { edited: editedMigrationNames, failed: failedMigrationNames, isInStep };
    });
  } finally {
    await live.dispose();
  }
}

function listMigrations(folder: string): MigrationList {
  const lockfile = path.join(folder, 'migration_lock.toml');
  const directories = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return {
    baseDir: folder,
    lockfile: { path: 'migration_lock.toml', content: existsSync(lockfile) ? readFileSync(lockfile, 'utf8') : null },
    shadowDbInitScript: '',
    migrationDirectories: directories.map(({ name }) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(path.join(folder, name, 'migration.sql'), 'utf8') },
      },
    })),
  };
}

function providerOf(url: string): Provider {
  return url.startsWith('file:') ? 'sqlite' : 'postgresql';
}

function model(schema: string) {
  return { tag: 'schemaDatamodel' as const, files: [file(schema)] };
}

function file(schema: string) {
  return { path: 'schema.prisma', content: schema };
}

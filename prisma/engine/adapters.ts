/** What the schema engine talks to: a live database, or nothing at all when two schemas are compared. */

import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';
import type { Provider } from '../compose.ts';

/** Answers the one question that the engine asks before it compares: PostgreSQL's version, and that "public" exists. */
export function offlineAdapter(provider: Provider): SqlMigrationAwareDriverAdapterFactory {
  const refuse = (): never => {
    throw new Error('Schemas are compared without a database; this step asked for one');
  };
  const info = {
    provider: provider === 'sqlite' ? ('sqlite' as const) : ('postgres' as const),
    adapterName: 'offline',
  };
  const adapter: SqlDriverAdapter = {
    ...info,
    queryRaw: async ({ sql }) => (/server_version_num/.test(sql) ? versionAnswer : refuse()),
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: false }),
    dispose: async () => {},
  };
  return { ...info, connect: async () => adapter, connectToShadowDb: refuse };
}

const versionAnswer: SqlResultSet = {
  columnNames: ['exists', 'version', 'numeric_version'],
  columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
  rows: [[true, 'PostgreSQL 15.0', 150000]],
};

/** Adapters for reading the structure of a database that exists. `dispose` closes what the engine leaves open. */
export function liveAdapter(url: string): {
  factory: SqlMigrationAwareDriverAdapterFactory;
  dispose(): Promise<void>;
} {
  if (url.startsWith('file:')) return keepingTrack(new PrismaBetterSqlite3({ url }));
  const pool = new pg.Pool({ connectionString: url, max: 2, types: { getTypeParser: pg.types.getTypeParser } });
  const tracked = keepingTrack(new PrismaPg(pool), readInternalChars);
  return {
    factory: tracked.factory,
    async dispose() {
      await tracked.dispose();
      await pool.end();
    },
  };
}

function keepingTrack(
  inner: SqlMigrationAwareDriverAdapterFactory,
  prepare: (adapter: SqlDriverAdapter) => SqlDriverAdapter = (adapter) => adapter,
) {
  const open: SqlDriverAdapter[] = [];
  const track = (adapter: SqlDriverAdapter) => {
    open.push(adapter);
    return prepare(adapter);
  };
  return {
    factory: {
      provider: inner.provider,
      adapterName: inner.adapterName,
      connect: async () => track(await inner.connect()),
      connectToShadowDb: async () => track(await inner.connectToShadowDb()),
    },
    async dispose() {
      for (const adapter of open) await adapter.dispose();
    },
  };
}

const INTERNAL_CHAR_OID = 18;
const TEXT_OID = 25;

/** The engine's catalogue queries return PostgreSQL's internal one-byte "char", which the adapter does not know. It is read as a
 *  text, and handed on as the single character that the engine expects. */
function readInternalChars(adapter: SqlDriverAdapter): SqlDriverAdapter {
  // `performIO` is where the adapter sees the driver's own result; it is not in its published type.
  const inside = adapter as unknown as { performIO(query: SqlQuery): Promise<{ fields?: { dataTypeID: number }[] }> };
  const performIO = inside.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  const charsOf = new WeakMap<SqlQuery, number[]>();
  inside.performIO = async (query) => {
    const result = await performIO(query);
    const places: number[] = [];
    for (const [place, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== INTERNAL_CHAR_OID) continue;
      field.dataTypeID = TEXT_OID;
      places.push(place);
    }
    charsOf.set(query, places);
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const place of charsOf.get(query) ?? []) result.columnTypes[place] = ColumnTypeEnum.Character;
    return result;
  };
  return adapter;
}

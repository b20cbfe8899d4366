/** Opens a SQLite file: one client that writes and one that only reads, both with the pragmas that the hub's promises rest on. */

import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { PrismaClient } from '@prisma/client';
import type { SqlDriverAdapter, SqlDriverAdapterFactory, SqlQuery, Transaction } from '@prisma/driver-adapter-utils';
import type { Connection, TransactionLimits, Tx } from './connection.ts';
import { engineCode } from './errors.ts';
import { Gate } from './gate.ts';
import { openDirectReader, openDirectWriter } from './sqlite-direct.ts';
import { sqliteFile, watchPlace } from './sqlite-place.ts';
import { BUSY_TIMEOUT_MS, pragmas, READER_BUSY_TIMEOUT_MS, retryWhileBusy } from './sqlite-settings.ts';
import { reusePrepared } from './sqlite-statements.ts';
import { soleWriter, takingTurns, type WriteLock } from './write-lock.ts';

/** Pages that Prisma's connections keep in memory, as SQLite counts: negative KiB. Eight times these sizes made no difference,
 *  because the system keeps the file's pages as well; what records receipts has a larger cache of its own. */
const CACHE_SIZE = -4 * 1024;

export async function connectSqlite(url: string, threads: WriteLock = soleWriter): Promise<Connection> {
  const file = sqliteFile(url);
  const lock = { waitMs: 0 };
  const writer = new PrismaClient({ adapter: connectionFactory(file, (adapter) => immediate(adapter, lock)) });
  const reader = readingClient(file);
  const gate = new Gate(1);
  // The writer first: it may have to create the write-ahead log that the reader then finds.
  await writer.$connect();
  await reader.$connect();
  const direct = await openDirectWriter(file);
  const finder = await openDirectReader(file);
  const assertInPlace = watchPlace(file);
  const writing = <T>(waitMs: number, job: () => Promise<T>) =>
    gate.run(waitMs, () => takingTurns(threads, waitMs, job));

  return {
    reader,
    finder: finder.client,
    async ping() {
      assertInPlace();
      await reader.$queryRawUnsafe('SELECT 1');
    },
    async transact<T>(work: (tx: Tx) => Promise<T>, limits: TransactionLimits): Promise<T> {
      return writing(limits.waitMs, () => {
        lock.waitMs = limits.waitMs;
        // Prisma's own wait must be the longer one, or it would abandon a BEGIN that is still being tried.
        const options = { timeout: limits.timeoutMs, maxWait: limits.waitMs + 5000 };
        const workInPlace = async (tx: Tx) => {
          const result = await work(tx);
          assertInPlace();
          return result;
        };
        return writer.$transaction(workInPlace, options);
      });
    },
    transactRaw: (work, limits) => writing(limits.waitMs, () => direct.transact(work, limits.waitMs)),
    async snapshot(work, timeoutMs) {
      // A transaction on the shared reader would show its old snapshot to everybody else who reads.
      const client = readingClient(file);
      try {
        return await client.$transaction(work, { timeout: timeoutMs, maxWait: 5000 });
      } finally {
        await client.$disconnect();
      }
    },
    async close() {
      await gate.drain();
      finder.close();
      direct.close();
      await reader.$disconnect();
      await writer.$disconnect();
    },
  };
}

function readingClient(file: string): PrismaClient {
  return new PrismaClient({
    adapter: connectionFactory(file, async (adapter) => {
      await assertPragma(adapter, ['busy_timeout', String(READER_BUSY_TIMEOUT_MS), READER_BUSY_TIMEOUT_MS]);
      await assertPragma(adapter, ['query_only', 'ON', 1]);
      return adapter;
    }),
  });
}

function connectionFactory(
  file: string,
  prepare: (adapter: SqlDriverAdapter) => Promise<SqlDriverAdapter> | SqlDriverAdapter,
): SqlDriverAdapterFactory {
  const inner = new PrismaBetterSqlite3(
    { url: file, timeout: BUSY_TIMEOUT_MS, fileMustExist: true },
    { timestampFormat: 'unixepoch-ms' },
  );
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    async connect() {
      const adapter = reusePrepared(await inner.connect());
      for (const pragma of pragmas) await assertPragma(adapter, pragma);
      await assertPragma(adapter, ['cache_size', String(CACHE_SIZE), CACHE_SIZE]);
      return prepare(adapter);
    },
  };
}

async function assertPragma(
  adapter: SqlDriverAdapter,
  pragma: readonly [string, string, string | number],
): Promise<void> {
  const [name, value, expected] = pragma;
  await retryWhileBusy(2000, () => adapter.queryRaw(plain(`PRAGMA ${name} = ${value}`)));
  const answer = await adapter.queryRaw(plain(`PRAGMA ${name}`));
  const found = answer.rows[0]?.[0];
  if (found !== expected) throw new Error(`SQLite did not accept PRAGMA ${name} = ${value}: it says ${String(found)}`);
}

/** Makes transactions begin IMMEDIATE, so that reading before writing can never fail half-way, and makes a failed COMMIT
 *  leave a usable connection: the adapter's own transaction would stay open and swallow whatever is written next. */
function immediate(adapter: SqlDriverAdapter, lock: { waitMs: number }): SqlDriverAdapter {
  let previous: Promise<void> = Promise.resolve();
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: (query) => adapter.queryRaw(query),
    executeRaw: (query) => adapter.executeRaw(query),
    executeScript: (script) => adapter.executeScript(script),
    dispose: () => adapter.dispose(),
    async startTransaction() {
      // The gate admits one at a time; this covers one that was given up by its time limit and is still rolling back.
      const before = previous;
      let release = () => {};
      previous = new Promise<void>((resolve) => {
        release = resolve;
      });
      await before;
      try {
        await begin(adapter, lock.waitMs);
      } catch (error) {
        release();
        throw error;
      }
      return openTransaction(adapter, release);
    },
  };
}

async function begin(adapter: SqlDriverAdapter, waitMs: number): Promise<void> {
  const attempt = () => adapter.executeRaw(plain('BEGIN IMMEDIATE'));
  try {
    await retryWhileBusy(waitMs, attempt);
  } catch (error) {
    if (!(error instanceof Error) || !/within a transaction/.test(JSON.stringify(error.cause ?? error.message)))
      throw error;
    await adapter.executeRaw(plain('ROLLBACK'));
    await retryWhileBusy(waitMs, attempt);
  }
}

function openTransaction(adapter: SqlDriverAdapter, release: () => void): Transaction {
  let failure: unknown = null;
  // After a full disk or an I/O error SQLite may have rolled back by itself; what followed would be written for good,
  // outside any transaction.
  const guarded = async <T>(run: () => Promise<T>): Promise<T> => {
    if (failure) throw failure;
    try {
      return await run();
    } catch (error) {
      if (!/^SQLITE_(ERROR$|CONSTRAINT|MISMATCH|RANGE|TOOBIG)/.test(engineCode(error) ?? 'SQLITE_ERROR'))
        failure = error;
      throw error;
    }
  };
  // "No transaction is active" is what is wanted here, so no error of ROLLBACK matters.
  const rollBack = () => adapter.executeRaw(plain('ROLLBACK')).catch(() => 0);
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    // Prisma then leaves COMMIT and ROLLBACK to us.
    options: { usePhantomQuery: true },
    queryRaw: (query) => guarded(() => adapter.queryRaw(query)),
    executeRaw: (query) => guarded(() => adapter.executeRaw(query)),
    async commit() {
      try {
        await guarded(() => adapter.executeRaw(plain('COMMIT')));
      } catch (error) {
        await rollBack();
        throw error;
      } finally {
        release();
      }
    },
    async rollback() {
      await rollBack();
      release();
    },
  };
}

function plain(sql: string): SqlQuery {
  return { sql, args: [], argTypes: [] };
}

/** A SQLite connection without Prisma in between, for what runs for every receipt (recording it, finding the terminal that sent it)
 *  and for the figures of pages. Only raw SQL, and each text is compiled once. A statement costs about 10 µs here and 100 µs through
 *  Prisma; for one receipt that is 20 statements. */

import BetterSqlite3 from 'better-sqlite3';
import type { Table } from './columns.ts';
import type { RawClient } from './dialect.ts';
import { engineCode } from './errors.ts';
import { watchPlace } from './sqlite-place.ts';
import { BUSY_TIMEOUT_MS, pragmas, READER_BUSY_TIMEOUT_MS, retryWhileBusy } from './sqlite-settings.ts';

/** Pages kept in memory, negative KiB. Recording touches the ends of many indexes; figures are read from a few rollups. */
const WRITER_CACHE_SIZE = -16 * 1024;
const READER_CACHE_SIZE = -2 * 1024;

/** Texts that are kept compiled. All come from `statement()` and are few; a caller that made its own would be noticed. */
const MOST_STATEMENTS = 500;

interface CompiledText {
  statement: BetterSqlite3.Statement;
  /** Of the columns that it returns. */
  names: readonly string[];
}

class DirectClient implements RawClient {
  readonly #db: BetterSqlite3.Database;
  readonly #statements = new Map<string, CompiledText>();
  /** Set when SQLite may have rolled back by itself: what followed would be written for good, outside any transaction. */
  failure: unknown = null;

  constructor(db: BetterSqlite3.Database) {
    this.#db = db;
  }

  $queryRawUnsafe<T = unknown>(text: string, ...values: unknown[]): Promise<T> {
    return this.#run(text, ({ statement }) => statement.raw(false).all(values) as T);
  }

  $queryTable(text: string, values: readonly unknown[]): Promise<Table> {
    return this.#run(text, ({ statement, names }) => {
      return { names, rows: statement.raw(true).all(values) as unknown[][] };
    });
  }

  $executeRawUnsafe(text: string, ...values: unknown[]): Promise<number> {
    return this.#run(text, ({ statement }) =>
      statement.reader ? statement.all(values).length : statement.run(values).changes,
    );
  }

  /** BEGIN, COMMIT, ROLLBACK. */
  command(text: string): void {
    this.#compile(text).statement.run();
  }

  /** Synchronous underneath, a promise for the callers that run on PostgreSQL as well. */
  async #run<T>(text: string, work: (compiled: CompiledText) => T): Promise<T> {
    if (this.failure) throw this.failure;
    try {
      return work(this.#compile(text));
    } catch (error) {
      if (!/^SQLITE_(ERROR$|CONSTRAINT|MISMATCH|RANGE|TOOBIG)/.test(engineCode(error) ?? 'SQLITE_ERROR')) {
        this.failure = error;
      }
      throw error;
    }
  }

  #compile(text: string): CompiledText {
    let compiled = this.#statements.get(text);
    if (!compiled) {
      if (this.#statements.size >= MOST_STATEMENTS) this.#statements.clear();
      const statement = this.#db.prepare(text);
      compiled = { statement, names: statement.reader ? statement.columns().map(({ name }) => name) : [] };
      this.#statements.set(text, compiled);
    }
    return compiled;
  }
}

export interface DirectWriter {
  /** Begins IMMEDIATE, runs `work`, commits durably; rolls back when either fails. One at a time: the caller holds the gate. */
  transact<T>(work: (raw: RawClient) => Promise<T>, waitMs: number): Promise<T>;
  close(): void;
}

/** @throws Error the file is missing or SQLite refuses a setting that durability rests on */
export async function openDirectWriter(file: string): Promise<DirectWriter> {
  const db = await open(file, { busyTimeoutMs: BUSY_TIMEOUT_MS, cacheSize: WRITER_CACHE_SIZE });
  const client = new DirectClient(db);
  const assertInPlace = watchPlace(file);
  const rollBack = () => {
    if (db.inTransaction) client.command('ROLLBACK');
  };
  return {
    async transact(work, waitMs) {
      client.failure = null;
      rollBack();
      await retryWhileBusy(waitMs, async () => client.command('BEGIN IMMEDIATE'));
      try {
        const result = await work(client);
        assertInPlace();
        if (client.failure) throw client.failure;
        client.command('COMMIT');
        return result;
      } catch (error) {
        rollBack();
        throw error;
      }
    },
    close: () => db.close(),
  };
}

/** Cannot write. A statement runs to its end before anything else in the process. */
export async function openDirectReader(file: string): Promise<{ client: RawClient; close(): void }> {
  const db = await open(file, { busyTimeoutMs: READER_BUSY_TIMEOUT_MS, cacheSize: READER_CACHE_SIZE });
  db.pragma('query_only = ON');
  const client = new DirectClient(db);
  return {
    client: {
      // Nothing that a reader meets spoils its next look-up.
      $queryRawUnsafe: (text, ...values) => {
        client.failure = null;
        return client.$queryRawUnsafe(text, ...values);
      },
      $queryTable: (text, values) => {
        client.failure = null;
        return client.$queryTable(text, values);
      },
      $executeRawUnsafe: () => Promise.reject(new Error('This connection only reads')),
    },
    close: () => db.close(),
  };
}

async function open(file: string, how: { busyTimeoutMs: number; cacheSize: number }): Promise<BetterSqlite3.Database> {
  const db = new BetterSqlite3(file, { fileMustExist: true, timeout: how.busyTimeoutMs });
  try {
    // Integers beyond 2^53 must come back whole; `decodeRows` makes numbers of those that are declared as such.
    db.defaultSafeIntegers(true);
    for (const [name, value, expected] of [...pragmas, ['cache_size', how.cacheSize, how.cacheSize] as const]) {
      await retryWhileBusy(2000, async () => db.pragma(`${name} = ${value}`));
      const found: unknown = db.pragma(name, { simple: true });
      if (String(found) !== String(expected)) {
        throw new Error(`SQLite did not accept PRAGMA ${name} = ${value}: it says ${String(found)}`);
      }
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The database that the hub was started with. Only this folder opens connections. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { PrismaClient } from '@prisma/client';
import { DomainError } from '../core/errors.ts';
import type { Connection, TransactionLimits, Tx } from './connection.ts';
import type { Logger } from './context.ts';
import type { Dialect, Provider, RawClient } from './dialect.ts';
import { translateError } from './errors.ts';
import { postgresqlDialect } from './postgresql.ts';
import { sqliteDialect } from './sqlite.ts';
import { connectSqlite, sqliteFile } from './sqlite-connection.ts';

// Prisma compiles its queries in WebAssembly. V8's optimising compiler spends 0.6 s of the start and 65 MB on that module, and
// the plans are cached anyway; the baseline compiler is enough. Must be said before the first client connects.
setFlagsFromString('--liftoff-only');

export interface DatabaseConfig {
  /** `file:<path>` or `postgresql://…`. It must have been migrated (`migrate.ts`). */
  url: string;
  /** How long a writer waits for its turn before it is told `unavailable`. Default 10 s. */
  waitMs?: number;
  /** How long a transaction may take. Default 15 s. */
  timeoutMs?: number;
  /** PostgreSQL: connections that write at once, default 4. */
  writers?: number;
  /** PostgreSQL: connections that read at once, default 8. */
  readers?: number;
  log?: Logger;
}

export interface Database {
  readonly provider: Provider;
  readonly dialect: Dialect;
  /** For reading outside transactions. It cannot write, and using it inside a transaction of this database is an error:
   *  it would not see what that transaction has written. */
  readonly reader: PrismaClient;
  /** For look-ups of a few rows by set-based SQL that are made for every push; otherwise as `reader`. */
  readonly finder: RawClient;
  /** Use `inTransaction` of `transaction.ts`. */
  transact<T>(work: (tx: Tx) => Promise<T>, limits?: Partial<TransactionLimits>): Promise<T>;
  /** As `transact`, for work that is set-based SQL only: on SQLite without Prisma in between. Use `inRawTransaction`. */
  transactRaw<T>(work: (raw: RawClient) => Promise<T>, limits?: Partial<TransactionLimits>): Promise<T>;
  /** Several reads of one unchanging state, beside writers: for verifying and copying. Default limit: one hour. */
  snapshot<T>(work: (tx: Tx) => Promise<T>, timeoutMs?: number): Promise<T>;
  /** @throws DomainError unavailable */
  ping(): Promise<void>;
  /** Lets writers that are running or waiting finish, refuses new ones, disconnects. */
  close(): Promise<void>;
}

/** @throws Error the file is missing, the address is of another kind, or the engine refuses a setting that we rely on
 *  @throws DomainError unavailable: it cannot be reached */
export async function openDatabase(config: DatabaseConfig): Promise<Database> {
  const provider = providerOf(config.url);
  let connection: Connection;
  try {
    connection = provider === 'sqlite' ? await openSqlite(config.url) : await openPostgres(config);
  } catch (error) {
    throw translateError(error);
  }
  const defaults = { waitMs: config.waitMs ?? 10_000, timeoutMs: config.timeoutMs ?? 15_000 };
  return guard(connection, provider, defaults);
}

/** @throws Error the address is neither SQLite's nor PostgreSQL's */
export function providerOf(url: string): Provider {
  if (url.startsWith('file:')) return 'sqlite';
  if (/^postgres(ql)?:\/\//.test(url)) return 'postgresql';
  throw new Error('DATABASE_URL must begin with file: or postgresql://');
}

async function openSqlite(url: string): Promise<Connection> {
  const file = sqliteFile(url);
  if (!existsSync(file)) throw new Error(`There is no database at ${file}. "gate migrate" creates it.`);
  return connectSqlite(url);
}

async function openPostgres(config: DatabaseConfig): Promise<Connection> {
  // Loaded only when needed: it brings its own generated client and query compiler.
  const { connectPostgres } = await import('./postgresql-connection.ts');
  const { url, writers = 4, readers = 8, log = null } = config;
  return connectPostgres({ url, writers, readers, log });
}

/** Adds what holds for both engines: no nesting, no reading past an open transaction. */
function guard(connection: Connection, provider: Provider, defaults: TransactionLimits): Database {
  const current = new AsyncLocalStorage<{ isOpen: boolean }>();
  const refuseInside = (what: string) => {
    if (current.getStore()?.isOpen) throw new Error(`${what} inside a transaction: pass its "tx" on and use that`);
  };
  const run = async <C, T>(
    work: (client: C) => Promise<T>,
    changedLimits: Partial<TransactionLimits> | undefined,
    transact: (guarded: (client: C) => Promise<T>, limits: TransactionLimits) => Promise<T>,
  ): Promise<T> => {
    refuseInside('A transaction was begun');
    const limits = { ...defaults, ...changedLimits };
    const guarded = async (client: C) => {
      const state = { isOpen: true };
      try {
        return await withinTime(
          current.run(state, () => work(client)),
          limits.timeoutMs,
        );
      } finally {
        state.isOpen = false;
      }
    };
    try {
      // The limit is kept above; the engine's own is only there in case that fails.
      return await transact(guarded, { ...limits, timeoutMs: limits.timeoutMs + 2000 });
    } catch (error) {
      throw translateError(error);
    }
  };
  return {
    provider,
    dialect: provider === 'sqlite' ? sqliteDialect : postgresqlDialect,
    get reader() {
      refuseInside('The reader was used');
      return connection.reader;
    },
    get finder() {
      refuseInside('The finder was used');
      return connection.finder;
    },
    transact: (work, limits) => run(work, limits, (guarded, all) => connection.transact(guarded, all)),
    transactRaw: (work, limits) => run(work, limits, (guarded, all) => connection.transactRaw(guarded, all)),
    async snapshot(work, timeoutMs = 3_600_000) {
      refuseInside('A snapshot was taken');
      return connection.snapshot(work, timeoutMs);
    },
    async ping() {
      try {
        await connection.ping();
      } catch (error) {
        throw translateError(error);
      }
    },
    close: () => connection.close(),
  };
}

/** A function that never ends would keep the gate shut for everybody. What it does after its time fails: its transaction
 *  has been rolled back. */
async function withinTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new DomainError('unavailable', { reason: 'transaction timeout', timeoutMs });
    timer = setTimeout(() => reject(error), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The database that the hub was started with. Only this folder opens connections. */

import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { PrismaClient } from '@prisma/client';
import type { Connection, TransactionLimits, Tx } from './connection.ts';
import type { Logger } from './context.ts';
import type { Dialect, Provider, RawClient } from './dialect.ts';
import { dialectOf, pastPrisma } from './dialects.ts';
import { translateError } from './errors.ts';
import { guard } from './guard.ts';
import { sqliteFile } from './sqlite-place.ts';
import type { WriteLock } from './write-lock.ts';

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
  /** Refuses transactions that are begun inside others, and readers that are used there: mistakes of a program, which tests and
   *  development find. Following who is inside costs something at every promise of the process. Default true. */
  findsNesting?: boolean;
  /** SQLite: shares the right to write with another thread of the process. */
  lock?: WriteLock;
}

export interface Database {
  readonly provider: Provider;
  readonly dialect: Dialect;
  /** For reading outside transactions. It cannot write, and using it inside a transaction of this database is an error:
   *  it would not see what that transaction has written. */
  readonly reader: PrismaClient;
  /** For set-based SQL that is asked for every push; otherwise as `reader`, whose statements go this way, too. */
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
  // Prisma compiles its queries in WebAssembly. V8's optimising compiler spends 0.6 s of the start and 65 MB on that module, and
  // the plans are cached anyway; the baseline compiler is enough. Must be said before the first client connects.
  setFlagsFromString('--liftoff-only');
  let connection: Connection;
  try {
    connection = provider === 'sqlite' ? await openSqlite(config) : await openPostgres(config);
  } catch (error) {
    throw translateError(error);
  }
  const { findsNesting = true, waitMs = 10_000, timeoutMs = 15_000 } = config;
  return guard(connection, pastPrisma(dialectOf(provider), connection), { findsNesting, waitMs, timeoutMs });
}

/** @throws Error the address is neither SQLite's nor PostgreSQL's */
export function providerOf(url: string): Provider {
  if (url.startsWith('file:')) return 'sqlite';
  if (/^postgres(ql)?:\/\//.test(url)) return 'postgresql';
  throw new Error('DATABASE_URL must begin with file: or postgresql://');
}

async function openSqlite({ url, lock }: DatabaseConfig): Promise<Connection> {
  const file = sqliteFile(url);
  if (!existsSync(file)) throw new Error(`There is no database at ${file}. "gate migrate" creates it.`);
  // Loaded only when needed, as below: the thread that records pushes needs neither.
  const { connectSqlite } = await import('./sqlite-connection.ts');
  return connectSqlite(url, lock);
}

async function openPostgres(config: DatabaseConfig): Promise<Connection> {
  // Loaded only when needed: it brings its own generated client and query compiler.
  const { connectPostgres } = await import('./postgresql-connection.ts');
  const { url, writers = 4, readers = 8, log = null } = config;
  return connectPostgres({ url, writers, readers, log });
}

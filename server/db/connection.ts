/** What an engine's connection can do; `client.ts` puts the hub's rules around it. */

import type { Prisma, PrismaClient } from '@prisma/client';
import type { RawClient } from './dialect.ts';

/** The client of a transaction: all models and raw SQL, and no way to begin, end or nest anything. */
export type Tx = Omit<Prisma.TransactionClient, '$transaction'>;

export interface TransactionLimits {
  /** How long it may wait for its turn and for locks of other processes. */
  waitMs: number;
  /** How long it may take once it has begun. */
  timeoutMs: number;
}

export interface Connection {
  /** Cannot write. */
  readonly reader: PrismaClient;
  /** Reads with raw SQL only, by the shortest way. */
  readonly finder: RawClient;
  /** Asks the database for nothing. @throws when it is gone */
  ping(): Promise<void>;
  /** Begins, runs `work`, commits; rolls back when `work` or the commit fails, and leaves a usable connection. */
  transact<T>(work: (tx: Tx) => Promise<T>, limits: TransactionLimits): Promise<T>;
  /** As `transact`, for work that is raw SQL only, by the shortest way. */
  transactRaw<T>(work: (raw: RawClient) => Promise<T>, limits: TransactionLimits): Promise<T>;
  /** Runs `work` on one unchanging state of the database, beside writers. */
  snapshot<T>(work: (tx: Tx) => Promise<T>, timeoutMs: number): Promise<T>;
  /** Finishes what was begun, refuses what comes now, and disconnects. */
  close(): Promise<void>;
}

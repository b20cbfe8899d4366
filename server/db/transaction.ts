/** Who begins a transaction ends it; helpers take `tx`. This is the only way to write. */

import type { Database } from './client.ts';
import type { TransactionLimits, Tx } from './connection.ts';
import type { Ctx } from './context.ts';
import type { RawClient } from './dialect.ts';

/** Runs `work` in one transaction: all of it is kept, durably, or nothing of it.
 *
 *  Inside, use only `tx`; `db.reader` and another `inTransaction` are refused. No network inside: SQLite has one writer.
 *  SQLite runs one transaction at a time, in the order of asking, and takes the write lock at once, so reading before
 *  writing is safe. PostgreSQL runs them beside each other at READ COMMITTED: lock what you read before you decide on it
 *  (`q.forUpdate`), and expect `work` to run again when it had to give way to another (deadlock), so it must have no
 *  effect outside `tx`.
 *
 *  @throws DomainError unavailable: the turn did not come in time, or the database is gone, full or read-only; nothing
 *    was written. (A PostgreSQL connection lost during the commit itself may have written: repeat what can be repeated.)
 *  @throws whatever `work` throws, after rolling back */
export function inTransaction<T>(
  target: Ctx | Database,
  work: (tx: Tx) => Promise<T>,
  limits?: Partial<TransactionLimits>,
): Promise<T> {
  const db = 'db' in target ? target.db : target;
  return db.transact(work, limits);
}

/** As `inTransaction`, for work that is set-based SQL only (`dialect.ts`): on SQLite without Prisma in between, which costs a
 *  tenth for each statement. For what runs with every receipt. */
export function inRawTransaction<T>(
  db: Database,
  work: (raw: RawClient) => Promise<T>,
  limits?: Partial<TransactionLimits>,
): Promise<T> {
  return db.transactRaw(work, limits);
}

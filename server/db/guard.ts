/** What holds for both engines, around whatever connects: no nesting, no reading past an open transaction, a limit of time, and
 *  one error for every way in which a database can be away. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { DomainError } from '../core/errors.ts';
import type { Database, DatabaseConfig } from './client.ts';
import type { Connection, TransactionLimits } from './connection.ts';
import type { Dialect } from './dialect.ts';
import { translateError } from './errors.ts';

/** @param defaults `findsNesting`: see `DatabaseConfig` */
export function guard(
  connection: Connection,
  dialect: Dialect,
  { findsNesting = true, ...defaults }: TransactionLimits & Pick<DatabaseConfig, 'findsNesting'>,
): Database {
  const current = findsNesting ? new AsyncLocalStorage<{ isOpen: boolean }>() : null;
  const refuseInside = (what: string) => {
    if (current?.getStore()?.isOpen) throw new Error(`${what} inside a transaction: pass its "tx" on and use that`);
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
        return await withinTime(current ? current.run(state, () => work(client)) : work(client), limits.timeoutMs);
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
    provider: dialect.provider,
    dialect,
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

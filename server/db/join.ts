/** Operations as parts of a transaction that is already open. */

import type { PrismaClient } from '@prisma/client';
import type { Database } from './client.ts';
import type { Tx } from './connection.ts';
import type { Ctx } from './context.ts';

/** A context whose operations write into `tx` instead of beginning transactions of their own: each is kept or undone as a whole,
 *  by a savepoint, and all of them with `tx`. What it reads is what `tx` sees. It ends with `tx`. */
export function joinTransaction(ctx: Ctx, tx: Tx): Ctx {
  const part = async <T>(work: () => Promise<T>): Promise<T> => {
    await tx.$executeRawUnsafe('SAVEPOINT gate_part');
    try {
      const result = await work();
      await tx.$executeRawUnsafe('RELEASE SAVEPOINT gate_part');
      return result;
    } catch (error) {
      // Where even this fails the connection is gone, and the first error says so.
      await tx.$executeRawUnsafe('ROLLBACK TO SAVEPOINT gate_part').catch(() => 0);
      throw error;
    }
  };
  const refuse = () => Promise.reject(new Error('A joined transaction lives by the one that it has joined'));
  const db: Database = {
    provider: ctx.db.provider,
    dialect: ctx.db.dialect,
    // Operations read models and raw SQL of it, which both have.
    reader: tx as unknown as PrismaClient,
    finder: tx,
    transact: (work) => part(() => work(tx)),
    transactRaw: (work) => part(() => work(tx)),
    snapshot: refuse,
    ping: refuse,
    close: refuse,
  };
  return { ...ctx, db };
}

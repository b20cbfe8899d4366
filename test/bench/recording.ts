/** Recording without HTTP: parsed items go straight to the operation, on the connection that the recording thread uses. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { newId } from '../../server/core/ids.ts';
import { type Database, openForRecording } from '../../server/db/index.ts';
import { drainPushes, recordTransactions } from '../../server/domain/sales/index.ts';
import type { TerminalIdentity } from '../../server/domain/stores/index.ts';
import { terminalCtx } from '../../server/domain/tenancy/index.ts';
import { silentLog } from '../support/people.ts';
import { pushSource } from './documents.ts';
import type { Shop } from './hub.ts';

export interface Recorded {
  name: string;
  /** Sales per transaction of the limit that it is compared with. */
  limitBatch: number;
  salesPerSecond: number;
}

interface Way {
  name: string;
  limitBatch: number;
  /** Sales of one call. */
  batch: number;
  /** Callers at once. */
  callers: number;
}

const ways: readonly Way[] = [
  { name: 'batches of 200', limitBatch: 200, batch: 200, callers: 1 },
  { name: 'batches of 50', limitBatch: 50, batch: 50, callers: 1 },
  { name: 'batches of 10', limitBatch: 10, batch: 10, callers: 1 },
  { name: 'one by one', limitBatch: 1, batch: 1, callers: 1 },
  { name: '64 callers, one each', limitBatch: 64, batch: 1, callers: 64 },
];

export async function measureRecording(url: string, shop: Shop, seconds: number): Promise<Recorded[]> {
  const db = await openForRecording({ url });
  try {
    const record = recorderOf(db, shop);
    // Code that was never run is not compiled yet.
    await measure({ name: '', limitBatch: 1, batch: 20, callers: 4 }, record, 0.5);
    const recorded: Recorded[] = [];
    for (const way of ways) {
      recorded.push({
        name: way.name,
        limitBatch: way.limitBatch,
        salesPerSecond: await measure(way, record, seconds),
      });
    }
    return recorded;
  } finally {
    await drainPushes(db);
    await db.close();
  }
}

/** Records so many documents, in batches of 200, before anything is measured. */
export async function preloadDocuments(url: string, shop: Shop, documents: number): Promise<void> {
  const db = await openForRecording({ url });
  try {
    const record = recorderOf(db, shop);
    for (let done = 0; done < documents; done += 200) {
      const till = done / 200;
      await record.call(till, record.prepare(till, Math.min(200, documents - done)));
    }
  } finally {
    await drainPushes(db);
    await db.close();
  }
}

interface Recording {
  /** Items of one call, made outside the timing. */
  prepare(till: number, count: number): unknown[];
  call(till: number, items: readonly unknown[]): Promise<void>;
}

function recorderOf(db: Database, { tills, terminals }: Shop): Recording {
  const sources = tills.map(pushSource);
  return {
    prepare: (till, count) =>
      Array.from({ length: count }, () => JSON.parse(sources[till % sources.length]?.transaction() ?? '') as unknown),
    async call(till, items) {
      const terminal = terminals[till % terminals.length] as TerminalIdentity;
      const at = new Date();
      const ctx = terminalCtx({ db, log: silentLog, now: () => at }, terminal, newId());
      const { accepted } = await recordTransactions(ctx, terminal, items, []);
      if (accepted !== items.length) throw new Error(`${items.length - accepted} of ${items.length} were refused`);
    },
  };
}

/** Sales per second of the calls alone. */
async function measure({ batch, callers }: Way, recording: Recording, seconds: number): Promise<number> {
  const calls = Math.max(1, Math.floor(200 / batch));
  let elapsedMs = 0;
  let sales = 0;
  for (let round = 0; elapsedMs < seconds * 1000; round += 1) {
    const work = Array.from({ length: callers }, (_, caller) =>
      Array.from({ length: Math.ceil(calls / Math.min(callers, 8)) }, () => recording.prepare(caller + round, batch)),
    );
    await nextTurn();
    const startedAt = performance.now();
    await Promise.all(
      work.map(async (pushes, caller) => {
        for (const items of pushes) await recording.call(caller + round, items);
      }),
    );
    elapsedMs += performance.now() - startedAt;
    sales += work.flat().length * batch;
  }
  return (sales * 1000) / elapsedMs;
}

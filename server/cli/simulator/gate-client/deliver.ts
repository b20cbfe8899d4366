/** A queue delivered in batches of the gate dialect, on a good line and on a bad one. */
import { chances, damaged } from '../chaos.ts';
import type { Mishap } from '../http.ts';
import type { QueueItem } from '../queue.ts';
import type { Random } from '../random.ts';
import type { Delivery, GateLine } from './line.ts';

export interface Circumstances {
  line: GateLine;
  random: Random;
  /** Turns failures on. */
  chaos: boolean;
  sequences: readonly { name: string; value: number }[];
}

const largestBatch = 40;

/** Sends every item, a failure does not stop the rest; items are marked as the hub answers.
 *  @returns what no sound hub does */
export async function deliverInBatches(items: readonly QueueItem[], how: Circumstances): Promise<string[]> {
  const { chaos, random } = how;
  const faults: string[] = [];
  for (let from = 0; from < items.length; ) {
    const batch = items.slice(from, from + random.int(1, largestBatch));
    from += batch.length;
    const mishap: Mishap = chaos && random.chance(chances.mishap * 2) ? 'lost-answer' : 'none';
    const pushes = [push(batch, how, mishap)];
    if (chaos && random.chance(chances.duplicate)) pushes.push(push(batch, how, 'none'));
    faults.push(...(await Promise.all(pushes)).flat());
    if (chaos && random.chance(chances.repeat)) faults.push(...(await push(batch, how, 'none')));
  }
  return faults;
}

async function push(batch: readonly QueueItem[], how: Circumstances, mishap: Mishap): Promise<string[]> {
  const { line, random, chaos, sequences } = how;
  const documents: Delivery[] = batch.map(({ kind, body }) => ({ type: typeOf(kind), document: body as object }));
  const broken = chaos && random.chance(chances.wrongPayload * 5) ? brokenCopy(batch, random) : null;
  try {
    const results = await line.push(broken ? [...documents, broken] : documents, { sequences, mishap });
    batch.forEach((item, index) => {
      mark(item, results[index]);
    });
    const last = broken && results[documents.length];
    return last && isTaken(last) ? [`the hub took a broken document: ${JSON.stringify(broken).slice(0, 200)}`] : [];
  } catch (error) {
    // Unknown whether it arrived: it stays in the queue, whatever an earlier or parallel request was told.
    const message = error instanceof Error ? error.message : String(error);
    for (const item of batch) if (!item.isAcknowledged) item.message = message;
    return [];
  }
}

const typeOf = (kind: QueueItem['kind']) => (kind === 'closures' ? 'closure' : 'transaction');

/** Of a transaction of the batch; what is no object cannot be a document of a batch. */
function brokenCopy(batch: readonly QueueItem[], random: Random): Delivery | null {
  const sale = batch.find(({ kind }) => kind === 'transactions');
  const document = sale && damaged(sale.body, random);
  return typeof document === 'object' && document !== null ? { type: 'transaction', document } : null;
}

type Result = { outcome: string; message: string } | undefined;

const isTaken = (result: Result) => result?.outcome === 'created' || result?.outcome === 'duplicate';

function mark(item: QueueItem, result: Result): void {
  if (item.isAcknowledged) return;
  if (!isTaken(result)) {
    item.message = `the hub answered ${result?.outcome}: ${result?.message}`;
    return;
  }
  item.message = null;
  item.isAcknowledged = true;
  item.onFirstAck();
}

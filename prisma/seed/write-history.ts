/** Pushes what the tills sold through the operations that answer real tills, in batches and in the order of time. */

import type { MadeDocument } from '../../server/cli/simulator/document.ts';
import type { Ctx } from '../../server/db/index.ts';
import { recordClosures } from '../../server/domain/closures/index.ts';
import { recordTransactions } from '../../server/domain/sales/index.ts';
import { systemCtx } from '../../server/domain/tenancy/index.ts';
import { type TillDay, tillHistory } from './history.ts';
import type { ShopOf } from './put-master-data.ts';
import type { BuiltCompany, BuiltTill } from './set-up-company.ts';

/** Documents in one call: what the hub writes in one go. */
const batchSize = 500;

export interface HistoryPlan {
  seed: string;
  days: readonly string[];
  nowMs: number;
  shopOf: ShopOf;
  /** Told how many till days were written since the last call. */
  onProgress: (tillDays: number) => void;
}

/** A till's counters after its last push. */
export interface TillCounters {
  closureNumber: number;
  receiptNumber: number;
}

/** Writes all tills' days, turn by turn in batches.
 *  @returns how many documents were pushed, and the tills' counters in the order of the company's tills */
export async function writeHistory(
  ctx: Ctx,
  company: BuiltCompany,
  plan: HistoryPlan,
): Promise<{ documents: number; counters: TillCounters[] }> {
  const tills = company.tills.map((till) => new TillWriter(ctx, till, plan));
  let documents = 0;
  // Turn by turn, so that the receipts of all tills lie together in the database as they do in a hub that grew.
  for (let open = tills; open.length > 0; ) {
    const still: TillWriter[] = [];
    for (const till of open) {
      documents += await till.writeBatch();
      if (!till.isDone) still.push(till);
    }
    open = still;
  }
  return { documents, counters: tills.map(({ counters }) => counters) };
}

class TillWriter {
  isDone = false;
  counters: TillCounters = { closureNumber: 1, receiptNumber: 1 };
  private readonly days: Generator<TillDay>;
  private nextDay: TillDay | null;
  /** Documents that missed their closure. */
  private late: MadeDocument[] = [];

  constructor(
    private readonly ctx: Ctx,
    private readonly till: BuiltTill,
    private readonly plan: HistoryPlan,
  ) {
    this.days = tillHistory({
      seed: plan.seed,
      key: `${till.identity.officeCode}/${till.identity.storeCode}/${till.identity.terminalCode}`,
      perDay: till.plan.perDay,
      shopOf: monthly((month) => plan.shopOf(till, month)),
      days: plan.days,
      nowMs: plan.nowMs,
      mishaps: till.plan.mishaps ?? new Map(),
    });
    this.nextDay = this.advance();
  }

  private advance(): TillDay | null {
    const next = this.days.next();
    return next.done ? null : next.value;
  }

  /** Writes as many whole days as fit into one batch. */
  async writeBatch(): Promise<number> {
    const documents = this.late.map((made) => made.document as unknown);
    const days: TillDay[] = [];
    this.late = [];
    while (this.nextDay && (days.length === 0 || documents.length + this.nextDay.documents.length <= batchSize)) {
      days.push(this.nextDay);
      for (const made of this.nextDay.documents) documents.push(made.document);
      // Late ones come with the next batch, or at the end.
      this.late.push(...this.nextDay.late);
      this.nextDay = this.advance();
    }
    const last = days.at(-1);
    if (last) await this.push(documents, { days, last });
    this.isDone = this.nextDay === null && this.late.length === 0;
    if (this.nextDay === null && this.late.length > 0) return documents.length + (await this.pushLate(last));
    this.plan.onProgress(days.length);
    return documents.length;
  }

  private async push(documents: readonly unknown[], { days, last }: { days: TillDay[]; last: TillDay }): Promise<void> {
    const ctx = this.ctxAt(last.endedMs);
    this.counters = { closureNumber: last.closureNumber, receiptNumber: last.receiptNumber };
    const sequences = countersOf(last);
    await expectAccepted(recordTransactions(ctx, this.till.identity, documents, sequences));
    const closures = days.flatMap(({ closure }) => (closure ? [closure] : []));
    if (closures.length > 0) await expectAccepted(recordClosures(ctx, this.till.identity, closures, sequences));
  }

  private async pushLate(last: TillDay | undefined): Promise<number> {
    const documents = this.late.map((made) => made.document);
    const ctx = this.ctxAt((last?.endedMs ?? this.plan.nowMs) + 3_600_000);
    await expectAccepted(recordTransactions(ctx, this.till.identity, documents, last ? countersOf(last) : []));
    this.late = [];
    this.isDone = true;
    return documents.length;
  }

  /** The clock of the moment at which the batch would have come. */
  private ctxAt(endedMs: number): Ctx {
    const at = new Date(Math.min(endedMs + 45_000, this.plan.nowMs));
    return systemCtx({ db: this.ctx.db, log: this.ctx.log, now: () => at }, 'demonstration', 'cli');
  }
}

/** The counters as a push carries them. */
export function countersOf({ receiptNumber, closureNumber }: TillCounters) {
  return [
    { name: 'ReceiptNumber', value: receiptNumber },
    { name: 'ClosureNumber', value: closureNumber },
  ];
}

async function expectAccepted(push: Promise<{ rejected: number; message: string | null }>): Promise<void> {
  const { rejected, message } = await push;
  if (rejected > 0) throw new Error(`the hub refuses ${rejected} of the demonstration's items: ${message}`);
}

function monthly<T>(make: (month: number) => T): (month: number) => T {
  const made = new Map<number, T>();
  return (month) => {
    const known = made.get(month);
    if (known) return known;
    const fresh = make(month);
    made.set(month, fresh);
    return fresh;
  };
}

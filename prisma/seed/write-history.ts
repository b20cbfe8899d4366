/** Pushes what the tills sold through the operations that answer real tills, day by day and in the order of time. */

import type { MadeDocument } from '../../server/cli/simulator/document.ts';
import type { Ctx } from '../../server/db/index.ts';
import { recordClosures } from '../../server/domain/closures/index.ts';
import { recordTransactions } from '../../server/domain/sales/index.ts';
import { systemCtx } from '../../server/domain/tenancy/index.ts';
import { type TillDay, tillHistory } from './history.ts';
import type { ShopOf } from './put-master-data.ts';
import type { BuiltCompany, BuiltTill } from './set-up-company.ts';

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

/** Writes all tills' days, turn by turn.
 *  @returns how many documents were pushed, and the tills' counters in the order of the company's tills */
export async function writeHistory(
  ctx: Ctx,
  company: BuiltCompany,
  plan: HistoryPlan,
): Promise<{ documents: number; counters: TillCounters[] }> {
  const tills = company.tills.map((till) => new TillWriter(ctx, till, plan));
  let documents = 0;
  // Turn by turn, so that the receipts of all tills lie together in the database as they do in a hub that grew; the tills of one
  // turn share their commits.
  for (let open = tills; open.length > 0; open = open.filter(({ isDone }) => !isDone)) {
    for (const count of await Promise.all(open.map((till) => till.writeDay()))) documents += count;
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

  /** Writes the next day, with what missed the closure of the day before. */
  async writeDay(): Promise<number> {
    const day = this.nextDay;
    if (!day) {
      this.isDone = true;
      return 0;
    }
    const documents = [...this.late, ...day.documents].map((made) => made.document);
    this.late = [...day.late];
    this.nextDay = this.advance();
    await this.push(documents, day);
    const lateCount = this.nextDay === null && this.late.length > 0 ? await this.pushLate(day) : 0;
    this.isDone = this.nextDay === null;
    this.plan.onProgress(1);
    return documents.length + lateCount;
  }

  private async push(documents: readonly unknown[], day: TillDay): Promise<void> {
    const ctx = this.ctxAt(day.endedMs);
    this.counters = { closureNumber: day.closureNumber, receiptNumber: day.receiptNumber };
    const sequences = countersOf(day);
    await expectAccepted(recordTransactions(ctx, this.till.identity, documents, sequences));
    if (day.closure) await expectAccepted(recordClosures(ctx, this.till.identity, [day.closure], sequences));
  }

  private async pushLate(last: TillDay): Promise<number> {
    const documents = this.late.map((made) => made.document);
    const ctx = this.ctxAt(last.endedMs + 3_600_000);
    await expectAccepted(recordTransactions(ctx, this.till.identity, documents, countersOf(last)));
    this.late = [];
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

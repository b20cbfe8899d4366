/** What every hub meets sooner or later: bodies that cannot be read, and a document that comes back changed. */
import { makeDocument, type WireDocument } from '../../server/cli/simulator/document.ts';
import { Period } from '../../server/cli/simulator/period.ts';
import { createRandom } from '../../server/cli/simulator/random.ts';
import { localText } from '../../server/core/business-day.ts';
import type { Ctx } from '../../server/db/index.ts';
import { recordClosures } from '../../server/domain/closures/index.ts';
import { recordTransactions } from '../../server/domain/sales/index.ts';
import type { BuiltCompany } from './set-up-company.ts';
import { countersOf, type HistoryPlan, type TillCounters } from './write-history.ts';

/** How often a terminal has repeated what was rejected (protocol 1.7: for ever). */
const repeats = 3;

/** Fills the quarantine with three items and the conflicts with one, all of the company's last till. */
export async function leaveStains(
  ctx: Ctx,
  company: BuiltCompany,
  { counters, ...plan }: HistoryPlan & { counters: readonly TillCounters[] },
): Promise<void> {
  const till = company.tills.at(-1);
  const open = counters.at(-1);
  if (!till || !open) return;
  const random = createRandom(`${plan.seed}/stains`);
  const shop = plan.shopOf(till, ctx.now().getUTCMonth() + 1);
  const occurredText = localText(plan.nowMs - 90_000, shop.zone);
  const order = {
    kind: 'sale' as const,
    occurredText,
    createdText: new Date(plan.nowMs - 90_000).toISOString().slice(0, 19),
    closureNumber: open.closureNumber,
    withLines: true,
  };
  const made = [0, 1, 2].map((place) =>
    makeDocument(shop, random, { ...order, receiptNumber: open.receiptNumber + place }),
  );
  const [twice, comma, noDay] = made.map(({ document }) => document) as [WireDocument, WireDocument, WireDocument];
  comma.head.total_amount = String(comma.head.total_amount).replace('.', ',');
  noDay.head.transaction_date_time = '2026-02-31T25:61:00';
  const period = new Period(order.closureNumber);
  for (const { facts } of made) period.add(facts);
  const closure = period.close(shop, random, order.createdText);
  closure.closure.gross_sales_amount = 'n/a';
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    await recordTransactions(ctx, till.identity, [comma, noDay], []);
    await recordClosures(ctx, till.identity, [closure], []);
  }
  const next = countersOf({ ...open, receiptNumber: open.receiptNumber + 3 });
  await recordTransactions(ctx, till.identity, [twice], next);
  const changed = { ...twice, head: { ...twice.head, total_discount_amount: '1.0000', description: 'edited by hand' } };
  await recordTransactions(ctx, till.identity, [changed], next);
}

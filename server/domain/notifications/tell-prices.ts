/** Saved prices tell the tills by themselves, where the company wants it. What is to be told is read off the prices: whoever
 *  wrote them, and however. Up to where it was told stands in the company, and moves together with what tells it. */
import { signal } from '../../core/signals.ts';
import { type Ctx, inTransaction, statement, type Tx } from '../../db/index.ts';
import { holdCompany } from '../tenancy/index.ts';
import { insertNotification } from './send.ts';

/** Whoever saves many prices saves them in one go: it is told when none came for a look, or after so long at the latest. */
const longestBurstMs = 20_000;
/** A till that was away for longer loads everything anyhow. */
const livesMs = 24 * 60 * 60_000;

const untold = statement({
  params: {},
  returns: { company_id: 'int', version: 'int' },
  sql: () => `SELECT c.id AS company_id, max(p.version) AS version
    FROM companies c JOIN prices p ON p.company_id = c.id AND p.version > c.prices_told_version
    WHERE c.notifies_prices AND c.deleted_at IS NULL GROUP BY c.id ORDER BY c.id`,
});

const changedStores = statement({
  params: { company: 'int', told: 'int' },
  returns: { store_id: 'int?', prices: 'int', version: 'int' },
  sql: (q) => `SELECT store_id, count(*) AS prices, max(version) AS version FROM prices
    WHERE company_id = ${q.param('company')} AND version > ${q.param('told')} GROUP BY store_id ORDER BY store_id`,
});

const setTold = statement({
  params: { company: 'int', version: 'int' },
  sql: (q) => `UPDATE companies SET prices_told_version = ${q.param('version')} WHERE id = ${q.param('company')}`,
});

/** What a process has seen of companies whose prices are being saved. */
export type PriceBursts = Map<number, { version: number; since: number }>;

/** Tells what has come to rest since the last look: a notification for each store whose prices are others, or one for all where
 *  a price of the company is. Several processes may look at once: each price is told by one of them.
 *  @returns how many companies were told */
export async function tellPrices(ctx: Ctx, bursts: PriceBursts): Promise<number> {
  const now = ctx.now().getTime();
  const found = await ctx.db.dialect.query(ctx.db.reader, untold, {});
  const ids = new Set(found.map(({ company_id: id }) => id));
  for (const id of bursts.keys()) if (!ids.has(id)) bursts.delete(id);
  let told = 0;
  for (const { company_id: companyId, version } of found) {
    const burst = bursts.get(companyId);
    const since = burst?.since ?? now;
    bursts.set(companyId, { version, since });
    if (burst?.version !== version && now - since < longestBurstMs) continue;
    bursts.delete(companyId);
    const isTold = await inTransaction(ctx, (tx) => tellIn({ tx, ctx }, companyId));
    if (isTold) signal('notified', { companyId });
    told += 1;
  }
  return told;
}

/** @returns false: somebody else has told it meanwhile, or nobody is there to be told */
async function tellIn({ tx, ctx }: { tx: Tx; ctx: Ctx }, companyId: number): Promise<boolean> {
  await holdCompany(ctx, tx, companyId);
  const { notifiesPrices, pricesToldVersion: told } = await tx.company.findUniqueOrThrow({
    where: { id: companyId },
    select: { notifiesPrices: true, pricesToldVersion: true },
  });
  if (!notifiesPrices) return false;
  const changed = await ctx.db.dialect.query(tx, changedStores, { company: companyId, told });
  if (changed.length === 0) return false;
  const version = Math.max(...changed.map((each) => each.version));
  await ctx.db.dialect.execute(tx, setTold, { company: companyId, version });
  const isForAll = changed.some(({ store_id: id }) => id === null);
  const prices = changed.reduce((sum, each) => sum + each.prices, 0);
  const parts = isForAll ? [{ store_id: null, prices }] : changed;
  let isTold = false;
  for (const part of parts) {
    const sent = await insertNotification(
      { tx, ctx },
      {
        ...{ companyId, storeId: part.store_id, terminalId: null, type: 'price_change', origin: 'price' },
        ...{
          title: 'Prices have changed',
          body: part.prices === 1 ? 'A price was saved.' : `${part.prices} prices were saved.`,
        },
        expiresAt: new Date(ctx.now().getTime() + livesMs),
      },
    );
    isTold ||= sent !== null;
  }
  return isTold;
}

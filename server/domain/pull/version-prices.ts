/** Prices that begin or end by their dates: nobody writes them then, so they are given a version for it. */
import { type Ctx, inTransaction, statement, type Words } from '../../db/index.ts';
import { nextVersions } from '../feed/index.ts';

const params = { since: 'instant', upto: 'instant' } as const;

/** Whether a row has passed one of its dates since it was last written. Which also says that it has its version already. */
function isDue(q: Words, name: string): string {
  const passed = (
    column: string,
  ) => `(${name}.${column} > ${q.param('since')} AND ${name}.${column} <= ${q.param('upto')}
    AND ${name}.updated_at < ${name}.${column})`;
  return `${name}.deleted_at IS NULL AND (${passed('valid_from')} OR ${passed('valid_until')})`;
}

const due = statement({
  params: { ...params, most: 'int' },
  returns: { id: 'text', company_id: 'int' },
  sql: (q) => `SELECT p.id, p.company_id FROM prices p WHERE ${isDue(q as Words, 'p')}
    ORDER BY p.company_id, p.id LIMIT ${q.param('most')}`,
});

const give = statement({
  params: { ...params, rows: { id: 'text', version: 'int' }, now: 'instant' },
  sql: (q) => `UPDATE prices SET version = r.version, updated_at = ${q.param('now')} FROM ${q.rows('rows', 'r')}
    WHERE prices.id = r.id AND ${isDue(q as Words, 'prices')}`,
});

/** Clocks of processes differ: a page that another one makes must see the price that this one has told of. */
const allowanceMs = 2000;
const most = 500;

/** Gives versions to prices that have begun or ended after `since`, so that the feed alone tells of them. What a price is worth does
 *  not change by it, nor who said so: the audit trail has the writing of its dates.
 *  @returns how many there were, and up to when nothing is left when they were fewer than fit into one round */
export async function versionPrices(ctx: Ctx, since: Date): Promise<{ count: number; isDone: boolean; upto: Date }> {
  const { dialect, finder } = ctx.db;
  const now = ctx.now();
  const upto = new Date(now.getTime() - allowanceMs);
  const found = await dialect.query(finder, due, { since, upto, most });
  for (const companyId of new Set(found.map(({ company_id }) => company_id))) {
    const prices = found.filter(({ company_id }) => company_id === companyId);
    await inTransaction(ctx, async (tx) => {
      const first = await nextVersions(tx, companyId, prices.length);
      const rows = prices.map(({ id }, index) => ({ id, version: first + index }));
      await dialect.execute(tx, give, { since, upto, rows, now });
    });
  }
  return { count: found.length, isDone: found.length < most, upto };
}

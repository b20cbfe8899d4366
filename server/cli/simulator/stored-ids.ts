/** What the hub has stored of simulated tills, id by id: sums may agree while one document is lost and another one doubled. */
import { type Ctx, statement } from '../../db/index.ts';
import { type Acknowledged, compareIds } from './tally.ts';

const stored = (table: 'transactions' | 'closures') =>
  statement({
    params: { store_id: 'int', after: 'int' },
    returns: { id: 'int', uuid: 'text' },
    sql: (q) => `SELECT x.id, x.uuid FROM ${table} x JOIN terminals t ON t.id = x.terminal_id
      WHERE t.store_id = ${q.param('store_id')} AND x.id > ${q.param('after')} ORDER BY x.id LIMIT 10000`,
  });

const storedDocuments = stored('transactions');
const storedClosures = stored('closures');

/** One sentence for each way in which the store's documents and closures differ from what its tills were told. */
export async function checkIds(
  ctx: Ctx,
  place: { officeCode: string; storeCode: string },
  told: readonly Acknowledged[],
): Promise<string[]> {
  const { officeCode, storeCode } = place;
  const store = await ctx.db.reader.store.findFirstOrThrow({ where: { code: storeCode, company: { officeCode } } });
  const all = (kind: keyof Acknowledged) => new Set(told.flatMap((each) => [...each[kind]]));
  return [
    ...compareIds('documents', all('documents'), await readIds(ctx, storedDocuments, store.id)),
    ...compareIds('closures', all('closures'), await readIds(ctx, storedClosures, store.id)),
  ];
}

async function readIds(ctx: Ctx, read: typeof storedDocuments, storeId: number): Promise<Set<string>> {
  const ids = new Set<string>();
  for (let after = 0; ; ) {
    const rows = await ctx.db.dialect.query(ctx.db.reader, read, { store_id: storeId, after });
    for (const { uuid } of rows) ids.add(uuid);
    const last = rows.at(-1);
    if (!last) return ids;
    after = last.id;
  }
}

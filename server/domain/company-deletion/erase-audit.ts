/** The contents of a company's audit trail. Time, actor, action and digest stay, and so the chain still proves. */

import { type Ctx, inRawTransaction, statement, type Tx } from '../../db/index.ts';

/** Entries of one batch. */
const batchSize = 200;

const lastPosition = statement({
  params: { chain: 'int' },
  returns: { position: 'int?' },
  sql: (q) => `SELECT max(position) AS position FROM audit_entries WHERE chain = ${q.param('chain')}`,
});

const eraseBetween = statement({
  params: { chain: 'int', after: 'int', to: 'int' },
  sql: (q) => `UPDATE audit_entries SET content = NULL WHERE chain = ${q.param('chain')}
    AND position > ${q.param('after')} AND position <= ${q.param('to')} AND content IS NOT NULL`,
});

/** Erases in batches from the first entry on.
 *  @param goOn asked between batches
 *  @returns the position up to which nothing is left; null when it was stopped */
export async function eraseAuditContent(
  ctx: Ctx,
  companyId: number,
  goOn: () => Promise<boolean>,
): Promise<number | null> {
  const { dialect } = ctx.db;
  const [last] = await dialect.query(ctx.db.reader, lastPosition, { chain: companyId });
  const end = last?.position ?? 0;
  for (let after = 0; after < end; after += batchSize) {
    const window = { chain: companyId, after, to: Math.min(after + batchSize, end) };
    await inRawTransaction(ctx.db, (raw) => dialect.execute(raw, eraseBetween, window));
    if (!(await goOn())) return null;
  }
  return end;
}

/** Erases what was written since, in the transaction that ends the company. */
export async function eraseRestOfAudit(
  ctx: Ctx,
  tx: Tx,
  { companyId, from }: { companyId: number; from: number },
): Promise<void> {
  const window = { chain: companyId, after: from, to: 2_147_483_647 };
  await ctx.db.dialect.execute(tx, eraseBetween, window);
}

import { DomainError } from '../../core/errors.ts';
import { type Ctx, statement } from '../../db/index.ts';
import { type HistoryEntry, readHistory } from '../audit/index.ts';
import { authorize } from '../tenancy/index.ts';

interface Named {
  companyId: number;
  productId: string;
}

/** A product with everything that its page shows: department, barcodes, and the prices that hold now or later. `seen` is the
 *  newest version of all of these: what a form carries to notice that somebody else was faster.
 *  @throws not_found there is none of this id in the company, or the actor does not see the company */
export async function getProduct(ctx: Ctx, { companyId, productId }: Named) {
  authorize(ctx, 'catalog.see', { companyId });
  const product = await ctx.db.reader.product.findFirst({
    where: { id: productId, companyId },
    include: {
      mainGroup: { include: { vatRate: true } },
      subGroup: true,
      unit: true,
      barcodes: { where: { deletedAt: null }, orderBy: { barcode: 'asc' } },
      prices: { where: { deletedAt: null } },
    },
  });
  if (!product) throw new DomainError('not_found', { productId });
  const parts = [product, ...product.barcodes, ...product.prices];
  return { ...product, seen: Math.max(...parts.map(({ version }) => version)), at: ctx.now() };
}

export type ProductLife = Awaited<ReturnType<typeof getProduct>>;

const uses = statement({
  params: { company: 'int', product: 'text', mention: 'text' },
  returns: { barcodes: 'int', variants: 'int', campaigns: 'int', keys: 'int', stock: 'bigint?' },
  sql: (q) => {
    const count = (from: string) => `(SELECT count(*) FROM ${from} AND t.deleted_at IS NULL)`;
    const of = () => `t.product_id = ${q.param('product')}`;
    return `SELECT
      ${count(`product_barcodes t WHERE ${of()}`)} AS barcodes,
      ${count(`product_variants t WHERE ${of()}`)} AS variants,
      (SELECT count(*) FROM campaigns c WHERE c.company_id = ${q.param('company')} AND c.deleted_at IS NULL
        AND (c.id IN (SELECT t.campaign_id FROM campaign_products t WHERE ${of()} AND t.deleted_at IS NULL)
          OR c.id IN (SELECT t.campaign_id FROM campaign_rules t WHERE ${of()} AND t.deleted_at IS NULL))) AS campaigns,
      ${count(`stores t WHERE t.company_id = ${q.param('company')} AND t.key_products LIKE ${q.param('mention')}`)} AS keys,
      (SELECT ${q.sumBig('t.on_hand_e4')} FROM stock_levels t WHERE t.deleted_at IS NULL AND t.product_id IN (
        SELECT ${q.param('product')} UNION SELECT s.uuid FROM seen_records s
        WHERE s.merged_into_id = ${q.param('product')} AND s.kind = 'product')) AS stock`;
  },
});

/** What still uses a product: how many of each, and what lies in stock (ten-thousandths of its unit). */
export async function usesOfProduct(ctx: Ctx, { companyId, productId }: Named) {
  authorize(ctx, 'catalog.see', { companyId });
  const [found] = await ctx.db.dialect.query(ctx.db.finder, uses, {
    company: companyId,
    product: productId,
    mention: `%"${productId}"%`,
  });
  return {
    barcodes: found?.barcodes ?? 0,
    variants: found?.variants ?? 0,
    campaigns: found?.campaigns ?? 0,
    keys: found?.keys ?? 0,
    stockE4: found?.stock ?? 0n,
  };
}

/** What was done to a product and its prices, newest first. */
export function historyOfProduct(
  ctx: Ctx,
  product: Pick<ProductLife, 'id' | 'companyId' | 'prices'>,
): Promise<HistoryEntry[]> {
  const { id, companyId, prices } = product;
  authorize(ctx, 'catalog.see', { companyId });
  const subjects = [
    { type: 'product', ids: [id] },
    { type: 'price', ids: prices.map((price) => price.id) },
  ];
  return readHistory(ctx, { companyId, subjects, most: 50 });
}

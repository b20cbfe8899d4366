import type { Ctx } from '../../db/index.ts';
import { type ListedProduct, listProducts, type ProductFilter } from './list-products.ts';

export interface ExportedProduct extends ListedProduct {
  allBarcodes: string[];
  divisionCode: string;
  purchasePriceE4: bigint | null;
  shortName: string | null;
  description: string | null;
  unitCode: string | null;
}

/** All products of a filter, a group at a time: never more than one group is in memory. */
export async function* exportProducts(
  ctx: Ctx,
  filter: Omit<ProductFilter, 'after' | 'most'>,
): AsyncGenerator<ExportedProduct[]> {
  for (let after: ProductFilter['after'] | null; after !== null; ) {
    const page: Awaited<ReturnType<typeof listProducts>> = await listProducts(ctx, { ...filter, after, most: 500 });
    if (page.rows.length > 0) yield await withMore(ctx, page.rows);
    after = page.next;
  }
}

async function withMore(ctx: Ctx, rows: readonly ListedProduct[]): Promise<ExportedProduct[]> {
  const found = await ctx.db.reader.product.findMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    select: {
      ...{ id: true, purchasePriceE4: true, shortName: true, description: true },
      barcodes: { where: { deletedAt: null }, select: { barcode: true }, orderBy: { barcode: 'asc' } },
      unit: { select: { code: true } },
      subGroup: { select: { code: true } },
    },
  });
  const byId = new Map(found.map((product) => [product.id, product]));
  return rows.map((row) => {
    const more = byId.get(row.id);
    return {
      ...row,
      allBarcodes: more?.barcodes.map(({ barcode }) => barcode) ?? [],
      divisionCode: more?.subGroup.code ?? '',
      purchasePriceE4: more?.purchasePriceE4 ?? null,
      shortName: more?.shortName ?? null,
      description: more?.description ?? null,
      unitCode: more?.unit?.code ?? null,
    };
  });
}

import { groupBy } from '../../core/group-by.ts';
import { type Ctx, statement } from '../../db/index.ts';
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

const more = statement({
  params: { products: ['text'] },
  returns: {
    id: 'text',
    division_code: 'text',
    purchase_price_e4: 'bigint?',
    short_name: 'text?',
    description: 'text?',
    unit_code: 'text?',
  },
  sql: (
    q,
  ) => `SELECT p.id, s.code AS division_code, p.purchase_price_e4, p.short_name, p.description, u.code AS unit_code
    FROM products p JOIN department_sub_groups s ON s.id = p.sub_group_id LEFT JOIN product_units u ON u.id = p.unit_id
    WHERE p.id IN ${q.list('products')}`,
});

const barcodes = statement({
  params: { products: ['text'] },
  returns: { product_id: 'text', barcode: 'text' },
  sql: (q) => `SELECT b.product_id, b.barcode FROM product_barcodes b
    WHERE b.product_id IN ${q.list('products')} AND b.deleted_at IS NULL ORDER BY b.product_id, b.barcode`,
});

async function withMore({ db }: Ctx, rows: readonly ListedProduct[]): Promise<ExportedProduct[]> {
  const products = rows.map(({ id }) => id);
  const ofProduct = new Map((await db.dialect.query(db.reader, more, { products })).map((row) => [row.id, row]));
  const found = await db.dialect.query(db.reader, barcodes, { products });
  const barcodesOf = groupBy(found, ({ product_id }) => product_id);
  return rows.map((row) => {
    const beside = ofProduct.get(row.id);
    return {
      ...row,
      allBarcodes: (barcodesOf.get(row.id) ?? []).map(({ barcode }) => barcode),
      divisionCode: beside?.division_code ?? '',
      purchasePriceE4: beside?.purchase_price_e4 ?? null,
      shortName: beside?.short_name ?? null,
      description: beside?.description ?? null,
      unitCode: beside?.unit_code ?? null,
    };
  });
}

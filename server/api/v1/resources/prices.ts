import { z } from 'zod';
import { normalizeWireId } from '../../../core/ids.ts';
import { priceSource, storeOfBody } from '../../../domain/resources/index.ts';
import { rowOperationsOf } from '../../../domain/row-operations/index.ts';
import type { Operation } from '../../../http/operation.ts';
import { changedSince, inStore, isId, isText } from './filters.ts';
import { changing, creating } from './resource.ts';
import { resourceOperations } from './resource-operations.ts';
import { amount, at, atOrNull, e4, id, instant, shown, text } from './values.ts';

const item = z
  .object({
    id: shown.id,
    product_id: shown.id,
    store_id: shown.id.nullable().describe('Null: the price of the company.'),
    currency: z.string().describe('ISO 4217 letters.'),
    price: shown.money.describe('Per unit.'),
    valid_from: shown.instant.nullable().describe('Null: since ever.'),
    valid_until: shown.instant.nullable().describe('Not included; null: open.'),
    created_at: shown.instant,
    updated_at: shown.instant,
    version: shown.version,
  })
  .meta({ id: 'Price' });

const validity = {
  valid_from: instant.nullish().describe('Null: since ever.'),
  valid_until: instant.nullish().describe('Not included; null: open.'),
};
const body = z
  .strictObject({
    product_id: id,
    store_id: id.nullish().describe('Null: the price of the company.'),
    currency: text(3).describe('ISO 4217 letters. Tills of a store take prices in its currency alone.'),
    price: amount.describe('Per unit.'),
    ...validity,
  })
  .meta({ id: 'NewPrice' });
const changes = z.strictObject({ price: amount.optional(), ...validity }).meta({ id: 'PriceChanges' });

const rows = () => {
  const found = rowOperationsOf('Price');
  if (!found?.remove) throw new Error('Prices are rows that are put and removed');
  return { put: found.put, remove: found.remove };
};

/** Columns of what was said. */
function columnsOf({ price, valid_from: validFrom, valid_until: validUntil }: z.output<typeof changes>) {
  return {
    ...(price !== undefined && { priceE4: price }),
    ...(validFrom !== undefined && { validFrom }),
    ...(validUntil !== undefined && { validUntil }),
  };
}

type Row = Awaited<ReturnType<ReturnType<typeof priceSource>['read']>>[number];

const show = (row: Row): z.input<typeof item> => ({
  ...{ id: row.id, product_id: row.productId, store_id: row.store?.uuid ?? null, currency: row.currency },
  ...{ price: e4(row.priceE4), valid_from: atOrNull(row.validFrom), valid_until: atOrNull(row.validUntil) },
  ...{ created_at: at(row.createdAt), updated_at: at(row.updatedAt), version: row.version },
});

export function priceOperations(): Operation[] {
  return resourceOperations(priceSource, {
    ...{ one: 'Price', many: 'Prices', tag: 'Prices', path: 'prices', item },
    words: { one: 'price', many: 'prices' },
    description: 'Of the company and of its stores, those of later days among them.',
    namedBy: 'Id of the price.',
    named: (name) => {
      const value = normalizeWireId(name);
      return value === null ? null : [{ is: 'equal', column: 'id', value }];
    },
    filters: {
      ...{ product_id: isId('productId', 'Of this product.'), store: inStore() },
      ...{ currency: isText('currency', 3, 'ISO 4217 letters.'), ...changedSince },
    },
    sorts: { id: 'id', version: 'version', product_id: 'productId', updated_at: 'updatedAt' },
    defaultSort: 'version',
    versionOf: ({ version }) => version,
    show,
    create: creating({
      ...{ right: 'price.write', isOfStore: true },
      summary: 'Set a price',
      description:
        'Of the whole company, or of one store. A price that begins later takes the place of the one before then.',
      body,
      async run({ ctx, companyId }, { product_id: productId, store_id: uuid, currency, ...said }) {
        const named = { companyId, uuid: uuid ?? '', action: 'price.write', path: 'store_id' } as const;
        const storeId = uuid ? await storeOfBody(ctx, named) : null;
        const row = { productId, storeId, currency, ...columnsOf(said) };
        const { ids } = await rows().put(ctx, { companyId, rows: [row] });
        return ids[0] as string;
      },
    }),
    change: changing({
      ...{ right: 'price.write', storeOf: ({ storeId }: Row) => storeId },
      summary: 'Change a price',
      body: changes,
      async run({ ctx, companyId, row }, said) {
        await rows().put(ctx, { companyId, rows: [{ id: row.id, seen: row.version, ...columnsOf(said) }] });
      },
    }),
    remove: {
      ...{ right: 'price.write', storeOf: ({ storeId }) => storeId },
      summary: 'Take a price away',
      run: ({ ctx, companyId, row }) =>
        rows().remove(ctx, { companyId, ids: [row.id], seen: new Map([[row.id, row.version]]) }),
    },
  });
}

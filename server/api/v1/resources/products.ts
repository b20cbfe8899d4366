import { z } from 'zod';
import { DomainError } from '../../../core/errors.ts';
import { normalizeWireId } from '../../../core/ids.ts';
import type { Ctx } from '../../../db/index.ts';
import {
  changeProduct,
  createProduct,
  deleteProduct,
  getProduct,
  restoreProduct,
} from '../../../domain/catalog/index.ts';
import { deletedProductSource, productSource, storeOfBody } from '../../../domain/resources/index.ts';
import type { Operation } from '../../../http/operation.ts';
import { changedSince, contains, isFlag, isId, isText } from './filters.ts';
import { changing, creating } from './resource.ts';
import { resourceOperations } from './resource-operations.ts';
import { saidOf } from './said.ts';
import { amount, at, e4, e4OrNull, id, percent, shown, text } from './values.ts';

const item = z
  .object({
    id: shown.id,
    code: shown.text,
    name: shown.text,
    short_name: shown.text.nullable(),
    description: shown.text.nullable(),
    department_id: z.string().describe('Main group; its VAT rate is the one that sales take.'),
    division_id: z.string().describe('Division of the main group.'),
    vat_percent: z.string().nullable().describe('Percent as decimal text, by the department.'),
    unit_id: shown.id.nullable(),
    manufacturer_id: shown.id.nullable(),
    store_id: shown.id.nullable().describe('Sold only there; null: everywhere.'),
    barcodes: z.array(z.string()),
    purchase_price: shown.money.nullable().describe('In the currency of the company.'),
    min_stock: shown.quantity,
    max_stock: shown.quantity,
    is_scalable: z.boolean().describe('Sold by weight.'),
    allows_discount: z.boolean(),
    allows_return: z.boolean(),
    allows_negative_stock: z.boolean(),
    created_at: shown.instant,
    updated_at: shown.instant,
    version: shown.version,
  })
  .meta({ id: 'Product' });

const prices = z
  .array(
    z.strictObject({
      store_id: id.nullable().describe('Null: the price of the company.'),
      price: amount.nullable().describe('Null takes the price away.'),
    }),
  )
  .max(1000)
  .describe(
    'Prices from now on; levels that are not said stay as they are. Each is in the currency of its store, that of null in the company’s: a store with another currency needs a price of its own.',
  );

const optional = z
  .strictObject({
    code: text(20).describe('The next free number where a new product says none.'),
    ...{ short_name: text(50), description: text(150), unit_id: id.nullable() },
    ...{ is_scalable: z.boolean(), allows_discount: z.boolean(), allows_return: z.boolean() },
    ...{ barcodes: z.array(text(50)).max(50), purchase_price: amount.nullable(), prices },
  })
  .partial();

const body = optional.extend({ name: text(100), division_id: id }).meta({ id: 'NewProduct' });
const changes = optional
  .extend({ name: text(100).optional(), division_id: id.optional() })
  .meta({ id: 'ProductChanges' });

type Changes = z.output<typeof changes>;

/** Prices by the numbers of their stores. */
async function pricesOf(ctx: Ctx, companyId: number, wanted: z.output<typeof prices> = []) {
  const found: { storeId: number | null; priceE4: bigint | null }[] = [];
  for (const [index, { store_id: uuid, price: priceE4 }] of wanted.entries()) {
    const path = `prices.${index}.store_id`;
    const named = { companyId, uuid: uuid ?? '', action: 'price.write', path } as const;
    found.push({ storeId: uuid === null ? null : await storeOfBody(ctx, named), priceE4 });
  }
  return found;
}

function plainOf({ purchase_price: purchasePriceE4, ...said }: Omit<Changes, 'prices'>) {
  return { ...saidOf(said), ...(purchasePriceE4 !== undefined && { purchasePriceE4 }) };
}

type Row = Awaited<ReturnType<ReturnType<typeof productSource>['read']>>[number];

/** The product as it is, for a change that leaves most of it: what the caller has seen, and nothing newer.
 *  @throws stale somebody was faster */
async function nowOf(ctx: Ctx, companyId: number, row: Row) {
  const product = await getProduct(ctx, { companyId, productId: row.id });
  const barcodes = product.barcodes.map(({ barcode }) => barcode);
  const isSame = Math.max(product.version, ...product.barcodes.map(({ version }) => version)) <= row.version;
  if (!isSame || product.deletedAt !== null || barcodes.join() !== row.barcodes.join()) {
    throw new DomainError('stale', { productId: row.id }, 'Somebody has changed it since you read it.');
  }
  const { code, name, shortName, description, subGroupId, unitId, isScalable, allowsDiscount, allowsReturn } = product;
  return {
    ...{ companyId, productId: row.id, seen: product.seen, code, name, unitId, isScalable, allowsDiscount },
    ...{ shortName: shortName ?? '', description: description ?? '', divisionId: subGroupId, allowsReturn, barcodes },
    purchasePriceE4: product.purchasePriceE4,
  };
}

const usual = {
  ...{ code: '', shortName: '', description: '', unitId: null, barcodes: [], purchasePriceE4: null },
  ...{ isScalable: false, allowsDiscount: true, allowsReturn: true },
};

const show = (row: Row): z.input<typeof item> => ({
  ...{ id: row.id, code: row.code, name: row.name, short_name: row.shortName, description: row.description },
  ...{ department_id: row.mainGroupId, division_id: row.subGroupId, unit_id: row.unitId },
  vat_percent: row.mainGroup.vatRate && percent(row.mainGroup.vatRate.rateBasisPoints),
  ...{ manufacturer_id: row.manufacturerId, store_id: row.storeUuid, barcodes: row.barcodes },
  ...{ purchase_price: e4OrNull(row.purchasePriceE4), min_stock: e4(row.minStockE4) },
  ...{ max_stock: e4(row.maxStockE4), is_scalable: row.isScalable, allows_discount: row.allowsDiscount },
  ...{ allows_return: row.allowsReturn, allows_negative_stock: row.allowsNegativeStock },
  ...{ created_at: at(row.createdAt), updated_at: at(row.updatedAt), version: row.version },
});

const filters = {
  ...{ search: contains('nameFolded'), code: isText('code', 20, 'Exactly this code.') },
  ...{
    department_id: isId('mainGroupId', 'Of this main group.'),
    division_id: isId('subGroupId', 'Of this division.'),
  },
  ...{ is_scalable: isFlag('isScalable'), ...changedSince },
};

const listed = {
  ...{ tag: 'Products', item, show, filters, namedBy: 'Id of the product.', defaultSort: 'name' },
  named: (name: string) => {
    const value = normalizeWireId(name);
    return value === null ? null : [{ is: 'equal', column: 'id', value } as const];
  },
  sorts: { name: 'nameFolded', code: 'code', version: 'version', updated_at: 'updatedAt' },
};

export function productOperations(): Operation[] {
  return [...presentOperations(), ...deletedOperations()];
}

function deletedOperations(): Operation[] {
  return resourceOperations(deletedProductSource, {
    ...listed,
    ...{ one: 'DeletedProduct', many: 'DeletedProducts', path: 'deleted-products' },
    words: { one: 'deleted product', many: 'deleted products' },
    acts: [
      {
        ...{ id: 'restoreProduct', path: 'restore', summary: 'Bring a deleted product back' },
        right: 'catalog.write',
        description:
          'With its code, barcodes and prices; it is one of the products again. Not while its department, or a VAT rate of its own, is deleted.',
        async run({ ctx, companyId, row }) {
          const { seen } = await getProduct(ctx, { companyId, productId: row.id });
          await restoreProduct(ctx, { companyId, productId: row.id, seen });
        },
      },
    ],
  });
}

function presentOperations(): Operation[] {
  return resourceOperations(productSource, {
    ...listed,
    ...{ one: 'Product', many: 'Products', path: 'products' },
    words: { one: 'product', many: 'products' },
    fieldNames: { price: 'prices' },
    versionOf: ({ version }) => version,
    create: creating({
      right: 'catalog.write',
      summary: 'Add a product',
      description:
        'Without a code it gets the next free number. Barcodes and prices are stored with it: all of it or nothing.',
      body,
      async run({ ctx, companyId }, { prices: wanted, ...said }) {
        const { name, division_id: divisionId } = said;
        const levels = await pricesOf(ctx, companyId, wanted);
        const product = { ...usual, ...plainOf(said), name, divisionId, prices: levels, companyId };
        const { id: made } = await createProduct(ctx, product);
        return made;
      },
    }),
    change: changing({
      right: 'catalog.write',
      summary: 'Change a product',
      description: 'Barcodes that are said replace those that it has.',
      body: changes,
      async run({ ctx, companyId, row }, { prices: wanted, ...said }) {
        const now = await nowOf(ctx, companyId, row);
        await changeProduct(ctx, { ...now, ...plainOf(said), prices: await pricesOf(ctx, companyId, wanted) });
      },
    }),
    remove: {
      right: 'catalog.write',
      summary: 'Take a product out of sale',
      description: 'Tills forget it at their next refresh. It keeps its code, and can be restored.',
      async run({ ctx, companyId, row }) {
        const { seen } = await nowOf(ctx, companyId, row);
        await deleteProduct(ctx, { companyId, productId: row.id, seen });
      },
    },
  });
}

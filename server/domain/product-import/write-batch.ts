import { maskOf } from '../../core/barcodes.ts';
import { moneyToPlain } from '../../core/money.ts';
import type { Ctx, Tx } from '../../db/index.ts';
import { recordAudits } from '../audit/index.ts';
import { catalogTables, nextCode } from '../catalog/index.ts';
import { putRowsIn } from '../master-data/index.ts';
import { pricingTables } from '../pricing/index.ts';
import type { PlannedProduct } from './plan-batch.ts';

type At = { tx: Tx; ctx: Ctx };

interface Place {
  companyId: number;
  storeId: number | null;
  currency: string;
  /** Department of a division, and what tills call its VAT rate. */
  groupOf: ReadonlyMap<string, { mainGroupId: string; vatNumber: number }>;
}

/** Writes what differs: products, their new barcodes and their prices, each with an entry in the audit trail. */
export async function writeBatch(at: At, place: Place, planned: readonly PlannedProduct[]): Promise<void> {
  const changed = planned.filter(({ isChanged }) => isChanged);
  if (changed.length === 0) return;
  const { companyId } = place;
  await giveCodes(at, companyId, changed);
  const { ids } = await putRowsIn(at, catalogTables.products, {
    companyId,
    rows: changed.map((product) => productRow(product, place)),
    isAudited: false,
  });
  await writeBarcodes(
    at,
    companyId,
    changed.map(({ addedBarcodes }, index) => ({ productId: ids[index] as string, addedBarcodes })),
  );
  await writePrices(
    at,
    place,
    changed.map((product, index) => ({ ...product, productId: ids[index] as string })),
  );
  await recordAudits(at.tx, at.ctx, {
    companyId,
    records: changed.map((product, index) => ({
      ...{
        action: product.before ? 'product.import' : 'product.create',
        subjectType: 'product',
        subjectId: ids[index] as string,
      },
      ...sidesOf(product, place),
    })),
  });
}

async function giveCodes(at: At, companyId: number, changed: readonly PlannedProduct[]): Promise<void> {
  const without = changed.filter(({ next }) => next.code === '');
  if (without.length === 0) return;
  let code = BigInt(await nextCode(at, companyId));
  for (const { next } of without) {
    next.code = String(code);
    code += 1n;
  }
}

function productRow({ before, next }: PlannedProduct, { groupOf }: Place) {
  const group = groupOf.get(next.subGroupId);
  const mainGroupId = group?.mainGroupId ?? before?.mainGroupId ?? '';
  const row = { ...next, mainGroupId, vatNumber: group?.vatNumber ?? before?.vatNumber ?? 1 };
  if (!before) return row;
  const { id, manufacturerId, storeId, minStockE4, maxStockE4, allowsNegativeStock, terminalFields } = before;
  const { isScalable, allowsDiscount, allowsReturn } = before;
  const moved = before.subGroupId !== next.subGroupId;
  return {
    ...{ id, manufacturerId, storeId, minStockE4, maxStockE4, allowsNegativeStock, terminalFields },
    ...{ isScalable, allowsDiscount, allowsReturn },
    ...row,
    // The rate is the department's; only a product that stays where it is keeps a note of another.
    vatRateId: moved ? null : before.vatRateId,
    vatNumber: moved ? row.vatNumber : before.vatNumber,
  };
}

async function writeBarcodes(
  at: At,
  companyId: number,
  added: readonly { productId: string; addedBarcodes: readonly string[] }[],
): Promise<void> {
  if (added.every(({ addedBarcodes }) => addedBarcodes.length === 0)) return;
  const masks = await at.tx.barcodeMask.findMany({ where: { companyId, deletedAt: null } });
  const rows = added.flatMap(({ productId, addedBarcodes }) =>
    addedBarcodes.map((barcode) => ({ barcode, productId, barcodeMaskId: maskOf(barcode, masks)?.id ?? null })),
  );
  await putRowsIn(at, catalogTables.barcodes, { companyId, rows, isAudited: false });
}

async function writePrices(
  at: At,
  { companyId, storeId, currency }: Place,
  changed: readonly (PlannedProduct & { productId: string })[],
): Promise<void> {
  const rows = changed.flatMap(({ productId, priceE4, heldPriceE4, before }) => {
    if (priceE4 === undefined || priceE4 === heldPriceE4) return [];
    const held = before?.prices[0];
    const kept = held ? { id: held.id, validFrom: held.validFrom, validUntil: held.validUntil } : {};
    return [{ productId, storeId, currency, priceE4, ...kept }];
  });
  await putRowsIn(at, pricingTables.prices, { companyId, rows, isAudited: false });
}

/** The fields that differ, and the price, as they were and as they are. */
function sidesOf({ before, next, priceE4, heldPriceE4, addedBarcodes }: PlannedProduct, { storeId, currency }: Place) {
  const names = (Object.keys(next) as (keyof typeof next)[]).filter(
    (name) => (before?.[name] ?? null) !== (next[name] ?? null),
  );
  const pick = (from: typeof next | null) => Object.fromEntries(names.map((name) => [name, from?.[name] ?? null]));
  const isPriced = priceE4 !== undefined && priceE4 !== heldPriceE4;
  const price = (amountE4: bigint | null) => ({
    prices: [{ storeId, currency, price: amountE4 === null ? null : moneyToPlain(amountE4, currency) }],
  });
  return {
    ...(before && { before: { ...pick(before), ...(isPriced && price(heldPriceE4)) } }),
    after: {
      ...pick(next),
      ...(isPriced && price(priceE4)),
      ...(addedBarcodes.length > 0 && { barcodes: addedBarcodes }),
    },
  };
}

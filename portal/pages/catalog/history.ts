import { readMoney } from '../../../server/core/money.ts';
import type { Caller } from '../../trpc/root.ts';
import type { Visit } from '../../visit.ts';

type Got = Awaited<ReturnType<Caller['catalog']['get']>>;
type Entry = Got['history'][number];

interface PriceSide {
  storeId: number | null;
  currency: string;
  price: string | null;
}

/** What was done to a product, newest first: prices before and after, and which other fields changed. */
export function historyRows(visit: Visit, { history, shop }: Got) {
  const { t, formats, timeZone } = visit;
  return history.map((entry) => ({
    when: formats.instant(entry.at, timeZone ?? shop.timeZone),
    who: entry.actorName,
    what: actionText(entry, visit),
    prices: pricesOf(entry, shop).map(({ place, before, after, currency }) => ({
      place: place ?? t('catalog.history.company'),
      before: priceText(before, currency, visit),
      after: priceText(after, currency, visit),
    })),
    fields: changedFields(entry, visit),
  }));
}

function priceText(price: string | null, currency: string, { t, formats }: Visit): string {
  if (price === null) return t('catalog.history.noPrice');
  const read = readMoney(price);
  return read.ok ? formats.money(read.value, currency) : `${price} ${currency}`;
}

const actions: Readonly<Record<string, string>> = {
  'product.create': 'create',
  'product.update': 'update',
  'product.price': 'price',
  'product.delete': 'delete',
  'product.restore': 'restore',
  'product.import': 'import',
};

function actionText({ action }: Entry, { t }: Visit): string {
  return t(`catalog.history.actions.${actions[action] ?? 'other'}`);
}

function pricesOf({ before, after, subjectType }: Entry, shop: Got['shop']) {
  const olds = sidesOf(before, subjectType);
  return sidesOf(after, subjectType).map(({ storeId, currency, price }) => {
    const old = olds.find((each) => each.storeId === storeId && each.currency === currency);
    const store = shop.stores.find(({ id }) => id === storeId);
    return {
      place: storeId === null ? null : (store?.name ?? String(storeId)),
      currency,
      before: old?.price ?? null,
      after: price,
    };
  });
}

/** Entries of the catalogue's own pages have a list of prices; those of the back office are rows of the table. */
function sidesOf(side: unknown, subjectType: string): PriceSide[] {
  if (typeof side !== 'object' || side === null) return [];
  if (subjectType === 'product') {
    const { prices } = side as { prices?: PriceSide[] };
    return Array.isArray(prices) ? prices : [];
  }
  const rows = Array.isArray(side) ? side : ((side as { rows?: unknown }).rows ?? []);
  if (!Array.isArray(rows)) return [];
  return (rows as Record<string, unknown>[]).flatMap((row) =>
    row['price_e4'] === undefined
      ? []
      : [
          {
            storeId: (row['store_id'] as number | null | undefined) ?? null,
            currency: String(row['currency'] ?? ''),
            price: plainE4(row['price_e4']),
          },
        ],
  );
}

/** "125000" → "12.5". */
function plainE4(value: unknown): string {
  const digits = String(value).padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '');
}

const named = new Set([
  'code',
  'name',
  'shortName',
  'description',
  'barcodes',
  'unitId',
  'isScalable',
  'allowsDiscount',
  'allowsReturn',
]);

/** Names of the other fields that changed. */
function changedFields({ action, after, subjectType }: Entry, { t }: Visit): string[] {
  if (subjectType !== 'product' || action === 'product.create' || typeof after !== 'object' || after === null)
    return [];
  const names = Object.keys(after).map((name) =>
    name === 'purchasePriceE4' ? 'purchasePrice' : name === 'subGroupId' ? 'divisionId' : name,
  );
  return names
    .filter((name) => named.has(name) || name === 'purchasePrice' || name === 'divisionId')
    .map((name) => t(`catalog.product.${name}`));
}

/** The form of a product: what it shows, and what was typed into it. */

import { judgeBarcode } from '../../../server/core/barcodes.ts';
import type { Caller } from '../../trpc/root.ts';
import type { Visit } from '../../visit.ts';
import { type Errors, type Field, moneyField, readMoneyField } from '../shop-forms.ts';

type Blank = Awaited<ReturnType<Caller['catalog']['blank']>>;
type Got = Awaited<ReturnType<Caller['catalog']['get']>>;
type Said = Omit<Parameters<Caller['catalog']['create']>[0], 'company'>;
type Typed = Readonly<Record<string, string>>;
type Offers = Pick<Blank, 'shop' | 'groups' | 'units'>;

/** Fields that show errors of their own. */
export const shownFields = [
  'code',
  'name',
  'shortName',
  'description',
  'divisionId',
  'unitId',
  'barcodes',
  'price',
  'purchasePrice',
];

/** Stores with a field of their own for the price; a chain with more sets them in the list, store by store. */
const mostStores = 20;

const pricedStores = ({ shop }: Offers) =>
  shop.stores.length <= mostStores ? shop.stores.filter((store) => store.mayPrice) : [];

/** A new product as the form shows it first. */
export function blankFields({ units }: Offers, query: URLSearchParams): Typed {
  const unit = units[0];
  const barcode = query.get('barcode')?.slice(0, 50) ?? '';
  return { unitId: unit?.id ?? '', allowsDiscount: 'yes', allowsReturn: 'yes', barcodes: barcode };
}

/** A product as the form shows it before anything was typed. */
export function fieldsOf(
  { product, shop }: Pick<Got, 'product' | 'shop'>,
  { language }: Pick<Visit, 'language'>,
): Typed {
  const held = (storeId: number | null, currency: string) => {
    const rows = product.prices.filter(
      (price) =>
        price.storeId === storeId &&
        price.currency === currency &&
        (price.validFrom === null || price.validFrom <= product.at) &&
        (price.validUntil === null || price.validUntil > product.at),
    );
    const begun = rows.sort((a, b) => (b.validFrom?.getTime() ?? 0) - (a.validFrom?.getTime() ?? 0));
    return moneyField(begun[0]?.priceE4 ?? null, currency, language);
  };
  return {
    code: product.code,
    name: product.name,
    shortName: product.shortName ?? '',
    description: product.description ?? '',
    divisionId: product.subGroupId,
    unitId: product.unitId ?? '',
    isScalable: product.isScalable ? 'yes' : '',
    allowsDiscount: product.allowsDiscount ? 'yes' : '',
    allowsReturn: product.allowsReturn ? 'yes' : '',
    barcodes: product.barcodes.map(({ barcode }) => barcode).join('\n'),
    price: held(null, shop.currency),
    purchasePrice: moneyField(product.purchasePriceE4, shop.currency, language),
    ...Object.fromEntries(shop.stores.map((store) => [`price.${store.id}`, held(store.id, store.currency)])),
  };
}

/** What the form says, as the procedures want it; or what is wrong with its amounts. */
export function saidOf(
  typed: Typed,
  offers: Offers,
  visit: Pick<Visit, 'language' | 't'>,
): { said: Said } | { errors: Errors } {
  const errors: Record<string, string[]> = {};
  const amount = (name: string, currency: string) => {
    const read = readMoneyField(typed[name] ?? '', currency, visit);
    if ('amountE4' in read) return read.amountE4;
    errors[name] = [read.error];
    return null;
  };
  const { shop } = offers;
  const text = (name: string) => typed[name] ?? '';
  const stores = pricedStores(offers).map(({ id, currency }) => ({
    storeId: id,
    priceE4: amount(`price.${id}`, currency),
  }));
  const said: Said = {
    ...{ code: text('code'), name: text('name'), shortName: text('shortName'), description: text('description') },
    divisionId: text('divisionId'),
    unitId: text('unitId') || null,
    isScalable: text('isScalable') === 'yes',
    allowsDiscount: text('allowsDiscount') === 'yes',
    allowsReturn: text('allowsReturn') === 'yes',
    barcodes: text('barcodes')
      .split(/[\n\r,;]+/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    purchasePriceE4: amount('purchasePrice', shop.currency),
    prices: [{ storeId: null, priceE4: amount('price', shop.currency) }, ...stores],
  };
  return Object.keys(errors).length > 0 ? { errors } : { said };
}

/** The fields with their choices and texts. */
export function formFields(typed: Typed, offers: Offers, visit: Pick<Visit, 't' | 'formats'>): Field[] {
  const { t } = visit;
  const { shop } = offers;
  const label = (name: string) => t(`catalog.product.${name}`);
  const field = (name: string, more: Partial<Field> = {}): Field => ({
    name,
    label: label(name),
    value: typed[name] ?? '',
    ...more,
  });
  const check = (name: string) =>
    field(name, { kind: 'check', isChecked: typed[name] === 'yes', hint: label(`${name}Hint`) });
  const stores = pricedStores(offers);
  return [
    field('name', { max: 100 }),
    field('price', { mode: 'decimal', unit: shop.currency, isOptional: true, hint: label('priceHint') }),
    field('divisionId', {
      kind: 'select',
      hint: label('divisionIdHint'),
      ...divisionChoices(offers, typed['divisionId'], visit),
    }),
    field('barcodes', { kind: 'area', isOptional: true, hint: label('barcodesHint') }),
    field('code', { isOptional: true, max: 20, hint: label('codeHint') }),
    field('unitId', {
      kind: 'select',
      options: [
        { value: '', name: label('noUnit'), isChosen: !typed['unitId'] },
        ...offers.units.map(({ id, name }) => ({ value: id, name, isChosen: typed['unitId'] === id })),
      ],
    }),
    check('isScalable'),
    check('allowsDiscount'),
    check('allowsReturn'),
    field('shortName', { isOptional: true, max: 50, hint: label('shortNameHint') }),
    field('description', { isOptional: true, max: 150 }),
    field('purchasePrice', { mode: 'decimal', unit: shop.currency, isOptional: true }),
    ...(stores.length === 0
      ? []
      : [{ name: 'stores', kind: 'heading' as const, label: label('storePrices'), hint: label('storePricesHint') }]),
    ...stores.map((store) => ({
      name: `price.${store.id}`,
      label: `${store.name} (${store.code})`,
      value: typed[`price.${store.id}`] ?? '',
      ...{ mode: 'decimal' as const, unit: store.currency, isOptional: true },
    })),
  ];
}

function divisionChoices({ groups }: Offers, chosen: string | undefined, { t, formats }: Pick<Visit, 't' | 'formats'>) {
  const rates = new Map(groups.vatRates.map((rate) => [rate.id, rate.rateBasisPoints]));
  const departments = groups.departments.filter(({ deletedAt }) => deletedAt === null);
  return {
    options: [{ value: '', name: t('catalog.product.chooseDivision'), isChosen: !chosen }],
    groups: departments.map((department) => {
      const rate = rates.get(department.vatRateId ?? '');
      const vat = rate === undefined ? '' : ` · ${t('catalog.product.vat', { rate: formats.percent(rate) })}`;
      return {
        name: `${department.code} ${department.name}${vat}`,
        options: department.subGroups
          .filter(({ deletedAt }) => deletedAt === null)
          .map(({ id, code, name }) => ({ value: id, name: `${code} ${name}`, isChosen: id === chosen })),
      };
    }),
  };
}

/** What is odd about barcodes and yet allowed: check digits that do not fit. */
export function barcodeWarnings(
  barcodes: readonly { barcode: string; barcodeMaskId?: string | null }[],
  { t }: Pick<Visit, 't'>,
): string[] {
  return barcodes.flatMap(({ barcode, barcodeMaskId }) => {
    if (barcodeMaskId) return [];
    const judged = judgeBarcode(barcode);
    return judged.kind === 'wrong_check_digit'
      ? [t('catalog.product.checkDigit', { barcode, right: judged.right })]
      : [];
  });
}

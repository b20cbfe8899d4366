/** What of a receipt a row of a report is made of: lines of a product, a kind of payment, what a total does not say. */
import type { Words } from '../../server/db/index.ts';
import type { RollupName } from '../../server/domain/sales/index.ts';
import type { FilterName } from '../engine/window.ts';
import type { MeasureName, Sums } from '../measures.ts';
import type { ReceiptKind } from './kinds.ts';
import type { NarrowingName } from './narrowing.ts';
import type { RollupKeys } from './walk-sql.ts';

export interface PartPlan {
  /** The rollup that has the part, by the narrowing's own key where it has one. */
  rollup: RollupName;
  /** In which it is said. */
  measures: readonly MeasureName[];
  keys: RollupKeys | null;
  /** What is made of the rollup's sums; by default they themselves. */
  of?(told: Sums): Sums;
  /** What receipts say as a whole less what the rollup has of them. */
  rest?(heads: Sums, told: Sums): Sums;
}

const keyed = (name: NarrowingName | FilterName, sql: (list: () => string) => string): RollupKeys => ({
  name,
  sql: (q: Words) => sql(() => q.list(name)),
});

const ofProduct = ['quantity', 'gross', 'discounts', 'vat', 'cost', 'margin'] as const;
const ofDepartment = ['gross', 'discounts', 'vat', 'netOfVat', 'lines', 'quantity', 'cost', 'margin'] as const;
const ofDiscounts = ['discounts', 'discountUses'] as const;

/** Of what is chosen by name. */
export const namedParts: Readonly<Partial<Record<NarrowingName | FilterName, PartPlan>>> = {
  product: {
    rollup: 'productDayTotals',
    measures: ofProduct,
    keys: keyed('product', (list) => `r.product_id IN ${list()}`),
  },
  sub: {
    rollup: 'departmentTotals',
    measures: ofDepartment,
    keys: keyed('sub', (list) => `r.main_group_id || ':' || r.sub_group_id IN ${list()}`),
  },
  vat: {
    rollup: 'vatTotals',
    measures: ['taxable', 'vat', 'taxed'],
    keys: keyed('vat', (list) => `r.rate_basis_points IN ${list()}`),
  },
  campaign: {
    rollup: 'campaignTotals',
    measures: ofDiscounts,
    keys: keyed('campaign', (list) => `(r.code IN ${list()} OR r.discount_type_id IN ${list()})`),
  },
  discount: {
    rollup: 'campaignTotals',
    measures: ofDiscounts,
    keys: keyed('discount', (list) => `(r.code = '' AND r.discount_type_id IN ${list()})`),
  },
  department: {
    rollup: 'departmentTotals',
    measures: ofDepartment,
    keys: keyed('department', (list) => `r.main_group_id IN ${list()}`),
  },
  payment: {
    rollup: 'paymentTotals',
    measures: ['paid', 'payments'],
    keys: keyed('payment', (list) => `r.payment_type IN ${list()}`),
  },
};

const big = (sums: Sums, column: string): bigint => BigInt(sums[column] ?? 0);
const less = (heads: Sums, told: Sums, columns: readonly string[]): Sums =>
  Object.fromEntries(columns.map((column) => [column, big(heads, column) - big(told, column)]));

/** Of a kind of receipts. What is told of a kind sums up to the same over all receipts. */
export const kindParts: Readonly<Partial<Record<ReceiptKind, PartPlan>>> = {
  return: { rollup: 'dayTotals', measures: ['returns', 'returned'], keys: null },
  cancelled: { rollup: 'dayTotals', measures: ['cancelled', 'cancelledAmount'], keys: null },
  discounted: { rollup: 'dayTotals', measures: ['discounts'], keys: null },
  voided: { rollup: 'cashierTotals', measures: ['voidedLines', 'voidedAmount'], keys: null },
  unproven: { rollup: 'cashierTotals', measures: ['unproven', 'unprovenAmount'], keys: null },
  tendered: { rollup: 'paymentTotals', measures: ['payments'], keys: null },
  'discounts-told': { rollup: 'campaignTotals', measures: ofDiscounts, keys: null },
  earned: { rollup: 'loyaltyTotals', measures: ['earned'], keys: null },
  redeemed: { rollup: 'loyaltyTotals', measures: ['redeemed', 'redemption'], keys: null },
  lined: { rollup: 'productDayTotals', measures: ofProduct, keys: null },
  divided: { rollup: 'departmentTotals', measures: ['lines', 'quantity', 'gross', 'cost', 'margin'], keys: null },
  counted: {
    rollup: 'dayTotals',
    measures: ['taxable', 'vat', 'taxed'],
    keys: null,
    of: (told) => ({ taxable_e4: big(told, 'gross_e4') - big(told, 'vat_e4'), vat_e4: big(told, 'vat_e4') }),
  },
  paid: {
    rollup: 'dayTotals',
    measures: ['paid'],
    keys: null,
    of: (told) => ({ amount_e4: big(told, 'paid_e4') - big(told, 'change_e4') }),
  },
  change: {
    rollup: 'dayTotals',
    measures: ['paid'],
    keys: null,
    of: (told) => ({ amount_e4: -big(told, 'change_e4') }),
  },
  'lines-differ': {
    rollup: 'productDayTotals',
    measures: ['gross', 'discounts'],
    keys: null,
    rest: (heads, told) => ({
      gross_e4: big(heads, 'lined_e4') - big(told, 'gross_e4'),
      discount_e4: big(heads, 'discount_e4') - big(told, 'discount_e4'),
    }),
  },
  'departments-differ': {
    rollup: 'departmentTotals',
    measures: ['gross', 'vat'],
    keys: null,
    rest: (heads, told) => less(heads, told, ['gross_e4', 'vat_e4']),
  },
  'beside-departments': {
    rollup: 'departmentTotals',
    measures: ['gross', 'discounts', 'vat', 'netOfVat'],
    keys: null,
    rest: (heads, told) => less(heads, told, ['gross_e4', 'discount_e4', 'vat_e4', 'surcharge_e4']),
  },
  'rates-differ': {
    rollup: 'vatTotals',
    measures: ['taxable', 'vat', 'taxed'],
    keys: null,
    rest: (heads, told) => ({
      vat_e4: big(heads, 'vat_e4') - big(told, 'vat_e4'),
      taxable_e4: big(heads, 'gross_e4') - big(heads, 'vat_e4') - big(told, 'taxable_e4'),
    }),
  },
  'payments-differ': {
    rollup: 'paymentTotals',
    measures: ['paid'],
    keys: null,
    rest: (heads, told) => ({ amount_e4: big(heads, 'paid_e4') - big(told, 'amount_e4') }),
  },
  'discounts-differ': {
    rollup: 'campaignTotals',
    measures: ['discounts'],
    keys: null,
    rest: (heads, told) => less(heads, told, ['discount_e4']),
  },
};

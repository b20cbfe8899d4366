/** Each figure of the reports, defined once. Every page, file, mail and program gets its numbers from these functions, so two
 *  reports cannot disagree; `definitions.md` says the same for people.
 *
 *  What sums hold (server/domain/sales/rollups-of-*.ts): amounts of returns are negative, cancelled documents count nowhere but in
 *  columns that say so, voided and cancelled lines count nowhere but in theirs. */
import { divideRounded } from '../server/core/rounding.ts';
import type { Column, Value } from './engine/report.ts';

/** Sums of a rollup's columns, by the columns' names. */
export type Sums = Readonly<Record<string, bigint | number>>;

export interface Measure extends Column {
  /** Null: there is nothing to say, as the average of no receipts. */
  of(sums: Sums): Value;
}

const big = (sums: Sums, column: string): bigint => BigInt(sums[column] ?? 0);
const count = (sums: Sums, column: string): number => Number(sums[column] ?? 0);

/** Part of a whole in basis points, rounded half up; null of nothing. */
export function shareOf(part: bigint, whole: bigint): number | null {
  return whole === 0n ? null : Number(divideRounded(part * 10_000n, whole, 'half-up'));
}

/** What customers owed: gross less discounts plus surcharges, VAT included. */
export const netOf = (sums: Sums): bigint =>
  'net_e4' in sums ? big(sums, 'net_e4') : big(sums, 'gross_e4') - big(sums, 'discount_e4') + big(sums, 'surcharge_e4');

/** Documents that count. Rollups without a column of cancelled ones hold only those. */
const receiptsOf = (sums: Sums): number => count(sums, 'documents') - count(sums, 'cancelled');

const money = (name: string, of: (sums: Sums) => Value): Measure => ({ name, kind: 'money', of });
const counted = (name: string, of: (sums: Sums) => Value): Measure => ({ name, kind: 'count', of });
const shared = (name: string, of: (sums: Sums) => Value): Measure => ({ name, kind: 'share', of });

export const measures = {
  /** Σ total of the documents, before their discounts. */
  gross: money('gross', (sums) => big(sums, 'gross_e4')),
  discounts: money('discounts', (sums) => big(sums, 'discount_e4')),
  discountShare: shared('discountShare', (sums) => shareOf(big(sums, 'discount_e4'), big(sums, 'gross_e4'))),
  surcharges: money('surcharges', (sums) => big(sums, 'surcharge_e4')),
  net: money('net', netOf),
  vat: money('vat', (sums) => big(sums, 'vat_e4')),
  netOfVat: money('netOfVat', (sums) => netOf(sums) - big(sums, 'vat_e4')),
  receipts: counted('receipts', receiptsOf),
  /** Net per receipt. */
  average: money('average', (sums) => {
    const receipts = receiptsOf(sums);
    return receipts === 0 ? null : divideRounded(netOf(sums), BigInt(receipts), 'half-up');
  }),
  /** Net on one of the days that a weekday had. */
  perDay: money('perDay', (sums) => {
    const days = count(sums, 'days');
    return days === 0 ? null : divideRounded(netOf(sums), BigInt(days), 'half-up');
  }),
  returns: counted('returns', (sums) => count(sums, 'returns')),
  returned: money('returned', (sums) => big(sums, 'returned_e4')),
  /** Of what was sold: gross holds the returns already, so they are added again. */
  returnShare: shared('returnShare', (sums) =>
    shareOf(big(sums, 'returned_e4'), big(sums, 'gross_e4') + big(sums, 'returned_e4')),
  ),
  cancelled: counted('cancelled', (sums) => count(sums, 'cancelled')),
  cancelledAmount: money('cancelledAmount', (sums) => big(sums, 'cancelled_e4')),
  withLines: shared('withLines', (sums) => shareOf(big(sums, 'with_lines'), BigInt(receiptsOf(sums)))),
  /** Quantity of the lines, per receipt that carries any; without such receipts nothing is known. */
  itemsPerBasket: {
    name: 'itemsPerBasket',
    kind: 'quantity',
    of(sums) {
      const receipts = count(sums, 'with_lines');
      // To the hundredth.
      return receipts === 0 ? null : 100n * divideRounded(big(sums, 'quantity_e4'), 100n * BigInt(receipts), 'half-up');
    },
  } as Measure,
  lines: counted('lines', (sums) => count(sums, 'lines')),
  quantity: { name: 'quantity', kind: 'quantity', of: (sums) => big(sums, 'quantity_e4') } as Measure,
  /** What lines that say their cost brought, without VAT, less that cost. Null when none does. */
  margin: money('margin', (sums) =>
    big(sums, 'costed_e4') === 0n && big(sums, 'cost_e4') === 0n ? null : big(sums, 'costed_e4') - big(sums, 'cost_e4'),
  ),
  marginShare: shared('marginShare', (sums) =>
    shareOf(big(sums, 'costed_e4') - big(sums, 'cost_e4'), big(sums, 'costed_e4')),
  ),
  cost: money('cost', (sums) => big(sums, 'cost_e4')),
  /** How much of what lines brought without VAT says what it cost. */
  costKnown: shared('costKnown', (sums) =>
    shareOf(big(sums, 'costed_e4'), big(sums, 'gross_e4') - big(sums, 'discount_e4') - big(sums, 'vat_e4')),
  ),
  taxable: money('taxable', (sums) => big(sums, 'taxable_e4')),
  /** With its VAT. */
  taxed: money('taxed', (sums) => big(sums, 'taxable_e4') + big(sums, 'vat_e4')),
  /** Sales that count; returns are no baskets. */
  baskets: counted('baskets', (sums) => count(sums, 'documents')),
  basketNet: money('basketNet', (sums) => big(sums, 'net_e4')),
  basketAverage: money('basketAverage', (sums) => {
    const baskets = count(sums, 'documents');
    return baskets === 0 ? null : divideRounded(big(sums, 'net_e4'), BigInt(baskets), 'half-up');
  }),
  payments: counted('payments', (sums) => count(sums, 'payments')),
  paid: money('paid', (sums) => big(sums, 'amount_e4')),
  discountUses: counted('discountUses', (sums) => count(sums, 'discounts')),
  campaignSales: money('campaignSales', (sums) => big(sums, 'sales_e4')),
  /** Of the net of all receipts, which `all_net_e4` holds. */
  campaignShare: shared('campaignShare', (sums) => shareOf(big(sums, 'sales_e4'), big(sums, 'all_net_e4'))),
  voidedLines: counted('voidedLines', (sums) => count(sums, 'voided_lines')),
  voidedAmount: money('voidedAmount', (sums) => big(sums, 'voided_e4')),
  /** Lines taken back, of a hundred receipts that count. */
  voidRate: shared('voidRate', (sums) => shareOf(big(sums, 'voided_lines'), BigInt(receiptsOf(sums)))),
  /** Cancelled receipts, of all. */
  cancelRate: shared('cancelRate', (sums) => shareOf(big(sums, 'cancelled'), big(sums, 'documents'))),
  /** Returns, of a hundred receipts that count. */
  returnRate: shared('returnRate', (sums) => shareOf(big(sums, 'returns'), BigInt(receiptsOf(sums)))),
  unprovenRate: shared('unprovenRate', (sums) => shareOf(big(sums, 'unproven'), BigInt(receiptsOf(sums)))),
  unproven: counted('unproven', (sums) => count(sums, 'unproven')),
  unprovenAmount: money('unprovenAmount', (sums) => big(sums, 'unproven_e4')),
  earned: { name: 'earned', kind: 'points', of: (sums) => count(sums, 'earned') } as Measure,
  redeemed: { name: 'redeemed', kind: 'points', of: (sums) => count(sums, 'redeemed') } as Measure,
  redemption: money('redemption', (sums) => big(sums, 'redemption_e4')),
  /** Given and taken by hand, as a welcome or a correction: no receipt tells of them. */
  manualPoints: { name: 'manualPoints', kind: 'points', of: (sums) => count(sums, 'manual') } as Measure,
  expiredPoints: { name: 'expiredPoints', kind: 'points', of: (sums) => count(sums, 'expired') } as Measure,
} as const satisfies Record<string, Measure>;

export type MeasureName = keyof typeof measures;

/** Adds sums column by column; columns that one side lacks count as nothing there. */
export function plus(a: Sums, b: Sums): Sums {
  const sum: Record<string, bigint | number> = { ...a };
  for (const [column, value] of Object.entries(b)) {
    const before = sum[column];
    if (before === undefined) sum[column] = value;
    else
      sum[column] =
        typeof value === 'bigint' || typeof before === 'bigint' ? BigInt(before) + BigInt(value) : before + value;
  }
  return sum;
}

/** The columns' values of one row. */
export function valuesOf(names: readonly MeasureName[], sums: Sums): Record<string, Value> {
  return Object.fromEntries(names.map((name) => [name, measures[name].of(sums)]));
}

/** The columns of sums that measures are made of, found by asking them: with nothing anywhere, and with something else in every
 *  column, so that whichever way a measure goes is gone. */
export function columnsOf(names: readonly MeasureName[]): ReadonlySet<string> {
  const met = new Set<string>();
  for (const [step, isThere] of [
    ...([0n, 1n, 7n] as const).flatMap((each) => [[each, true] as const, [each, false] as const]),
  ]) {
    let value = 0n;
    const sums: Sums = new Proxy<Record<string, bigint>>(
      {},
      {
        has: (_sums, column) => {
          met.add(String(column));
          return isThere;
        },
        get: (_sums, column) => {
          met.add(String(column));
          value += step;
          return value;
        },
      },
    );
    for (const name of names) measures[name].of(sums);
  }
  return met;
}

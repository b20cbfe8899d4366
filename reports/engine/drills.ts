/** Where rows lead. */
import type { DayRange } from '../range.ts';
import type { Drill, Row } from './report.ts';

/** The list of the receipts behind a number. */
export function receiptsOf(filters: Readonly<Record<string, string>>): Drill {
  return { report: 'receipts', filters };
}

/** Filters that say: these days. */
export function overDays({ from, to }: DayRange): Record<string, string> {
  return { range: 'own', from, to };
}

/** The part of a range that lies in another. */
export function within(range: DayRange, other: DayRange): DayRange {
  const from = [range.from, other.from].toSorted().at(-1) ?? range.from;
  const to = [range.to, other.to].toSorted().at(0) ?? range.to;
  return { from, to };
}

/** The receipts that a column is made of, among those of its row. Null: no receipt tells of it. */
const kindOfColumn: Readonly<Record<string, string | null>> = {
  ...{ returns: 'return', returned: 'return', returnShare: 'return', returnRate: 'return' },
  ...{ cancelled: 'cancelled', cancelledAmount: 'cancelled', cancelRate: 'cancelled' },
  ...{ discounts: 'discounted', discountShare: 'discounted', withLines: 'lined' },
  ...{ voidedLines: 'voided', voidedAmount: 'voided', voidRate: 'voided' },
  ...{ unproven: 'unproven', unprovenAmount: 'unproven', unprovenRate: 'unproven' },
  ...{ paid: 'paid', payments: 'tendered', discountUses: 'discounts-told' },
  ...{ earned: 'earned', redeemed: 'redeemed', redemption: 'redeemed' },
  ...{
    lines: 'divided',
    quantity: 'divided',
    cost: 'divided',
    margin: 'divided',
    marginShare: 'divided',
    costKnown: 'divided',
  },
  ...{ manualPoints: null, expiredPoints: null, standsOut: null },
  ...{ voidRatePeers: null, cancelRatePeers: null, returnRatePeers: null, unprovenRatePeers: null },
  discountSharePeers: null,
};

/** Filters that leave parts of receipts: what they leave of a receipt is no kind of receipts. */
const partFilters = ['product', 'sub', 'vat', 'campaign', 'discount', 'department', 'payment', 'kind'] as const;

/** Where one number of a row leads.
 *  @param kept filters that go along with it anyway */
export function drillOfCell(
  { drill, cells }: Pick<Row, 'drill' | 'cells'>,
  column: string,
  kept: object,
): Drill | null {
  const own = cells?.[column] ?? drill;
  const kind = kindOfColumn[column];
  if (kind === null) return null;
  if (own?.report !== 'receipts' || own.page || kind === undefined) return own;
  const isPart = partFilters.some((name) => name in own.filters || name in kept);
  return isPart ? own : { ...own, filters: { ...own.filters, kind } };
}

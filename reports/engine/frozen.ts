/** Frozen months in reports: rows stay as they were handed in, and what came later is a row of its own. The whole is what it is. */
import type { Ctx } from '../../server/db/index.ts';
import { type Correction, correctionsOf } from '../../server/domain/frozen-months/index.ts';
import { type MeasureName, plus, type Sums, valuesOf } from '../measures.ts';
import type { Row, Value } from './report.ts';
import { type SumRow, terminalIds } from './sum-rollup.ts';
import type { Window } from './window.ts';

/** What a freeze keeps of a day; other columns know no earlier state. */
const kept: ReadonlySet<string> = new Set([
  ...['gross', 'discounts', 'discountShare', 'surcharges', 'net', 'vat', 'netOfVat'],
  ...['receipts', 'average', 'cancelled'],
]);

/** Shares of what a freeze keeps and what it does not: of different moments, so they say nothing. */
const mixed: ReadonlySet<string> = new Set(['withLines', 'returnShare']);

/** What came into the day totals of frozen months afterwards: of the terminals asked for, where any are. A freeze keeps nothing by
 *  other filters, and no rates: rows are then what they are now, which `frozenRemarks` says. */
export async function dayCorrections(ctx: Ctx, window: Window): Promise<Correction[]> {
  return isKept(window) ? correctionsIn(ctx, window) : [];
}

/** Key of a sentence, where months are frozen and something came later, and rows hold it all the same. */
export async function frozenRemarks(ctx: Ctx, window: Window): Promise<string[]> {
  if (isKept(window)) return [];
  return (await correctionsIn(ctx, window)).length > 0 ? ['frozenWithFilters'] : [];
}

function isKept({ filters, convertTo }: Window): boolean {
  return convertTo === null && Object.keys(filters).every((name) => name === 'terminal');
}

async function correctionsIn(ctx: Ctx, window: Window): Promise<Correction[]> {
  const { company, stores, range, filters } = window;
  if (stores.length === 0) return [];
  const storeIds = stores.map(({ id }) => id);
  const [found, terminals] = await Promise.all([
    correctionsOf(ctx, { companyId: company.id, storeIds, ...range }),
    filters.terminal ? terminalIds(ctx, window, filters.terminal) : null,
  ]);
  const isMeant = ({ key }: Correction) => terminals === null || terminals.includes(Number(key));
  return found.filter((correction) => correction.rollup === 'day' && isMeant(correction));
}

/** A correction as a row of the day totals. */
function sumRowOf(correction: Correction): SumRow {
  const { storeId, businessDay, key, currency } = correction;
  return {
    ...{ store_id: storeId, business_day: businessDay, terminal_id: Number(key), currency },
    ...sumsOf(correction),
  };
}

function sumsOf({ documents, cancelled, grossE4, discountE4, surchargeE4, vatE4 }: Correction): Sums {
  return {
    ...{ documents, cancelled },
    ...{ gross_e4: grossE4, discount_e4: discountE4, surcharge_e4: surchargeE4, vat_e4: vatE4 },
  };
}

const minus = (sums: Sums): Sums => Object.fromEntries(Object.entries(sums).map(([name, value]) => [name, -value]));

interface Laying {
  corrections: readonly Correction[];
  names: readonly MeasureName[];
  keyOf(row: SumRow): string;
  slug: string;
}

/** Takes corrections out of the sums of one currency's rows.
 *  @param perKey sums of the rows; changed
 *  @returns a row for each month that has any, and what has to be made of the rows that were changed */
export function layApart(perKey: Map<string, Sums>, { corrections, names, keyOf, slug }: Laying) {
  const perMonth = new Map<string, Sums>();
  const touched = new Set<string>();
  for (const correction of corrections) {
    const key = keyOf(sumRowOf(correction));
    const sums = sumsOf(correction);
    touched.add(key);
    perKey.set(key, plus(perKey.get(key) ?? {}, minus(sums)));
    perMonth.set(correction.month, plus(perMonth.get(correction.month) ?? {}, sums));
  }
  const rows = [...perMonth].map(([month, sums]): Row => {
    const values = blank(valuesOf(names, sums), (name) => !kept.has(name));
    const page = `/reports/accountant?company=${slug}&month=${month}`;
    return {
      key: `correction ${month}`,
      label: { kind: 'word', word: 'correctionOf', facts: { month } },
      values,
      drill: { report: 'accountant', filters: {}, page },
      kind: 'correction',
    };
  });
  return {
    rows,
    settle: (row: Row): Row =>
      touched.has(row.key) ? { ...row, values: blank(row.values, (name) => mixed.has(name)) } : row,
  };
}

function blank(values: Row['values'], isGone: (name: string) => boolean): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isGone(name) ? null : value]));
}

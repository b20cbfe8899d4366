import type { Ctx } from '../../server/db/index.ts';
import { receiptsOf } from '../engine/drills.ts';
import { labelOf, namesOf } from '../engine/names.ts';
import type { Report, Row, Section, Value } from '../engine/report.ts';
import { currenciesInOrder } from '../engine/rollup-report.ts';
import { sumRollup } from '../engine/sum-rollup.ts';
import { unknownKey, type Window } from '../engine/window.ts';
import { columnsOf, type MeasureName, measures, plus, type Sums, valuesOf } from '../measures.ts';

const figures = [
  ...(['receipts', 'voidedLines', 'voidedAmount', 'voidRate', 'cancelled', 'cancelledAmount', 'cancelRate'] as const),
  ...(['returns', 'returned', 'returnRate', 'unproven', 'unprovenAmount', 'unprovenRate'] as const),
  ...(['discounts', 'discountShare'] as const),
] satisfies MeasureName[];

/** What is compared with the others, and how often it must have happened to be marked. */
const compared = [
  { rate: 'voidRate', isMany: (sums: Sums) => Number(sums['voided_lines'] ?? 0) >= leastCases },
  { rate: 'cancelRate', isMany: (sums: Sums) => Number(sums['cancelled'] ?? 0) >= leastCases },
  { rate: 'returnRate', isMany: (sums: Sums) => Number(sums['returns'] ?? 0) >= leastCases },
  { rate: 'unprovenRate', isMany: (sums: Sums) => Number(sums['unproven'] ?? 0) >= leastCases },
  { rate: 'discountShare', isMany: (sums: Sums) => Number(measures.discountShare.of(sums) ?? 0) >= leastDiscountShare },
] as const;

/** Fewer happen to everybody. */
const leastCases = 5;
/** Basis points of gross. */
const leastDiscountShare = 500;
const peersOf = (rate: string) => `${rate}Peers`;

const columns = figures.flatMap((name) => {
  const own = { name: measures[name].name, kind: measures[name].kind };
  const isCompared = compared.some(({ rate }) => rate === name);
  return isCompared ? [own, { name: peersOf(name), kind: 'share' as const }] : [own];
});

/** What each cashier took back, cancelled, returned and gave away, beside the other cashiers of the same stores. */
export const cashierControl: Report = {
  name: 'cashier-control',
  area: 'control',
  permission: 'figures.see',
  columns: [{ name: 'standsOut', kind: 'count' }, ...columns],
  lead: 'voidedAmount',
  rowName: 'cashier',
  chart: { kind: 'bar', columns: ['voidRate', 'voidRatePeers'], mostRows: 20 },
  instantFilters: ['cashier'],
  readsDocuments: true,
  isComparable: true,
  hasRange: true,
  notes: ['cashierControl', 'noSale'],
  sections,
};

const shownColumns = columnsOf(figures);
/** Of the lead column. */
const comparedColumns = columnsOf(['voidedAmount']);

/** By cashier, then by store. The unknown cashier, who is many, is under the empty id. */
type PerCashier = Map<string, Map<number, Sums>>;

async function sections(ctx: Ctx, window: Window): Promise<Section[]> {
  // The others must be there even when only one is asked for.
  const { cashier: asked, ...filters } = window.filters;
  const rows = await sumRollup(
    ctx,
    { ...window, filters },
    {
      rollup: 'cashierTotals',
      by: ['cashier_id', 'store_id'],
      columns: window.earlier ? comparedColumns : shownColumns,
    },
  );
  const perCurrency = new Map<string, PerCashier>();
  for (const { currency, cashier_id: cashier, store_id: store, ...sums } of rows) {
    const cashiers: PerCashier = perCurrency.get(String(currency)) ?? new Map();
    const stores = cashiers.get(String(cashier)) ?? new Map<number, Sums>();
    cashiers.set(String(cashier), stores.set(Number(store), sums as Sums));
    perCurrency.set(String(currency), cashiers);
  }
  const isAsked = (id: string) => asked === undefined || asked.includes(id || unknownKey);
  const ids = [...new Set([...perCurrency.values()].flatMap((cashiers) => [...cashiers.keys()]))].filter(isAsked);
  const names = await namesOf(ctx, 'cashier', { companyId: window.company.id, ids: window.earlier ? [] : ids });
  return currenciesInOrder([...perCurrency.keys()], window.company.currency).flatMap((currency) => {
    const cashiers = perCurrency.get(currency) ?? new Map<string, Map<number, Sums>>();
    const met = [...cashiers.keys()].filter(isAsked);
    if (met.length === 0) return [];
    const made = met.map((id) => rowOf(id, { cashiers, names })).sort(mostStriking);
    const total = met.reduce<Sums>((sum, id) => plus(sum, inAll(cashiers.get(id))), {});
    const standsOut = made.reduce((sum, { values }) => sum + Number(values['standsOut'] ?? 0), 0);
    return [{ currency, rows: made, total: { ...valuesOf(figures, total), standsOut } }];
  });
}

function inAll(stores: ReadonlyMap<number, Sums> | undefined): Sums {
  return [...(stores?.values() ?? [])].reduce<Sums>(plus, {});
}

function rowOf(id: string, { cashiers, names }: { cashiers: PerCashier; names: ReadonlyMap<string, string> }): Row {
  const own = cashiers.get(id) ?? new Map<number, Sums>();
  const sums = inAll(own);
  const drill = receiptsOf({ cashier: id || unknownKey });
  const values = valuesOf(figures, sums);
  if (id === '') {
    return {
      key: '',
      label: { kind: 'word', word: 'cashierNotTold' },
      values: { ...values, standsOut: 0 },
      drill,
      kind: 'unknown',
    };
  }
  const others = othersOf(id, cashiers);
  const peers = compared.map(({ rate, isMany }) => {
    const theirs = others === null ? null : measures[rate].of(others);
    return { rate, theirs, isMarked: isMany(sums) && isTwice(measures[rate].of(sums), theirs) };
  });
  const marked = peers.filter(({ isMarked }) => isMarked).map(({ rate }) => rate);
  return {
    key: id,
    label: labelOf(names, id),
    values: {
      ...values,
      ...Object.fromEntries(peers.map(({ rate, theirs }) => [peersOf(rate), theirs])),
      standsOut: marked.length,
    },
    drill,
    ...(marked.length > 0 && { marked }),
  };
}

/** Everything that the other cashiers did in the stores in which this one works, as if they were one; null: there is none. */
function othersOf(id: string, cashiers: PerCashier): Sums | null {
  const stores = new Set(cashiers.get(id)?.keys());
  const met = [...cashiers]
    .filter(([other]) => other !== id && other !== '')
    .flatMap(([, perStore]) => [...perStore].filter(([store]) => stores.has(store)).map(([, sums]) => sums));
  return met.length === 0 ? null : met.reduce<Sums>(plus, {});
}

function isTwice(own: Value, theirs: Value): boolean {
  return typeof own === 'number' && typeof theirs === 'number' && own > theirs * 2;
}

function mostStriking(a: Row, b: Row): number {
  const marks = Number(b.values['standsOut'] ?? 0) - Number(a.values['standsOut'] ?? 0);
  if (marks !== 0) return marks;
  const [one, other] = [BigInt(a.values['voidedAmount'] ?? 0), BigInt(b.values['voidedAmount'] ?? 0)];
  return one === other ? (a.key < b.key ? -1 : 1) : one > other ? -1 : 1;
}

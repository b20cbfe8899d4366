/** Reports whose rows are sums of one rollup: most of them. */
import type { Ctx } from '../../server/db/index.ts';
import type { RollupName } from '../../server/domain/sales/index.ts';
import { columnsOf, type MeasureName, measures, plus, type Sums, valuesOf } from '../measures.ts';
import { dayCorrections, frozenRemarks, layApart } from './frozen.ts';
import type { Drill, Label, Report, Row, Section } from './report.ts';
import { type SumRow, sumRollup } from './sum-rollup.ts';
import type { Window } from './window.ts';

/** Names and links of the rows of one answer. */
export interface Naming {
  label(key: string): Label;
  drill(key: string): Drill | null;
  kind?(key: string): Row['kind'];
}

type Inherited = Omit<Report, 'columns' | 'sections' | 'permission' | 'readsDocuments' | 'isComparable' | 'hasRange'>;

export interface RollupReport extends Inherited {
  permission?: Report['permission'];
  rollup: RollupName;
  /** Keys of the rollup that the rows are made by, beside the currency. */
  by: readonly string[];
  measures: readonly MeasureName[];
  /** The row that sums belong to; by default the values of `by`, joined. */
  keyOf?(row: SumRow, window: Window): string;
  /** Which rows of the rollup are meant; by default all. */
  isMeant?(row: SumRow, window: Window): boolean;
  /** What is added to the sums of a row and of the whole without being sold: how many days a weekday had. */
  extra?(key: string, window: Window): Sums;
  naming(ctx: Ctx, keys: readonly string[], window: Window): Promise<Naming> | Naming;
  /** Rows that are there even when nothing was sold: every day of the range. Without it rows come by the lead column. */
  allKeys?(window: Window): readonly string[];
  /** Of the day totals alone: rows of frozen months stay as they were, and what came later is a row of its own. */
  keepsFrozen?: true;
  /** Sums by `by` that are had in another way than from the rollup's rows; null: they are not. */
  sumsOf?(ctx: Ctx, window: Window): Promise<SumRow[]> | null;
  /** Money that the rollup does not tell, as rows of its own at the end: also in currencies in which it tells nothing. */
  beside?(ctx: Ctx, window: Window): Promise<Beside>;
}

export interface Beside {
  currencies: readonly string[];
  /** @param sums what the rollup tells in this currency */
  rows(currency: string, sums: Sums): Row[];
}

export function rollupReport({
  rollup,
  by,
  measures: names,
  keyOf,
  isMeant,
  extra,
  naming,
  allKeys,
  keepsFrozen,
  sumsOf,
  beside,
  ...report
}: RollupReport): Report {
  const keyOfRow = keyOf ?? ((row: SumRow) => by.map((key) => row[key]).join(' '));
  const leading = names.filter((name) => measures[name].name === report.lead);
  const readingOf = (each: readonly MeasureName[]) => ({ names: each, columns: columnsOf(each) });
  const [own, compared] = [readingOf(names), readingOf(leading)];
  const sections = async (ctx: Ctx, window: Window): Promise<Section[]> => {
    const perCurrency = new Map<string, Map<string, Sums>>();
    const { names: shown, columns } = window.earlier ? compared : own;
    const [summed, others, later = []] = await Promise.all([
      // What is told beside the rollup may be reckoned from any of its sums.
      sumsOf?.(ctx, window) ?? sumRollup(ctx, window, { rollup, by, ...(beside === undefined && { columns }) }),
      beside?.(ctx, window),
      keepsFrozen && dayCorrections(ctx, window),
    ]);
    for (const currency of others?.currencies ?? []) perCurrency.set(currency, new Map());
    for (const row of summed) {
      if (isMeant && !isMeant(row, window)) continue;
      const currency = String(row['currency']);
      const perKey = perCurrency.get(currency) ?? new Map<string, Sums>();
      const key = keyOfRow(row, window);
      const sums = figuresOnly(row, by);
      const known = perKey.get(key);
      perKey.set(key, known ? plus(known, sums) : sums);
      perCurrency.set(currency, perKey);
    }
    if (extra)
      for (const perKey of perCurrency.values()) addExtra(perKey, allKeys?.(window), (key) => extra(key, window));
    const keys = new Set([...perCurrency.values()].flatMap((perKey) => [...perKey.keys()]));
    for (const key of allKeys?.(window) ?? []) keys.add(key);
    const names_ = window.earlier ? nameless : await naming(ctx, [...keys], window);
    return currenciesInOrder([...perCurrency.keys()], window.company.currency).map((currency) => {
      const perKey = perCurrency.get(currency) ?? new Map<string, Sums>();
      const total = [...perKey.values()].reduce(plus, {});
      const apart = layApart(perKey, {
        corrections: later.filter((correction) => correction.currency === currency),
        names: shown,
        keyOf: (row) => keyOfRow(row, window),
        slug: window.company.slug,
      });
      const rows = rowsOf(perKey, { names: shown, naming: names_, all: allKeys?.(window), lead: report.lead });
      const besides = others?.rows(currency, total) ?? [];
      return {
        currency,
        rows: [...rows.map(apart.settle), ...apart.rows, ...besides],
        total: totalWith(valuesOf(shown, total), besides),
      };
    });
  };
  return {
    permission: 'figures.see',
    ...report,
    columns: names.map((name) => ({ name: measures[name].name, kind: measures[name].kind })),
    readsDocuments: true,
    isComparable: true,
    hasRange: true,
    ...(keepsFrozen && { remarks: frozenRemarks }),
    sections,
  };
}

/** Of the days compared with: nobody reads what their rows are called, or follows them. */
const nameless: Naming = { label: () => ({ kind: 'text', text: '' }), drill: () => null };

/** Rows beside the rollup belong to the whole. */
function totalWith(total: Section['total'], others: readonly Row[]): Section['total'] {
  const sum = { ...total };
  for (const { values } of others) {
    for (const [name, value] of Object.entries(values)) {
      const before = sum[name];
      if (typeof value === 'bigint') sum[name] = (typeof before === 'bigint' ? before : 0n) + value;
    }
  }
  return sum;
}

function addExtra(perKey: Map<string, Sums>, all: readonly string[] | undefined, extra: (key: string) => Sums): void {
  for (const key of all ?? [...perKey.keys()]) perKey.set(key, plus(perKey.get(key) ?? {}, extra(key)));
}

function figuresOnly(row: SumRow, by: readonly string[]): Sums {
  const keys = new Set([...by, 'currency']);
  return Object.fromEntries(Object.entries(row).filter(([name]) => !keys.has(name))) as Sums;
}

/** The company's own currency first. */
export function currenciesInOrder(met: readonly string[], own: string): string[] {
  return [...met].sort((a, b) => Number(b === own) - Number(a === own) || (a < b ? -1 : 1));
}

interface Making {
  names: readonly MeasureName[];
  naming: Naming;
  all: readonly string[] | undefined;
  lead: string;
}

function rowsOf(perKey: ReadonlyMap<string, Sums>, { names, naming, all, lead }: Making): Row[] {
  const rowOf = (key: string): Row => {
    const kind = naming.kind?.(key);
    const values = valuesOf(names, perKey.get(key) ?? {});
    return { key, label: naming.label(key), values, drill: naming.drill(key), ...(kind && { kind }) };
  };
  if (all) return all.map(rowOf);
  return [...perKey.keys()].map(rowOf).sort((a, b) => compareLead(b, a, lead) || (a.key < b.key ? -1 : 1));
}

/** By the lead column; rows that say nothing come last. */
function compareLead(a: Row, b: Row, lead: string): number {
  const [one, other] = [a.values[lead] ?? null, b.values[lead] ?? null];
  if (one === null || other === null) return Number(one !== null) - Number(other !== null);
  return one === other ? 0 : one > other ? 1 : -1;
}

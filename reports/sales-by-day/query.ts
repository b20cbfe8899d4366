/** Sales by day: what the stores of a company sold on each business day, and on the days that these are compared with. */

import { z } from 'zod';
import { addDays, daysBetween, eachDay } from '../../server/core/business-day.ts';
import { type Ctx, statement } from '../../server/db/index.ts';
import { chooseStores, currentDay, getReportCompany, type ReportCompany, type ReportStore } from '../companies.ts';
import { addSums, type Figures, figuresOf, noSums, type Sums } from '../figures.ts';
import { lastReceivedAt } from '../freshness.ts';
import {
  type Comparison,
  comparedRange,
  comparisons,
  type DayRange,
  ownRange,
  presetRange,
  presets,
} from '../range.ts';
import { readSums, selectSums, sumColumns } from '../sums.ts';

/** What the report is asked for, as addresses carry it. An empty field is one that was left out. */
export const salesByDayInput = z.object({
  /** The company's slug. */
  company: z.string(),
  range: z.enum([...presets, 'own']).default('30-days'),
  /** First and last day of an own range. */
  from: z.string().optional(),
  to: z.string().optional(),
  /** Code of one store; without it all that the person may see. */
  store: z.string().optional(),
  compare: z.enum(comparisons).default('previous'),
});

export type SalesByDayInput = z.infer<typeof salesByDayInput>;

/** One day in one currency. Days without sales are rows of zeros. */
export interface SalesDay extends Figures {
  day: string;
  /** The day it is compared with; null without a comparison. */
  compared: ComparedDay | null;
}

interface ComparedDay {
  day: string;
  netE4: bigint;
}

/** What one store sold, aligned with the days of the report. */
export interface StoreSeries {
  code: string;
  name: string;
  netE4: bigint[];
}

/** Everything in one currency. Currencies are never added up. */
export interface CurrencySales {
  currency: string;
  days: SalesDay[];
  total: Figures;
  /** Net of all compared days; null without a comparison. */
  comparedNetE4: bigint | null;
  /** By code; stores that sold nothing in this currency are left out. */
  stores: StoreSeries[];
}

export interface SalesByDay {
  company: ReportCompany;
  /** The stores that are counted in. */
  stores: ReportStore[];
  range: DayRange;
  compare: { kind: Comparison; range: DayRange } | null;
  /** The company's own currency first, then by letters; empty when nothing was sold on any of the days. */
  currencies: CurrencySales[];
  /** When the figures were read: they hold every document that was answered by then. */
  asOf: Date;
  /** When a terminal of these stores last delivered something; null when none ever has. */
  lastReceivedAt: Date | null;
}

const storeDays = statement({
  params: { company_id: 'int', store_ids: ['int'], from: 'text', to: 'text', earlier_from: 'text', earlier_to: 'text' },
  returns: { store_id: 'int', business_day: 'text', currency: 'text', ...sumColumns },
  sql: (q) => `SELECT store_id, business_day, currency,
      ${selectSums(q)}
    FROM day_totals
    WHERE company_id = ${q.param('company_id')} AND store_id IN ${q.list('store_ids')}
      AND (business_day BETWEEN ${q.param('from')} AND ${q.param('to')}
        OR business_day BETWEEN ${q.param('earlier_from')} AND ${q.param('earlier_to')})
    GROUP BY store_id, business_day, currency`,
});

/** The report. Three queries, whatever the range.
 *  @throws not_found      the company or the store is none whose figures the actor may see
 *  @throws invalid_input  an own range that is none */
export async function salesByDay(ctx: Ctx, input: SalesByDayInput): Promise<SalesByDay> {
  const company = await getReportCompany(ctx, input.company);
  const stores = chooseStores(company, input.store);
  const range =
    input.range === 'own'
      ? ownRange(input.from, input.to)
      : presetRange(input.range, currentDay(company, stores, ctx.now()));
  const earlier = comparedRange(range, input.compare);
  const storeIds = stores.map((store) => store.id);
  const rows = await ctx.db.dialect.query(ctx.db.reader, storeDays, {
    company_id: company.id,
    store_ids: storeIds,
    ...range,
    // An empty range when nothing is compared.
    earlier_from: earlier?.from ?? '1',
    earlier_to: earlier?.to ?? '0',
  });
  const facts = rows.map(
    (row): StoreDay => ({
      storeId: row.store_id,
      day: row.business_day,
      currency: row.currency,
      sums: readSums(row),
    }),
  );
  return {
    company,
    stores,
    range,
    compare: earlier && { kind: input.compare, range: earlier },
    currencies: currenciesOf(facts, company.currency).map((currency) =>
      currencySales({ currency, range, earlier, stores, facts: facts.filter((fact) => fact.currency === currency) }),
    ),
    asOf: ctx.now(),
    lastReceivedAt: await lastReceivedAt(ctx, storeIds),
  };
}

interface StoreDay {
  storeId: number;
  day: string;
  currency: string;
  sums: Sums;
}

function currenciesOf(facts: readonly StoreDay[], own: string): string[] {
  const met = [...new Set(facts.map((fact) => fact.currency))].sort();
  return met.includes(own) ? [own, ...met.filter((currency) => currency !== own)] : met;
}

function currencySales(part: {
  currency: string;
  range: DayRange;
  earlier: DayRange | null;
  stores: readonly ReportStore[];
  facts: readonly StoreDay[];
}): CurrencySales {
  const { currency, range, earlier, facts } = part;
  const perDay = new Map<string, Sums>();
  for (const { day, sums } of facts) perDay.set(day, addSums(perDay.get(day) ?? noSums, sums));
  const sumsOf = (day: string) => perDay.get(day) ?? noSums;
  const daysBack = earlier && daysBetween(earlier.from, range.from);
  const days = eachDay(range.from, range.to).map((day): SalesDay => {
    const comparedDay = daysBack === null ? null : addDays(day, -daysBack);
    return {
      day,
      ...figuresOf(sumsOf(day)),
      compared: comparedDay === null ? null : { day: comparedDay, netE4: figuresOf(sumsOf(comparedDay)).netE4 },
    };
  });
  return {
    currency,
    days,
    total: figuresOf(days.reduce((total, { day }) => addSums(total, sumsOf(day)), noSums)),
    comparedNetE4: earlier === null ? null : days.reduce((total, { compared }) => total + (compared?.netE4 ?? 0n), 0n),
    stores: storeSeries(part),
  };
}

function storeSeries(part: {
  range: DayRange;
  stores: readonly ReportStore[];
  facts: readonly StoreDay[];
}): StoreSeries[] {
  const { range, stores, facts } = part;
  const length = daysBetween(range.from, range.to) + 1;
  const series = new Map<number, bigint[]>();
  for (const { storeId, day, sums } of facts) {
    const place = daysBetween(range.from, day);
    if (place < 0 || place >= length) continue;
    const amounts = series.get(storeId) ?? Array.from({ length }, () => 0n);
    amounts[place] = figuresOf(sums).netE4;
    series.set(storeId, amounts);
  }
  return stores.flatMap(({ id, code, name }) => {
    const netE4 = series.get(id);
    return netE4 === undefined ? [] : [{ code, name, netE4 }];
  });
}

/** The day as it happens: what the stores of a company have sold so far, by hour, beside the same weekday a week and a year ago,
 *  and the receipts that were sold last. Three statements, however many stores there are; all read by their primary keys. */
import { addDays, businessDayOf, localHour } from '../../server/core/business-day.ts';
import { type Ctx, statement } from '../../server/db/index.ts';
import { scopeFor } from '../../server/domain/tenancy/index.ts';
import type { ReportCompany, ReportStore } from '../companies.ts';
import { currenciesInOrder } from '../engine/rollup-report.ts';
import { plus, type Sums } from '../measures.ts';

/** A store on its own business day. */
export interface StoreNow extends ReportStore {
  businessDay: string;
  /** Hours that are complete since its business day began. */
  elapsed: number;
}

/** Where each store stands in its day. */
export function storesNow(stores: readonly ReportStore[], now: Date): StoreNow[] {
  return stores.map((store) => {
    const dayStartHour = Math.floor(store.dayStartMinutes / 60);
    return {
      ...store,
      businessDay: businessDayOf(now, { zone: store.timeZone, dayStartHour: store.dayStartMinutes / 60 }),
      elapsed: (localHour(now, store.timeZone) - dayStartHour + 24) % 24,
    };
  });
}

/** Hours since the business day began. */
export function placeInDay(store: ReportStore, hour: number): number {
  return (hour - Math.floor(store.dayStartMinutes / 60) + 24) % 24;
}

/** What is looked at side by side: today, the same weekday last week, and the same weekday 52 weeks ago. */
export const eras = ['today', 'week', 'year'] as const;

export type Era = (typeof eras)[number];

const daysBack: Readonly<Record<Era, number>> = { today: 0, week: 7, year: 364 };

export interface LiveHour {
  /** Local, 0 to 23. */
  hour: number;
  sums: Readonly<Record<Era, Sums>>;
}

export interface LiveSection {
  currency: string;
  /** Of `day_totals`: everything that counts today. */
  sums: Sums;
  /** From the first hour that sold on any of the days to the last, in the order of the business day. */
  hours: LiveHour[];
  /** The hours that are complete in each store, so that days can be compared. */
  complete: Readonly<Record<Era, Sums>>;
}

export interface LiveReceipt {
  uuid: string;
  occurredText: string;
  receiptNumber: number;
  storeName: string;
  terminalCode: string;
  currency: string;
  /** Signed: a return is negative. */
  totalE4: bigint;
  kind: 'sale' | 'return' | 'cancelled';
}

export interface LiveDay {
  company: ReportCompany;
  stores: StoreNow[];
  sections: LiveSection[];
  /** Empty for whoever may not see documents. */
  latest: LiveReceipt[];
  asOf: Date;
}

const shownReceipts = 8;

const dayColumns = { store_id: 'int', business_day: 'text' } as const;
const eraColumns = { ...dayColumns, week_day: 'text', year_day: 'text' } as const;

const daySums = statement({
  params: { days: dayColumns },
  returns: {
    currency: 'text',
    ...{ documents: 'int', cancelled: 'int', returns: 'int', with_lines: 'int' },
    ...{ gross_e4: 'bigint', discount_e4: 'bigint', surcharge_e4: 'bigint', vat_e4: 'bigint', returned_e4: 'bigint' },
  },
  sql: (q) => `SELECT t.currency, ${['documents', 'cancelled', 'returns', 'with_lines']
    .map((column) => `${q.sumBig(`t.${column}`)} AS ${column}`)
    .join(', ')},
      ${['gross_e4', 'discount_e4', 'surcharge_e4', 'vat_e4', 'returned_e4']
        .map((column) => `${q.sumBig(`t.${column}`)} AS ${column}`)
        .join(', ')}
    FROM ${q.rows('days', 'd')} JOIN day_totals t ON t.store_id = d.store_id AND t.business_day = d.business_day
    GROUP BY 1`,
});

const hourSums = statement({
  params: { days: eraColumns },
  returns: {
    ...{ currency: 'text', store_id: 'int', hour: 'int', era: 'text', documents: 'int' },
    ...{ gross_e4: 'bigint', discount_e4: 'bigint', surcharge_e4: 'bigint' },
  },
  sql: (q) => `SELECT t.currency, t.store_id, t.hour,
      CASE t.business_day WHEN d.business_day THEN 'today' WHEN d.week_day THEN 'week' ELSE 'year' END AS era,
      t.documents, t.gross_e4, t.discount_e4, t.surcharge_e4
    FROM ${q.rows('days', 'd')} JOIN hour_totals t
      ON t.store_id = d.store_id AND t.business_day IN (d.business_day, d.week_day, d.year_day)`,
});

const latestReceipts = statement({
  params: { days: dayColumns, count: 'int' },
  returns: {
    ...{ store_id: 'int', uuid: 'text', occurred_text: 'text', receipt_number: 'int', terminal_code: 'text' },
    ...{ currency: 'text', total_e4: 'bigint', sign: 'int', is_cancelled: 'bool' },
  },
  sql: (q) => `SELECT x.store_id, x.uuid, x.occurred_text, x.receipt_number, p.code AS terminal_code, x.currency,
      x.total_e4 - x.discount_e4 + x.surcharge_e4 AS total_e4, x.sign, x.is_cancelled
    FROM ${q.rows('days', 'd')}
    JOIN transactions x ON x.store_id = d.store_id AND x.business_day = d.business_day
    JOIN terminals p ON p.id = x.terminal_id
    ORDER BY x.occurred_at DESC, x.id DESC LIMIT ${q.param('count')}`,
});

/** The day of these stores of a company, for an actor who sees their figures. */
export async function liveDay(ctx: Ctx, company: ReportCompany, stores: readonly ReportStore[]): Promise<LiveDay> {
  const asOf = ctx.now();
  const own = storesNow(stores, asOf);
  const days = own.map(({ id, businessDay }) => ({
    store_id: id,
    business_day: businessDay,
    week_day: addDays(businessDay, -daysBack.week),
    year_day: addDays(businessDay, -daysBack.year),
  }));
  const { dialect, reader } = ctx.db;
  const [sums, hours, latest] = await Promise.all([
    dialect.query(reader, daySums, { days: days.map(({ store_id, business_day }) => ({ store_id, business_day })) }),
    dialect.query(reader, hourSums, { days }),
    dialect.query(reader, latestReceipts, { days: documentDays(ctx, own), count: shownReceipts }),
  ]);
  const met = [...new Set([...sums, ...hours].map(({ currency }) => currency))];
  const currencies = met.length === 0 ? [company.currency] : currenciesInOrder(met, company.currency);
  return {
    company,
    stores: own,
    asOf,
    sections: currencies.map((currency) => ({
      currency,
      sums: sums.filter((row) => row.currency === currency).map(({ currency: _, ...rest }) => rest)[0] ?? {},
      ...hoursOf(
        hours.filter((row) => row.currency === currency),
        own,
      ),
    })),
    latest: latest.map(({ store_id, total_e4, sign, is_cancelled, ...row }) => ({
      uuid: row.uuid,
      occurredText: row.occurred_text,
      receiptNumber: row.receipt_number,
      storeName: own.find(({ id }) => id === store_id)?.name ?? '',
      terminalCode: row.terminal_code,
      currency: row.currency,
      totalE4: sign < 0 ? -total_e4 : total_e4,
      kind: is_cancelled ? 'cancelled' : sign < 0 ? 'return' : 'sale',
    })),
  };
}

/** Only of stores whose documents the actor may see. */
function documentDays(ctx: Ctx, stores: readonly StoreNow[]) {
  const { storeIds } = scopeFor(ctx, 'document.see');
  return stores
    .filter(({ id }) => storeIds === null || storeIds.includes(id))
    .map(({ id, businessDay }) => ({ store_id: id, business_day: businessDay }));
}

interface HourRow {
  store_id: number;
  hour: number;
  era: string;
  documents: number;
  gross_e4: bigint;
  discount_e4: bigint;
  surcharge_e4: bigint;
}

const noSums = (): Record<Era, Sums> => ({ today: {}, week: {}, year: {} });

function hoursOf(rows: readonly HourRow[], stores: readonly StoreNow[]): Pick<LiveSection, 'hours' | 'complete'> {
  const byId = new Map(stores.map((store) => [store.id, store]));
  const byHour = new Map<number, Record<Era, Sums>>();
  const complete = noSums();
  for (const { store_id, hour, era, ...sums } of rows) {
    const store = byId.get(store_id);
    const of = eras.find((known) => known === era);
    if (!store || !of) continue;
    const entry = byHour.get(hour) ?? noSums();
    entry[of] = plus(entry[of], sums);
    byHour.set(hour, entry);
    if (placeInDay(store, hour) < store.elapsed) complete[of] = plus(complete[of], sums);
  }
  const [first] = stores;
  if (!first || byHour.size === 0) return { hours: [], complete };
  const places = [...byHour.keys()].map((hour) => placeInDay(first, hour));
  const start = Math.min(...places);
  const hours = Array.from({ length: Math.max(...places) - start + 1 }, (_, step) => {
    const hour = (start + step + Math.floor(first.dayStartMinutes / 60)) % 24;
    return { hour, sums: byHour.get(hour) ?? noSums() };
  });
  return { hours, complete };
}

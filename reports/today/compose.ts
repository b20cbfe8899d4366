/** The day's figures put together, from the rows of the queries: per store, per currency, per company. */

import { measures, plus, type Sums } from '../measures.ts';

/** Stores that a company shows; the others are in its reports. */
const shownStores = 20;

/** A day's figures, as every report has them. */
interface Figures {
  grossE4: bigint;
  receipts: number;
  /** Null without receipts. */
  averageE4: bigint | null;
  returns: number;
  cancelled: number;
}

const grossOf = (sums: Sums): bigint => BigInt(measures.gross.of(sums) ?? 0);

function figuresOf(sums: Sums): Figures {
  const average = measures.average.of(sums);
  return {
    grossE4: grossOf(sums),
    receipts: Number(measures.receipts.of(sums)),
    averageE4: average === null ? null : BigInt(average),
    returns: Number(measures.returns.of(sums)),
    cancelled: Number(measures.cancelled.of(sums)),
  };
}

/** Sales of the hours that are complete: in progress, an hour cannot be compared. */
export interface SameHours {
  /** The local hour up to which is compared, 0 to 23. */
  untilHour: number;
  grossE4: bigint;
  lastWeekE4: bigint;
}

/** One local hour, 0 to 23. */
export interface HourPair {
  hour: number;
  grossE4: bigint;
  lastWeekE4: bigint;
}

export interface StoreToday {
  id: number;
  code: string;
  name: string;
  businessDay: string;
  figures: Figures;
  sameHours: SameHours | null;
  /** The receipt that was sold last. */
  last: { occurredText: string; terminalCode: string; uuid: string } | null;
}

/** A company's day in one currency; stores of other currencies are in other entries. */
export interface CurrencyToday {
  currency: string;
  figures: Figures;
  /** Gross of the whole business day before. */
  yesterdayE4: bigint;
  /** Hours in which something was sold today or on the same weekday last week, from the start of the business day on. */
  curve: HourPair[];
  /** Null when the stores' hours differ, or none is complete. */
  sameHours: SameHours | null;
  /** The best first, as many as one page shows. */
  stores: StoreToday[];
  moreStores: number;
}

/** A store whose figures are seen, and where it stands in its day. */
export interface StoreDay {
  id: number;
  companyId: number;
  code: string;
  name: string;
  currency: string;
  lastPushAt: Date | null;
  businessDay: string;
  dayStartHour: number;
  hour: number;
  /** Complete hours since the business day began. */
  elapsed: number;
}

interface SumRow {
  store_id: number;
  currency: string;
  is_today: number;
  sums: Sums;
}

interface CurveRow {
  company_id: number;
  currency: string;
  hour: number;
  is_today: number;
  gross_e4: bigint;
}

/** What the queries brought, for all stores. */
export interface Drawn {
  sums: readonly SumRow[];
  hours: readonly { store_id: number; currency: string; is_today: number; gross_e4: bigint }[];
  curve: readonly CurveRow[];
}

interface CompanyDay {
  id: number;
  stores: readonly StoreDay[];
}

/** Every currency in which the company's stores sell or have sold; the stores' own currencies are there without sales. */
export function currenciesOf(company: CompanyDay, drawn: Drawn): CurrencyToday[] {
  const own = new Set(company.stores.map((store) => store.id));
  const sold = drawn.sums.filter((row) => own.has(row.store_id));
  const currencies = new Set([...company.stores.map((store) => store.currency), ...sold.map((row) => row.currency)]);
  return [...currencies].sort().map((currency) => currencyToday(currency, company, drawn));
}

function currencyToday(currency: string, company: CompanyDay, drawn: Drawn): CurrencyToday {
  const inCurrency = new Map<string, Sums>();
  for (const row of drawn.sums) {
    if (row.currency === currency) inCurrency.set(`${row.store_id}:${row.is_today}`, row.sums);
  }
  const entries = company.stores.flatMap((store) => {
    const sums = inCurrency.get(`${store.id}:1`);
    if (sums === undefined && store.currency !== currency) return [];
    return [{ store, sums: sums ?? {}, today: storeToday(store, { currency, sums: sums ?? {} }, drawn) }];
  });
  entries.sort((a, b) => compareBig(grossOf(b.sums), grossOf(a.sums)) || a.store.code.localeCompare(b.store.code));
  return {
    currency,
    figures: figuresOf(entries.map((entry) => entry.sums).reduce<Sums>(plus, {})),
    yesterdayE4: company.stores.reduce((sum, store) => sum + grossOf(inCurrency.get(`${store.id}:0`) ?? {}), 0n),
    curve: curveOf(
      drawn.curve.filter((row) => row.company_id === company.id && row.currency === currency),
      company.stores[0]?.dayStartHour ?? 0,
    ),
    sameHours: addSameHours(entries.map((entry) => entry.today.sameHours)),
    stores: entries.slice(0, shownStores).map((entry) => entry.today),
    moreStores: Math.max(0, entries.length - shownStores),
  };
}

/** Every hour between the first and the last that sold, counted from the start of the business day. */
function curveOf(rows: readonly CurveRow[], dayStartHour: number): HourPair[] {
  const places = rows.map((row) => (row.hour - dayStartHour + 24) % 24);
  if (places.length === 0) return [];
  const first = Math.min(...places);
  return Array.from({ length: Math.max(...places) - first + 1 }, (_, step) => {
    const hour = (first + step + dayStartHour) % 24;
    const at = (isToday: number) => rows.find((row) => row.hour === hour && row.is_today === isToday)?.gross_e4 ?? 0n;
    return { hour, grossE4: at(1), lastWeekE4: at(0) };
  });
}

function storeToday(store: StoreDay, day: { currency: string; sums: Sums }, drawn: Drawn): StoreToday {
  const hours = drawn.hours.filter((row) => row.store_id === store.id && row.currency === day.currency);
  const soldAt = (isToday: number) => hours.find((row) => row.is_today === isToday)?.gross_e4 ?? 0n;
  return {
    id: store.id,
    code: store.code,
    name: store.name,
    businessDay: store.businessDay,
    figures: figuresOf(day.sums),
    sameHours: store.elapsed === 0 ? null : { untilHour: store.hour, grossE4: soldAt(1), lastWeekE4: soldAt(0) },
    last: null,
  };
}

/** Sums can be compared only where all stores stand at the same hour. */
function addSameHours(all: readonly (SameHours | null)[]): SameHours | null {
  const [first] = all;
  if (!first || all.some((one) => one?.untilHour !== first.untilHour)) return null;
  return {
    untilHour: first.untilHour,
    grossE4: all.reduce((sum, one) => sum + (one?.grossE4 ?? 0n), 0n),
    lastWeekE4: all.reduce((sum, one) => sum + (one?.lastWeekE4 ?? 0n), 0n),
  };
}

function compareBig(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

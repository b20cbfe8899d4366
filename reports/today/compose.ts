/** The day's figures put together, from the rows of the queries: per store, per currency, per company. */

import { addSums, type Figures, figuresOf, noSums, type Sums } from '../figures.ts';

/** Sales of the hours that are complete: in progress, an hour cannot be compared. */
export interface SameHours {
  /** The local hour up to which is compared, 0 to 23. */
  untilHour: number;
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
  /** The receipt that arrived last today. */
  last: { occurredText: string; terminalCode: string; uuid: string } | null;
}

/** A company's day in one currency; stores of other currencies are in other entries. */
export interface CurrencyToday {
  currency: string;
  figures: Figures;
  /** Null when the stores' hours differ, or none is complete. */
  sameHours: SameHours | null;
  /** The best first. */
  stores: StoreToday[];
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
  sums: Sums;
}

/** What the queries brought, for all stores. */
export interface Drawn {
  sums: readonly SumRow[];
  hours: readonly { store_id: number; currency: string; is_today: number; gross_e4: bigint }[];
  last: readonly { store_id: number; occurred_text: string; terminal_code: string; uuid: string }[];
}

/** Every currency in which the company's stores sell or have sold today; the stores' own currencies are there without sales. */
export function currenciesOf(stores: readonly StoreDay[], drawn: Drawn): CurrencyToday[] {
  const own = new Set(stores.map((store) => store.id));
  const sold = drawn.sums.filter((row) => own.has(row.store_id));
  const currencies = [
    ...new Set([...stores.map((store) => store.currency), ...sold.map((row) => row.currency)]),
  ].sort();
  return currencies.map((currency) => currencyToday(currency, stores, drawn));
}

function currencyToday(currency: string, stores: readonly StoreDay[], drawn: Drawn): CurrencyToday {
  const inCurrency = drawn.sums.filter((row) => row.currency === currency);
  const entries = stores.flatMap((store) => {
    const sums = inCurrency.find((row) => row.store_id === store.id)?.sums;
    if (sums === undefined && store.currency !== currency) return [];
    return [{ store, sums: sums ?? noSums, today: storeToday(store, { currency, sums: sums ?? noSums }, drawn) }];
  });
  entries.sort((a, b) => compareBig(b.sums.grossE4, a.sums.grossE4) || a.store.code.localeCompare(b.store.code));
  return {
    currency,
    figures: figuresOf(entries.map((entry) => entry.sums).reduce(addSums, noSums)),
    sameHours: addSameHours(entries.map((entry) => entry.today.sameHours)),
    stores: entries.map((entry) => entry.today),
  };
}

function storeToday(store: StoreDay, day: { currency: string; sums: Sums }, drawn: Drawn): StoreToday {
  const hours = drawn.hours.filter((row) => row.store_id === store.id && row.currency === day.currency);
  const grossOf = (isToday: number) => hours.find((row) => row.is_today === isToday)?.gross_e4 ?? 0n;
  const last = drawn.last.find((row) => row.store_id === store.id);
  return {
    id: store.id,
    code: store.code,
    name: store.name,
    businessDay: store.businessDay,
    figures: figuresOf(day.sums),
    sameHours: store.elapsed === 0 ? null : { untilHour: store.hour, grossE4: grossOf(1), lastWeekE4: grossOf(0) },
    last: last ? { occurredText: last.occurred_text, terminalCode: last.terminal_code, uuid: last.uuid } : null,
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

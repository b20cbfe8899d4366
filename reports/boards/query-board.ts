/** The figures of a dashboard, for each currency: of the days asked for, of as many days before, and of the same weekdays last year.
 *  A fixed number of sums over rollups, whatever the range. */
import { addDays, daysBetween, eachDay } from '../../server/core/business-day.ts';
import type { Ctx } from '../../server/db/index.ts';
import { countVerdicts } from '../../server/domain/reconciliation/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import { currenciesInOrder } from '../engine/rollup-report.ts';
import { type SumRow, sumRollup } from '../engine/sum-rollup.ts';
import { type Window, windowOver } from '../engine/window.ts';
import { lastReceivedAt } from '../freshness.ts';
import { columnsOf, type MeasureName, plus, type Sums } from '../measures.ts';
import { comparedRange, type DayRange } from '../range.ts';
import { placeInDay, type StoreNow, storesNow } from './query-live.ts';
import { readTargets, type Targets } from './query-targets.ts';

/** What the days asked for are put beside. */
export const pasts = ['previous', 'last-year'] as const;

export type Past = (typeof pasts)[number];

export interface BoardSection {
  currency: string;
  /** Of `day_totals`, and of the lines: quantity, cost and what is costed. */
  sums: Sums;
  /** The same of earlier days; null where nothing was sold on them. */
  before: Readonly<Record<Past, Sums | null>>;
  /** What can be compared fairly: days that are not over, here and there, only up to the last full hour of each store. Of these
   *  columns: documents, gross, discounts, surcharges, VAT. */
  fair: Readonly<Record<Past, { now: Sums; before: Sums | null }>>;
  /** One day after the other, or of a single day one hour after the other. */
  steps: readonly { step: BoardStep; sums: Sums }[];
}

export type BoardStep = { day: string } | { hour: number };

export interface Board {
  window: Window;
  sections: BoardSection[];
  targets: Targets;
  /** Null: the person may not see closures. */
  closures: { unexplained: number; waiting: number; all: number } | null;
  /** True: the last days are not over in some store. */
  isUnfinished: boolean;
  asOf: Date;
  lastReceivedAt: Date | null;
}

/** @param window as `openWindow` made it: stores and days that the actor may see */
export async function readBoard(ctx: Ctx, window: Window): Promise<Board> {
  const asOf = ctx.now();
  const { range, stores, company } = window;
  const ranges = {
    now: range,
    previous: comparedRange(range, 'previous'),
    'last-year': comparedRange(range, 'last-year'),
  };
  const storeIds = stores.map(({ id }) => id);
  const [now, previous, lastYear, hours, targets, received, closures] = await Promise.all([
    readSums(ctx, window, ranges.now),
    readSums(ctx, window, ranges.previous),
    readSums(ctx, window, ranges['last-year']),
    range.from === range.to ? sumRollup(ctx, window, { rollup: 'hourTotals', by: ['hour'] }) : [],
    readTargets(ctx, window),
    lastReceivedAt(ctx, storeIds),
    can(ctx, 'closure.see')
      ? countVerdicts(ctx, { companyId: company.id, storeIds, fromDay: range.from, toDay: range.to })
      : null,
  ]);
  const open = storesNow(stores, asOf).filter(({ businessDay }) => businessDay <= range.to);
  const rest = await readUnfinished(ctx, window, { ranges, open });
  const met = new Set([now, previous, lastYear].flatMap((sums) => [...sums.total.keys()]));
  return {
    window,
    targets,
    asOf,
    lastReceivedAt: received,
    isUnfinished: open.length > 0,
    closures: closures && {
      unexplained: closures.unexplained,
      waiting: closures.due,
      all: closures.unexplained + closures.explained + closures.matched + closures.due,
    },
    sections: currenciesInOrder([...met], company.currency).map((currency) => {
      const sums = now.total.get(currency) ?? {};
      const before = {
        previous: previous.total.get(currency) ?? null,
        'last-year': lastYear.total.get(currency) ?? null,
      };
      const fairOf = (past: Past) => ({
        now: minus(sums, rest.now.get(currency)),
        before: before[past] && minus(before[past], rest[past].get(currency)),
      });
      return {
        currency,
        sums,
        before,
        fair: { previous: fairOf('previous'), 'last-year': fairOf('last-year') },
        steps: stepsOf(window, { currency, days: now.perDay, hours }),
      };
    }),
  };
}

/** Figures that stand on dashboards. */
const boardMeasures = [
  ...([
    'net',
    'receipts',
    'average',
    'itemsPerBasket',
    'withLines',
    'discountShare',
    'returns',
    'returnShare',
  ] as const),
  ...(['margin', 'marginShare', 'costKnown'] as const),
] as const satisfies readonly MeasureName[];

const documentColumns = columnsOf(boardMeasures);
const lineColumns: ReadonlySet<string> = new Set(['quantity_e4', 'cost_e4', 'costed_e4']);

interface SumsOfRange {
  total: Map<string, Sums>;
  perDay: Map<string, Sums>;
}

/** Figures of documents and of their lines, by currency, and by currency and day. */
async function readSums(ctx: Ctx, window: Window, range: DayRange | null): Promise<SumsOfRange> {
  const total = new Map<string, Sums>();
  const perDay = new Map<string, Sums>();
  if (range === null) return { total, perDay };
  const over = range === window.range ? window : windowOver(window, range);
  // Of earlier days only the whole is shown.
  const by = over === window ? ['business_day'] : [];
  const [documents, lines] = await Promise.all([
    sumRollup(ctx, over, { rollup: 'dayTotals', by, columns: documentColumns }),
    sumRollup(ctx, over, { rollup: 'departmentTotals', by, columns: lineColumns }),
  ]);
  const all = [...documents.map(figuresOf), ...lines.map((row) => linesOnly(figuresOf(row)))];
  for (const { currency, day, sums } of all) {
    add(total, currency, sums);
    add(perDay, `${currency} ${day}`, sums);
  }
  return { total, perDay };
}

interface Found {
  currency: string;
  day: string;
  sums: Sums;
}

function figuresOf({ currency, business_day: day, ...sums }: SumRow): Found {
  return { currency: String(currency), day: String(day), sums: sums as Sums };
}

/** Departments know the gross of lines too, which is not the gross of documents. */
function linesOnly({ sums, ...rest }: Found): Found {
  const { quantity_e4 = 0n, cost_e4 = 0n, costed_e4 = 0n } = sums;
  return { ...rest, sums: { quantity_e4, cost_e4, costed_e4 } };
}

function add(to: Map<string, Sums>, key: string, sums: Sums): void {
  const known = to.get(key);
  to.set(key, known ? plus(known, sums) : sums);
}

function minus(from: Sums, what: Sums | undefined): Sums {
  if (what === undefined) return from;
  const negative = Object.entries(what).map(([name, value]): [string, bigint | number] => [name, -value]);
  return plus(from, Object.fromEntries(negative));
}

interface Unfinished {
  ranges: Readonly<Record<'now' | Past, DayRange | null>>;
  open: readonly StoreNow[];
}

/** What cannot be compared, because the day is not over: of each store whose day it is, the hours from the current one on; of days
 *  that have not begun there, everything. Of the earlier days the same hours. */
async function readUnfinished(ctx: Ctx, window: Window, { ranges, open }: Unfinished) {
  const none = new Map<string, Sums>();
  const rest = { now: none, previous: none, 'last-year': none };
  const first = open.map(({ businessDay }) => businessDay).sort()[0];
  if (first === undefined) return rest;
  const read = async (range: DayRange | null): Promise<Map<string, Sums>> => {
    const found = new Map<string, Sums>();
    if (range === null) return found;
    const back = daysBetween(range.from, window.range.from);
    const [from = ''] = [range.from, addDays(first, -back)].sort().slice(-1);
    const over = { ...windowOver(window, { from, to: range.to }), stores: [...open] };
    const rows = await sumRollup(ctx, over, { rollup: 'hourTotals', by: ['store_id', 'business_day', 'hour'] });
    const byId = new Map(open.map((store) => [store.id, store]));
    for (const { store_id, business_day, hour, currency, ...sums } of rows) {
      const store = byId.get(Number(store_id));
      const day = addDays(String(business_day), back);
      if (!store || day < store.businessDay) continue;
      const isComplete = day === store.businessDay && placeInDay(store, Number(hour)) < store.elapsed;
      if (!isComplete) add(found, String(currency), sums as Sums);
    }
    return found;
  };
  const [now, previous, lastYear] = await Promise.all([
    read(ranges.now),
    read(ranges.previous),
    read(ranges['last-year']),
  ]);
  return { now, previous, 'last-year': lastYear };
}

interface Walked {
  currency: string;
  days: ReadonlyMap<string, Sums>;
  hours: readonly SumRow[];
}

function stepsOf({ range }: Window, { currency, days, hours }: Walked): BoardSection['steps'] {
  if (range.from !== range.to) {
    return eachDay(range.from, range.to).map((day) => ({ step: { day }, sums: days.get(`${currency} ${day}`) ?? {} }));
  }
  const sold = hours
    .filter((row) => row['currency'] === currency)
    .map(({ currency: _, hour, ...sums }) => ({ hour: Number(hour), sums: sums as Sums }))
    .sort((a, b) => a.hour - b.hour);
  const [first, last] = [sold[0], sold.at(-1)];
  if (!first || !last) return [];
  return Array.from({ length: last.hour - first.hour + 1 }, (_, place) => {
    const hour = first.hour + place;
    return { step: { hour }, sums: sold.find((one) => one.hour === hour)?.sums ?? {} };
  });
}

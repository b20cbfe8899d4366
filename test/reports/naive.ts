/** What every sales and customer report should say, reckoned from the pushed documents alone: no SQL, no rollup, no code of the
 *  reports. Whole numbers throughout; one loop over the documents for each row. */
import type { Value } from '../../reports/engine/report.ts';

/** Money and quantities in ten-thousandths, rates in basis points. */
export interface Line {
  department: string;
  sub: string;
  total: bigint;
  vat: bigint;
  rate: number;
  quantity: bigint;
  cost: bigint | null;
  discount: bigint;
  is: 'live' | 'voided' | 'cancelled';
}

export interface Sold {
  store: number;
  storeStartsAt: number;
  terminal: number;
  terminalUuid: string;
  /** Local, as the till wrote it. */
  at: string;
  currency: string;
  kind: 'sale' | 'return' | 'cancelled';
  total: bigint;
  discount: bigint;
  surcharge: bigint;
  vat: bigint;
  paid: bigint;
  change: bigint;
  /** Empty: none. */
  cashier: string;
  customer: string;
  lines: readonly Line[];
  departments: readonly { department: string; sub: string; total: bigint; vat: bigint; rate: number }[];
  taxes: readonly { rate: number; taxable: bigint; tax: bigint }[];
  payments: readonly { kind: string; amount: bigint; isCancelled: boolean }[];
}

export interface NaiveWindow {
  from: string;
  to: string;
  stores: readonly number[];
  terminal?: readonly string[];
  department?: readonly string[];
  cashier?: readonly string[];
  payment?: readonly string[];
}

export type Values = Record<string, Value>;

export interface NaiveTable {
  rows: Map<string, Values>;
  total: Values;
}

const dayMs = 86_400_000;
const signOf = ({ kind }: Sold) => (kind === 'cancelled' ? 0n : kind === 'return' ? -1n : 1n);
const sumOf = <T>(items: readonly T[], of: (item: T) => bigint) => items.reduce((sum, item) => sum + of(item), 0n);
const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / dayMs;

/** Wall clocks only: no day here has an hour more or less. */
export const businessDayOf = ({ at, storeStartsAt }: Sold): string =>
  new Date(Date.parse(`${at}Z`) - storeStartsAt * 60_000).toISOString().slice(0, 10);
const hourOf = ({ at }: Sold) => Number(at.slice(11, 13));
const isoWeekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
const mondayNumber = (day: string) => dayNumber(day) - isoWeekday(day) + 1;
const monthNumber = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

/** To the nearest, ties away from zero; null of nothing. */
function quotient(part: bigint, whole: bigint): bigint | null {
  if (whole === 0n) return null;
  const isNegative = part < 0n !== whole < 0n;
  const [size, by] = [part < 0n ? -part : part, whole < 0n ? -whole : whole];
  const rounded = (2n * size + by) / (2n * by);
  return isNegative ? -rounded : rounded;
}
const share = (part: bigint, whole: bigint) => {
  const value = quotient(part * 10_000n, whole);
  return value === null ? null : Number(value);
};

const isLive = ({ is }: Line) => is === 'live';
const liveLines = (sold: Sold) => sold.lines.filter(isLive);
const livePayments = (sold: Sold) => sold.payments.filter(({ isCancelled }) => !isCancelled);
const isAsked = (asked: readonly string[] | undefined, value: string) =>
  asked === undefined || asked.includes(value === '' ? '-' : value);

/** The documents that a window counts. */
function inWindow(all: readonly Sold[], window: NaiveWindow): Sold[] {
  return all.filter((sold) => {
    const day = businessDayOf(sold);
    return (
      window.stores.includes(sold.store) &&
      day >= window.from &&
      day <= window.to &&
      isAsked(window.terminal, sold.terminalUuid) &&
      isAsked(window.cashier, sold.cashier) &&
      (window.payment === undefined || livePayments(sold).some(({ kind }) => window.payment?.includes(kind))) &&
      (window.department === undefined ||
        [...liveLines(sold), ...sold.departments].some(({ department }) => isAsked(window.department, department)))
    );
  });
}

function figuresOf(solds: readonly Sold[], extraDays = 0): Values {
  const gross = sumOf(solds, (sold) => signOf(sold) * sold.total);
  const discounts = sumOf(solds, (sold) => signOf(sold) * sold.discount);
  const net = gross - discounts + sumOf(solds, (sold) => signOf(sold) * sold.surcharge);
  const counted = solds.filter(({ kind }) => kind !== 'cancelled');
  const returns = solds.filter(({ kind }) => kind === 'return');
  const cancelled = solds.filter(({ kind }) => kind === 'cancelled');
  const returned = sumOf(returns, ({ total }) => total);
  return {
    gross,
    discounts,
    net,
    vat: sumOf(solds, (sold) => signOf(sold) * sold.vat),
    receipts: counted.length,
    average: quotient(net, BigInt(counted.length)),
    perDay: quotient(net, BigInt(extraDays)),
    returns: returns.length,
    returned,
    cancelled: cancelled.length,
    cancelledAmount: sumOf(cancelled, ({ total }) => total),
    withLines: share(BigInt(counted.filter(({ lines }) => lines.length > 0).length), BigInt(counted.length)),
    discountShare: share(discounts, gross),
    returnShare: share(returned, gross + returned),
  };
}

type KeysOf = (sold: Sold, window: NaiveWindow) => readonly string[];

/** How the rows of the reports on whole documents are made. */
const documentReports: Readonly<Record<string, KeysOf>> = {
  'sales-by-day': (sold, { from }) => [String(dayNumber(businessDayOf(sold)) - dayNumber(from))],
  'sales-by-store': ({ store }) => [String(store)],
  'sales-by-hour': (sold) => [String(hourOf(sold))],
  'sales-by-weekday': (sold) => [String(isoWeekday(businessDayOf(sold)))],
  'sales-heat-map': (sold) => [`${isoWeekday(businessDayOf(sold))} ${hourOf(sold)}`],
  'sales-by-week': (sold, { from }) => [String((mondayNumber(businessDayOf(sold)) - mondayNumber(from)) / 7)],
  'sales-by-month': (sold, { from }) => [String(monthNumber(businessDayOf(sold)) - monthNumber(from))],
  'sales-by-terminal': ({ terminal }) => [String(terminal)],
  'sales-by-cashier': ({ cashier }) => [cashier],
  'shares-by-store': ({ store }) => [String(store)],
  'shares-by-day': (sold, { from }) => [String(dayNumber(businessDayOf(sold)) - dayNumber(from))],
  'sales-by-customer': ({ customer }) => [customer],
};

/** Segments by customer; others of the shop are known and in none. */
export interface Customers {
  segments: ReadonlyMap<string, readonly string[]>;
  walkIn: string;
}

export function naiveTable(
  report: string,
  all: readonly Sold[],
  { window, currency, customers }: { window: NaiveWindow; currency: string; customers: Customers },
): NaiveTable {
  const solds = inWindow(all, window).filter((sold) => sold.currency === currency);
  if (report === 'sales-by-segment') {
    return grouped(solds, (sold) => segmentsOf(sold, customers), figuresOf);
  }
  if (report === 'sales-by-weekday') return byWeekday(solds, window);
  if (report.startsWith('sales-by-department')) return byDepartment(solds, window, report.endsWith('sub'));
  if (report === 'sales-by-payment') return byPayment(solds, window);
  if (report === 'sales-by-vat-rate') return byVatRate(solds, window);
  if (report.startsWith('basket-size')) return byBasket(solds, report.endsWith('items'));
  const keysOf = documentReports[report];
  if (!keysOf) throw new Error(`Nobody has reckoned ${report} yet`);
  return grouped(solds, (sold) => keysOf(sold, window), figuresOf);
}

function grouped<T>(
  items: readonly T[],
  keysOf: (item: T) => readonly string[],
  of: (items: T[]) => Values,
): NaiveTable {
  const keys = new Set(items.flatMap(keysOf));
  return {
    rows: new Map([...keys].map((key) => [key, of(items.filter((item) => keysOf(item).includes(key)))])),
    total: of([...items]),
  };
}

function segmentsOf({ customer }: Sold, { segments, walkIn }: Customers): readonly string[] {
  if (customer === '') return ['nobody'];
  if (customer === walkIn) return ['walk-in'];
  const own = segments.get(customer);
  if (!own) return ['unknown'];
  return own.length === 0 ? ['none'] : own;
}

function byWeekday(solds: readonly Sold[], { from, to }: NaiveWindow): NaiveTable {
  const days = dayNumber(to) - dayNumber(from) + 1;
  const all = Array.from({ length: days }, (_, place) =>
    isoWeekday(new Date((dayNumber(from) + place) * dayMs).toISOString().slice(0, 10)),
  );
  const rows = [1, 2, 3, 4, 5, 6, 7].map((weekday): [string, Values] => [
    String(weekday),
    figuresOf(
      solds.filter((sold) => isoWeekday(businessDayOf(sold)) === weekday),
      all.filter((one) => one === weekday).length,
    ),
  ]);
  return { rows: new Map(rows), total: figuresOf(solds, days) };
}

interface Item {
  department: string;
  sub: string;
  gross: bigint;
  vat: bigint;
  quantity: bigint;
  discount: bigint;
  cost: bigint;
  costed: bigint;
}

function itemsOf(sold: Sold, asked: readonly string[] | undefined): Item[] {
  const sign = signOf(sold);
  if (sign === 0n) return [];
  const lines = liveLines(sold).map((line): Item => {
    const { department, sub, total, vat, quantity, discount, cost } = line;
    const costed = cost === null ? 0n : sign * (total - discount - vat);
    const ofAll = cost === null ? 0n : sign * (quotient(cost * quantity, 10_000n) ?? 0n);
    const amounts = { gross: sign * total, vat: sign * vat, quantity: sign * quantity, discount: sign * discount };
    return { department, sub, ...amounts, cost: ofAll, costed };
  });
  const goods = sold.departments.map(({ department, sub, total, vat }): Item => {
    const none = { quantity: 0n, discount: 0n, cost: 0n, costed: 0n };
    return { department, sub, gross: sign * total, vat: sign * vat, ...none };
  });
  return [...lines, ...goods].filter(({ department }) => isAsked(asked, department));
}

function itemFigures(items: readonly Item[]): Values {
  const [gross, vat] = [sumOf(items, (item) => item.gross), sumOf(items, (item) => item.vat)];
  const [cost, costed] = [sumOf(items, (item) => item.cost), sumOf(items, (item) => item.costed)];
  return {
    gross,
    vat,
    lines: items.length,
    quantity: sumOf(items, ({ quantity }) => quantity),
    margin: cost === 0n && costed === 0n ? null : costed - cost,
    marginShare: share(costed - cost, costed),
    costKnown: share(costed, gross - vat - sumOf(items, ({ discount }) => discount)),
  };
}

function byDepartment(solds: readonly Sold[], window: NaiveWindow, isSub: boolean): NaiveTable {
  const items = solds.flatMap((sold) => itemsOf(sold, window.department));
  const keyOf = ({ department, sub }: Item) => (isSub ? `${department} ${sub}` : department);
  const table = grouped(items, (item) => [keyOf(item)], itemFigures);
  if (window.department) return table;
  const untold = solds.filter((sold) => sold.taxes.length + sold.departments.length + liveLines(sold).length === 0);
  const heads = (of: readonly Sold[], field: 'total' | 'vat') => sumOf(of, (sold) => signOf(sold) * sold[field]);
  const [grossUntold, vatUntold] = [heads(untold, 'total'), heads(untold, 'vat')];
  const [gross, vat] = [heads(solds, 'total'), heads(solds, 'vat')];
  table.rows.set('withoutLines', { gross: grossUntold, vat: vatUntold });
  table.rows.set('lineDifference', {
    gross: gross - sumOf(items, (item) => item.gross) - grossUntold,
    vat: vat - sumOf(items, (item) => item.vat) - vatUntold,
  });
  return { rows: table.rows, total: { ...table.total, gross, vat } };
}

function byPayment(solds: readonly Sold[], window: NaiveWindow): NaiveTable {
  const counted = solds.filter(({ kind }) => kind !== 'cancelled');
  const all = counted.flatMap((sold) =>
    livePayments(sold)
      .filter(({ kind }) => isAsked(window.payment, kind))
      .map(({ kind, amount }) => ({ kind, amount: signOf(sold) * amount })),
  );
  const table = grouped(
    all,
    ({ kind }) => [kind],
    (some): Values => ({ paid: sumOf(some, ({ amount }) => amount), payments: some.length }),
  );
  if (window.payment) return table;
  const paid = sumOf(counted, (sold) => signOf(sold) * sold.paid);
  const change = sumOf(counted, (sold) => signOf(sold) * sold.change);
  table.rows.set('paymentNotTold', { paid: paid - sumOf(all, ({ amount }) => amount) });
  table.rows.set('changeGiven', { paid: -change });
  return { rows: table.rows, total: { ...table.total, paid: paid - change } };
}

function byVatRate(solds: readonly Sold[], window: NaiveWindow): NaiveTable {
  const parts = solds.flatMap((sold) => {
    const sign = signOf(sold);
    const part = (rate: number, taxable: bigint, vat: bigint) => ({
      rate: String(rate),
      taxable: sign * taxable,
      vat: sign * vat,
    });
    if (sign === 0n) return [];
    if (sold.taxes.length > 0) return sold.taxes.map(({ rate, taxable, tax }) => part(rate, taxable, tax));
    const told = [...liveLines(sold), ...sold.departments];
    if (told.length === 0) return [part(-1, sold.total - sold.vat, sold.vat)];
    return told
      .filter(({ department }) => isAsked(window.department, department))
      .map(({ rate, total, vat }) => part(rate, total - vat, vat));
  });
  const of = (some: readonly { taxable: bigint; vat: bigint }[]): Values => {
    const [taxable, vat] = [sumOf(some, (part) => part.taxable), sumOf(some, (part) => part.vat)];
    return { taxable, vat, taxed: taxable + vat };
  };
  const table = grouped(parts, ({ rate }) => [rate], of);
  if (window.department) return table;
  const heads = of(
    solds.map((sold) => ({ taxable: signOf(sold) * (sold.total - sold.vat), vat: signOf(sold) * sold.vat })),
  );
  const difference = (name: string) => BigInt(heads[name] ?? 0) - BigInt(table.total[name] ?? 0);
  table.rows.set('headDifference', {
    taxable: difference('taxable'),
    vat: difference('vat'),
    taxed: difference('taxed'),
  });
  return { rows: table.rows, total: heads };
}

const bands = {
  amount: [0, 5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1000],
  items: [0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30],
};

function byBasket(solds: readonly Sold[], isByItems: boolean): NaiveTable {
  const sales = solds.filter(({ kind }) => kind === 'sale');
  const netOf = ({ total, discount, surcharge }: Sold) => total - discount + surcharge;
  const sizeOf = (sold: Sold) => (isByItems ? BigInt(liveLines(sold).length) : netOf(sold));
  const unit = isByItems ? 1n : 10_000n;
  const bandOf = (sold: Sold) =>
    bands[isByItems ? 'items' : 'amount'].filter((from) => sizeOf(sold) >= BigInt(from) * unit).at(-1) ?? 0;
  return grouped(
    sales,
    (sold) => [String(bandOf(sold))],
    (some): Values => {
      const net = sumOf(some, netOf);
      return { baskets: some.length, basketNet: net, basketAverage: quotient(net, BigInt(some.length)) };
    },
  );
}

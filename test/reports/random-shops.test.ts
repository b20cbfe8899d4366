/** Random shops, windows and filters: no report differs from what the pushed documents come to when they are added up one by one. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { catalogue } from '../../reports/catalogue.ts';
import type { Value } from '../../reports/engine/report.ts';
import type { Answer } from '../../reports/engine/run.ts';
import { decimalToText } from '../../server/core/decimal.ts';
import { newId } from '../../server/core/ids.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { type Customers, type NaiveWindow, naiveTable, type Sold, type Values } from './naive.ts';
import { ask, bodyOf, makePeople, push } from './shop.ts';
import { makeWorld, now, type World } from './world.ts';

const test = withDatabase();

/** From the shortest night of a year to the days before clocks change anywhere: with a leap day, a new year, and whole months. */
const firstDay = Date.parse('2027-12-20T00:00:00Z');
const lastPlace = 78;
const dayAt = (place: number) => new Date(firstDay + place * 86_400_000).toISOString().slice(0, 10);

const stores = [
  { code: 'LON', terminals: 2 },
  { code: 'NIGHT', dayStartMinutes: 240, timeZone: 'America/New_York' },
  { code: 'AKL', timeZone: 'Pacific/Auckland', dayStartMinutes: 120 },
] as const;
const tills = ['LON/POS-001', 'LON/POS-002', 'NIGHT/POS-001', 'AKL/POS-001'] as const;
const kinds = ['CASH_PAYMENT', 'CREDIT_PAYMENT', 'CRYPTO'] as const;

/** Amounts to the ten-thousandth, small and large, so that rounding and bands are met. */
const amount = fc.oneof(fc.bigInt(0n, 999n), fc.bigInt(0n, 400_000n), fc.bigInt(0n, 12_000_000n));
const rate = fc.constantFrom(0, 500, 2000);
/** Places in the lists of a shop's departments, cashiers and customers. */
const place = fc.nat(3);

const line = fc.record({
  department: place,
  sub: place,
  total: amount,
  vat: amount,
  rate,
  quantity: fc.bigInt(0n, 99_999n),
  cost: fc.option(fc.bigInt(0n, 99_999n)),
  discount: fc.oneof(fc.constant(0n), amount),
  is: fc.constantFrom('live', 'live', 'live', 'voided', 'cancelled'),
});

const document = fc.record({
  till: fc.constantFrom(...tills),
  day: fc.nat(lastPlace),
  second: fc.nat(86_399),
  currency: fc.constantFrom('GBP', 'GBP', 'EUR', 'JPY'),
  kind: fc.constantFrom('sale', 'sale', 'sale', 'return', 'cancelled'),
  ...{ total: amount, discount: amount, surcharge: fc.oneof(fc.constant(0n), amount), vat: amount },
  ...{ paid: amount, change: amount, cashier: place, customer: fc.nat(4) },
  lines: fc.array(line, { maxLength: 4 }),
  departments: fc.array(fc.record({ department: place, sub: place, total: amount, vat: amount, rate }), {
    maxLength: 2,
  }),
  taxes: fc.oneof(fc.constant([]), fc.array(fc.record({ rate, taxable: amount, tax: amount }), { maxLength: 2 })),
  payments: fc.array(fc.record({ kind: fc.constantFrom(...kinds), amount, isCancelled: fc.boolean() }), {
    maxLength: 3,
  }),
});

/** Mostly nothing, so that rollups are asked as often as documents. */
const some = <T>(values: readonly T[]) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.subarray([...values], { minLength: 1 }) },
  );

const asking = fc.record({
  days: fc.tuple(fc.nat(lastPlace), fc.nat(lastPlace)),
  compare: fc.constantFrom('previous', 'last-year', 'none'),
  stores: some(stores.map(({ code }) => code)),
  tills: some(tills),
  departments: some([0, 1, 2, 3]),
  cashiers: some([0, 1, 2, 3]),
  payments: some(kinds),
});

type Planned = typeof document extends fc.Arbitrary<infer T> ? T : never;
type Asked = typeof asking extends fc.Arbitrary<infer T> ? T : never;

interface Shop {
  world: World;
  customers: Customers;
  uuids: ReadonlyMap<number, string>;
  /** By place; an empty text says nothing. */
  departments: readonly string[];
  subs: readonly string[];
  cashiers: readonly string[];
  buyers: readonly string[];
}

async function makeShop(): Promise<Shop> {
  const world = await makeWorld(test.db, stores);
  const people = await makePeople(test.db, world.companyId);
  const { food, drinks, tea, anna, ben, carl, dora, walkIn, gold, local } = people;
  const terminals = await test.db.reader.terminal.findMany({
    where: { storeId: { in: stores.map(({ code }) => world.storeId(code)) } },
    select: { id: true, uuid: true },
  });
  return {
    world,
    uuids: new Map(terminals.map(({ id, uuid }) => [id, uuid])),
    departments: [food, drinks, '', newId()],
    subs: [tea, '', '', newId()],
    cashiers: [anna, ben, '', newId()],
    buyers: [carl, dora, '', walkIn, newId()],
    customers: {
      segments: new Map([
        [carl, [gold, local]],
        [dora, []],
      ]),
      walkIn,
    },
  };
}

function soldOf({ world, uuids, ...lists }: Shop, plan: Planned): Sold {
  const till = world.till(plan.till);
  const ofGroup = <T extends { department: number; sub: number }>(row: T) => ({
    ...row,
    department: lists.departments[row.department] ?? '',
    sub: lists.subs[row.sub] ?? '',
  });
  return {
    ...plan,
    store: till.storeId,
    storeStartsAt: till.dayStartMinutes,
    terminal: till.terminalId,
    terminalUuid: uuids.get(till.terminalId) ?? '',
    at: new Date(firstDay + plan.day * 86_400_000 + plan.second * 1000).toISOString().slice(0, 19),
    cashier: lists.cashiers[plan.cashier] ?? '',
    customer: lists.buyers[plan.customer] ?? '',
    lines: plan.lines.map((one) => ({ ...ofGroup(one), is: one.is as 'live' | 'voided' | 'cancelled' })),
    departments: plan.departments.map((row) => {
      const group = ofGroup(row);
      // A row of departments always says which.
      return { ...group, department: group.department || (lists.departments[0] ?? '') };
    }),
    kind: plan.kind as Sold['kind'],
  };
}

const text = (valueE4: bigint) => decimalToText(valueE4, 4);
const percent = (basisPoints: number) => decimalToText(BigInt(basisPoints), 2);

function pushedOf(sold: Sold) {
  return bodyOf({
    ...{ at: sold.at, currency: sold.currency, total: text(sold.total), vat: text(sold.vat) },
    ...{ discount: text(sold.discount), surcharge: text(sold.surcharge), paid: text(sold.paid) },
    ...{ change: text(sold.change), type: sold.kind === 'return' ? 'return' : 'sale' },
    isCancelled: sold.kind === 'cancelled',
    ...(sold.cashier && { cashier: sold.cashier }),
    ...(sold.customer && { customer: sold.customer }),
    lines: sold.lines.map((one) => ({
      ...(one.department && { department: one.department }),
      ...(one.sub && { sub: one.sub }),
      ...{ total: text(one.total), vat: text(one.vat), rate: percent(one.rate), quantity: text(one.quantity) },
      ...(one.cost !== null && { cost: text(one.cost) }),
      discount: text(one.discount),
      ...(one.is !== 'live' && { is: one.is }),
    })),
    departments: sold.departments.map(({ department, sub, total, vat, rate: of }) => ({
      ...{ department, total: text(total), vat: text(vat), rate: percent(of) },
      ...(sub && { sub }),
    })),
    taxes: sold.taxes.map(({ rate: of, taxable, tax }) => ({
      rate: percent(of),
      taxable: text(taxable),
      tax: text(tax),
    })),
    payments: sold.payments.map(({ kind, amount: paid, isCancelled }) => ({ kind, amount: text(paid), isCancelled })),
  });
}

/** The same question for the hub and for the naive reckoning. */
function question(shop: Shop, asked: Asked): { words: Record<string, string>; window: NaiveWindow } {
  const { world } = shop;
  const [first, last] = asked.days;
  const [from, to] = [dayAt(Math.min(first, last)), dayAt(Math.max(first, last))];
  const codes = asked.stores ?? stores.map(({ code }) => code);
  const key = (value: string | undefined) => value || '-';
  // A terminal of a store that was not asked for is none that could be asked for.
  const own = asked.tills?.filter((name) => codes.some((code) => name.startsWith(`${code}/`))) ?? [];
  const filters = {
    ...(own.length > 0 && { terminal: own.map((name) => shop.uuids.get(world.till(name).terminalId) ?? '') }),
    ...(asked.departments && { department: asked.departments.map((one) => key(shop.departments[one])) }),
    ...(asked.cashiers && { cashier: asked.cashiers.map((one) => key(shop.cashiers[one])) }),
    ...(asked.payments && { payment: asked.payments }),
  };
  const words = Object.fromEntries(Object.entries(filters).map(([name, values]) => [name, values.join(',')]));
  return {
    words: { company: world.slug, range: 'own', from, to, compare: asked.compare, store: codes.join(','), ...words },
    window: { from, to, stores: codes.map((code) => world.storeId(code)), ...filters },
  };
}

/** Reports that are about sales and customers, each with all its options: what is reckoned here. */
const variants = [
  ...['sales-by-day', 'sales-by-store', 'sales-by-hour', 'sales-by-weekday', 'sales-heat-map', 'sales-by-week'],
  ...['sales-by-month', 'sales-by-terminal', 'sales-by-cashier', 'sales-by-payment', 'sales-by-vat-rate'],
  ...['shares-by-store', 'shares-by-day', 'sales-by-customer', 'sales-by-segment'],
]
  .map((name) => ({ name, naive: name, options: {} }))
  .concat(
    ['main', 'sub'].map((level) => ({
      ...{ name: 'sales-by-department', naive: `sales-by-department ${level}`, options: { level } },
    })),
    ['amount', 'items'].map((basket) => ({
      ...{ name: 'basket-size', naive: `basket-size ${basket}`, options: { basket } },
    })),
  );

const isNothing = (value: Value | undefined) => value === undefined || value === null || Number(value) === 0;

/** The columns of the report, whatever else was reckoned; where one side says nothing the other must say nothing or zero. */
function sameValues(
  met: Readonly<Values> | undefined,
  reckoned: Values | undefined,
  columns: readonly string[],
): boolean {
  return columns.every((column) => {
    const [one, other] = [met?.[column], reckoned?.[column]];
    return one === other || (isNothing(one) && isNothing(other));
  });
}

function differences(answer: Answer, reckon: (currency: string) => ReturnType<typeof naiveTable>): string[] {
  const columns = answer.report.columns.map(({ name }) => name);
  return ['GBP', 'EUR', 'JPY'].flatMap((currency) => {
    const section = answer.sections.find((one) => one.currency === currency);
    const { rows, total } = reckon(currency);
    const met = new Map(section?.rows.map((row) => [row.key, row.values]));
    const wrong = [...new Set([...met.keys(), ...rows.keys()])].filter(
      (key) => !sameValues(met.get(key), rows.get(key), columns),
    );
    const shown = (value: unknown) => JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? `${one}` : one));
    return [
      ...wrong.map((key) => `${currency} ${key}: ${shown(met.get(key))} for ${shown(rows.get(key))}`),
      ...(sameValues(section?.total ?? {}, total, columns)
        ? []
        : [`${currency} total: ${shown(section?.total)} for ${shown(total)}`]),
    ];
  });
}

it('every sales and customer report covers the catalogue', () => {
  const known = new Set(variants.map(({ name }) => name));
  const own = catalogue.filter(({ name }) => name.startsWith('sales-') || name.startsWith('shares-'));
  expect(own.filter(({ name }) => !known.has(name)).map(({ name }) => name)).toEqual([]);
});

it('whatever was sold, and whatever is asked, a report says what the documents come to', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(document, { minLength: 1, maxLength: 24 }),
      fc.array(asking, { minLength: 1, maxLength: 3 }),
      async (plans, questions) => {
        const shop = await makeShop();
        const solds = plans.map((plan) => soldOf(shop, plan));
        for (const name of tills) {
          const { terminalId } = shop.world.till(name);
          const bodies = solds.filter(({ terminal }) => terminal === terminalId).map(pushedOf);
          if (bodies.length > 0) await push(test.db, shop.world.till(name), bodies);
        }
        for (const asked of questions) {
          const { words, window } = question(shop, asked);
          for (const { name, naive, options } of variants) {
            const answer = await ask(hubCtx(test.db, now), name, { ...words, ...options });
            const reckon = (over: NaiveWindow) => (currency: string) =>
              naiveTable(naive, solds, { window: over, currency, customers: shop.customers });
            expect({ naive, words, wrong: differences(answer, reckon(window)) }).toEqual({ naive, words, wrong: [] });
            checkCompared(answer, (range) => reckon({ ...window, ...range }));
          }
        }
      },
    ),
    { numRuns: test.provider === 'sqlite' ? 30 : 15 },
  );
}, 240_000);

/** The total compared with is that of the days compared with. */
function checkCompared(
  answer: Answer,
  reckon: (range: { from: string; to: string }) => (currency: string) => ReturnType<typeof naiveTable>,
): void {
  const { compare } = answer.window;
  for (const { currency, comparedTotal } of answer.sections) {
    const before = compare ? (reckon(compare.range)(currency ?? '').total[answer.report.lead] ?? 0) : null;
    if (before === null) expect(comparedTotal).toBeNull();
    else expect(BigInt(comparedTotal ?? 0), answer.report.name).toBe(BigInt(before));
  }
}

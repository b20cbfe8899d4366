/** Reports of stock and of control: each whole is the sum of its rows, and where a number leads the same number is found again. */
import { beforeAll, describe, expect, it } from 'vitest';
import { reportNamed } from '../../reports/catalogue.ts';
import { drillOfCell } from '../../reports/engine/drills.ts';
import type { Drill, Report, Value } from '../../reports/engine/report.ts';
import type { Answer, AnsweredSection } from '../../reports/engine/run.ts';
import { askedWithOptions } from '../../reports/engine/window.ts';
import { measures } from '../../reports/measures.ts';
import { receiptPage } from '../../reports/receipts/query.ts';
import { drillHref } from '../../reports/screen/links.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { closeGoods, type Goods, makeGoods } from './goods.ts';
import { type Asking, ask, bodyOf, push } from './shop.ts';
import { now } from './world.ts';

const test = withDatabase();
let goods: Goods;

beforeAll(async () => {
  goods = await makeGoods(test.db);
  await closeGoods(test.db, goods);
  // On this day more came back to London than was sold there, and Auckland sold.
  const milk = { product: goods.milk, department: goods.food };
  const at = '2026-11-13T10:00:00';
  await push(test.db, goods.world.till('LON/POS-001'), [
    bodyOf({ at, total: '9.0000', type: 'return', lines: [{ ...milk, total: '9.0000', quantity: '3.0000' }] }),
  ]);
  await push(test.db, goods.world.till('AKL/POS-001'), [
    bodyOf({ at, total: '6.0000', lines: [{ ...milk, total: '6.0000', quantity: '5.0000' }] }),
  ]);
});

const ctx = () => hubCtx(test.db, now);

/** Every way in which a report may be asked. */
function askings({ options = [] }: Report): Asking[] {
  return options.reduce<Asking[]>(
    (all, { name, values }) => all.flatMap((asking) => values.map((value) => ({ ...asking, [name]: value }))),
    [{}],
  );
}

const november: Asking = { range: 'own', from: '2026-11-01', to: '2026-11-30' };
const asked = (report: Report, asking: Asking): Asking => ({
  ...{ company: goods.world.slug, compare: 'none' },
  ...(report.hasRange && november),
  ...asking,
});

/** Columns whose values add up: neither relations nor the largest of several. */
const additive = ({ columns }: Report) =>
  columns.filter(({ name, kind }) => ['money', 'quantity', 'count'].includes(kind) && name !== 'worstDifference');

const sumOf = ({ rows }: AnsweredSection, column: string) =>
  rows.reduce((sum, { values }) => sum + BigInt(values[column] ?? 0), 0n);

const same = (one: Value | undefined, other: Value | undefined) => BigInt(one ?? 0) === BigInt(other ?? 0);

/** The page that a number leads to, and how it is asked. */
function pageOf(answer: Answer, asking: Asking, drill: Drill): { name: string; asking: Asking } {
  const place = { asked: askedWithOptions.parse(asking), range: answer.window.range, currency: null };
  const url = new URL(drillHref(drill, { ...place, kept: answer.report.narrowedBy ?? [] }), 'http://gate.test');
  return { name: url.pathname.replace('/reports/', ''), asking: Object.fromEntries(url.searchParams) };
}

/** What the page that a number leads to says of it; undefined: nothing that could be compared. */
async function foundAt({ name, asking }: { name: string; asking: Asking }, column: string): Promise<Value | undefined> {
  if (name !== 'receipts') return (await ask(ctx(), name, asking)).sections[0]?.total?.[column] ?? undefined;
  const { sums } = await receiptPage(ctx(), askedWithOptions.parse(asking));
  const parts = sums?.perCurrency.flatMap((one) => one.parts) ?? [];
  const sold = parts.reduce((sum, part) => sum + BigInt(measures.quantity.of(part.sums) ?? 0), 0n);
  return column === 'stockChange' ? -sold : sold;
}

/** What is told of goods and of closings; a count of bookings is one of lines where receipts tell it, and a place is no booking. */
const followed: Readonly<Record<string, readonly string[]>> = {
  'stock-value': ['stockValue', 'onHand', 'places'],
  'stock-movements': ['stockChange', 'stockOut'],
  closures: ['closures', 'saidDocuments', 'saidGross', 'expectedCash', 'countedCash', 'missingReceipts'],
  'dead-stock': ['stockValue', 'onHand', 'soldIn90Days'],
  'days-of-cover': ['onHand', 'soldInFourWeeks'],
  'sell-through': ['onHand', 'sold'],
};

const cases = Object.keys(followed).flatMap((name) => {
  const report = reportNamed(name) as Report;
  const narrowed = ['stock-movements', 'stock-value'].includes(name) ? [false, true] : [false];
  return askings(report).flatMap((asking) =>
    [undefined, 'LON'].flatMap((store) =>
      narrowed.map((isOfBread) => [name, { ...asking, ...(store && { store }) }, isOfBread] as const),
    ),
  );
});

describe.each(cases)('%s %j, of bread alone: %s', (name, options, isOfBread) => {
  const report = reportNamed(name) as Report;
  const asking = (): Asking => asked(report, { ...options, ...(isOfBread && { product: goods.bread }) });

  it('comes to the sum of its rows', async () => {
    const { sections } = await ask(ctx(), name, asking());
    for (const section of sections) {
      for (const { name: column } of section.total ? additive(report) : []) {
        expect([column, sumOf(section, column)]).toEqual([column, BigInt(section.total?.[column] ?? 0)]);
      }
    }
  });

  it('leads from its numbers to the same numbers', async () => {
    const answer = await ask(ctx(), name, asking());
    for (const row of answer.sections.flatMap(({ rows }) => rows)) {
      for (const column of followed[name] ?? []) {
        const drill = drillOfCell(row, column, answer.window.filters);
        // A closing has a page of its own; what a place holds is the whole of its past, which no page tells.
        if (!drill || drill.page || (name === 'stock-value' && drill.report === 'stock-movements')) continue;
        if (Number(row.values[column] ?? 0) === 0) continue;
        const next = pageOf(answer, asking(), drill);
        const found = await foundAt(next, column);
        expect([row.key, column, next, same(found, row.values[column])]).toEqual([row.key, column, next, true]);
      }
    }
  });
});

it('stores’ movements add up to the company’s, also on a day on which more came back than was sold', async () => {
  const day = { ...november, company: goods.world.slug, from: '2026-11-13', to: '2026-11-13' };
  const totalOf = async (store: Asking) =>
    (await ask(ctx(), 'stock-movements', { ...day, ...store })).sections[0]?.total;
  const [all, london, auckland] = await Promise.all([{}, { store: 'LON' }, { store: 'AKL' }].map(totalOf));
  expect(london).toMatchObject({ stockChange: 30_000n, stockIn: 0n, stockOut: -30_000n });
  expect(auckland).toMatchObject({ stockChange: -50_000n, stockOut: 50_000n });
  expect(all).toMatchObject({ stockChange: -20_000n, stockIn: 0n, stockOut: 20_000n, movements: 2 });
});

it('central warehouses, and goods without a cost, have pages of their own', async () => {
  const value = async (asking: Asking) => {
    const [section] = (await ask(ctx(), 'stock-value', { company: goods.world.slug, ...asking })).sections;
    return [...(section?.rows ?? []), { label: null, values: section?.total ?? {} }].map(({ values }) => [
      ...[values['stockValue'], values['onHand'], values['places']],
    ]);
  };
  expect(await value({ by: 'department', at: 'central' })).toEqual([
    [250_000n, 500_000n, 1],
    [null, 1_000_000n, 1],
    [250_000n, 1_500_000n, 2],
  ]);
  expect(await value({ by: 'product', cost: 'unknown' })).toEqual([
    [null, 1_000_000n, 1],
    [null, 70_000n, 1],
    // Milk that the last sales moved, on either shop's floor.
    [null, -20_000n, 2],
    [null, 1_050_000n, 4],
  ]);
  expect(await value({ product: goods.bread })).toEqual([
    [250_000n, 500_000n, 1],
    [120_000n, 200_000n, 1],
    [370_000n, 700_000n, 2],
  ]);
});

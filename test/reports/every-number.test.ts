/** Every number of every report leads, filters kept and in at most two steps, to receipts that add up to it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue, reportNamed } from '../../reports/catalogue.ts';
import type { Report, Value } from '../../reports/engine/report.ts';
import type { Answer } from '../../reports/engine/run.ts';
import { askedWithOptions } from '../../reports/engine/window.ts';
import { type MeasureName, measures } from '../../reports/measures.ts';
import { receiptPage } from '../../reports/receipts/query.ts';
import type { WalkSums } from '../../reports/receipts/query-sums.ts';
import { headMeasures } from '../../reports/receipts/view.ts';
import { answerView } from '../../reports/screen/view.ts';
import { formatsOf } from '../../server/core/formats.ts';
import { translatorOf } from '../../server/core/translate.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { makeGoods } from './goods.ts';
import { type Asking, ask } from './shop.ts';
import { makeSmallShop } from './small-shop.ts';
import { now } from './world.ts';

const test = withDatabase();
const slugs: string[] = [];

beforeAll(async () => {
  slugs.push((await makeSmallShop(test.db)).world.slug, (await makeGoods(test.db)).world.slug);
});

const words = { t: translatorOf('en'), formats: formatsOf('en') };
const ctx = () => hubCtx(test.db, now);

/** One number of a page: in which row and column, and where it leads. */
interface Cell {
  place: string;
  column: string;
  currency: string | null;
  value: Value;
  href: string | null;
}

/** The numbers of a page, its whole and its tiles included, as the page links them. */
function cellsOf(answer: Answer, asking: Asking): Cell[] {
  const asked = askedWithOptions.parse({ compare: 'none', ...asking });
  const view = answerView({ words, answer, asked, parts: new Map(), targets: null });
  const columns = answer.report.columns;
  return answer.sections.flatMap((section, index) => {
    const shown = view.sections[index];
    const cells = (place: string, values: Readonly<Record<string, Value>>, hrefs: readonly (string | null)[]): Cell[] =>
      columns.map(({ name: column }, at) => ({
        ...{ place, column, currency: section.currency },
        ...{ value: values[column] ?? null, href: hrefs[at] ?? null },
      }));
    // In the order in which the page has them: that of the answer, as nothing is asked for to be sorted by.
    return [
      ...section.rows.flatMap((row, at) =>
        cells(row.key, row.values, shown?.rows[at]?.cells.map(({ href }) => href) ?? []),
      ),
      ...(section.total ? cells('total', section.total, shown?.total?.cells.map(({ href }) => href) ?? []) : []),
    ];
  });
}

function askingOf(href: string): { name: string; asking: Asking } {
  const { pathname, searchParams } = new URL(href, 'http://gate.test');
  return { name: pathname.replace('/reports/', ''), asking: Object.fromEntries(searchParams) };
}

/** What figures are called in the measures that a list of receipts shows. */
const sameAs: Readonly<Record<string, readonly MeasureName[]>> = {
  basis: ['gross', 'margin'],
  baskets: ['receipts'],
  basketNet: ['net'],
  basketAverage: ['average'],
  campaignSales: ['net'],
  ...{ sold: ['quantity'], soldIn90Days: ['quantity'], soldInFourWeeks: ['quantity'] },
};

/** Every value that the page of receipts shows for a figure of this name: of a part where it shows one, and of whole receipts. */
function shownAs(sums: WalkSums, { column, currency }: Pick<Cell, 'column' | 'currency'>): Value[] {
  const names = sameAs[column] ?? [column as MeasureName];
  const own = sums.perCurrency.filter((one) => currency === null || one.currency === currency);
  return own.flatMap(({ heads, parts }) => [
    ...parts.flatMap((part) =>
      part.measures.filter((name) => names.includes(name)).map((name) => measures[name].of(part.sums)),
    ),
    ...(heads ? headMeasures.filter((name) => names.includes(name)).map((name) => measures[name].of(heads)) : []),
  ]);
}

/** Columns that say a relation or a count of things that are no receipts: their link leads to what they are reckoned from. */
const isReckoned = ({ column }: Cell, report: Report): boolean => {
  const kind = report.columns.find(({ name }) => name === column)?.kind;
  return kind === 'share' || kind === 'change' || ['cumulative', 'products', 'perDay', 'soldPerDay'].includes(column);
};

interface Walked {
  /** Numbers whose receipts were added up. */
  compared: number;
  wrong: string[];
  /** Numbers that lead to no receipts, with their column. */
  without: Set<string>;
}

/** Follows one number. */
async function follow(cell: Cell, report: Report, walked: Walked, steps = 1): Promise<void> {
  const { href, value, place, column } = cell;
  const said = `${report.name} ${place} ${column} ${value}`;
  if (href === null || !href.startsWith('/reports/')) return void walked.without.add(`${report.name} ${column}`);
  const { name, asking } = askingOf(href);
  if (name === 'receipts') {
    const { sums, rows } = await receiptPage(ctx(), askedWithOptions.parse(asking));
    const shown = sums ? shownAs(sums, cell) : [];
    const isFound = isReckoned(cell, report) ? rows.length > 0 : shown.some((one) => String(one) === String(value));
    walked.compared += 1;
    if (!isFound) walked.wrong.push(`${said}: ${shown.join(', ') || 'nothing'} at ${href}`);
    return;
  }
  if (steps === 2) return void walked.wrong.push(`${said}: more than two steps, ${href}`);
  const next = reportNamed(name);
  if (!next) return void walked.without.add(`${report.name} ${column}`);
  const cells = cellsOf(await ask(ctx(), name, asking), asking);
  const [whole] = cells.filter(
    (one) => one.place === 'total' && one.column === column && one.currency === cell.currency,
  );
  const isKept = !whole || isReckoned(cell, report) || String(whole.value) === String(value);
  if (!isKept) walked.wrong.push(`${said}: the next page says ${whole?.value}, ${href}`);
  // What lies there now is told by no receipt: stock-numbers.test.ts follows it.
  if (next.area === 'stock' && column === 'onHand') return;
  for (const one of cells.filter((each) => each.column === column && each.place !== 'total' && isSomething(each)))
    await follow(one, next, walked, steps + 1);
}

const isSomething = ({ value }: Cell) => typeof value !== 'string' && value !== null && Number(value) !== 0;

/** Numbers that no receipt tells of: points by hand and points held, how others do, the whole of a class that is read as its rows. */
const notOfReceipts = (number: string): boolean =>
  /^points (manual|expired)Points$|^points-outstanding |^cashier-control (\w+Peers|standsOut)$|^abc (basis|quantity|share|products)$/.test(
    number,
  );

describe.each([
  ['everything', {}],
  ['one store', { store: 'LON' }],
  ['one cashier', { cashier: '-' }],
])('every number leads to receipts that add up to it, over %s', (_what, more) => {
  const names = catalogue.filter(({ area, name }) =>
    'cashier' in more
      ? ['sales', 'products'].includes(area)
      : ['sales', 'customers', 'products'].includes(area) || ['cashier-control', 'sell-through'].includes(name),
  );
  it.each(
    names
      .filter(({ readsDocuments }) => readsDocuments || !('cashier' in more))
      .filter(({ isOfCompany }) => !isOfCompany || !('store' in more))
      .flatMap(({ name, options = [] }) => [
        [name, {}] as const,
        ...options.flatMap((option) =>
          option.values.slice(1).map((value) => [name, { [option.name]: value }] as const),
        ),
      ]),
  )('%s %j', async (name, options) => {
    const report = reportNamed(name) as Report;
    const walked: Walked = { compared: 0, wrong: [], without: new Set() };
    let numbers = 0;
    for (const [at, slug] of slugs.entries()) {
      const days = at === 0 ? { from: '2026-11-12', to: '2026-11-18' } : { from: '2026-11-01', to: '2026-11-30' };
      const asking: Asking = { company: slug, ...(report.hasRange && { range: 'own', ...days }), ...more, ...options };
      const cells = cellsOf(await ask(ctx(), name, asking), asking).filter(isSomething);
      numbers += cells.length;
      for (const cell of cells) await follow(cell, report, walked);
    }
    expect(walked.wrong).toEqual([]);
    expect([...walked.without].filter((one) => !notOfReceipts(one))).toEqual([]);
    if (numbers > 0 && name !== 'points-outstanding') expect(walked.compared).toBeGreaterThan(0);
  });
});

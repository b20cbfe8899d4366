/** The list of receipts behind a figure: pages without a gap, a walk that stops and goes on, and sums however many there are. */
import { beforeAll, expect, it } from 'vitest';
import { askedWithOptions } from '../../reports/engine/window.ts';
import { measures } from '../../reports/measures.ts';
import { receiptPage } from '../../reports/receipts/query.ts';
import { receiptsView } from '../../reports/receipts/view.ts';
import { formatsOf } from '../../server/core/formats.ts';
import { newId } from '../../server/core/ids.ts';
import { translatorOf } from '../../server/core/translate.ts';
import { inTransaction } from '../../server/db/index.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { type Asking, bodyOf, push } from './shop.ts';
import { makeWorld, now, type World } from './world.ts';

const test = withDatabase();
let world: World;
const customer = newId();

/** More than one page looks through. */
const many = 3150;

beforeAll(async () => {
  world = await makeWorld(test.db, [{ code: 'LON' }, { code: 'YRK' }]);
  const till = world.till('LON/POS-001');
  const regular = (at: string) =>
    bodyOf({ at, total: '7.0000', customer, lines: [{ product: customer, total: '5.0000' }, { total: '2.0000' }] });
  await push(test.db, till, ['2026-11-02T09:00:00', '2026-11-02T10:00:00', '2026-11-03T09:00:00'].map(regular));
  for (let sent = 0; sent < many; sent += 175) {
    const plain = Array.from({ length: 175 }, (_, place) =>
      bodyOf({ at: `2026-11-${10 + (place % 5)}T12:00:00`, total: '1.0000' }),
    );
    await push(test.db, till, plain);
  }
  await push(test.db, world.till('YRK/POS-001'), [bodyOf({ at: '2026-11-12T12:00:00', total: '1.0000' })]);
}, 120_000);

const words = { t: translatorOf('en'), formats: formatsOf('en') };

async function listed(more: Asking) {
  const asked = askedWithOptions.parse({
    company: world.slug,
    range: 'own',
    from: '2026-11-01',
    to: '2026-11-19',
    ...more,
  });
  const page = await receiptPage(hubCtx(test.db, now), asked);
  return { page, view: receiptsView({ words, page, asked, names: new Map() }) };
}

/** Every page, as the links lead through them. */
async function walk(more: Asking) {
  const pages: Awaited<ReturnType<typeof listed>>[] = [];
  for (let after = ''; pages.length < 200; ) {
    const one = await listed({ ...more, ...(after && { after }) });
    pages.push(one);
    const { nextHref } = one.view;
    if (!nextHref) break;
    const next = new URL(nextHref, 'http://gate.test').searchParams;
    for (const [name, value] of Object.entries(more)) expect(next.get(name)).toBe(value);
    after = next.get('after') ?? '';
  }
  return pages;
}

it('comes page by page, the latest day first, each receipt once', async () => {
  const pages = await walk({ from: '2026-11-13', to: '2026-11-14' });
  const rows = pages.flatMap(({ page }) => page.rows);
  expect(rows).toHaveLength((many / 5) * 2);
  expect(new Set(rows.map(({ uuid }) => uuid)).size).toBe(rows.length);
  const days = rows.map(({ businessDay }) => businessDay);
  expect(days).toEqual(days.toSorted().reverse());
  expect(pages.slice(0, -1).every(({ page }) => page.rows.length === 50 && !page.isCut)).toBe(true);
  // Sums are said once; later pages lead back to the first.
  expect(pages.map(({ page }) => page.sums !== null).filter(Boolean)).toHaveLength(1);
  expect(pages.map(({ view }) => view.firstHref !== '').indexOf(true)).toBe(1);
  // A page of many is never taken for all.
  expect(pages[0]?.view.shown).toBe('50 of 1,260 receipts, the latest days first');
  expect(pages.at(-1)?.view.shown).toBe('10 receipts on this page, the latest days first');
  expect((await listed({ hour: '9', to: '2026-11-02' })).view.shown).toBe('1 receipt');
});

it('stops when it has looked at many, says so, and goes on to what is meant', async () => {
  const pages = await walk({ customer });
  expect(pages.length).toBe(2);
  expect(pages[0]?.page).toMatchObject({ isCut: true, rows: [] });
  expect(pages[0]?.view.cut).toContain('go on');
  expect(pages[0]?.view.shown).toBe('0 of 3 receipts, the latest days first');
  expect(pages[1]?.page.rows.map(({ businessDay }) => businessDay)).toEqual(['2026-11-03', '2026-11-02', '2026-11-02']);
  expect(pages[1]?.page).toMatchObject({ next: null, isCut: false });
  // What they come to was known before the first of them was in sight.
  expect(pages[0]?.view.sums).toMatchObject([{ currency: 'GBP', heads: { net: '£21.00', receipts: '3' } }]);
});

it('adds up what rollups know at once, however many there are', async () => {
  await pretend(5_000_000, async () => {
    const whole = await listed({});
    expect(whole.view.tooMany).toBe('');
    const { view: weekday } = await listed({ weekday: '2' });
    // The 10th is a Tuesday, the 3rd another.
    expect(weekday.sums[0]?.heads?.net).toBe('£637.00');
    const { view: hour } = await listed({ hour: '9' });
    expect(hour.sums[0]?.heads).toMatchObject({ net: '£14.00', receipts: '2' });
    const { view: cashier } = await listed({ cashier: '-', from: '2026-11-02', to: '2026-11-03' });
    expect(cashier.sums[0]?.heads?.net).toBe('£21.00');
    // Of a product the part is known, and the whole receipts are not.
    const { page, view } = await listed({ product: customer });
    expect(page.sums?.perCurrency[0]?.heads).toBeNull();
    expect(view.sums[0]?.parts).toContainEqual({ name: 'gross', label: 'Gross', text: '£15.00' });
  });
});

it('asks before it reads many receipts for a sum, and says where the limit is', async () => {
  await pretend(20_000, async () => {
    const { page, view } = await listed({ customer });
    expect(page.sums?.left).toBe('unasked');
    expect(view.tooMany).toContain('not added up');
    expect(new URL(view.addHref, 'http://gate.test').searchParams.get('add')).toBe('all');
    const added = await listed({ customer, add: 'all' });
    expect(added.view.addHref).toBe('');
    expect(added.view.sums[0]?.heads?.net).toBe('£21.00');
  });
  await pretend(300_000, async () => {
    const { page, view } = await listed({ customer, add: 'all' });
    expect(page.sums?.left).toBe('too-many');
    expect(view.tooMany).toContain('more than 200,000 receipts');
    expect(view.addHref).toBe('');
  });
});

it('the part and the whole are the same from rollups and from the receipts themselves', async () => {
  const day = { from: '2026-11-02', to: '2026-11-03' };
  const net = async (more: Asking) => {
    const [one] = (await listed({ ...day, ...more })).page.sums?.perCurrency ?? [];
    return [one?.heads && measures.net.of(one.heads), one?.parts[0] && measures.gross.of(one.parts[0].sums)];
  };
  expect(await net({ product: customer })).toEqual([210_000n, 150_000n]);
  // With an hour no rollup has the product: its lines are read.
  expect(await net({ product: customer, hour: '9' })).toEqual([140_000n, 100_000n]);
  expect(await net({ product: '-' })).toEqual([210_000n, 60_000n]);
});

/** The rollup says that one till of York sold so much more: what is reckoned from it takes that for the number of receipts. */
async function pretend(documents: number, work: () => Promise<void>): Promise<void> {
  const storeId = world.storeId('YRK');
  const set = (change: number) =>
    inTransaction(test.db, (tx) =>
      tx.dayTotal.updateMany({ where: { storeId }, data: { documents: { increment: change } } }),
    );
  await set(documents);
  try {
    await work();
  } finally {
    await set(-documents);
  }
}

/** Days, hours, weeks and months where clocks and calendars are not even. Numbers are reckoned by hand. */
import { describe, expect, it } from 'vitest';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { type Asking, ask, bodyOf, expectLines, push, totalsOf } from './shop.ts';
import { makeWorld, now, type World } from './world.ts';

const test = withDatabase();

const answer = (world: World, name: string, asking: Asking) =>
  ask(hubCtx(test.db, now), name, { company: world.slug, range: 'own', ...asking });

const sale = (at: string, total: string) => bodyOf({ at, total });

const oneDay = (day: string) => ({ from: day, to: day });

/** Values of the lead column by row; rows of nothing left out. */
async function leads(world: World, name: string, asking: Asking): Promise<Record<string, bigint>> {
  const { sections, report } = await answer(world, name, asking);
  const rows = sections[0]?.rows ?? [];
  const values = rows.map(({ key, values }) => [key, BigInt(values[report.lead] ?? 0)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== 0n));
}

describe('days on which clocks change', () => {
  it('in autumn the hour that happens twice is one row, and a day of 25 hours one day', async () => {
    const world = await makeWorld(test.db, [{ code: 'LON' }]);
    await push(test.db, world.till('LON/POS-001'), [
      sale('2026-10-24T23:59:59', '1.0000'),
      sale('2026-10-25T00:30:00', '2.0000'),
      sale('2026-10-25T01:30:00', '4.0000'),
      sale('2026-10-25T01:59:59', '8.0000'),
      sale('2026-10-25T02:00:00', '16.0000'),
      sale('2026-10-25T23:59:59', '32.0000'),
      sale('2026-10-26T00:00:00', '64.0000'),
    ]);
    expect(await leads(world, 'sales-by-hour', oneDay('2026-10-25'))).toEqual({
      ...{ 0: 20_000n, 1: 120_000n, 2: 160_000n, 23: 320_000n },
    });
    expect(await leads(world, 'sales-by-day', { from: '2026-10-24', to: '2026-10-26' })).toEqual({
      ...{ 0: 10_000n, 1: 620_000n, 2: 640_000n },
    });
  });

  it('in spring the hour that clocks skip is empty: what a till says to have sold in it lies in the next', async () => {
    const world = await makeWorld(test.db, [{ code: 'LON' }]);
    await push(test.db, world.till('LON/POS-001'), [
      sale('2026-03-29T00:59:59', '1.0000'),
      sale('2026-03-29T01:30:00', '2.0000'),
      sale('2026-03-29T02:00:00', '4.0000'),
      sale('2026-03-29T23:59:59', '8.0000'),
    ]);
    expect(await leads(world, 'sales-by-hour', oneDay('2026-03-29'))).toEqual({
      ...{ 0: 10_000n, 2: 60_000n, 23: 80_000n },
    });
    expect(totalsOf(await answer(world, 'sales-by-month', { from: '2026-03-01', to: '2026-03-31' }), 'net')).toEqual({
      GBP: 150_000n,
    });
  });

  it('a day that begins at 04:00 begins there when clocks change too', async () => {
    const world = await makeWorld(test.db, [{ code: 'NIGHT', dayStartMinutes: 240 }]);
    await push(test.db, world.till('NIGHT/POS-001'), [
      sale('2026-10-25T03:59:59', '1.0000'),
      sale('2026-10-25T04:00:00', '2.0000'),
      sale('2026-10-26T03:59:59', '4.0000'),
      sale('2026-10-26T04:00:00', '8.0000'),
      sale('2026-03-29T03:59:59', '16.0000'),
      sale('2026-03-29T04:00:00', '32.0000'),
    ]);
    const netOf = async (day: string) => totalsOf(await answer(world, 'sales-by-store', oneDay(day)), 'net')['GBP'];
    expect(await Promise.all(['2026-10-24', '2026-10-25', '2026-10-26'].map(netOf))).toEqual([
      10_000n,
      60_000n,
      80_000n,
    ]);
    expect(await Promise.all(['2026-03-28', '2026-03-29'].map(netOf))).toEqual([160_000n, 320_000n]);
  });
});

it('29 February is a day of its own, in its week, its month and beside a year that has none', async () => {
  const world = await makeWorld(test.db, [{ code: 'LON' }]);
  await push(test.db, world.till('LON/POS-001'), [
    sale('2027-02-28T12:00:00', '1.0000'),
    sale('2027-03-01T12:00:00', '2.0000'),
    sale('2028-02-28T12:00:00', '4.0000'),
    sale('2028-02-29T12:00:00', '8.0000'),
    sale('2028-03-01T12:00:00', '16.0000'),
  ]);
  expect(await leads(world, 'sales-by-day', { from: '2028-02-28', to: '2028-03-01' })).toEqual({
    ...{ 0: 40_000n, 1: 80_000n, 2: 160_000n },
  });
  expect(await leads(world, 'sales-by-month', { from: '2028-02-01', to: '2028-03-31' })).toEqual({
    ...{ 0: 120_000n, 1: 160_000n },
  });
  // A Tuesday.
  expect(await leads(world, 'sales-by-weekday', oneDay('2028-02-29'))).toEqual({ 2: 80_000n });
  const february = await answer(world, 'sales-by-month', {
    ...{ from: '2028-02-01', to: '2028-02-29', compare: 'last-year' },
  });
  expect(february.window.compare?.range).toEqual({ from: '2027-02-01', to: '2027-02-28' });
  expect(february.sections[0]?.comparedTotal).toBe(10_000n);
});

it('stores in three zones: each counts by its own clocks, and a day of the company is the same date in each', async () => {
  const world = await makeWorld(test.db, [
    { code: 'AKL', timeZone: 'Pacific/Auckland' },
    { code: 'LON' },
    { code: 'NYC', timeZone: 'America/New_York' },
  ]);
  // One moment, 2026-07-01 11:30 UTC: 23:30 in Auckland, 12:30 in London, 07:30 in New York. An hour later Auckland has the 2nd.
  await push(test.db, world.till('AKL/POS-001'), [
    sale('2026-07-01T23:30:00', '1.0000'),
    sale('2026-07-02T00:30:00', '2.0000'),
  ]);
  await push(test.db, world.till('LON/POS-001'), [sale('2026-07-01T12:30:00', '4.0000')]);
  await push(test.db, world.till('NYC/POS-001'), [
    sale('2026-07-01T07:30:00', '8.0000'),
    sale('2026-07-01T23:30:00', '16.0000'),
  ]);
  const first = oneDay('2026-07-01');
  expect(totalsOf(await answer(world, 'sales-by-day', first), 'net')).toEqual({ GBP: 290_000n });
  expect(await leads(world, 'sales-by-hour', first)).toEqual({ 7: 80_000n, 12: 40_000n, 23: 170_000n });
  expect(await leads(world, 'sales-by-hour', { ...first, store: 'AKL' })).toEqual({ 23: 10_000n });
  expect(totalsOf(await answer(world, 'sales-by-day', oneDay('2026-07-02')), 'net')).toEqual({ GBP: 20_000n });
});

it('what is brought back counts in the month and on the day in which it is brought back', async () => {
  const world = await makeWorld(test.db, [{ code: 'LON' }]);
  const sold = bodyOf({ at: '2026-10-31T17:00:00', total: '100.0000', vat: '16.6700', discount: '10.0000' });
  await push(test.db, world.till('LON/POS-001'), [
    sold,
    bodyOf({
      ...{ at: '2026-11-02T10:00:00', total: '100.0000', vat: '16.6700', discount: '10.0000', type: 'return' },
      original: sold.head.id,
    }),
  ]);
  expectLines(await answer(world, 'sales-by-month', { from: '2026-10-01', to: '2026-11-30' }), [
    'October 2026 | 100.00 | 10.00 | 90.00 | 16.67 | 1 | 90.00 | 0 | 0 | 0.00',
    'November 2026 | -100.00 | -10.00 | -90.00 | -16.67 | 1 | -90.00 | 1 | 0 | 0.00',
    'Total | 0.00 | 0.00 | 0.00 | 0.00 | 2 | 0.00 | 1 | 0 | 0.00',
  ]);
});

it('a receipt that comes late counts on the day of its sale, once, wherever it is counted', async () => {
  const world = await makeWorld(test.db, [{ code: 'LON' }]);
  const till = world.till('LON/POS-001');
  const late = bodyOf({
    ...{ at: '2026-11-10T10:00:00', total: '5.0000', vat: '0.8300' },
    payments: [{ kind: 'CASH_PAYMENT', amount: '5.0000' }],
  });
  await push(test.db, till, [sale('2026-11-10T09:00:00', '7.0000')], new Date('2026-11-10T09:00:05Z'));
  const names = ['sales-by-day', 'sales-by-hour', 'sales-by-store', 'sales-by-cashier', 'sales-by-customer'];
  const nets = async (day: string) =>
    Promise.all(names.map(async (name) => totalsOf(await answer(world, name, oneDay(day)), 'net')['GBP']));
  expect(await nets('2026-11-10')).toEqual(names.map(() => 70_000n));
  await push(test.db, till, [late], new Date('2026-11-20T11:00:00Z'));
  await push(test.db, till, [late], new Date('2026-11-20T11:05:00Z'));
  expect(await nets('2026-11-10')).toEqual(names.map(() => 120_000n));
  expect(await nets('2026-11-20')).toEqual(names.map(() => undefined));
});

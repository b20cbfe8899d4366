/** Every sales and customer report on a small shop, with numbers reckoned by hand. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../reports/engine/run.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { type Asking, ask, bodyOf, expectLines, push, totalsOf } from './shop.ts';
import { makeSmallShop } from './small-shop.ts';
import { now, type World } from './world.ts';

const test = withDatabase();
let world: World;
let people: Awaited<ReturnType<typeof makeSmallShop>>['people'];
let stranger: string;

beforeAll(async () => {
  ({ world, people, stranger } = await makeSmallShop(test.db));
});

const threeDays = { range: 'own', from: '2026-11-16', to: '2026-11-18' } as const;

const answer = (name: string, asking: Asking = {}): Promise<Answer> =>
  ask(hubCtx(test.db, now), name, { company: world.slug, ...threeDays, ...asking });

describe('sales', () => {
  it('by store', async () => {
    const byStore = await answer('sales-by-store');
    expectLines(byStore, [
      'London | 32.00 | 3.00 | 29.00 | 5.33 | 3 | 9.6667 | 1 | 1 | 50.00',
      'Night shop | 17.00 | 0.00 | 17.00 | 0.38 | 2 | 8.50 | 0 | 0 | 0.00',
      'Total | 49.00 | 3.00 | 46.00 | 5.71 | 5 | 9.20 | 1 | 1 | 50.00',
    ]);
    expectLines(
      byStore,
      [
        'Auckland | 6.00 | 0.00 | 6.00 | 1.00 | 1 | 6.00 | 0 | 0 | 0.00',
        'Total | 6.00 | 0.00 | 6.00 | 1.00 | 1 | 6.00 | 0 | 0 | 0.00',
      ],
      'EUR',
    );
    expect(byStore.sections.map(({ currency }) => currency)).toEqual(['GBP', 'EUR']);
  });

  it('by till', async () => {
    expectLines(await answer('sales-by-terminal', { store: 'LON' }), [
      'POS-001 | 42.00 | 3.00 | 39.00 | 7.00 | 2 | 19.50 | 0 | 0 | 0.00',
      'POS-002 | -10.00 | 0.00 | -10.00 | -1.67 | 1 | -10.00 | 1 | 1 | 50.00',
      'Total | 32.00 | 3.00 | 29.00 | 5.33 | 3 | 9.6667 | 1 | 1 | 50.00',
    ]);
  });

  it('by hour: those of each store’s clocks', async () => {
    expectLines(await answer('sales-by-hour'), [
      '03:00 | 8.00 | 0.00 | 8.00 | 0.38 | 1 | 8.00',
      '04:00 | 9.00 | 0.00 | 9.00 | 0.00 | 1 | 9.00',
      '09:00 | 42.00 | 3.00 | 39.00 | 7.00 | 2 | 19.50',
      '14:00 | -10.00 | 0.00 | -10.00 | -1.67 | 1 | -10.00',
      'Total | 49.00 | 3.00 | 46.00 | 5.71 | 5 | 9.20',
    ]);
  });

  it('by hour of the night shop begin with the hour in which its day begins', async () => {
    const { sections } = await answer('sales-by-hour', { store: 'NIGHT' });
    expect(sections[0]?.rows.map(({ key }) => key)).toEqual([
      ...['4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15', '16', '17', '18', '19', '20', '21', '22'],
      ...['23', '0', '1', '2', '3'],
    ]);
  });

  it('by hour of the week: the business day’s weekday', async () => {
    expectLines(await answer('sales-heat-map'), [
      'Tuesday 03:00 | 8.00 | 8.00 | 0.00 | 1 | 8.00',
      'Wednesday 04:00 | 9.00 | 9.00 | 0.00 | 1 | 9.00',
      'Monday 09:00 | 39.00 | 42.00 | 3.00 | 2 | 19.50',
      'Tuesday 14:00 | -10.00 | -10.00 | 0.00 | 1 | -10.00',
      'Total | 46.00 | 49.00 | 3.00 | 5 | 9.20',
    ]);
  });

  it('by weekday, in all and on one of them', async () => {
    // From the 12th to the 23rd: two of each weekday but Tuesday and Wednesday.
    expectLines(await answer('sales-by-weekday', { from: '2026-11-12', to: '2026-11-23' }), [
      'Monday | 42.00 | 3.00 | 39.00 | 19.50 | 7.00 | 2 | 19.50',
      'Tuesday | -2.00 | 0.00 | -2.00 | -2.00 | -1.29 | 2 | -1.00',
      'Wednesday | 9.00 | 0.00 | 9.00 | 9.00 | 0.00 | 1 | 9.00',
      'Friday | 40.00 | 0.00 | 40.00 | 20.00 | 0.00 | 1 | 40.00',
      'Total | 89.00 | 3.00 | 86.00 | 7.1667 | 5.71 | 6 | 14.3333',
    ]);
  });

  it('by week: the first and last have the days of the range', async () => {
    const byWeek = await answer('sales-by-week', { from: '2026-11-13', to: '2026-11-17' });
    expectLines(byWeek, [
      'Week of 9 Nov 2026 | 40.00 | 0.00 | 40.00 | 0.00 | 1 | 40.00 | 0 | 0 | 0.00',
      'Week of 16 Nov 2026 | 40.00 | 3.00 | 37.00 | 5.71 | 4 | 9.25 | 1 | 1 | 50.00',
      'Total | 80.00 | 3.00 | 77.00 | 5.71 | 5 | 15.40 | 1 | 1 | 50.00',
    ]);
    expect(byWeek.sections[0]?.rows.map(({ drill }) => drill?.filters)).toEqual([
      { range: 'own', from: '2026-11-13', to: '2026-11-15' },
      { range: 'own', from: '2026-11-16', to: '2026-11-17' },
    ]);
  });

  it('by month', async () => {
    expectLines(await answer('sales-by-month', { from: '2025-11-01', to: '2026-11-30' }), [
      'November 2025 | 5.00 | 0.00 | 5.00 | 0.00 | 1 | 5.00 | 0 | 0 | 0.00',
      'November 2026 | 89.00 | 3.00 | 86.00 | 5.71 | 6 | 14.3333 | 1 | 1 | 50.00',
      'Total | 94.00 | 3.00 | 91.00 | 5.71 | 7 | 13.00 | 1 | 1 | 50.00',
    ]);
  });

  it('by cashier: who is not told is a row, who was deleted has a name, who is unknown an id', async () => {
    expectLines(await answer('sales-by-cashier'), [
      'Not told (unknown) | 12.00 | 0.00 | 12.00 | 2.00 | 1 | 12.00 | 0 | 0.00 | 0',
      'Anna Bell | 20.00 | 3.00 | 17.00 | 3.33 | 2 | 8.50 | 1 | 10.00 | 0',
      'Ben Cole | 9.00 | 0.00 | 9.00 | 0.00 | 1 | 9.00 | 0 | 0.00 | 1',
      `${stranger.slice(0, 8)}… (unknown to the hub) | 8.00 | 0.00 | 8.00 | 0.38 | 1 | 8.00 | 0 | 0.00 | 0`,
      'Total | 49.00 | 3.00 | 46.00 | 5.71 | 5 | 9.20 | 1 | 10.00 | 1',
    ]);
  });

  it('by department: with what came without lines and what is left over they come to gross', async () => {
    expectLines(await answer('sales-by-department'), [
      'Food | 29.01 | 3.33 | 2 | 3 | 6.67 | 40.01% | 64.91%',
      'Drinks | 8.00 | 0.38 | 3 | 0 | – | – | 0.00%',
      'Receipts without lines (unknown) | 12.00 | 2.00 | – | – | – | – | –',
      'Difference between lines and receipts (difference) | -0.01 | 0.00 | – | – | – | – | –',
      'Total | 49.00 | 5.71 | 5 | 3 | 6.67 | 40.01% | 50.06%',
    ]);
  });

  it('by department, sub groups too', async () => {
    const lines = ['gross', 'lines'];
    const bySub = await answer('sales-by-department', { level: 'sub' });
    expect(bySub.sections[0]?.rows.map(({ values }) => lines.map((name) => values[name]))).toEqual([
      [290_100n, 2],
      [80_000n, 1],
      [0n, 2],
      [120_000n, null],
      [-100n, null],
    ]);
  });

  it('by payment: with change and what is not told they come to what the tills kept', async () => {
    expectLines(await answer('sales-by-payment'), [
      'Cash | 28.00 | 3',
      'Credit | 12.00 | 1',
      'Paid without saying how (unknown) | 9.00 | –',
      'Change given | -3.00 | –',
      'Total | 46.00 | 4',
    ]);
    expectLines(await answer('sales-by-payment'), ['CRYPTO | 6.00 | 1', 'Total | 6.00 | 1'], 'EUR');
  });

  it('by VAT rate: from taxes, else lines and departments, else the head; with the difference they come to the heads', async () => {
    expectLines(await answer('sales-by-vat-rate'), [
      '20 % | 16.67 | 3.33 | 20.00',
      '5 % | 7.62 | 0.38 | 8.00',
      '0 % | 9.01 | 0.00 | 9.01',
      'Rate not sent (unknown) | 10.00 | 2.00 | 12.00',
      'Difference to the receipts’ totals (difference) | -0.01 | 0.00 | -0.01',
      'Total | 43.29 | 5.71 | 49.00',
    ]);
  });

  it('by size of the basket: sales only, by what they came to', async () => {
    expectLines(await answer('basket-size'), [
      '5 to below 10 | 2 | 17.00 | 8.50',
      '10 to below 20 | 1 | 12.00 | 12.00',
      '20 to below 30 | 1 | 27.00 | 27.00',
      'Total | 4 | 56.00 | 14.00',
    ]);
  });

  it('by size of the basket: by live lines; what came without lines is a row', async () => {
    expectLines(await answer('basket-size', { basket: 'items' }), [
      'Lines not sent (unknown) | 2 | 20.00 | 10.00',
      '1 | 1 | 9.00 | 9.00',
      '2 | 1 | 27.00 | 27.00',
      'Total | 4 | 56.00 | 14.00',
    ]);
  });

  it('discounts and returns as shares, by store and by day', async () => {
    expectLines(await answer('shares-by-store'), [
      // 3 of 32, and 10 of the 42 that were sold before they came back.
      'London | 9.38% | 23.81% | 32.00 | 3.00 | 10.00 | 1 | 29.00',
      'Night shop | 0.00% | 0.00% | 17.00 | 0.00 | 0.00 | 0 | 17.00',
      'Total | 6.12% | 16.95% | 49.00 | 3.00 | 10.00 | 1 | 46.00',
    ]);
    expectLines(await answer('shares-by-day'), [
      'Mon 16 Nov 2026 | 7.14% | 0.00% | 42.00 | 3.00 | 0.00 | 0 | 39.00',
      'Tue 17 Nov 2026 | 0.00% | 125.00% | -2.00 | 0.00 | 10.00 | 1 | -2.00',
      'Wed 18 Nov 2026 | 0.00% | 0.00% | 9.00 | 0.00 | 0.00 | 0 | 9.00',
      'Total | 6.12% | 16.95% | 49.00 | 3.00 | 10.00 | 1 | 46.00',
    ]);
  });
});

describe('customers', () => {
  it('by customer: none, walk-in and unknown ones are rows', async () => {
    expectLines(await answer('sales-by-customer'), [
      'No customer (unknown) | 12.00 | 0.00 | 12.00 | 1 | 12.00',
      'Carl Dean | 20.00 | 3.00 | 17.00 | 2 | 8.50',
      'Dora East | 8.00 | 0.00 | 8.00 | 1 | 8.00',
      'Walk-in customers | 9.00 | 0.00 | 9.00 | 1 | 9.00',
      'Total | 49.00 | 3.00 | 46.00 | 5 | 9.20',
    ]);
  });

  it('by segment: who is in two counts in both, the total counts every receipt once', async () => {
    const bySegment = await answer('sales-by-segment');
    expectLines(bySegment, [
      'Gold | 20.00 | 3.00 | 17.00 | 2 | 8.50',
      'Local | 20.00 | 3.00 | 17.00 | 2 | 8.50',
      'In no segment | 8.00 | 0.00 | 8.00 | 1 | 8.00',
      'Walk-in customers | 9.00 | 0.00 | 9.00 | 1 | 9.00',
      'No customer (unknown) | 12.00 | 0.00 | 12.00 | 1 | 12.00',
      'Total | 49.00 | 3.00 | 46.00 | 5 | 9.20',
    ]);
    expectLines(
      bySegment,
      [
        'Customers unknown to the hub (unknown) | 6.00 | 0.00 | 6.00 | 1 | 6.00',
        'Total | 6.00 | 0.00 | 6.00 | 1 | 6.00',
      ],
      'EUR',
    );
    expect(bySegment.report.notes).toContain('segments');
  });
});

describe('what counts where', () => {
  const wednesday = { from: '2026-11-18', to: '2026-11-18' };
  const valueIn = (given: Answer, key: string, column: string) =>
    given.sections[0]?.rows.find((row) => row.key === key)?.values[column];

  it('a voided line and a cancelled receipt belong to no department, but to what was taken back', async () => {
    // 9.01 was sold of food on Wednesday; 4.00 were voided. On Tuesday a receipt of 50.00 was cancelled.
    const { food, ben } = people;
    expect(valueIn(await answer('sales-by-department', wednesday), food, 'gross')).toBe(90_100n);
    const control = await answer('cashier-control');
    expect([valueIn(control, ben, 'voidedLines'), valueIn(control, ben, 'voidedAmount')]).toEqual([1, 40_000n]);
    const byStore = await answer('sales-by-store', { from: '2026-11-17', to: '2026-11-17', store: 'LON' });
    expect(byStore.sections[0]?.total).toMatchObject({ gross: -100_000n, cancelled: 1, cancelledAmount: 500_000n });
  });

  it('a receipt without lines counts in full, and its money is named where lines are counted', async () => {
    const monday = { from: '2026-11-16', to: '2026-11-16' };
    expect(totalsOf(await answer('sales-by-hour', monday), 'gross')).toEqual({ GBP: 420_000n });
    const byDepartment = await answer('sales-by-department', monday);
    expect(valueIn(byDepartment, 'withoutLines', 'gross')).toBe(120_000n);
    expect(totalsOf(byDepartment, 'gross')).toEqual({ GBP: 420_000n });
  });

  it('two currencies stay two, the company’s own first', async () => {
    for (const name of ['sales-by-day', 'sales-by-payment', 'sales-by-vat-rate', 'sales-by-department']) {
      const { sections } = await answer(name, wednesday);
      expect([name, ...sections.map(({ currency }) => currency)]).toEqual([name, 'GBP', 'EUR']);
    }
  });
});

describe('filters that the rollup does not know read documents, to the same figures', () => {
  it('a cashier, a kind of payment, a department', async () => {
    const { anna, drinks } = people;
    expect(totalsOf(await answer('sales-by-store', { cashier: anna }), 'net')).toEqual({ GBP: 170_000n });
    expect(totalsOf(await answer('sales-by-store', { cashier: '-' }), 'net')).toEqual({ GBP: 120_000n, EUR: 60_000n });
    // Receipts with cash: 27.00 less 10.00 returned, and 8.00.
    expect(totalsOf(await answer('sales-by-hour', { payment: 'CASH_PAYMENT' }), 'net')).toEqual({ GBP: 250_000n });
    // Receipts with drinks, whole; of lines only the drinks.
    expect(totalsOf(await answer('sales-by-store', { department: drinks }), 'net')).toEqual({ GBP: 250_000n });
    expect(totalsOf(await answer('sales-by-department', { department: drinks }), 'gross')).toEqual({ GBP: 80_000n });
    expect(totalsOf(await answer('sales-by-department', { department: drinks, cashier: anna }), 'gross')).toEqual({
      GBP: 0n,
    });
  });

  it('a kind of payment leaves only its own payments, from rollups and from documents', async () => {
    const split = bodyOf({
      ...{ at: '2026-11-19T10:00:00', total: '30.0000', cashier: people.anna },
      payments: [
        { kind: 'CASH_PAYMENT', amount: '10.0000' },
        { kind: 'CREDIT_PAYMENT', amount: '20.0000' },
        { kind: 'CASH_PAYMENT', amount: '99.0000', isCancelled: true },
      ],
    });
    await push(test.db, world.till('LON/POS-001'), [split]);
    const day = { from: '2026-11-19', to: '2026-11-19', payment: 'CASH_PAYMENT' };
    const stored = await answer('sales-by-payment', day);
    const read = await answer('sales-by-payment', { ...day, cashier: people.anna });
    expectLines(stored, ['Cash | 10.00 | 1', 'Total | 10.00 | 1']);
    expectLines(read, ['Cash | 10.00 | 1', 'Total | 10.00 | 1']);
    expect([stored.isFromDocuments, read.isFromDocuments]).toEqual([false, true]);
  });
});

describe('compared', () => {
  it('days and weekdays by their place, the same weekdays last year', async () => {
    const [before] = (await answer('sales-by-store', { compare: 'previous' })).sections;
    expect([before?.comparedTotal, before?.rows.map(({ compared }) => compared)]).toEqual([400_000n, [400_000n, null]]);
    const [lastYear] = (await answer('sales-by-weekday', { compare: 'last-year' })).sections;
    // 16 November 2026 is a Monday, and so is 17 November 2025.
    expect([lastYear?.comparedTotal, lastYear?.rows[0]?.compared]).toEqual([50_000n, 50_000n]);
  });

  it('months with months, however long they are', async () => {
    const month = { from: '2026-11-01', to: '2026-11-30' };
    const lastYear = await answer('sales-by-month', { ...month, compare: 'last-year' });
    expect(lastYear.window.compare?.range).toEqual({ from: '2025-11-01', to: '2025-11-30' });
    expect(lastYear.sections[0]?.rows[0]?.compared).toBe(50_000n);
    const rangeOf = async (from: string, to: string, compare: string) =>
      (await answer('sales-by-month', { from, to, compare })).window.compare?.range;
    expect(await rangeOf('2026-02-01', '2026-02-28', 'previous')).toEqual({ from: '2026-01-01', to: '2026-01-31' });
    expect(await rangeOf('2026-03-01', '2026-03-31', 'previous')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(await rangeOf('2026-01-01', '2026-03-15', 'previous')).toEqual({ from: '2025-10-01', to: '2025-12-15' });
    expect(await rangeOf('2026-03-30', '2026-03-30', 'previous')).toEqual({ from: '2026-02-28', to: '2026-02-28' });
  });
});

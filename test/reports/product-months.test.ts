/** Products over long ranges: whole months from one rollup, the days around them from another. */
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { rankProducts } from '../../reports/engine/product-sums.ts';
import { stitch } from '../../reports/engine/sold-rows.ts';
import { sumRollup } from '../../reports/engine/sum-rollup.ts';
import { askedInput, openWindow, type Window } from '../../reports/engine/window.ts';
import { addDays, daysBetween } from '../../server/core/business-day.ts';
import { newId } from '../../server/core/ids.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { bodyOf, push } from './shop.ts';
import { makeWorld, now, type World } from './world.ts';

const test = withDatabase();
const firstDay = '2025-12-20';
const lastDay = '2026-05-10';
const days = daysBetween(firstDay, lastDay);
const someProducts = [newId(), newId(), newId(), null];
let world: World;

/** Two stores that sell on some days of six months, over a leap-free February and a new year; some of it comes back. */
beforeAll(async () => {
  world = await makeWorld(test.db, [{ code: 'ONE' }, { code: 'TWO' }]);
  for (const [place, store] of ['ONE', 'TWO'].entries()) {
    const bodies = Array.from({ length: Math.ceil(days / 3) }, (_, index) => {
      const day = addDays(firstDay, Math.min(days, index * 3 + place));
      const product = someProducts[(index * 7 + place) % 4] ?? undefined;
      const total = `${(index % 9) + 1}.${String((index * 37) % 10_000).padStart(4, '0')}`;
      const line = { total, quantity: `${(index % 4) + 1}.2500`, ...(index % 3 > 0 && { cost: '0.3333' }) };
      return bodyOf({
        ...{ at: `${day}T10:00:00`, total, type: index % 5 === 4 ? 'return' : 'sale' },
        ...(index % 6 === 5 && { currency: 'EUR' }),
        lines: [{ ...line, ...(product && { product }) }],
      });
    });
    await push(test.db, world.till(`${store}/POS-001`), bodies);
  }
});

async function windowOf(from: string, to: string, stores: readonly string[]): Promise<Window> {
  const asked = { company: world.slug, range: 'own', from, to, compare: 'none' };
  return openWindow(
    hubCtx(test.db, now),
    askedInput.parse({ ...asked, ...(stores.length === 1 && { store: stores[0] }) }),
  );
}

const ranges = fc
  .tuple(fc.integer({ min: -3, max: days + 3 }), fc.integer({ min: 0, max: days }))
  .map(([start, length]) => ({ from: addDays(firstDay, start), to: addDays(firstDay, start + length) }));

it('months and the days around them are exactly the sums of the days', async () => {
  await fc.assert(
    fc.asyncProperty(ranges, fc.constantFrom(['ONE', 'TWO'], ['ONE'], ['TWO']), async ({ from, to }, stores) => {
      const ctx = hubCtx(test.db, now);
      const window = await windowOf(from, to, stores);
      const ranked = await rankProducts(ctx, window, { most: null, order: 'gross' });
      const summed = await sumRollup(ctx, window, { rollup: 'productDayTotals', by: ['product_id'] });
      const met = [...ranked].flatMap(([currency, { rows }]) =>
        rows.map(({ id, sums }) => ({ product_id: id, currency, ...sums })),
      );
      const inOrder = <T extends { product_id?: unknown; currency?: unknown }>(rows: readonly T[]) =>
        [...rows].sort((a, b) => (`${a.currency} ${a.product_id}` < `${b.currency} ${b.product_id}` ? -1 : 1));
      // Months keep a row of what was sold and came back; days without any row keep none.
      expect(inOrder(met)).toEqual(inOrder(summed as never[]));
    }),
    { numRuns: 60 },
  );
});

it('every day of a range is counted once, and no other day', () => {
  fc.assert(
    fc.property(ranges, fc.integer({ min: -10, max: days + 40 }), ({ from, to }, lastSold) => {
      const { months, edges } = stitch({ from, to }, addDays(firstDay, lastSold));
      const around = daysOf(addDays(from, -40), addDays(to, 40));
      const counted = around.filter((day) => {
        const month = day.slice(0, 7);
        const inMonths = months !== null && month >= months.first && month <= months.last ? 1 : 0;
        const times = edges
          .filter((edge) => edge.from <= day && day <= edge.to)
          .reduce((sum, { sign }) => sum + sign, inMonths);
        expect([0, 1]).toContain(times);
        return times === 1;
      });
      expect(counted).toEqual(daysOf(from, to));
      expect(edges.length).toBeLessThanOrEqual(2);
    }),
    { numRuns: 500 },
  );
});

interface Stitching {
  from: string;
  to: string;
  /** The day until which there are rows. */
  lastSold?: string;
  months: string[];
  parts: string[];
}

const stitchings: Stitching[] = [
  // Nearly a month is the month less what is not meant, and days to come cost nothing.
  { from: '2026-03-02', to: '2026-03-30', months: ['2026-03'], parts: ['-2026-03-01', '-2026-03-31'] },
  {
    ...{ from: '2026-03-01', to: '2026-03-12', lastSold: '2026-03-12' },
    ...{ months: ['2026-03'], parts: ['-2026-03-13..2026-03-31'] },
  },
  {
    ...{ from: '2026-03-01', to: '2026-03-12', lastSold: '2026-03-31' },
    ...{ months: [], parts: ['2026-03-01..2026-03-12'] },
  },
  {
    ...{ from: '2026-01-20', to: '2026-03-27', months: ['2026-02', '2026-03'] },
    parts: ['2026-01-20..2026-01-31', '-2026-03-28..2026-03-31'],
  },
  { from: '2026-01-01', to: '2026-02-28', months: ['2026-01', '2026-02'], parts: [] },
];

it.each(stitchings)('$from to $to reads $months and $parts', ({ from, to, months, parts, lastSold = '2026-12-31' }) => {
  const stitched = stitch({ from, to }, lastSold);
  const [first, last] = [months[0], months.at(-1)];
  expect(stitched.months).toEqual(first === undefined ? null : { first, last });
  const texts = stitched.edges.map((edge) => {
    const range = edge.from === edge.to ? edge.from : `${edge.from}..${edge.to}`;
    return edge.sign < 0 ? `-${range}` : range;
  });
  expect(texts).toEqual(parts);
});

it('the first ones and the others come to the whole', async () => {
  const window = await windowOf('2026-01-01', '2026-03-15', ['ONE', 'TWO']);
  const ctx = hubCtx(test.db, now);
  const all = (await rankProducts(ctx, window, { most: null, order: 'gross' })).get('GBP');
  const first = (await rankProducts(ctx, window, { most: 2, order: 'gross' })).get('GBP');
  const named = all?.rows.filter(({ id }) => id !== '') ?? [];
  expect(named).toHaveLength(3);
  expect(first?.rows.map(({ id }) => id)).toEqual([...named.slice(0, 2).map(({ id }) => id), '']);
  expect(first?.others).toEqual({ count: 1, sums: named[2]?.sums });
  expect(first?.total).toEqual(all?.total);
});

function daysOf(from: string, to: string): string[] {
  return Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index));
}

/** Products over long ranges: whole months from one rollup, the days around them from another. */
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { rankProducts, stitch } from '../../reports/engine/product-sums.ts';
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
        rows.map(({ productId, sums }) => ({ product_id: productId, currency, ...sums })),
      );
      const inOrder = <T extends { product_id?: unknown; currency?: unknown }>(rows: readonly T[]) =>
        [...rows].sort((a, b) => (`${a.currency} ${a.product_id}` < `${b.currency} ${b.product_id}` ? -1 : 1));
      // Months keep a row of what was sold and came back; days without any row keep none.
      expect(inOrder(met)).toEqual(inOrder(summed as never[]));
    }),
    { numRuns: 60 },
  );
});

it('every day of a range is in a month or in one of the ranges of days, once', () => {
  fc.assert(
    fc.property(ranges, ({ from, to }) => {
      const { months, days: parts } = stitch({ from, to });
      const covered = parts.flatMap((part) => daysOf(part.from, part.to));
      const inMonths = daysOf(from, to).filter((day) => {
        const month = day.slice(0, 7);
        return months !== null && month >= months.first && month <= months.last;
      });
      expect([...covered, ...inMonths].sort()).toEqual(daysOf(from, to));
      if (months) {
        expect(`${months.first}-01` >= from).toBe(true);
        expect(addDays(`${addDays(`${months.last}-28`, 4).slice(0, 7)}-01`, -1) <= to).toBe(true);
      }
      expect(parts.length).toBeLessThanOrEqual(2);
    }),
  );
});

it('the first ones and the others come to the whole', async () => {
  const window = await windowOf('2026-01-01', '2026-03-15', ['ONE', 'TWO']);
  const ctx = hubCtx(test.db, now);
  const all = (await rankProducts(ctx, window, { most: null, order: 'gross' })).get('GBP');
  const first = (await rankProducts(ctx, window, { most: 2, order: 'gross' })).get('GBP');
  const named = all?.rows.filter(({ productId }) => productId !== '') ?? [];
  expect(named).toHaveLength(3);
  expect(first?.rows.map(({ productId }) => productId)).toEqual([
    ...named.slice(0, 2).map(({ productId }) => productId),
    '',
  ]);
  expect(first?.others).toEqual({ products: 1, sums: named[2]?.sums });
  expect(first?.total).toEqual(all?.total);
});

function daysOf(from: string, to: string): string[] {
  return Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index));
}

/** Composed totals, of all stores together or of a store's month: made when days and months are over, and never other than the
 *  stores' own rows of single days. */
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { rankCustomers } from '../../../reports/customers/customer-sums.ts';
import { sumRollup } from '../../../reports/engine/sum-rollup.ts';
import { askedInput, openWindow, type Window } from '../../../reports/engine/window.ts';
import { type Ctx, type Database, inRawTransaction, inTransaction } from '../../../server/db/index.ts';
import { companyRollups, composePeriods, nextComposable } from '../../../server/domain/sales/index.ts';
import { reopenPeriods } from '../../../server/domain/sales/reopen-periods.ts';
import { verify } from '../../../server/domain/verification/index.ts';
import { bodyOf, push } from '../../reports/shop.ts';
import { makeWorld, type World } from '../../reports/world.ts';
import { withDatabase } from '../../support/database.ts';
import { deferred } from '../../support/deferred.ts';
import { hubCtx } from '../../support/hub.ts';
import { spoilPacked } from '../../support/packed.ts';
import { makeTransaction } from './support.ts';

const test = withDatabase();
const today = new Date('2026-11-20T12:00:00Z');
const customers = ['c0000000-0000-4000-8000-000000000001', 'c0000000-0000-4000-8000-000000000002'];

const sale = (day: string, place = 0) =>
  bodyOf({
    ...{ at: `${day}T${String(9 + (place % 3)).padStart(2, '0')}:00:00`, total: `${(place % 7) + 1}.2500` },
    customer: customers[place % 2] ?? '',
    lines: [
      {
        department: `d0000000-0000-4000-8000-00000000000${place % 3}`,
        product: `a0000000-0000-4000-8000-00000000000${place % 4}`,
        total: `${(place % 7) + 1}.2500`,
      },
    ],
  });

async function shopWith(days: readonly string[]): Promise<World> {
  const world = await makeWorld(test.db, [{ code: 'ONE' }, { code: 'TWO' }]);
  for (const [place, store] of ['ONE', 'TWO'].entries()) {
    const bodies = days.flatMap((day, index) => [sale(day, index + place), sale(day, index + 2 * place + 1)]);
    await push(test.db, world.till(`${store}/POS-001`), bodies);
  }
  return world;
}

async function composeAll(world: World, db: Database = test.db): Promise<number> {
  let all = 0;
  for (let composed = 1; composed > 0; all += composed)
    composed = await composePeriods(hubCtx(db, today), world.companyId, { pauseMs: 0 });
  return all;
}

async function marksOf({ companyId }: World): Promise<string[]> {
  const marks = await test.db.reader.composedPeriod.findMany({ where: { companyId }, orderBy: { period: 'asc' } });
  return marks.map(({ period, state }) => `${period} ${state}`);
}

const planned = [
  { rollup: 'productDayTotals', by: ['product_id'] },
  { rollup: 'hourTotals', by: ['hour'] },
  { rollup: 'departmentTotals', by: ['main_group_id'] },
  { rollup: 'dayTotals', by: ['terminal_id'] },
  { rollup: 'cashierTotals', by: ['cashier_id'] },
  { rollup: 'basketTotals', by: ['kind', 'band'] },
] as const;

/** Each rollup, of the company as a whole and added up by its stores and days, which nobody composes: the same at one moment. */
async function bothWays(ctx: Ctx, { slug }: World) {
  const asked = { company: slug, range: 'own', from: '2026-09-01', to: '2026-11-20', compare: 'none' };
  const window = await openWindow(ctx, askedInput.parse(asked));
  const answers = [];
  for (const { rollup, by } of planned) {
    const whole = await sumRollup(ctx, window, { rollup, by });
    const perDay = await sumRollup(ctx, window, { rollup, by: [...by, 'store_id', 'business_day'] });
    const sums = new Map<string, Record<string, unknown>>();
    for (const { store_id: _store, business_day: _day, ...row } of perDay) {
      const key = [...by, 'currency'].map((name) => row[name]).join(' ');
      const known = sums.get(key);
      if (known === undefined) sums.set(key, { ...row });
      else {
        for (const [name, value] of Object.entries(row)) {
          if (typeof value === 'bigint') known[name] = (known[name] as bigint) + value;
          else if (typeof value === 'number' && !(by as readonly string[]).includes(name)) {
            known[name] = (known[name] as number) + value;
          }
        }
      }
    }
    answers.push({ whole: inOrder(whole), added: inOrder([...sums.values()]) });
  }
  return [...answers, await customersBothWays(ctx, window)];
}

async function customersBothWays(ctx: Ctx, window: Window) {
  const ranked = await rankCustomers(ctx, window, { most: null, order: 'net' });
  const whole = [...ranked].flatMap(([currency, { rows }]) =>
    rows.map(({ id, sums }) => ({ customer_id: id, currency, ...sums })),
  );
  const added = await sumRollup(ctx, window, { rollup: 'customerTotals', by: ['customer_id'] });
  return { whole: inOrder(whole), added: inOrder(added) };
}

function inOrder(rows: readonly Readonly<Record<string, unknown>>[]) {
  const texts = rows.map((row) =>
    Object.entries(row)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  );
  return texts.sort();
}

/** All reads of `work` see one state. */
function atOneMoment<T>(work: (ctx: Ctx) => Promise<T>): Promise<T> {
  return test.db.snapshot((read) => {
    const db = Object.create(test.db, { reader: { value: read } }) as Database;
    return work(hubCtx(db, today));
  });
}

async function expectExact(world: World): Promise<void> {
  for (const { whole, added } of await atOneMoment((ctx) => bothWays(ctx, world))) expect(whole).toEqual(added);
}

const spoil = (world: World) =>
  inTransaction(test.db, async (tx) => {
    for (const { table, of } of Object.values(companyRollups)) {
      const [figure] = of.sums;
      await tx.$executeRawUnsafe(`UPDATE ${table} SET ${figure} = ${figure} + 1 WHERE company_id = ${world.companyId}`);
    }
    await spoilPacked(tx, world.companyId);
  });

describe('totals of all stores', () => {
  it('are composed of days that ended two days ago and of months that are over, for companies of several stores', async () => {
    const world = await shopWith(['2026-10-31', '2026-11-01', '2026-11-18', '2026-11-19', '2026-11-20']);
    expect(await composeAll(world)).toBe(4);
    const composed = ['2026-10', '2026-10-31', '2026-11-01', '2026-11-18'];
    expect(await marksOf(world)).toEqual(composed.map((period) => `${period} composed`));
    await expectExact(world);
    const alone = await makeWorld(test.db, [{ code: 'ONE' }]);
    const ids: number[] = [];
    for (
      let id = await nextComposable(hubCtx(test.db), 0);
      id !== null;
      id = await nextComposable(hubCtx(test.db), id)
    ) {
      ids.push(id);
    }
    expect(ids).toContain(world.companyId);
    expect(ids).not.toContain(alone.companyId);
  });

  it('are what answers read, where they are composed; where days are told apart nobody reads them', async () => {
    const world = await shopWith(['2026-10-30', '2026-10-31', '2026-11-02']);
    await composeAll(world);
    await spoil(world);
    for (const { whole, added } of await bothWays(hubCtx(test.db, today), world)) expect(whole).not.toEqual(added);
    const result = await verify(hubCtx(test.db, today));
    expect(new Set(result.differences.map(({ kind }) => kind))).toEqual(
      new Set([
        ...['Product', 'Hour', 'Department'].map((name) => `rollup.company${name}`),
        ...['Product', 'Customer'].map((name) => `rollup.packed${name}`),
        ...['terminal', 'cashier', 'basket'].map((name) => `rollup.${name}Month`),
      ]),
    );
    await inTransaction(test.db, (tx) => tx.composedPeriod.deleteMany({ where: { companyId: world.companyId } }));
    await expectExact(world);
    expect((await verify(hubCtx(test.db, today))).differences).toEqual([]);
  });

  it('hold no longer from the moment a document of the day is booked, and are composed anew', async () => {
    const world = await shopWith(['2026-10-30', '2026-10-31', '2026-11-02']);
    await composeAll(world);
    await push(test.db, world.till('TWO/POS-001'), [sale('2026-10-31', 5)]);
    expect(await marksOf(world)).toEqual(['2026-10-30 composed', '2026-11-02 composed']);
    await expectExact(world);
    expect(await composeAll(world)).toBe(2);
    await expectExact(world);
    expect((await verify(hubCtx(test.db, today))).differences).toEqual([]);
  });

  it('hold no longer when a stored document is completed', async () => {
    const world = await shopWith(['2026-11-02']);
    const thin = makeTransaction((body) => {
      body.head.transaction_date_time = '2026-11-02T12:30:00';
    });
    const { products, ...stub } = thin;
    await push(test.db, world.till('ONE/POS-001'), [{ ...stub, products: [] }]);
    await composeAll(world);
    await push(test.db, world.till('ONE/POS-001'), [{ ...stub, products }]);
    expect(await marksOf(world)).toEqual([]);
    await expectExact(world);
  });

  for (const isBegun of [false, true]) {
    it(`count in a booking that is under way when they are composed${isBegun ? ', begun earlier' : ''}`, async () => {
      const world = await shopWith(['2026-11-02']);
      const mark = { companyId: world.companyId, period: '2026-11-02', state: 'begun' };
      if (isBegun) await inTransaction(test.db, (tx) => tx.composedPeriod.create({ data: mark }));
      const [written, end] = [deferred(), deferred()];
      const { dialect } = test.db;
      const worthMore = (by: number) =>
        `UPDATE hour_totals SET gross_e4 = gross_e4 + ${by} WHERE company_id = ${world.companyId} AND hour = 9`;
      const booking = inRawTransaction(test.db, async (tx) => {
        await tx.$executeRawUnsafe(worthMore(7));
        await reopenPeriods({ tx, dialect }, [{ company_id: world.companyId, business_day: mark.period }]);
        written.resolve();
        await end.promise;
      });
      await written.promise;
      let isDone = false;
      const composing = composeAll(world).finally(() => {
        isDone = true;
      });
      // Whoever does not wait for the booking has composed by then.
      const until = performance.now() + 300;
      while (!isDone && performance.now() < until) await turn();
      end.resolve();
      await Promise.all([booking, composing]);
      await composeAll(world);
      expect(await marksOf(world)).toEqual(['2026-11-02 composed']);
      await expectExact(world);
      // Nobody has sold that.
      await inTransaction(test.db, async (tx) => {
        await tx.$executeRawUnsafe(worthMore(-7));
        await tx.composedPeriod.deleteMany({ where: { companyId: world.companyId } });
      });
    });
  }

  it('are exact at every moment while old days are booked into and composed', async () => {
    const days = ['2026-09-29', '2026-09-30', '2026-10-01', '2026-10-31'];
    const world = await shopWith(days);
    let isSelling = true;
    let [composed, read] = [0, 0];
    const sell = async (till: string) => {
      for (let place = 0; place < 25; place += 1) {
        await push(test.db, world.till(till), [sale(days[place % 4] ?? '', place)]);
      }
    };
    const compose = async () => {
      while (isSelling) {
        composed += await composePeriods(hubCtx(test.db, today), world.companyId, { pauseMs: 0 });
        await turn();
      }
    };
    const look = async () => {
      while (isSelling) {
        await expectExact(world);
        read += 1;
        await turn();
      }
    };
    const others = [compose(), look()];
    await Promise.all([sell('ONE/POS-001'), sell('TWO/POS-001')]).finally(() => {
      isSelling = false;
    });
    await Promise.all(others);
    expect(composed).toBeGreaterThan(6);
    expect(read).toBeGreaterThan(2);
    await composeAll(world);
    await expectExact(world);
    expect((await verify(hubCtx(test.db, today))).differences).toEqual([]);
  });
});

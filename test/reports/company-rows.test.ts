/** Random shops with days that are composed, opened again, and never composed: answers about the whole company are the sums over
 *  its stores' rows. */
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { customersBefore, rankCustomers } from '../../reports/customers/customer-sums.ts';
import { packedSegments } from '../../reports/customers/segment-sums.ts';
import { productsBefore, rankProducts } from '../../reports/engine/product-sums.ts';
import type { Ranked } from '../../reports/engine/ranking.ts';
import { sumRollup } from '../../reports/engine/sum-rollup.ts';
import { askedInput, openWindow } from '../../reports/engine/window.ts';
import { measures, plus } from '../../reports/measures.ts';
import { addDays } from '../../server/core/business-day.ts';
import { newId } from '../../server/core/ids.ts';
import { deriveContext, inTransaction } from '../../server/db/index.ts';
import { putCustomers, putSegmentMembers, putSegments } from '../../server/domain/customers/index.ts';
import { companyRollups, composePeriods, type RollupName, rollupOf } from '../../server/domain/sales/index.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { spoilPacked } from '../support/packed.ts';
import { bodyOf, push } from './shop.ts';
import { makeWorld, now, type World } from './world.ts';

const test = withDatabase();
const firstDay = '2026-08-25';
const span = 88;
const stores = ['ONE', 'TWO', 'SIX'] as const;
const products = [newId(), newId(), newId(), undefined];
const groups = [newId(), newId()];
const buyers = [...Array.from({ length: 6 }, newId), undefined];
/** Who bought for the first time on a day that is not composed. */
const newcomers = [newId(), newId()];
const cashiers = [newId(), newId(), undefined];
let world: World;

beforeAll(async () => {
  world = await makeWorld(
    test.db,
    stores.map((code) => ({ code })),
  );
  for (const [place, store] of stores.entries()) {
    const bodies = Array.from({ length: span }, (_, index) => {
      const pick = index * 5 + place * 3;
      const [product, department, customer] = [products[pick % 4], groups[pick % 2], buyers[pick % 7]];
      const cashier = cashiers[(index + place) % 3];
      const total = `${(index % 9) + 1}.${String((index * 37) % 10_000).padStart(4, '0')}`;
      return bodyOf({
        at: `${addDays(firstDay, (index * 3 + place) % span)}T${String(8 + (pick % 5)).padStart(2, '0')}:00:00`,
        ...{ total, type: index % 7 === 4 ? 'return' : 'sale' },
        // Tills name currencies as they like.
        ...(index % 6 === 5 && { currency: 'old, TL 1' }),
        ...(customer && { customer }),
        ...(cashier && { cashier }),
        lines: [{ total, cost: '0.3333', ...(product && { product }), ...(department && { department }) }],
      });
    });
    await push(test.db, world.till(`${store}/POS-001`), bodies);
  }
  await composePeriods(hubCtx(test.db, now), world.companyId, { most: 200, pauseMs: 0 });
  const late = { at: `${addDays(firstDay, span)}T09:00:00`, total: '3.5000', lines: [{ total: '3.5000' }] };
  await push(
    test.db,
    world.till('TWO/POS-001'),
    newcomers.map((customer) => bodyOf({ ...late, customer })),
  );
  await placeBuyers();
  // What a booking leaves of some of them: rows that are not whole any more, without their mark or with one of another beginning.
  const marks = await test.db.reader.composedPeriod.findMany({ where: { companyId: world.companyId } });
  expect(marks.length).toBeGreaterThan(60);
  await inTransaction(test.db, async (tx) => {
    for (const [index, { companyId, period }] of marks.entries()) {
      if (index % 3 === 0) continue;
      for (const { table, period: column, of } of Object.values(companyRollups)) {
        const [figure] = of.sums;
        await tx.$executeRawUnsafe(
          `UPDATE ${table} SET ${figure} = ${figure} + 1 WHERE company_id = ${companyId} AND ${column} = '${period}'`,
        );
      }
      await spoilPacked(tx, companyId, period);
      const where = { companyId_period: { companyId, period } };
      if (index % 3 === 1) await tx.composedPeriod.delete({ where });
      else await tx.composedPeriod.update({ where, data: { state: 'begun' } });
    }
  });
});

/** In two segments, in one that is left and one that is gone, in one as the walk-in customer, in none; and one whom nobody knows. */
async function placeBuyers(): Promise<void> {
  const [twice, left, walkIn, none, unknown, gone] = buyers;
  const { companyId } = world;
  await inTransaction(test.db, async (tx) => {
    for (const id of [twice, left, walkIn, none, gone, newcomers[0]]) {
      const customer = { companyId, name: 'A', lastName: 'B', isWalkIn: id === walkIn };
      await tx.customer.create({ data: { id: id ?? '', ...customer } });
    }
    const [big, small, old] = [newId(), newId(), newId()];
    for (const id of [big, small, old]) {
      const segment = { companyId, code: id, name: id, segmentType: 'manual' };
      await tx.customerSegment.create({ data: { id, ...segment, ...(id === old && { deletedAt: now }) } });
    }
    const members = [
      ...[
        { customerId: twice, segmentId: big },
        { customerId: twice, segmentId: small },
        { customerId: left, segmentId: small, isActive: false },
      ],
      ...[
        { customerId: left, segmentId: big, deletedAt: now },
        { customerId: walkIn, segmentId: big },
        { customerId: gone, segmentId: old },
      ],
      { customerId: newcomers[0], segmentId: small },
    ];
    for (const { customerId = '', ...member } of members) {
      await tx.customerSegmentMember.create({ data: { id: newId(), companyId, customerId, ...member } });
    }
  });
  expect(unknown).toBeDefined();
}

const kinds: readonly { rollup: RollupName; by: readonly string[] }[] = [
  { rollup: 'productDayTotals', by: ['product_id'] },
  { rollup: 'hourTotals', by: ['hour'] },
  { rollup: 'hourTotals', by: ['weekday', 'hour'] },
  { rollup: 'hourTotals', by: ['business_day'] },
  { rollup: 'departmentTotals', by: ['main_group_id', 'sub_group_id'] },
  { rollup: 'departmentTotals', by: ['store_id', 'main_group_id'] },
  { rollup: 'customerTotals', by: ['customer_id'] },
  { rollup: 'customerTotals', by: [] },
  { rollup: 'cashierTotals', by: ['cashier_id'] },
  { rollup: 'cashierTotals', by: ['cashier_id', 'store_id'] },
  { rollup: 'cashierTotals', by: ['business_day'] },
  { rollup: 'basketTotals', by: ['kind', 'band'] },
  { rollup: 'dayTotals', by: ['terminal_id'] },
  { rollup: 'dayTotals', by: [] },
];

type Code = (typeof stores)[number];

const asking = fc.record({
  start: fc.integer({ min: -3, max: span + 3 }),
  length: fc.oneof(fc.nat(12), fc.nat(span)),
  stores: fc.oneof(fc.constant<Code[]>([...stores]), fc.subarray<Code>([...stores], { minLength: 1 })),
  department: fc.oneof(fc.constant(null), fc.nat(1)),
});

type Asked = typeof asking extends fc.Arbitrary<infer T> ? T : never;

function windowOf(asked: Asked) {
  const [from, to] = [addDays(firstDay, asked.start), addDays(firstDay, asked.start + asked.length)];
  const filter = asked.department === null ? {} : { department: groups[asked.department] };
  const whole = asked.stores.length === stores.length;
  const words = { company: world.slug, range: 'own', from, to, compare: 'none' };
  const parsed = askedInput.parse({ ...words, ...filter, ...(!whole && { store: asked.stores.join(',') }) });
  return openWindow(hubCtx(test.db, now), parsed);
}

/** In plain code, from the rows of the stores alone. */
async function naive({ rollup, by }: (typeof kinds)[number], asked: Asked, department: string | null) {
  const { table, counts, sums } = rollupOf(rollup);
  const [from, to] = [addDays(firstDay, asked.start), addDays(firstDay, asked.start + asked.length)];
  const ids = asked.stores.map((code) => world.storeId(code)).join(', ');
  const rows = await test.db.reader.$queryRawUnsafe<Record<string, unknown>[]>(
    `SELECT * FROM ${table} WHERE store_id IN (${ids}) AND business_day BETWEEN '${from}' AND '${to}'
      ${department === null ? '' : `AND main_group_id = '${department}'`}`,
  );
  const added = new Map<string, Map<string, bigint>>();
  for (const row of rows) {
    const weekday = new Date(`${row['business_day']}T00:00:00Z`).getUTCDay() || 7;
    const key = [...by, 'currency'].map((name) => (name === 'weekday' ? weekday : row[name])).join(' ');
    const known = added.get(key) ?? new Map<string, bigint>();
    for (const column of [...counts, ...sums]) {
      known.set(column, (known.get(column) ?? 0n) + BigInt(row[column] as bigint));
    }
    added.set(key, known);
  }
  return [...added].map(([key, figures]) => `${key}: ${[...figures.values()].join(' ')}`).sort();
}

function shown(rows: readonly Readonly<Record<string, unknown>>[], { rollup, by }: (typeof kinds)[number]) {
  const { counts, sums } = rollupOf(rollup);
  return rows
    .map((row) => {
      const key = [...by, 'currency'].map((name) => row[name]).join(' ');
      return `${key}: ${[...counts, ...sums].map((column) => row[column]).join(' ')}`;
    })
    .sort();
}

it('whatever is composed, a question about all stores is answered as from their own rows', async () => {
  await fc.assert(
    fc.asyncProperty(asking, fc.constantFrom(...kinds), async (asked, kind) => {
      const isFiltered = asked.department !== null && kind.rollup === 'departmentTotals';
      const window = await windowOf(isFiltered ? asked : { ...asked, department: null });
      const met = await sumRollup(hubCtx(test.db, now), window, kind);
      const department = isFiltered ? (groups[asked.department ?? 0] ?? null) : null;
      expect(shown(met, kind)).toEqual(await naive(kind, asked, department));
    }),
    { numRuns: 150 },
  );
});

/** The first of a ranking are those of the whole of it, and the others are the rest. */
function expectFirst(first: Ranked, all: Ranked | undefined, most: number) {
  const named = all?.rows.filter(({ id }) => id !== '') ?? [];
  const wanted = [...named.slice(0, most), ...(all?.rows.filter(({ id }) => id === '') ?? [])];
  expect(first.rows).toEqual(wanted);
  expect(first.others?.count ?? 0).toBe((all?.rows.length ?? 0) - wanted.length);
  const sum = [...wanted.map(({ sums }) => sums), first.others?.sums ?? {}].reduce(plus, {});
  expect(sum).toEqual(first.total);
  expect(first.total).toEqual(all?.total);
}

it('a ranking of products has the figures of the stores’ own rows, whatever of it is asked for', async () => {
  const kind = { rollup: 'productDayTotals', by: ['product_id'] } as const;
  const orders = fc.constantFrom('gross', 'quantity', 'margin');
  await fc.assert(
    fc.asyncProperty(asking, orders, fc.integer({ min: 1, max: 4 }), async (asked, order, most) => {
      const window = await windowOf({ ...asked, department: null });
      const ctx = hubCtx(test.db, now);
      const ranked = await rankProducts(ctx, window, { most: null, order });
      const rows = [...ranked].flatMap(([currency, { rows: own }]) =>
        own.map(({ id, sums }) => ({ product_id: id, currency, ...sums })),
      );
      expect(shown(rows, kind)).toEqual(await naive(kind, asked, null));
      const brief = await rankProducts(ctx, window, { most: null, order, isBrief: true });
      expect(new Set(brief.keys())).toEqual(new Set(ranked.keys()));
      for (const [currency, first] of await rankProducts(ctx, window, { most, order })) {
        const all = ranked.get(currency);
        expectFirst(first, all, most);
        const same = brief.get(currency)?.rows.map(({ id, sums }) => ({ id, sums: expect.objectContaining(sums) }));
        expect(all?.rows).toEqual(same);
      }
    }),
    { numRuns: 100 },
  );
});

it('a ranking of customers has the figures of the stores’ own rows, whatever of it is asked for', async () => {
  const kind = { rollup: 'customerTotals', by: ['customer_id'] } as const;
  await fc.assert(
    fc.asyncProperty(
      asking,
      fc.constantFrom('net', 'receipts'),
      fc.integer({ min: 1, max: 3 }),
      async (asked, order, most) => {
        const window = await windowOf({ ...asked, department: null });
        const ctx = hubCtx(test.db, now);
        const ranked = await rankCustomers(ctx, window, { most: null, order });
        const rows = [...ranked].flatMap(([currency, { rows: own }]) =>
          own.map(({ id, sums }) => ({ customer_id: id, currency, ...sums })),
        );
        expect(shown(rows, kind)).toEqual(await naive(kind, asked, null));
        for (const [currency, first] of await rankCustomers(ctx, window, { most, order })) {
          expectFirst(first, ranked.get(currency), most);
        }
      },
    ),
    { numRuns: 60 },
  );
});

it('segments have the figures of their customers’ own rows, whoever has a number and whoever has none', async () => {
  const kind = { rollup: 'customerTotals', by: ['segment'] } as const;
  const met = new Set<string>();
  await fc.assert(
    fc.asyncProperty(asking, async (asked) => {
      const window = await windowOf({ ...asked, department: null, stores: [...stores] });
      const rows = shown(await packedSegments(hubCtx(test.db, now), window), kind);
      expect(rows).toEqual(shown(await sumRollup(hubCtx(test.db, now), window, kind), kind));
      for (const row of rows) met.add(row.split(' ')[0] ?? '');
    }),
    { numRuns: 60, examples: [[{ start: 0, length: span, stores: [], department: null }]] },
  );
  expect([...met]).toEqual(expect.arrayContaining(['nobody', 'none', 'unknown', 'walk-in']));
  expect(met.size).toBe(6);
});

it('what some sold or bought before is what the ranking of all has of them', async () => {
  await fc.assert(
    fc.asyncProperty(asking, fc.subarray(products), fc.subarray(buyers), async (asked, someProducts, someBuyers) => {
      const window = await windowOf({ ...asked, department: null });
      const ctx = hubCtx(test.db, now);
      const ids = (some: readonly (string | undefined)[]) => new Set(some.map((id) => id ?? ''));
      const sold = await rankProducts(ctx, window, { most: null, order: 'gross' });
      const before = await productsBefore(ctx, window, ids(someProducts));
      expect(new Set(before.keys())).toEqual(new Set(sold.keys()));
      for (const [currency, { rows, total }] of sold) {
        const own = rows.filter(({ id }) => ids(someProducts).has(id));
        const met = new Map(before.get(currency)?.rows.map(({ id, sums }) => [id, sums['gross_e4']]));
        expect(met).toEqual(new Map(own.map(({ id, sums }) => [id, sums['gross_e4']])));
        expect(before.get(currency)?.total).toMatchObject({ gross_e4: total['gross_e4'] });
      }
      const bought = await rankCustomers(ctx, window, { most: null, order: 'net' });
      const earlier = await customersBefore(ctx, window, ids(someBuyers));
      for (const [currency, { rows, total }] of bought) {
        const own = rows.filter(({ id }) => ids(someBuyers).has(id));
        const met = new Map(earlier.get(currency)?.rows.map(({ id, sums }) => [id, sums]));
        expect(met).toEqual(new Map(own.map(({ id, sums }) => [id, sums])));
        expect(measures.net.of(earlier.get(currency)?.total ?? {})).toBe(measures.net.of(total));
      }
    }),
    { numRuns: 60 },
  );
});

it('who sees some of the stores gets the sums of these alone', async () => {
  const grant = { companyId: world.companyId, isOwner: false, isAdministrator: false };
  const storeIds = [world.storeId('ONE'), world.storeId('TWO')];
  const grants = [{ ...grant, roles: [{ role: 'manager' as const, storeIds }] }];
  const manager = deriveContext(hubCtx(test.db, now), {
    actor: { kind: 'user', userId: 'u', username: 'u', staffRole: null, staffCompanyIds: null, grants },
  });
  const asked = { start: 0, length: span, stores: ['ONE', 'TWO'] as Asked['stores'], department: null };
  const words = { company: world.slug, range: 'own', from: firstDay, to: addDays(firstDay, span), compare: 'none' };
  const window = await openWindow(manager, askedInput.parse(words));
  expect(window.company.hiddenStores).toBe(1);
  for (const kind of kinds) {
    expect(shown(await sumRollup(manager, window, kind), kind)).toEqual(await naive(kind, asked, null));
  }
  const ranked = await rankProducts(manager, window, { most: null, order: 'gross' });
  const gross = [...ranked.values()].map(({ total }) => total['gross_e4']);
  const kind = { rollup: 'productDayTotals', by: [] } as const;
  const stored = await sumRollup(manager, window, { ...kind, by: ['store_id'] });
  const perCurrency = [...ranked.keys()].map((currency) =>
    stored.filter((row) => row['currency'] === currency).reduce((sum, row) => sum + BigInt(row['gross_e4'] ?? 0), 0n),
  );
  expect(gross).toEqual(perCurrency);
});

it('segments are those of the moment, though their members were read before', async () => {
  const { companyId } = world;
  const [twice = '', , , none = '', unknown = ''] = buyers;
  const kind = { rollup: 'customerTotals', by: ['segment'] } as const;
  const later = new Date(now.getTime() + 3 * 86_400_000);
  const seen = new Set<string>();
  const expectSame = async () => {
    const window = await windowOf({ start: 0, length: span + 1, stores: [...stores], department: null });
    const rows = shown(await packedSegments(hubCtx(test.db, now), window), kind);
    expect(rows).toEqual(shown(await sumRollup(hubCtx(test.db, now), window, kind), kind));
    seen.add(rows.join());
  };
  await expectSame();
  const ctx = hubCtx(test.db, now);
  const code = newId();
  await putSegments(ctx, { companyId, rows: [{ code, name: code, segmentType: 'manual' }] });
  const { id: segmentId } = await test.db.reader.customerSegment.findFirstOrThrow({ where: { companyId, code } });
  await putSegmentMembers(ctx, { companyId, rows: [{ customerId: none, segmentId }] });
  await expectSame();
  await putSegmentMembers(ctx, { companyId, rows: [{ customerId: twice, segmentId, isActive: false }] });
  await putSegmentMembers(ctx, { companyId, rows: [{ customerId: none, segmentId, isActive: false }] });
  await expectSame();
  await putCustomers(ctx, { companyId, rows: [{ id: unknown, name: 'Known', lastName: 'Now' }] });
  await expectSame();
  await putSegmentMembers(ctx, { companyId, rows: [{ customerId: twice, segmentId }] });
  await expectSame();
  await putSegments(ctx, { companyId, rows: [{ code, name: code, segmentType: 'manual', deletedAt: now }] });
  await expectSame();
  // Those who bought on the last day are given their numbers.
  expect(await composePeriods(hubCtx(test.db, later), companyId, { most: 200, pauseMs: 0 })).toBeGreaterThan(0);
  await expectSame();
  expect(seen.size).toBe(4);
});

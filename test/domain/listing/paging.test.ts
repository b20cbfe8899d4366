import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../server/core/ids.ts';
import { type Ctx, inTransaction } from '../../../server/db/index.ts';
import {
  countRows,
  type ListCondition,
  type ListQuery,
  listRows,
  listTableOf,
  readOn,
} from '../../../server/domain/listing/index.ts';
import { readNumbered } from '../../../server/domain/listing/numbered-page.ts';
import { orderedPlan, type Plan } from '../../../server/domain/listing/plan.ts';
import { readPage, type Start } from '../../../server/domain/listing/read-page.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, someCompany } from '../../support/hub.ts';

const test = withDatabase();
const table = listTableOf('SeenRecord');
const rowCount = 120;
let ctx: Ctx;

interface Seen {
  id: number;
  companyId: number;
  kind: string;
  storeId: number;
  settledAt: Date | null;
  mergedIntoId: string | null;
}
let all: Seen[] = [];

/** Few values, so that ties are many; the order's column may be empty. */
function rowOf(index: number) {
  return {
    ...{ companyId: 1 + (index % 3), kind: ['product', 'customer', 'cashier'][index % 2] ?? '', uuid: `uuid-${index}` },
    ...{ storeId: 1 + (index % 4), terminalId: 1, transactionId: 1, seenAt: new Date(1_780_000_000_000 + (index % 7)) },
    settledAt: index % 5 === 0 ? null : new Date(1_780_000_000_000 + (index % 4) * 1000),
    mergedIntoId: index % 3 === 0 ? null : `row-${index % 5}`,
  };
}

beforeAll(async () => {
  ctx = hubCtx(test.db, new Date());
  for (let count = 0; count < 3; count += 1) await someCompany(test.db);
  await inTransaction(test.db, async (tx) => {
    await tx.seenRecord.createMany({ data: Array.from({ length: rowCount }, (_, index) => rowOf(index)) });
  });
  all = await test.db.reader.seenRecord.findMany({ orderBy: { id: 'asc' } });
});

const orders = fc.record({
  column: fc.constantFrom('id', 'settledAt', 'mergedIntoId', 'companyId'),
  direction: fc.constantFrom('asc', 'desc'),
} as const);
const scopes = fc.constantFrom<ListQuery['scope']>(
  [[]],
  [[{ is: 'equal', column: 'companyId', value: 2 }]],
  [[{ is: 'equal', column: 'companyId', value: 1 }], [{ is: 'equal', column: 'companyId', value: 3 }]],
);
const filterSets = fc.constantFrom<ListCondition[]>(
  [],
  [{ is: 'equal', column: 'storeId', value: 3 }],
  [{ is: 'among', column: 'kind', values: ['customer', 'nothing'] }],
  [{ is: 'filled', column: 'mergedIntoId' }],
  [{ is: 'range', column: 'settledAt', from: new Date(1_780_000_001_000), before: new Date(1_780_000_003_000) }],
  [
    {
      is: 'any',
      of: [
        { is: 'equal', column: 'storeId', value: 1 },
        { is: 'containing', column: 'uuid', text: 'UUID-11' },
      ],
    },
  ],
);
const queries = fc.record({ order: orders, scope: scopes, filters: filterSets, most: fc.integer({ min: 1, max: 30 }) });

function expected({ scope, filters }: Pick<ListQuery, 'scope' | 'filters'>): number[] {
  const meets = (row: Seen, condition: ListCondition): boolean => {
    if ('of' in condition) return condition.of[condition.is === 'any' ? 'some' : 'every']((each) => meets(row, each));
    const value = row[condition.column as keyof Seen];
    if (condition.is === 'equal') return value === condition.value;
    if (condition.is === 'among') return condition.values.includes(value as string);
    if (condition.is === 'filled') return value !== null;
    if (condition.is === 'containing') return String(value).toUpperCase().includes(condition.text);
    if (condition.is !== 'range' || value === null) return false;
    return value >= (condition.from ?? 0) && value < (condition.before ?? 0);
  };
  return all
    .filter((row) => scope.some((own) => own.every((each) => meets(row, each))))
    .filter((row) => filters.every((each) => meets(row, each)))
    .map(({ id }) => id);
}

/** Empty values stand last, whatever the direction. */
function isInOrder(rows: readonly Record<string, unknown>[], { column, direction }: ListQuery['order']): boolean {
  const key = (row: Record<string, unknown> | undefined) => {
    const value = row?.[column] ?? null;
    return value instanceof Date ? value.getTime() : (value as string | number | null);
  };
  return rows.every((row, place) => {
    const [before, value] = [key(rows[place - 1]), key(row)];
    if (place === 0 || value === null || before === value) return true;
    return before !== null && (direction === 'asc' ? before < value : before > value);
  });
}

const sorted = (ids: number[]) => [...ids].sort((a, b) => a - b);

describe('a list', () => {
  it('shows each row once, in order, from the first page to the last and back', async () => {
    await fc.assert(
      fc.asyncProperty(queries, async ({ most, ...rest }) => {
        const query = { table, ...rest };
        const rows: Record<string, unknown>[] = [];
        let page = await listRows(ctx, query, { columns: [], most, start: { at: 'first' } });
        const forward = [page];
        while (page.next !== null) {
          page = await listRows(ctx, query, { columns: [], most, start: { at: 'cursor', cursor: page.next } });
          forward.push(page);
        }
        for (const each of forward) rows.push(...each.rows);
        expect(sorted(rows.map(({ id }) => Number(id)))).toEqual(expected(query));
        expect(isInOrder(rows, query.order)).toBe(true);
        expect(forward[0]?.total).toBe(rows.length);

        const back: Record<string, unknown>[] = [];
        let last = await listRows(ctx, query, { columns: [], most, start: { at: 'last' } });
        back.unshift(...last.rows);
        while (last.previous !== null && back.length < rows.length) {
          last = await listRows(ctx, query, { columns: [], most, start: { at: 'cursor', cursor: last.previous } });
          const fresh = last.rows.filter(({ id }) => !back.some((known) => known['id'] === id));
          back.unshift(...fresh);
        }
        expect(back.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
      }),
      { numRuns: 60 },
    );
  });

  it('has the same pages by their numbers', async () => {
    await fc.assert(
      fc.asyncProperty(queries, fc.integer({ min: 0, max: 5 }), async ({ most, ...rest }, number) => {
        const query = { table, ...rest };
        const whole = await listRows(ctx, query, { columns: [], most: 500, start: { at: 'first' } });
        const page = await listRows(ctx, query, { columns: [], most, start: { at: 'row', skip: number * most } });
        const part = whole.rows.slice(number * most, (number + 1) * most);
        expect(page.rows.map(({ id }) => id)).toEqual(part.map(({ id }) => id));
      }),
      { numRuns: 60 },
    );
  });

  it('has the same pages by their numbers among many rows of one place, in one company and in several', async () => {
    const rows = Array.from({ length: 400 }, (_, index) => ({
      ...{ id: newId(), companyId: 1 + (index % 2), name: `Maker ${index}` },
      // More of one place than are looked back at, and fewer.
      version: index < 300 ? 1 : 2 + (index % 20),
    }));
    await inTransaction(test.db, (tx) => tx.manufacturer.createMany({ data: rows }));
    const one: ListCondition = { is: 'equal', column: 'companyId', value: 1 };
    const two: ListCondition = { is: 'equal', column: 'companyId', value: 2 };
    for (const scope of [[[one]], [[one], [two]]]) {
      for (const direction of ['asc', 'desc'] as const) {
        const order = { column: 'version', direction };
        const query: ListQuery = { table: listTableOf('Manufacturer'), scope, filters: [], order };
        const whole = await listRows(ctx, query, { columns: [], most: 500, start: { at: 'first' } });
        expect(whole.rows).toHaveLength(scope.length * 200);
        for (let skip = 0; skip <= whole.rows.length; skip += 9) {
          const page = await listRows(ctx, query, { columns: [], most: 9, start: { at: 'row', skip } });
          expect(page.rows.map(({ id }) => id)).toEqual(whole.rows.slice(skip, skip + 9).map(({ id }) => id));
          expect([page.isStart, page.isEnd]).toEqual([skip === 0, skip + 9 >= whole.rows.length]);
        }
      }
    }
  });

  it('has pages by their numbers where its rows are looked through', async () => {
    const filters: ListCondition[] = [{ is: 'equal', column: 'storeId', value: 3 }];
    const plan = orderedPlan({ table, scope: [[]], filters, order: { column: 'id', direction: 'desc' } });
    if (plan?.mode !== 'walked') throw new Error('An index answers this filter');
    const whole = await readPage(ctx, { table, plan, columns: [], most: 500, start: { at: 'first' } });
    expect(whole.rows).toHaveLength(30);
    for (const skip of [0, 8, 24, 32]) {
      const page = await readNumbered(ctx, { table, plan, columns: [], most: 8 }, skip);
      expect(page.rows).toEqual(whole.rows.slice(skip, skip + 8));
      expect([page.hasBefore, page.hasAfter]).toEqual([skip > 0, skip < 22]);
    }
  });

  it('that is looked through bit by bit finds what a look through everything finds, forward and backward', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ ...{ order: orders, scope: scopes, filters: filterSets }, most: fc.integer({ min: 1, max: 30 }) }),
        fc.record({ budget: fc.integer({ min: 3, max: 40 }), isBackward: fc.boolean() }),
        async ({ most, ...rest }, { budget, isBackward }) => {
          const query = { table, ...rest };
          const plan = orderedPlan(query);
          if (plan === null) return;
          const found = await walk(plan, { most, budget, isBackward });
          expect(sorted(found.map(({ id }) => Number(id)))).toEqual(expected(query));
          expect(isInOrder(found, query.order)).toBe(true);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('is read to its end by id, whatever is filtered', async () => {
    await fc.assert(
      fc.asyncProperty(queries, async ({ most, ...rest }) => {
        const ids: number[] = [];
        for (let after: number | null = null; ; after = ids.at(-1) ?? null) {
          const rows = await readOn(ctx, { table, ...rest }, { columns: [], after, take: most });
          ids.push(...rows.map(({ id }) => Number(id)));
          if (rows.length < most) break;
        }
        expect(ids).toEqual(expected(rest));
      }),
      { numRuns: 40 },
    );
  });
});

async function walk(plan: Plan, how: { most: number; budget: number; isBackward: boolean }) {
  const found: Record<string, unknown>[] = [];
  let start: Start = { at: how.isBackward ? 'last' : 'first' };
  for (let round = 0; round < 500; round += 1) {
    const page = await readPage(ctx, { table, plan, columns: [], most: how.most, budget: how.budget, start });
    const fresh = page.rows.filter(({ id }) => !found.some((known) => known['id'] === id));
    if (how.isBackward) found.unshift(...fresh);
    else found.push(...page.rows);
    const key = page.stoppedAt ?? (how.isBackward ? page.first : page.last);
    if (key === null || !(how.isBackward ? page.hasBefore : page.hasAfter)) return found;
    start = { at: 'cursor', cursor: { side: how.isBackward ? 'before' : 'after', key } };
  }
  throw new Error('it never ended');
}

describe('counts', () => {
  it('stop behind ten thousand, and are said only where they are sure', async () => {
    const text = `INSERT INTO seen_records (company_id, kind, uuid, store_id, terminal_id, transaction_id, seen_at)
      SELECT ${await someCompany(test.db)}, a.kind, a.uuid || b.uuid, a.store_id, 1, 1, a.seen_at
      FROM seen_records a CROSS JOIN seen_records b`;
    await inTransaction(test.db, (tx) => tx.$executeRawUnsafe(text));
    const query: ListQuery = {
      table,
      scope: [[{ is: 'equal', column: 'companyId', value: 4 }]],
      filters: [],
      order: { column: 'id', direction: 'desc' },
    };
    const page = await listRows(ctx, query, { columns: [], most: 10, start: { at: 'first' } });
    expect(page.total).toBe(10_001);
    expect(page.isShort).toBe(false);
    const plan = orderedPlan({ ...query, filters: [{ is: 'equal', column: 'storeId', value: 1 }] });
    expect(plan?.mode).toBe('walked');
    const { rows, isSure } = await countRows(ctx, { table, plan: plan as Plan });
    expect([rows < 12_000, isSure]).toEqual([true, false]);
    // What nearly every row meets, as not to lie in the trash, leaves the list its count.
    const nearlyAll = { ...query, filters: [{ is: 'range', column: 'transactionId', from: 1 }] } as const;
    const counted = await listRows(ctx, nearlyAll, { columns: [], most: 10, start: { at: 'first' } });
    expect([counted.total, counted.isShort]).toEqual([10_001, false]);
    const few = { ...query, filters: [{ is: 'range', column: 'transactionId', from: 2 }] } as const;
    const stopped = await listRows(ctx, few, { columns: [], most: 10, start: { at: 'first' } });
    expect([stopped.total, stopped.stopped?.rows]).toEqual([null, 8_000]);
    // By another column PostgreSQL would fetch each row from a place of its own.
    const byKind = await listRows(
      ctx,
      { ...few, order: { column: 'kind', direction: 'asc' } },
      {
        ...{ columns: [], most: 10, start: { at: 'first' } },
      },
    );
    expect(byKind.stopped?.rows).toBe(test.provider === 'sqlite' ? 8_000 : 2_500);
    const unserved = { ...query, order: { column: 'seenAt', direction: 'asc' } } as const;
    const refused = listRows(ctx, unserved, { columns: [], most: 10, start: { at: 'first' } });
    await expect(refused).rejects.toThrow('No index has this order');
  });
});

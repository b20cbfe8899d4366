import { describe, expect, it } from 'vitest';
import { Source } from '../../../admin/adapter/source.ts';
import { definitions } from '../../../admin/resources/index.ts';
import { type Ctx, inRawTransaction, type RawClient } from '../../../server/db/index.ts';
import { type ListCondition, type ListQuery, listTableOf } from '../../../server/domain/listing/index.ts';
import { readNumbered } from '../../../server/domain/listing/numbered-page.ts';
import { orderedPlan } from '../../../server/domain/listing/plan.ts';
import { readPage } from '../../../server/domain/listing/read-page.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx } from '../../support/hub.ts';

const test = withDatabase();
const registered = new Set<string>(definitions.map(({ model }) => model));

/** Models that grow with what is sold, with what people do, or with a catalogue: their own order needs an index. */
const large = [
  ...['Transaction', 'Closure', 'ClosureJudgement', 'AuditEntry', 'StockMovement', 'LoyaltyEntry', 'CampaignUsage'],
  ...['CouponUsage', 'SeenRecord', 'QuarantinedItem', 'Conflict', 'MailMessage', 'OutboxEvent', 'Session', 'User'],
  ...['Product', 'ProductBarcode', 'ProductVariant', 'ProductAttribute', 'Price', 'Customer', 'StockLevel', 'Coupon'],
];

/** What the database would do for the pages of a list. */
function explained(query: ListQuery): Promise<string> {
  const plan = orderedPlan(query);
  if (plan === null) throw new Error('no index has this order');
  // All of them: an index that holds what is asked for would be taken anyway.
  const request = { table: query.table, plan, columns: Object.keys(query.table.columns), most: 25 };
  return explainedFor(async (ctx) => {
    await readPage(ctx, { ...request, start: { at: 'first' } });
    const key = plan.order.map((name) => someValue(query, name));
    for (const side of ['after', 'before'] as const)
      await readPage(ctx, { ...request, start: { at: 'cursor', cursor: { side, key } } });
  });
}

/** What the database would do for everything that is read. */
async function explainedFor(read: (ctx: Ctx) => Promise<unknown>): Promise<string> {
  const told: string[] = [];
  await inRawTransaction(test.db, async (raw) => {
    const isSqlite = test.provider === 'sqlite';
    // On a handful of rows PostgreSQL would rather read and sort them all: it is told to do so only where nothing else works.
    if (!isSqlite) for (const how of ['seqscan', 'sort']) await raw.$executeRawUnsafe(`SET LOCAL enable_${how} = off`);
    const finder: RawClient = {
      async $queryRawUnsafe<T>(text: string, ...values: unknown[]) {
        const rows = await raw.$queryRawUnsafe<object[]>(`EXPLAIN ${isSqlite ? 'QUERY PLAN ' : ''}${text}`, ...values);
        told.push(
          ...rows.map((row) => JSON.stringify(row, (_, cell) => (typeof cell === 'bigint' ? Number(cell) : cell))),
        );
        return [] as T;
      },
      $executeRawUnsafe: () => Promise.reject(new Error('a list only reads')),
    };
    // What a list uses of a database, and nothing else.
    const db = { dialect: test.db.dialect, provider: test.db.provider, finder } as Ctx['db'];
    await read({ ...hubCtx(test.db), db });
  });
  return told.join('\n');
}

function someValue({ table }: ListQuery, name: string) {
  const scalar = table.columns[name]?.scalar;
  if (scalar === 'instant') return new Date(1_780_000_000_000);
  if (scalar === 'bigint') return 5n;
  if (scalar === 'bool') return true;
  return scalar === 'int' ? 5 : 'm';
}

/** Sorting the ties of one value is short, sorting the table is not. Rows come in order from an index or the key, or are sorted. */
const sorting = /USE TEMP B-TREE FOR ORDER BY|(?<!Incremental )\bSort {2}/;

const company: ListCondition = { is: 'equal', column: 'companyId', value: 3 };
const other: ListCondition = { ...company, value: 4 };

describe.each(definitions.map((definition) => [definition.model as string, definition] as const))(
  '%s',
  (model, definition) => {
    const table = listTableOf(definition.model);
    const source = new Source(definition, registered);
    const offered = [...source.columns]
      .filter(([, { isSortable }]) => isSortable)
      .map(([name]) => definition.orders?.[name] ?? name);
    const branches: ListQuery['scope'][] = [[[]], ...(table.columns['companyId'] ? [[[company]]] : [])];

    it.runIf(large.includes(model))('comes in its own order from an index, over all companies and for one', () => {
      const column = definition.orders?.[definition.sort.by] ?? definition.sort.by;
      for (const scope of branches) {
        const plan = orderedPlan({
          table,
          scope,
          filters: [],
          order: { column, direction: definition.sort.direction },
        });
        const isById = column === table.id && scope.every((own) => own.length > 0);
        expect({ model, mode: plan?.mode }).toEqual({
          model,
          mode: isById && plan?.mode === 'walked' ? 'walked' : 'served',
        });
      }
    });

    it.runIf(large.includes(model) && table.columns['companyId'])(
      'has its far pages by number in two companies merged from their indexes, and not sorted',
      async () => {
        const order = {
          column: definition.orders?.[definition.sort.by] ?? definition.sort.by,
          direction: 'asc',
        } as const;
        const plan = orderedPlan({ table, scope: [[company], [other]], filters: [], order });
        if (plan?.mode !== 'served' || table.columns[plan.order[0] ?? '']?.isNullable) return;
        const told = await explainedFor((ctx) => readNumbered(ctx, { table, plan, columns: [], most: 25 }, 5000));
        expect(told).toMatch(/MERGE \(UNION ALL\)|Merge Append/);
        expect(told).not.toMatch(sorting);
      },
    );

    it('is neither scanned nor sorted as a whole for any order that it offers at any size', async () => {
      for (const column of offered) {
        for (const scope of branches) {
          for (const direction of ['asc', 'desc'] as const) {
            const query: ListQuery = { table, scope, filters: [], order: { column, direction } };
            if (orderedPlan(query) !== null) expect(await explained(query)).not.toMatch(sorting);
          }
        }
      }
    });
  },
);

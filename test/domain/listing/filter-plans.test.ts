/** Every list of the back office with every filter that it offers, alone and under every order: what is read of the table is led to
 *  by an index, or bounded by the number of rows that are looked through. */
import { beforeAll, describe, expect, it } from 'vitest';
import { filterOf } from '../../../admin/adapter/query.ts';
import type { HubResource } from '../../../admin/adapter/resource.ts';
import { type ColumnInfo, searchProperty } from '../../../admin/adapter/source.ts';
import { createResources } from '../../../admin/options.ts';
import { definitions } from '../../../admin/resources/index.ts';
import { DomainError } from '../../../server/core/errors.ts';
import { type Ctx, inRawTransaction, type RawClient } from '../../../server/db/index.ts';
import { countRows } from '../../../server/domain/listing/count.ts';
import { dataModel, type ListQuery, listTableOf, planList } from '../../../server/domain/listing/index.ts';
import type { Plan } from '../../../server/domain/listing/plan.ts';
import { readPage } from '../../../server/domain/listing/read-page.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx } from '../../support/hub.ts';

const test = withDatabase();
let resources: ReadonlyMap<string, HubResource>;
let tables: ReadonlySet<string>;

beforeAll(() => {
  const made = createResources(test.db);
  resources = new Map(made.map((resource) => [resource.source.model.name as string, resource]));
  tables = new Set(dataModel().datamodel.models.map(({ name, dbName }) => dbName ?? name));
});

/** Staff of the whole hub, and of two companies. */
function readers(): Ctx[] {
  return [null, [3, 4]].map((staffCompanyIds) => ({
    ...hubCtx(test.db),
    actor: {
      ...{ kind: 'user', userId: 'somebody', username: 'somebody', staffRole: 'superuser', grants: [] },
      staffCompanyIds,
    },
  }));
}

/** A value as somebody types it. */
function typedFor({ field, kind, values }: ColumnInfo): string {
  if (values?.[0] !== undefined) return values[0];
  if (field.type === 'Boolean') return 'true';
  if (kind === 'day' || kind === 'instant') return '2026-07-01';
  return field.type === 'Int' || field.type === 'BigInt' ? '5' : 'some';
}

function filtersOf({ source }: HubResource): Record<string, string>[] {
  const offered = [...source.columns].filter(([, { isFilterable }]) => isFilterable);
  const found = offered.flatMap(([name, info]) => {
    const hasOrder = info.reference === null && !['text', 'flag', 'json'].includes(info.kind);
    return [
      { [`filters.${name}`]: typedFor(info) },
      ...(hasOrder ? [{ [`filters.${name}~~from`]: typedFor(info) }] : []),
      ...(info.field.isRequired ? [] : [{ [`filters.${name}~~is`]: 'empty' }, { [`filters.${name}~~is`]: 'filled' }]),
    ];
  });
  const search = source.definition.search.length > 0 ? [{ [`filters.${searchProperty}`]: 'some' }] : [];
  return [{}, ...search, ...found];
}

interface Asked {
  text: string;
  values: unknown[];
  plan: Plan;
}

/** Everything that is asked of the database for a page and its count, where all ways to the rows lead to too many of them but for
 *  one; null: to so many that the list is refused. */
async function askedFor(ctx: Ctx, query: ListQuery, shortWay: number | null): Promise<Asked[] | null> {
  const sent: { text: string; values: unknown[] }[] = [];
  const finder: RawClient = {
    async $queryRawUnsafe<T>(text: string, ...values: unknown[]) {
      const ways = [...text.matchAll(/ AS (c\d+)/g)].map(([, name]) => name as string);
      if (ways.length > 0)
        return [Object.fromEntries(ways.map((name, way) => [name, way === shortWay ? 1 : 9_999]))] as T;
      sent.push({ text, values });
      return [] as T;
    },
    $executeRawUnsafe: () => Promise.reject(new Error('a list only reads')),
  };
  const db = { dialect: test.db.dialect, provider: test.db.provider, finder } as Ctx['db'];
  const own = { ...ctx, db };
  const planned = await planList(own, query).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'invalid_input') return null;
    throw error;
  });
  if (planned === null) return null;
  const { table } = query;
  const { plan } = planned;
  await readPage(own, { table, plan, columns: Object.keys(table.columns), most: 25, start: { at: 'first' } });
  await countRows(own, { table, plan });
  return sent.map((each) => ({ ...each, plan }));
}

/** A line of a plan. On SQLite those of one step have the same parent; on PostgreSQL a step stands above what it reads. */
interface Step {
  detail: string;
  parent: unknown;
}

const reads = () => (test.provider === 'sqlite' ? /\b(?:SCAN|SEARCH) (\w+)/ : /\bScan.* on (\w+)/);
const readsWhole = () => (test.provider === 'sqlite' ? /\bSCAN (\w+)/ : /\bSeq Scan on (\w+)/);

function tableIn(form: RegExp, { detail }: Step): string | null {
  const name = form.exec(detail)?.[1];
  return name !== undefined && tables.has(name) ? name : null;
}

/** Whether rows of a table are sorted, and not a few that were cut off before. */
function sortsRows(steps: readonly Step[]): boolean {
  return steps.some(({ detail, parent }, place) => {
    if (!/USE TEMP B-TREE FOR ORDER BY|(?<!Incremental )\bSort {2}/.test(detail)) return false;
    const below = steps.slice(place + 1).find((step) => !/Sort Key|Presorted Key/.test(step.detail));
    const own = test.provider === 'sqlite' ? steps.filter((step) => step.parent === parent) : below ? [below] : [];
    return own.some((step) => tableIn(reads(), step) !== null);
  });
}

async function faultsOf(asked: readonly Asked[], table: string): Promise<string[]> {
  const faults: string[] = [];
  for (const { text, plan, steps } of await explain(asked)) {
    // The table as a whole has fewer rows than are sorted: they were counted.
    const isSmall = plan.mode === 'gathered' && plan.branches.some(({ served }) => served.length === 0);
    // Rows in their order are cut off: no more of them are read than are shown, counted or looked through.
    const isCut = plan.mode !== 'gathered' && / LIMIT /.test(text) && !sortsRows(steps);
    const whole = steps.filter((step) => {
      const name = tableIn(readsWhole(), step);
      return name !== null && name !== 'companies' && !(name === table && (isSmall || isCut));
    });
    const where = text.slice(text.indexOf(' FROM ')).slice(0, 300);
    faults.push(...whole.map(({ detail }) => `${plan.mode}: ${detail} for …${where}`));
  }
  return faults;
}

async function explain(asked: readonly Asked[]): Promise<{ text: string; plan: Plan; steps: Step[] }[]> {
  const isSqlite = test.provider === 'sqlite';
  return inRawTransaction(test.db, async (raw) => {
    // On an empty table PostgreSQL would rather read it whole and sort it: it is told to do so only where nothing else works.
    if (!isSqlite) for (const how of ['seqscan', 'sort']) await raw.$executeRawUnsafe(`SET LOCAL enable_${how} = off`);
    const told = [];
    for (const { text, values, plan } of asked) {
      const rows = await raw.$queryRawUnsafe<Record<string, unknown>[]>(
        `EXPLAIN ${isSqlite ? 'QUERY PLAN ' : ''}${text}`,
        ...values,
      );
      const steps = rows.map((row) => ({ detail: String(row['detail'] ?? row['QUERY PLAN']), parent: row['parent'] }));
      told.push({ text, plan, steps });
    }
    return told;
  });
}

describe.each(definitions.map(({ model }) => model as string))('%s', (model) => {
  it('is led to its rows by an index under every offered filter and order', { timeout: 120_000 }, async () => {
    const resource = resources.get(model);
    if (!resource) throw new Error('there is no such list');
    const { name: table } = listTableOf(resource.source.model.name);
    const sorts = [...resource.source.columns].filter(([, { isSortable }]) => isSortable).map(([name]) => name);
    const asked = new Map<string, Asked>();
    const note = (found: readonly Asked[] | null) => {
      for (const each of found ?? []) asked.set(`${each.plan.mode} ${each.text}`, each);
    };
    for (const ctx of readers()) {
      for (const given of filtersOf(resource)) {
        const filter = filterOf(resource, given);
        for (const sortBy of sorts)
          note(await askedFor(ctx, await resource.query(ctx, { filter, sort: { sortBy } }), null));
        const query = await resource.query(ctx, { filter });
        for (const way of [0, 1, 2]) note(await askedFor(ctx, query, way));
      }
    }
    expect(asked.size).toBeGreaterThan(0);
    expect(await faultsOf([...asked.values()], table)).toEqual([]);
  });
});

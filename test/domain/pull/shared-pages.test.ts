/** A page that all stores of a company share is the one that each would be given if nothing were shared. */
import { beforeAll, expect, it } from 'vitest';
import { type Ctx, deriveContext } from '../../../server/db/index.ts';
import { putLoyaltyPrograms, putLoyaltyTiers } from '../../../server/domain/customers/index.ts';
import { feedResources, kitchenResources } from '../../../server/domain/init/index.ts';
import { createPullHub, type Page, type PullHub, pull } from '../../../server/domain/pull/index.ts';
import { PageStore } from '../../../server/domain/pull/page-store.ts';
import { seedReferenceData } from '../../../server/domain/reference/index.ts';
import { putWarehouses } from '../../../server/domain/stock/index.ts';
import { createStore, createTerminal } from '../../../server/domain/stores/index.ts';
import { CatalogEdits } from '../../support/catalog-edits.ts';
import { counted } from '../../support/counted.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, someCompany } from '../../support/hub.ts';

const test = withDatabase();
const feedTypes = feedResources.map(({ name }) => name);
const kitchenFeedTypes = kitchenResources.map(({ name }) => name);

interface Reader {
  ctx: Ctx;
  types: readonly string[];
}

let ctx: Ctx;
let companyId: number;
let storeIds: number[];
/** Of two stores with one currency, a kitchen screen of the second, and one of a store with another currency. */
let readers: Reader[];

beforeAll(async () => {
  ctx = hubCtx(test.db);
  await seedReferenceData(ctx);
  companyId = await someCompany(test.db);
  const stores = [];
  for (const [code, currency] of [
    ['A', 'GBP'],
    ['B', 'GBP'],
    ['C', 'EUR'],
  ] as const) {
    stores.push(await createStore(ctx, { companyId, code, name: code, currency }));
  }
  storeIds = stores.map(({ id }) => id);
  const [a = 0, b = 0, c = 0] = storeIds;
  readers = [await reader(a, false), await reader(b, false), await reader(b, true), await reader(c, false)];
  const programs = await putLoyaltyPrograms(ctx, {
    companyId,
    rows: [
      { name: 'Of A', storeId: a },
      { name: 'Of all', storeId: null },
    ],
  });
  const rows = programs.ids.map((programId) => ({ programId, code: 'GOLD', name: 'Gold' }));
  await putLoyaltyTiers(ctx, { companyId, rows });
});

async function reader(storeId: number, isKitchen: boolean): Promise<Reader> {
  const code = isKitchen ? 'K1' : 'T1';
  const kind = isKitchen ? ('kitchen' as const) : ('pypos' as const);
  const { id: terminalId } = await createTerminal(ctx, { storeId, code, kind });
  const actor = { kind: 'terminal', terminalId, storeId, companyId, code, isKitchen } as const;
  const scope = { companyIds: [companyId], storeIds: [storeId] };
  const types = isKitchen ? kitchenFeedTypes : feedTypes;
  return { ctx: deriveContext(ctx, { actor, scope, door: 'device' }), types };
}

const newHub = () =>
  createPullHub({
    db: test.db,
    vault: undefined as never,
    secret: 's'.repeat(32),
    keptDays: 90,
    stopping: () => false,
  });

async function pullOnce(hub: PullHub, { ctx: own, types }: Reader, cursor: string | null, limit: number) {
  const asked = { cursor, types, limit, waitMs: 0, store: null, gone: new AbortController().signal };
  return pull(own, hub, { ...asked, admitAgain: async () => own });
}

async function pages(hub: PullHub, who: Reader, limit: number): Promise<string[]> {
  const texts: string[] = [];
  let cursor: string | null = null;
  for (;;) {
    const { page, cursor: next, hasMore } = await pullOnce(hub, who, cursor, limit);
    texts.push(page.bytes.toString());
    if (!hasMore) return texts;
    cursor = next;
  }
}

/** What a reader has: rows by type and id, those that are gone left out. */
class Held {
  readonly rows = new Map<string, string>();
  cursor: string | null = null;

  async pull(hub: PullHub, who: Reader, limit: number): Promise<boolean> {
    const { page, cursor, hasMore } = await pullOnce(hub, who, this.cursor, limit);
    this.cursor = cursor;
    const changes = JSON.parse(`[${page.bytes}]`) as { type: string; id: string; deleted: boolean; row: unknown }[];
    for (const { type, id, deleted, row } of changes) {
      if (deleted) this.rows.delete(`${type} ${id}`);
      else this.rows.set(`${type} ${id}`, JSON.stringify(row));
    }
    return hasMore;
  }
}

function drawing(start: number): () => number {
  let seed = start;
  return () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
}

it('through random edits of what belongs to all stores and to one, every reader is told what it would be told alone', async () => {
  const random = drawing(11);
  const edits = await CatalogEdits.start(ctx, { companyId, storeIds }, { random, products: 25 });
  const lasting = newHub();
  const held = readers.map(() => new Held());
  for (let round = 0; round < 8; round += 1) {
    // Pages with one store's floor alone, too.
    const storeId = storeIds[round];
    const floor = { code: `W${round}`, name: 'Floor', warehouseType: 'SALES_FLOOR' };
    if (storeId) await putWarehouses(ctx, { companyId, rows: [{ ...floor, storeId }] });
    for (let time = 0; time < 5; time += 1) {
      await edits.edit();
      const [place = 0, limit = 1] = [Math.floor(random() * readers.length), 1 + Math.floor(random() * 30)];
      await held[place]?.pull(lasting, readers[place] as Reader, limit);
    }
    const shared = newHub();
    const alike = await Promise.all(readers.map((who) => pages(shared, who, 9)));
    for (const [place, who] of readers.entries()) expect(alike[place]).toEqual(await pages(newHub(), who, 9));
    expect(alike[0]).not.toEqual(alike[1]);
  }
  for (const [place, who] of readers.entries()) {
    const own = held[place] as Held;
    while (await own.pull(lasting, who, 20));
    const fresh = new Held();
    while (await fresh.pull(newHub(), who, 500));
    expect(own.rows).toEqual(fresh.rows);
  }
});

it('what is no store’s own is read for all stores together, and for each as soon as it is', async () => {
  const mine = await someCompany(test.db);
  const stores = [];
  for (const code of ['A', 'B']) stores.push(await createStore(ctx, { companyId: mine, code, name: code }));
  const alone = async (storeId: number) => {
    const { id: terminalId } = await createTerminal(ctx, { storeId, code: 'T1' });
    const actor = { kind: 'terminal', terminalId, storeId, companyId: mine, code: 'T1' } as const;
    const { ctx: own, queries } = counted(
      deriveContext(ctx, { actor, scope: { companyIds: [mine], storeIds: [storeId] }, door: 'device' }),
    );
    return { who: { ctx: own, types: ['loyalty_programs'] }, queries };
  };
  const [a, b] = [await alone(stores[0]?.id ?? 0), await alone(stores[1]?.id ?? 0)];
  await putLoyaltyPrograms(ctx, { companyId: mine, rows: [{ name: 'Club', storeId: null }] });
  const hub = newHub();
  const asked = async ({ who, queries }: typeof a) => {
    const before = queries();
    const { page } = await pullOnce(hub, who, null, 100);
    return { page, count: queries() - before };
  };
  // Who asks alone has nothing kept for others; who asks next does.
  await asked(a);
  const [first, second] = [await asked(b), await asked(a)];
  expect(second.page).toBe(first.page);
  expect(second.count).toBeLessThan(first.count);
  await putLoyaltyPrograms(ctx, { companyId: mine, rows: [{ name: 'Club', storeId: stores[0]?.id ?? 0 }] });
  const [ofA, ofB] = [await asked(a), await asked(b)];
  expect(JSON.parse(`[${ofA.page.bytes}]`)).toMatchObject([{ deleted: false }]);
  expect(JSON.parse(`[${ofB.page.bytes}]`)).toMatchObject([{ deleted: true }]);
});

it('a page that is being made is waited for, by other stores too, and by these again only where it is of use', async () => {
  const store = new PageStore();
  let made = 0;
  const make = (isStoresOwn: boolean) => async (): Promise<Page> => {
    made += 1;
    await new Promise((resolve) => setTimeout(resolve, 1));
    return { version: 5, count: 1, bytes: Buffer.from(String(made)), isStoresOwn };
  };
  const names = ['1', '2', '3', '1', '2', '3'];
  const ask = (company: string, isStoresOwn: boolean) =>
    Promise.all(names.map((own) => store.get({ company, store: own }, 5, make(isStoresOwn))));
  expect(new Set(await ask('alike', false)).size).toBe(1);
  expect(made).toBe(1);
  const [one, two, three, ...again] = await ask('own', true);
  expect(new Set([one, two, three]).size).toBe(3);
  expect(again).toEqual([one, two, three]);
  expect(await ask('own', true)).toEqual([one, two, three, one, two, three]);
  expect(made).toBe(4);
});

it('a page that is asked for once is not kept, one that is asked for again is', async () => {
  const store = new PageStore();
  let made = 0;
  const ask = () =>
    store.get({ company: '1', store: '1' }, 5, async () => {
      made += 1;
      return { version: 5, count: 1, bytes: Buffer.alloc(1), isStoresOwn: false };
    });
  await ask();
  const second = await ask();
  expect(made).toBe(2);
  expect(await ask()).toBe(second);
  expect(made).toBe(2);
});

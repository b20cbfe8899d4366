/** Lists of the API: pages, filters, sorts, fields, and what they cost. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../../server/db/index.ts';
import { createProduct, deleteProduct } from '../../../../server/domain/catalog/index.ts';
import { listResource, productSource } from '../../../../server/domain/resources/index.ts';
import { counted } from '../../../support/counted.ts';
import { withDatabase } from '../../../support/database.ts';
import { ask, openWorld, type World, walk } from './support.ts';

const test = withDatabase();
let world: World;
let base: string;
const names = ['Apple', 'apple', 'Ärmel', 'Zucker', 'İstanbul', 'Öl', 'Milk', 'Milk', 'milk 2', 'Éclair'];

beforeAll(async () => {
  world = await openWorld(test.db);
  base = `/companies/${world.ours.slug}`;
  for (let index = 0; index < 40; index += 1) await addProduct(`${names[index % names.length]} ${index % 7}`);
});
afterAll(() => world[Symbol.asyncDispose]());

async function addProduct(name: string, isScalable = name.length % 2 === 0): Promise<string> {
  const { companyId, divisionId } = world.ours;
  const { id } = await createProduct(world.hub.ctx, {
    ...{ companyId, divisionId, code: '', name, shortName: '', description: '', unitId: null, isScalable },
    ...{ allowsDiscount: true, allowsReturn: true, barcodes: [], purchasePriceE4: null, prices: [] },
  });
  return id;
}

const get = (path: string) => ask(world.hub, world.key, path);

async function stored() {
  const rows = await test.db.reader.product.findMany({
    where: { companyId: world.ours.companyId, deletedAt: null },
  });
  return rows.map(({ id, code, nameFolded, version, isScalable, updatedAt }) => ({
    ...{ id, code, name: nameFolded, version, isScalable, updatedAt: updatedAt.getTime() },
  }));
}

describe('a list', () => {
  it('has every row once, in any order and any size of page, though rows come and go meanwhile', async () => {
    const sorts = ['name', '-name', 'code', '-code', 'version', '-version', 'updated_at', '-updated_at'];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...sorts), fc.integer({ min: 3, max: 25 }), async (sort, limit) => {
        const before = await stored();
        let made = 0;
        let gone: string | null = null;
        const rows = await walk(world.hub, world.key, `${base}/products?sort=${sort}&limit=${limit}`, async (page) => {
          if (page === 0) {
            const id = await addProduct(`Middle ${made}`);
            made += 1;
            gone = id;
          }
          if (page === 1 && gone !== null) {
            const { version } = await test.db.reader.product.findUniqueOrThrow({ where: { id: gone } });
            await deleteProduct(world.hub.ctx, { companyId: world.ours.companyId, productId: gone, seen: version });
          }
        });
        const ids = rows.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.filter((id) => before.some((row) => row.id === id)).sort()).toEqual(
          before.map(({ id }) => id).sort(),
        );
      }),
      { numRuns: 10 },
    );
  });

  it.each([
    ['name', 'name'],
    ['code', 'code'],
    ['version', 'version'],
    ['updated_at', 'updatedAt'],
  ] as const)('is sorted by %s as a plain sort says, both ways', async (sort, column) => {
    const rows = await stored();
    const value = new Map(rows.map((row) => [row.id, row[column]]));
    for (const sign of ['', '-']) {
      const listed = await walk(world.hub, world.key, `${base}/products?sort=${sign}${sort}&limit=7`);
      const values = listed.map(({ id }) => value.get(id) as string | number);
      // Texts as bytes: no order of a language.
      const compare = (a: string | number, b: string | number) =>
        typeof a === 'string' ? Buffer.compare(Buffer.from(a), Buffer.from(String(b))) : a - Number(b);
      const wanted = [...values].sort((a, b) => (sign === '' ? compare(a, b) : compare(b, a)));
      expect(values).toEqual(wanted);
      expect(listed).toHaveLength(rows.length);
    }
  });

  it('finds by its filters what a plain look through everything finds', async () => {
    const rows = await stored();
    const ids = async (query: string) =>
      (await walk(world.hub, world.key, `${base}/products?limit=9&${query}`)).map(({ id }) => id).sort();
    const plain = (is: (row: (typeof rows)[number]) => boolean) =>
      rows
        .filter(is)
        .map(({ id }) => id)
        .sort();
    expect(await ids('is_scalable=true')).toEqual(plain((row) => row.isScalable));
    expect(await ids('is_scalable=false&search=MILK')).toEqual(
      plain((row) => !row.isScalable && row.name.includes('milk')),
    );
    expect(await ids('search=istan%203')).toEqual(plain((row) => row.name.includes('istan') && row.name.includes('3')));
    expect(await ids(`code=${rows[3]?.code}`)).toEqual([rows[3]?.id]);
    expect(await ids('search=nothing%20of%20this')).toEqual([]);
    expect(await ids('search=%25')).toEqual([]);
    const middle = rows.map((row) => row.updatedAt).sort()[20] ?? 0;
    expect(await ids(`updated_since=${new Date(middle).toISOString()}`)).toEqual(
      plain((row) => row.updatedAt >= middle),
    );
    expect(await ids(`division_id=${world.theirs.divisionId}`)).toEqual([]);
  });

  it('answers the fields that are asked for, and the id', async () => {
    const { body } = await get(`${base}/products?limit=1&fields=name,barcodes`);
    expect(Object.keys(body.items[0]).sort()).toEqual(['barcodes', 'id', 'name']);
    const one = await get(`${base}/products/${world.ours.productId}?fields=version`);
    expect(Object.keys(one.body).sort()).toEqual(['id', 'version']);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=1e2', 'limit'],
    ['sort=price', 'sort'],
    ['fields=name,secret', 'fields'],
    ['is_scalable=maybe', 'is_scalable'],
    ['division_id=7', 'division_id'],
    ['updated_since=yesterday', 'updated_since'],
    ['cursor=nobody-made-this', 'cursor'],
    ['colour=red', 'colour'],
    ['limit=1&limit=2', 'limit'],
  ])('that is asked for %s is told what is wrong with it', async (query, path) => {
    const { status, body } = await get(`${base}/products?${query}`);
    expect(status).toBe(400);
    expect(body.code).toBe('invalid_input');
    expect(body.errors.map((each: { path: string }) => each.path)).toContain(path);
  });

  it('refuses a cursor of another list, whose rows it would pass over', async () => {
    const { body } = await get(`${base}/products?limit=2`);
    const other = await get(`${base}/customers?cursor=${encodeURIComponent(body.next)}`);
    expect({ status: other.status, path: other.body.errors?.[0].path }).toEqual({ status: 400, path: 'cursor' });
  });

  it('refuses a cursor of another order instead of beginning again', async () => {
    const { body } = await get(`${base}/products?sort=name&limit=2`);
    const other = await get(`${base}/products?sort=-version&limit=2&cursor=${encodeURIComponent(body.next)}`);
    expect({ status: other.status, path: other.body.errors[0].path }).toEqual({ status: 400, path: 'cursor' });
  });

  it('costs the same number of questions for few rows and for many', async () => {
    const costOf = async (most: number) => {
      const { ctx, queries } = counted(world.hub.ctx);
      let models = 0;
      const reader = new Proxy(ctx.db.reader, {
        get(target, name, receiver) {
          if (typeof name === 'string' && /^[a-z]/.test(name)) models += 1;
          return Reflect.get(target, name, receiver);
        },
      });
      const db = new Proxy(ctx.db, {
        get: (target, name, receiver) => (name === 'reader' ? reader : Reflect.get(target, name, receiver)),
      });
      const asked = { filters: [], order: { column: 'nameFolded', direction: 'asc' }, most } as const;
      const { rows } = await listResource({ ...ctx, db }, productSource(world.ours.companyId), asked);
      expect(rows).toHaveLength(most);
      return queries() + models;
    };
    expect(await costOf(30)).toBe(await costOf(2));
  });

  it('of another company is not found, and of none of it is forbidden without the right', async () => {
    expect((await get(`/companies/${world.theirs.slug}/products`)).status).toBe(404);
    expect((await get(`/companies/${world.theirs.uuid}/products`)).status).toBe(404);
    expect((await get('/companies/no-such-company/products')).status).toBe(404);
    expect((await get(`/companies/${world.ours.uuid}/products?limit=1`)).status).toBe(200);
  });

  it('ends although the rows are changed under it all the time', async () => {
    const seen = new Set<string>();
    const rows = await walk(world.hub, world.key, `${base}/products?sort=code&limit=5`, async () => {
      await inTransaction(test.db, (tx) =>
        tx.product.updateMany({ where: { companyId: world.ours.companyId }, data: { shortName: 'new' } }),
      );
    });
    for (const { id } of rows) seen.add(id);
    expect(seen.size).toBe((await stored()).length);
  });
});

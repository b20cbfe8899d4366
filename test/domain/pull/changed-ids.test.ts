/** Which rows a page tells of: the next ones in the order of versions, from whichever of their sources they come. */
import { expect, it } from 'vitest';
import { newId } from '../../../server/core/ids.ts';
import { inTransaction, type RawClient } from '../../../server/db/index.ts';
import { feedResources } from '../../../server/domain/init/index.ts';
import { changedIds } from '../../../server/domain/pull/changed-ids.ts';
import { withDatabase } from '../../support/database.ts';
import { someCompany } from '../../support/hub.ts';

const test = withDatabase();
const resources = feedResources.filter(({ name }) => ['products', 'product_barcodes'].includes(name));

/** By product: its version, and those of its barcodes and prices. Some versions belong to several rows. */
const goods = [
  { version: 1, barcodes: [30, 2], prices: [40] },
  { version: 1, barcodes: [], prices: [5, 41] },
  { version: 3, barcodes: [31, 32, 33, 34], prices: [] },
  { version: 4, barcodes: [5], prices: [5] },
  { version: 20, barcodes: [21, 22], prices: [23, 42] },
  { version: 24, barcodes: [50], prices: [43, 44] },
];
const newest = 50;

/** `version place id` of every change, once from each of its sources. */
async function putGoods(companyId: number): Promise<string[]> {
  const changes: [number, number, string][] = [];
  await inTransaction(test.db, async (tx) => {
    const of = { companyId };
    const [mainGroupId, subGroupId] = [newId(), newId()];
    await tx.departmentMainGroup.create({ data: { ...of, id: mainGroupId, code: '1', name: 'Food' } });
    await tx.departmentSubGroup.create({ data: { ...of, id: subGroupId, mainGroupId, code: '101', name: 'Food' } });
    for (const [index, { version, barcodes, prices }] of goods.entries()) {
      const productId = newId();
      const name = `product ${index}`;
      const product = { ...of, id: productId, code: String(index), name, nameFolded: name, mainGroupId, subGroupId };
      await tx.product.create({ data: { ...product, version } });
      for (const each of [version, ...prices]) changes.push([each, 0, productId]);
      for (const [place, own] of barcodes.entries()) {
        const id = newId();
        await tx.productBarcode.create({ data: { ...of, id, productId, barcode: `${index}-${place}`, version: own } });
        for (const each of [own, version, ...prices]) changes.push([each, 1, id]);
      }
      for (const each of prices) {
        const price = { id: newId(), productId, currency: 'GBP', priceE4: 10_000n };
        await tx.price.create({ data: { ...of, ...price, version: each } });
      }
    }
  });
  return changes.map((change) => change.join(' '));
}

it.each([1, 2, 3, 5, 8, 13])(
  'pages of %i tell of every change once, each version whole and in its order',
  async (most) => {
    const companyId = await someCompany(test.db);
    const expected = await putGoods(companyId);
    const { dialect, finder } = test.db;
    let after = -1;
    while (after < newest) {
      const range = { company: companyId, after, upto: newest, most };
      const page = await changedIds({ dialect, client: finder }, resources, range);
      expect(page.version).toBeGreaterThan(after);
      const due = expected.filter((change) => isBetween(after, Number(change.split(' ')[0]), page.version));
      // Of a row that changed more than once within a page the last change is told.
      const told = page.rows.map(({ version, place, id }) => `${version} ${place} ${id}`);
      expect(new Set(told)).toEqual(new Set(lastOfEach(due)));
      expect(page.rows.map(({ version }) => version)).toEqual(
        page.rows.map(({ version }) => version).toSorted((a, b) => a - b),
      );
      // As much as fits, unless one version alone is more.
      const next = expected.filter((change) => isBetween(page.version, Number(change.split(' ')[0]), newest));
      const following = Math.min(...next.map((change) => Number(change.split(' ')[0])));
      const withNext = expected.filter((change) => isBetween(after, Number(change.split(' ')[0]), following));
      if (next.length > 0) expect(withNext.length).toBeGreaterThan(most);
      after = page.version;
    }
  },
);

it('a page ends where it has looked, though rows are written anew while it is made', async () => {
  const companyId = await someCompany(test.db);
  await putGoods(companyId);
  const { dialect, finder } = test.db;
  let asked = 0;
  const moveAway = async () => {
    asked += 1;
    if (asked !== 1) return;
    await inTransaction(test.db, (tx) =>
      tx.product.updateMany({ where: { companyId, version: 1 }, data: { version: newest + 10 } }),
    );
  };
  const disturbed: RawClient = {
    $executeRawUnsafe: () => Promise.reject(new Error('it only reads')),
    async $queryRawUnsafe<T>(text: string, ...values: unknown[]) {
      const rows = await finder.$queryRawUnsafe<T>(text, ...values);
      await moveAway();
      return rows;
    },
  };
  const range = { company: companyId, after: -1, upto: newest, most: 1 };
  const page = await changedIds({ dialect, client: disturbed }, resources, range);
  expect(asked).toBe(2);
  expect(page).toEqual({ version: 1, rows: [] });
});

function isBetween(after: number, version: number, upto: number): boolean {
  return version > after && version <= upto;
}

function lastOfEach(changes: readonly string[]): string[] {
  const last = new Map<string, number>();
  for (const change of changes) {
    const [version, place, id] = change.split(' ');
    const row = `${place} ${id}`;
    last.set(row, Math.max(last.get(row) ?? 0, Number(version)));
  }
  return [...last].map(([row, version]) => `${version} ${row}`);
}

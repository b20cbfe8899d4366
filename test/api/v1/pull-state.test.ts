/** What a till holds is what the hub has: checksums, snapshots, counters, and random edits. */
import { beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { versionPrices } from '../../../server/domain/pull/index.ts';
import { seedReferenceData } from '../../../server/domain/reference/index.ts';
import { createStore } from '../../../server/domain/stores/index.ts';
import { CatalogEdits } from '../../support/catalog-edits.ts';
import { withDatabase } from '../../support/database.ts';
import { PullTill, readSnapshot } from '../../support/pull-till.ts';
import { call, type DeviceHub, only, type Shop } from '../support.ts';
import { openPullingShop, type PullingShop } from './pull-support.ts';

const test = withDatabase();
let hub: DeviceHub;
let shop: Shop;
let base: string;
let till: PullTill;
let rename: PullingShop['rename'];
let fresh: PullingShop['fresh'];

beforeEach(async () => {
  ({ hub, shop, base, till, rename, fresh } = await openPullingShop(test.db));
  return () => hub[Symbol.asyncDispose]();
});

describe('checksums', () => {
  it('find exactly the rows that differ, and repairing fetches no others', async () => {
    await till.sync();
    expect(await till.repair()).toEqual([]);
    const right = till.text();
    const products = till.rows.get('products') ?? new Map<string, string>();
    const [[id, row] = ['', '']] = products;
    products.set(id, row.replace('"is_scalable":false', '"is_scalable":true'));
    till.rows.get('customers')?.clear();
    till.rows
      .get('vat_rates')
      ?.set('f0000000-0000-4000-8000-00000000000a', '{"id":"f0000000-0000-4000-8000-00000000000a"}');
    const found = await till.repair();
    expect(found.filter((each) => each.startsWith('products'))).toHaveLength(1);
    expect(new Set(found.map((each) => each.split(' ')[0]))).toEqual(new Set(['products', 'customers', 'vat_rates']));
    expect(till.text()).toBe(right);
    expect(await till.repair()).toEqual([]);
  });

  it('are answered with the cursor of a till that has these rows', async () => {
    await till.sync();
    const { body } = await call(`${base}/api/v1/checksums`);
    expect(body.cursor).toBe(till.cursor);
  });
});

describe('a snapshot', () => {
  it('is 304 while nothing changes', async () => {
    const { headers } = await readSnapshot(base);
    const validator = { 'if-none-match': headers.get('etag') ?? '' };
    expect((await fetch(`${base}/api/v1/snapshot`, { headers: validator })).status).toBe(304);
    await rename('Changed');
    const changed = await fetch(`${base}/api/v1/snapshot`, { headers: validator });
    expect(changed.status).toBe(200);
    await changed.text();
  });

  it('is packed, and plain for whoever takes it no other way', async () => {
    const packed = await fetch(`${base}/api/v1/snapshot`);
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    const plain = await fetch(`${base}/api/v1/snapshot`, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    // The cursor may differ by nothing: both are of the same state.
    expect(await plain.text()).toBe(await packed.text());
  });

  it('is written into the audit trail when it holds cashiers', async () => {
    const audits = () =>
      test.db.reader.auditEntry.count({ where: { companyId: shop.companyId, action: 'terminal.snapshot' } });
    await readSnapshot(base, { types: 'products' });
    expect(await audits()).toBe(0);
    await readSnapshot(base);
    expect(await audits()).toBe(1);
  });
});

describe('a till that has lost its disk', () => {
  it('goes on with the counters that the hub knows, and learns no other till’s', async () => {
    const [first, second] = shop.terminals;
    if (!first || !second) throw new Error('two tills are wanted');
    const row = { terminalId: first.id, companyId: shop.companyId, closureNumber: 7, receiptNumber: 42 };
    await inTransaction(test.db, (tx) =>
      tx.terminalState.upsert({ where: { terminalId: first.id }, create: row, update: row }),
    );
    const valuesOf = async (url: string) => {
      const { status, body } = await call(`${url}/api/v1/sequences`);
      expect(status).toBe(200);
      return Object.fromEntries(body.sequences.map((each: { name: string; value: number }) => [each.name, each.value]));
    };
    expect(await valuesOf(first.url)).toEqual({ ReceiptNumber: 42, ClosureNumber: 7 });
    expect(await valuesOf(second.url)).toEqual({ ReceiptNumber: 1, ClosureNumber: 1 });
  });
});

describe('through random edits', () => {
  it('tills of two stores end with what their snapshots have, whatever they missed', async () => {
    await seedReferenceData(hub.ctx);
    const store = await createStore(hub.ctx, { companyId: shop.companyId, code: 'STORE-003', name: 'Second' });
    let seed = 7;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    const edits = await CatalogEdits.start(
      hub.ctx,
      { companyId: shop.companyId, storeIds: [shop.storeId, store.id] },
      { random, products: 30 },
    );
    const since = new Date(hub.clock.now.getTime() - 1000);
    const tills = [new PullTill(base), new PullTill(only(shop.terminals.slice(1)).url)];
    await tills[0]?.takeSnapshot();
    for (let round = 0; round < 60; round += 1) {
      await edits.edit();
      hub.clock.now = new Date(hub.clock.now.getTime() + 20_000);
      if (round % 7 === 0) await versionPrices(hub.ctx, since);
      for (const each of tills) if (random() < 0.2) await each.sync({ limit: 1 + Math.floor(random() * 40) });
    }
    hub.clock.now = new Date(hub.clock.now.getTime() + 3_600_000);
    await versionPrices(hub.ctx, since);
    await Promise.all(tills.map((each) => each.sync()));
    const right = await fresh();
    for (const each of tills) {
      expect(await each.repair()).toEqual([]);
      each.rows.delete('pos_settings');
    }
    right.rows.delete('pos_settings');
    expect(tills[0]?.text()).toBe(right.text());
    expect(tills[1]?.text()).toBe(right.text());
  });
});

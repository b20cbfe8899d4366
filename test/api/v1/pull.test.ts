import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createVault } from '../../../server/core/vault.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { putProducts } from '../../../server/domain/catalog/index.ts';
import { putPrices } from '../../../server/domain/pricing/index.ts';
import { versionPrices } from '../../../server/domain/pull/index.ts';
import { seedReferenceData } from '../../../server/domain/reference/index.ts';
import {
  createStore,
  moveTerminal,
  revokeTerminal,
  updateCashier,
  updateStore,
} from '../../../server/domain/stores/index.ts';
import { CatalogEdits } from '../../support/catalog-edits.ts';
import { withDatabase } from '../../support/database.ts';
import { PullTill, readSnapshot } from '../../support/pull-till.ts';
import { fillShop } from '../full-shop.ts';
import { call, type DeviceHub, only, openShop, type Shop, startDeviceHub } from '../support.ts';
import { bearer, programKey } from './support.ts';

const test = withDatabase();
let hub: DeviceHub;
let shop: Shop;
let base: string;
let till: PullTill;

beforeEach(async () => {
  hub = await startDeviceHub(test.db);
  shop = await openShop(hub, { terminals: 2 });
  await fillShop(hub, shop);
  base = (shop.terminals[0] as { url: string }).url;
  till = new PullTill(base);
  return () => hub[Symbol.asyncDispose]();
});

async function rename(name: string): Promise<void> {
  const { companyId } = shop;
  const product = await test.db.reader.product.findFirstOrThrow({
    where: { companyId, deletedAt: null, storeId: null },
  });
  const { id, code, mainGroupId, subGroupId } = product;
  await putProducts(hub.ctx, { companyId, rows: [{ id, code, mainGroupId, subGroupId, name }] });
}

/** Whoever waits so long waits for ever: an answer is none that only time has brought. `count`: who does. */
function waitsWithoutEnd(ms: number): Disposable & { count: number } {
  const usual = globalThis.setTimeout;
  const begun = { count: 0 };
  const held = (work: (...args: unknown[]) => void, after?: number, ...args: unknown[]) => {
    if (after !== ms) return usual(work, after, ...args);
    begun.count += 1;
    return usual(() => undefined, 0);
  };
  const spy = vi.spyOn(globalThis, 'setTimeout').mockImplementation(held as typeof setTimeout);
  return Object.assign(begun, { [Symbol.dispose]: () => spy.mockRestore() });
}

async function fresh(): Promise<PullTill> {
  const other = new PullTill(base);
  await other.takeSnapshot();
  return other;
}

describe('a till that pulls', () => {
  it('has what a snapshot has, page by page or at once, and then what a snapshot’s cursor goes on with', async () => {
    await till.sync({ limit: 3 });
    expect(till.requests).toBeGreaterThan(5);
    const other = await fresh();
    expect(till.text()).toBe(other.text());
    await rename('After the snapshot');
    await Promise.all([till.sync(), other.sync()]);
    expect(other.requests).toBe(1);
    expect(other.text()).toContain('After the snapshot');
    expect(till.text()).toBe(other.text());
  });

  it('is answered 304 while nothing changes, and an empty list without If-None-Match', async () => {
    await till.sync();
    const again = await till.ask();
    expect(again.status).toBe(200);
    expect(again.body).toEqual({ schema_version: 1, changes: [], cursor: till.cursor, has_more: false });
    const headers = { 'if-none-match': again.headers.get('etag') ?? '' };
    expect(await till.ask({ headers })).toMatchObject({ status: 304, body: null });
    await rename('Changed');
    const { status, body } = await till.ask({ headers });
    expect(status).toBe(200);
    expect(body.changes.map(({ type }: { type: string }) => type)).toContain('products');
  });

  it('hears of a price at the moment at which it begins, on the product and on its barcodes', async () => {
    const { companyId } = shop;
    const barcode = await test.db.reader.productBarcode.findFirstOrThrow({
      where: { companyId, deletedAt: null, salePriceE4: null, product: { deletedAt: null, storeId: null } },
    });
    const begins = new Date(hub.clock.now.getTime() + 60_000);
    const price = { productId: barcode.productId, currency: 'GBP', priceE4: 77_0000n, validFrom: begins };
    await putPrices(hub.ctx, { companyId, rows: [price] });
    await till.sync();
    const since = new Date(hub.clock.now.getTime() - 1000);
    expect((await versionPrices(hub.ctx, since)).count).toBe(0);
    hub.clock.now = new Date(begins.getTime() + 3000);
    expect((await versionPrices(hub.ctx, since)).count).toBe(1);
    expect((await versionPrices(hub.ctx, since)).count).toBe(0);
    const { body } = await till.ask();
    const priced = body.changes.filter(
      ({ row }: { row: { sale_price?: string } | null }) => row?.sale_price === '77.0000',
    );
    expect(priced.map(({ id }: { id: string }) => id).sort()).toEqual([barcode.productId, barcode.id].sort());
  });

  it('has its cashiers whole when one of them changes, each time written into the audit trail, and not otherwise', async () => {
    const audits = () =>
      test.db.reader.auditEntry.count({ where: { companyId: shop.companyId, action: 'terminal.pull' } });
    await till.sync();
    expect(await audits()).toBe(1);
    await rename('No cashier');
    await till.sync();
    expect(await audits()).toBe(1);
    const vault = createVault(hub.deps.config.secrets.vault);
    hub.clock.now = new Date(hub.clock.now.getTime() + 1000);
    await updateCashier(hub.ctx, { cashierId: shop.cashierId, password: 'another-password' }, vault);
    await till.sync();
    expect(await audits()).toBe(2);
    expect(till.text()).toContain('another-password');
    expect(till.text()).toBe((await fresh()).text());
  });

  it('waits for a change when it asks to, and is answered as soon as there is one', async () => {
    await till.sync();
    using endless = waitsWithoutEnd(20_000);
    const waiting = till.ask({ wait: 20 });
    await vi.waitUntil(() => endless.count > 0, { timeout: 60_000 });
    await rename('Woken');
    const { status, body } = await waiting;
    expect(status).toBe(200);
    expect(JSON.stringify(body.changes)).toContain('Woken');
  });

  it('is woken by what another process writes, which sends no signal here', async () => {
    await till.sync();
    using endless = waitsWithoutEnd(20_000);
    const waiting = till.ask({ wait: 20 });
    await vi.waitUntil(() => endless.count > 0, { timeout: 60_000 });
    const { companyId } = shop;
    await inTransaction(test.db, async (tx) => {
      const { versionCounter } = await tx.company.update({
        where: { id: companyId },
        data: { versionCounter: { increment: 1 } },
      });
      const { id } = await tx.customer.findFirstOrThrow({ where: { companyId } });
      await tx.customer.update({ where: { id }, data: { version: versionCounter, name: 'From elsewhere' } });
    });
    const { body } = await waiting;
    expect(JSON.stringify(body.changes)).toContain('From elsewhere');
  });

  it('is told nothing of what comes after it was shut out, though it waited before', async () => {
    await till.sync();
    using endless = waitsWithoutEnd(20_000);
    const waiting = till.ask({ wait: 20 });
    const { companyId, storeUuid } = shop;
    const { id, text } = await programKey(test.db, { companyId, actions: ['store.see', 'catalog.see'] });
    const asked = `${hub.url}/api/v1/pull?store=${storeUuid}`;
    const headers = bearer(text);
    let { cursor, has_more: hasMore } = (await call(`${asked}&limit=5000`, { headers })).body;
    while (hasMore) ({ cursor, has_more: hasMore } = (await call(`${asked}&cursor=${cursor}`, { headers })).body);
    const program = call(`${asked}&cursor=${cursor}&wait=20`, { headers });
    await vi.waitUntil(() => endless.count > 1, { timeout: 60_000 });
    // The key first: that a terminal is revoked wakes whoever waits.
    await inTransaction(test.db, (tx) => tx.apiKey.update({ where: { id }, data: { revokedAt: hub.clock.now } }));
    await revokeTerminal(hub.ctx, only(shop.terminals).id);
    await rename('Secret');
    for (const { status, body } of [await waiting, await program]) {
      expect([status, JSON.stringify(body).includes('Secret')]).toEqual([expect.toBeOneOf([401, 403]), false]);
    }
  });

  it('waits no longer than it asked for', async () => {
    await till.sync();
    const { status, body } = await till.ask({ wait: 1 });
    expect({ status, changes: body.changes }).toEqual({ status: 200, changes: [] });
  });
});

describe('a cursor', () => {
  const expired = async () => {
    const { status, headers, body } = await till.ask();
    expect({ status, code: body.code }).toEqual({ status: 410, code: 'expired' });
    expect(body.detail).toContain('snapshot');
    const [, link = ''] = /^<([^>]+)>/.exec(headers.get('link') ?? '') ?? [];
    const followed = await fetch(new URL(link, `${base}/api/v1/pull`));
    expect(followed.status).toBe(200);
    await followed.text();
    await till.sync();
    expect(till.snapshots).toBe(1);
    expect(till.text()).toBe((await fresh()).text());
  };

  it('leads to a snapshot when it is older than the hub keeps them', async () => {
    await till.sync();
    hub.clock.now = new Date(hub.clock.now.getTime() + 91 * 86_400_000);
    await expired();
  });

  it('leads to a snapshot when the feed has begun a new epoch', async () => {
    await till.sync();
    await inTransaction(test.db, (tx) =>
      tx.company.update({ where: { id: shop.companyId }, data: { feedEpoch: 'new' } }),
    );
    await expired();
  });

  it('leads to a snapshot when it is ahead of the hub', async () => {
    await till.sync();
    await inTransaction(test.db, (tx) =>
      tx.company.update({ where: { id: shop.companyId }, data: { versionCounter: { decrement: 1 } } }),
    );
    await expired();
  });

  it('leads to a snapshot when the store has another currency, or the till another store', async () => {
    await till.sync();
    await updateStore(hub.ctx, { storeId: shop.storeId, stockPolicy: 'hub' });
    await expired();
    const store = await createStore(hub.ctx, { companyId: shop.companyId, code: 'STORE-002', name: 'Other' });
    const moved = await moveTerminal(hub.ctx, {
      terminalId: shop.terminals[0]?.id ?? 0,
      storeId: store.id,
      code: 'POS-009',
      publicUrl: hub.url,
    });
    const there = new PullTill(moved?.baseUrl ?? '');
    there.cursor = till.cursor;
    expect((await there.ask()).status).toBe(410);
  });

  it.each([
    ['one character', (text: string) => text.replace(/[a-z]/, (letter) => (letter === 'a' ? 'b' : 'a'))],
    ['its end', (text: string) => text.slice(0, -1)],
    ['everything', () => 'x'],
    ['its signature', (text: string) => `${text.split('.')[0]}.`],
  ])('that has lost %s is refused as invalid', async (_what, damage) => {
    await till.sync({});
    till.cursor = damage(till.cursor ?? '');
    const { status, body } = await till.ask();
    expect({ status, path: body.errors?.[0]?.path }).toEqual({ status: 400, path: 'cursor' });
  });

  it('of some types goes on with these, and with no others', async () => {
    const few = new PullTill(base, { types: 'vat_rates,products' });
    await few.sync();
    expect([...few.rows.keys()].sort()).toEqual(['products', 'vat_rates']);
    till.cursor = few.cursor;
    expect((await till.ask()).status).toBe(200);
    const answer = await call(`${base}/api/v1/pull?types=products&cursor=${few.cursor}`);
    expect(answer.status).toBe(400);
  });
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

describe('a program', () => {
  it('pulls the catalogue of a store that it reaches, without cashiers, and without customers unless it may see them', async () => {
    const { companyId, storeUuid } = shop;
    const ask = async (actions: string[], query: string) => {
      const { text } = await programKey(test.db, { companyId, actions });
      return call(`${hub.url}/api/v1/pull?${query}`, { headers: bearer(text) });
    };
    const { status, body } = await ask(['store.see', 'catalog.see'], `store=${storeUuid}`);
    expect(status, JSON.stringify(body).slice(0, 300)).toBe(200);
    const types = new Set(body.changes.map(({ type }: { type: string }) => type));
    expect(types).toContain('products');
    for (const type of ['cashiers', 'pos_settings', 'customers', 'coupons']) expect(types).not.toContain(type);
    expect(JSON.stringify(body)).not.toContain('till-password');
    expect((await ask(['store.see', 'catalog.see'], `store=${storeUuid}&types=cashiers`)).status).toBe(400);
    expect((await ask(['store.see', 'catalog.see'], '')).status).toBe(400);
    expect((await ask([], `store=${storeUuid}`)).status).toBe(404);
    const other = await openShop(hub);
    expect((await ask(['store.see', 'catalog.see'], `store=${other.storeUuid}`)).status).toBe(404);
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

describe('what PyPOS announces', () => {
  it.each(['/api', '/api/v1'])('is answered below %s, with and without a slash, with results', async (prefix) => {
    for (const path of ['products/updates', 'campaigns/active', 'prices', 'taxes']) {
      for (const slash of ['', '/']) {
        const { status, body } = await call(`${base}${prefix}/${path}${slash}`);
        expect({ path, status, results: Array.isArray(body.results) }).toEqual({ path, status: 200, results: true });
        expect(body.results.length, path).toBeGreaterThan(0);
      }
    }
  });

  it('has products since a time in whatever form, and a way to go on', async () => {
    const ask = async (query: string) => (await call(`${base}/api/products/updates/?${query}`)).body;
    const all = await ask('since=');
    hub.clock.now = new Date('2026-12-01T12:00:00Z');
    await rename('Later');
    for (const since of [
      '2026-12-01T11:59:00Z',
      '2026-12-01 11:59:00',
      '2026-12-01T13:59:00%2B02:00',
      '1796126340',
      '1796126340000',
    ]) {
      const { results } = await ask(`since=${since}`);
      expect({ since, names: results.map(({ name }: { name: string }) => name) }).toEqual({ since, names: ['Later'] });
    }
    expect((await ask('since=2027-01-01T00:00:00Z')).results).toEqual([]);
    expect((await ask('since=nonsense')).results).toHaveLength(all.results.length);
    const ids: string[] = [];
    for (let next: number | null = -1; next !== null; ) {
      const page: { results: { id: string }[]; next: number | null } = await ask(
        next === -1 ? 'limit=1' : `limit=1&after=${next}`,
      );
      ids.push(...page.results.map(({ id }) => id));
      next = page.next;
    }
    // One that was written and priced comes for both.
    expect([...new Set(ids)].sort()).toEqual(all.results.map(({ id }: { id: string }) => id).sort());
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

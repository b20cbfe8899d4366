import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createVault } from '../../../server/core/vault.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { putPrices } from '../../../server/domain/pricing/index.ts';
import { versionPrices } from '../../../server/domain/pull/index.ts';
import {
  createStore,
  moveTerminal,
  revokeTerminal,
  updateCashier,
  updateStore,
} from '../../../server/domain/stores/index.ts';
import { withDatabase } from '../../support/database.ts';
import { PullTill } from '../../support/pull-till.ts';
import { call, type DeviceHub, only, openShop, type Shop } from '../support.ts';
import { openPullingShop, type PullingShop } from './pull-support.ts';
import { bearer, programKey } from './support.ts';

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

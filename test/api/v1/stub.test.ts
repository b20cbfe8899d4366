import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../server/core/ids.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { newKey } from '../../../server/domain/access/index.ts';
import { listQuarantine, reprocessQuarantined } from '../../../server/domain/quarantine/index.ts';
import { withDatabase } from '../../support/database.ts';
import { call, type DeviceHub, only, openShop, type Shop, type ShopTerminal, startDeviceHub } from '../support.ts';
import { closure, location, movement, post, sale, traces } from './push-support.ts';
import { StubClient } from './stub-client.ts';

const test = withDatabase();
let hub: DeviceHub;
let shop: Shop;
let till: ShopTerminal;
let client: StubClient;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  shop = await openShop(hub);
  till = only(shop.terminals);
  const { text, prefix, keyHash } = newKey('terminal');
  await inTransaction(test.db, (tx) =>
    tx.apiKey.create({
      data: {
        ...{ id: newId(), companyId: shop.companyId, kind: 'terminal', terminalId: till.id, name: 'A till' },
        ...{ prefix, keyHash, createdAt: hub.clock.now },
      },
    }),
  );
  client = new StubClient({ baseUrl: hub.url, apiKey: text });
  return () => hub[Symbol.asyncDispose]();
});

const thin = {
  transaction: (id: string) => ({ transaction_id: id, lines: [], payments: [], taxes: [], discounts: [] }),
  closure: (id: string) => ({
    ...{ closure_id: id, vat_summary: [], payment_summary: [], department_summary: [], discount_summary: [] },
    ...{ cashier_summary: [], currency_summary: [] },
  }),
  movement: (id: string, productId: string) => ({
    ...{
      movement_id: id,
      product_id: productId,
      warehouse_id: crypto.randomUUID(),
      quantity: 5,
      movement_type: 'RECEIPT',
    },
  }),
};

const waiting = async () =>
  (await listQuarantine(hub.ctx, { companyId: shop.companyId, isResolved: false })).rows.map((row) => row.documentUuid);

describe('a client that speaks as PyPOS announces it', () => {
  it('gets what it asks for, each time a JSON object', async () => {
    await client.send('GET', 'api/health/');
    const [transaction, closed, moved, product] = [newId(), newId(), newId(), newId()];
    for (const [type, payload] of [
      ['transaction', thin.transaction(transaction)],
      ['closure', thin.closure(closed)],
      ['warehouse_movement', thin.movement(moved, product)],
    ] as const) {
      const answer = await client.deliver(type, payload);
      expect(answer).toMatchObject({ status: 'ok', outcome: 'quarantined', code: 'incomplete' });
      expect(answer.message).toMatch(/^It is kept.*in full\.$/);
    }
    for (const [type, payload] of [
      ['erp_sync', { head_id: transaction, action: 'sync_transaction' }],
      ['loyalty_event', { points: 3 }],
    ] as const) {
      expect(await client.deliver(type, payload)).toMatchObject({ type, outcome: 'created' });
    }
    expect(
      await client.send('POST', 'api/products/', { product_id: product, barcodes: [], variants: [], attributes: [] }),
    ).toMatchObject({ type: 'product', outcome: 'created' });
    expect(await client.send('POST', 'api/campaigns/calculate/', { schema_version: '1.0', lines: [] })).toEqual({
      ...{ discounts: [], campaign_proposals: [] },
    });
    expect(await client.deliver('payment', { amount: '1.00', currency_code: 'GBP' })).toMatchObject({
      ...{ success: false, message: 'no provider is set up', status: expect.any(String) },
    });
    expect(await waiting()).toEqual([moved, closed, transaction]);
    const kept = await test.db.reader.deviceEvent.findMany({ where: { companyId: shop.companyId } });
    expect(kept.map(({ kind }) => kind).sort()).toEqual(['erp_sync', 'loyalty_event', 'product']);
  });

  it('delivers short forms, then the full ones under the same ids: stored without a conflict, and settled', async () => {
    const [full, ended] = [sale(till), closure(till)];
    const moved = movement({ productId: newId(), to: await location(hub, shop) });
    await client.deliver('transaction', thin.transaction(full.head.id.toUpperCase()));
    await client.deliver('transaction', thin.transaction(full.head.id));
    await client.deliver('closure', thin.closure(ended.closure.id));
    await client.deliver('warehouse_movement', thin.movement(moved.id, moved.fk_product_id));
    const before = await traces(hub, shop.companyId);
    const lay = await waiting();
    expect(lay).toEqual(expect.arrayContaining([full.head.id, ended.closure.id, moved.id]));
    for (const [type, payload] of [
      ['transaction', full],
      ['closure', ended],
      ['warehouse_movement', moved],
    ] as const) {
      expect(await client.deliver(type, payload)).toMatchObject({ outcome: 'created', code: 'created' });
      expect(await client.deliver(type, payload)).toMatchObject({ outcome: 'duplicate' });
    }
    const settled = [full.head.id, ended.closure.id, moved.id];
    expect(await waiting()).toEqual(lay.filter((id) => !settled.includes(id)));
    // What comes late in the short form says nothing new.
    expect(await client.deliver('transaction', thin.transaction(full.head.id))).toMatchObject({ outcome: 'duplicate' });
    expect(await client.deliver('closure', thin.closure(ended.closure.id))).toMatchObject({ outcome: 'duplicate' });
    expect(await client.deliver('warehouse_movement', thin.movement(moved.id, newId()))).toMatchObject({
      outcome: 'duplicate',
    });
    expect(await waiting()).toEqual(lay.filter((id) => !settled.includes(id)));
    const after = await traces(hub, shop.companyId);
    expect(after).toMatchObject({
      conflicts: 0,
      quarantined: before.quarantined,
      transactions: before.transactions + 1,
    });
  });

  it('may call the lists of a full document by their short names', async () => {
    const { products, ...full } = sale(till);
    const { head, ...rest } = full;
    const { id, ...said } = head;
    await client.deliver('transaction', { transaction_id: id, head: said, lines: products, ...rest });
    const stored = await test.db.reader.transaction.findFirstOrThrow({ where: { uuid: id } });
    expect(stored.lineCount).toBe(products.length);
    // The same under the full names says the same.
    expect(await client.deliver('transaction', { head, products, ...rest })).toMatchObject({ outcome: 'duplicate' });
  });

  it('is not disturbed by another till that sends the short form of its document', async () => {
    const neighbour = only((await openShop(hub)).terminals);
    const full = sale(till);
    await client.deliver('transaction', full);
    expect((await post(neighbour, '/transactions', thin.transaction(full.head.id))).status).toBe(202);
    expect(await waiting()).not.toContain(full.head.id);
  });

  it('finds short forms still waiting when people judge them again', async () => {
    const id = newId();
    await client.deliver('closure', thin.closure(id));
    const item = await test.db.reader.quarantinedItem.findFirstOrThrow({ where: { documentUuid: id } });
    expect(await reprocessQuarantined(hub.ctx, item.id)).toMatchObject({ outcome: 'quarantined' });
    expect(await waiting()).toContain(id);
  });
});

describe('the single paths', () => {
  it('answer with and without version and slash alike, by status', async () => {
    for (const path of ['/api/transactions', '/api/transactions/', '/api/v1/transactions', '/api/v1/transactions/']) {
      const document = sale(till);
      const send = () => call(`${till.url}${path}`, { json: document });
      expect(await send()).toMatchObject({ status: 201, body: { outcome: 'created', id: document.head.id } });
      expect(await send()).toMatchObject({ status: 200, body: { outcome: 'duplicate' } });
      document.head.receipt_number += 1;
      expect(await send()).toMatchObject({ status: 200, body: { outcome: 'conflict' } });
      document.head.total_amount = {};
      expect(await send()).toMatchObject({ status: 202, body: { outcome: 'quarantined' } });
    }
  });

  it('refuse what is no object, and store nothing of it', async () => {
    const before = await traces(hub, shop.companyId);
    for (const path of [
      '/transactions',
      '/closures',
      '/warehouse/movements',
      '/products',
      '/erp_sync',
      '/some_event',
    ]) {
      for (const json of ['[]', '7', 'null', '', '{']) {
        expect((await post(till, path, json)).status, `${path} ${json}`).toBe(400);
      }
    }
    expect(await traces(hub, shop.companyId)).toEqual(before);
  });

  it('leave the addresses that others answer alone', async () => {
    expect((await call(`${till.url}/api/v1/health`)).status).toBe(200);
    expect((await call(`${till.url}/api/v1/health`, { json: {} })).status).toBe(405);
    expect((await call(`${till.url}/api/v1/identity`)).status).toBe(200);
    expect((await call(`${till.url}/api/v1/nothing`)).status).toBe(404);
    expect((await call(`${till.url}/api/v1/nothing/here`, { json: {} })).status).toBe(404);
    expect((await call(`${till.url}/api/v1/Nothing`, { json: {} })).status).toBe(400);
  });
});

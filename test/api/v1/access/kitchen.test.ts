/** Kitchen screens: devices of a store that are no tills. */
import { beforeAll, describe, expect, it } from 'vitest';
import { issueTerminalKey } from '../../../../server/domain/access/index.ts';
import { putDepartments, putProducts, putSubDepartments } from '../../../../server/domain/catalog/index.ts';
import { createTerminal, pairTerminal } from '../../../../server/domain/stores/index.ts';
import { withDatabase } from '../../../support/database.ts';
import { call, type DeviceHub, openShop, startDeviceHub } from '../../support.ts';
import { bearer } from '../support.ts';

const test = withDatabase();
let hub: DeviceHub;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  return () => hub[Symbol.asyncDispose]();
});

describe('a kitchen screen', () => {
  /** By the key, and by the secret in the address. */
  async function doors() {
    const shop = await openShop(hub);
    const { id: terminalId } = await createTerminal(hub.ctx, { storeId: shop.storeId, code: 'K-1', kind: 'kitchen' });
    const { text } = await issueTerminalKey(hub.ctx, { terminalId });
    const { body } = await call(`${hub.url}/api/v1/auth/token`, { json: { api_key: text } });
    const headers = bearer(body.access);
    const { secret } = await pairTerminal(hub.ctx, { terminalId, publicUrl: hub.url });
    const byKey = (path: string) => fetch(`${hub.url}/api/v1${path}`, { headers });
    return { shop, ways: [byKey, (path: string) => fetch(`${hub.url}/t/${secret}/api/v1${path}`)] };
  }
  const kitchenTypes = [
    ...['store', 'product_units', 'department_main_groups', 'department_sub_groups', 'products', 'product_variants'],
    ...['product_attributes', 'product_barcodes'],
  ].sort();

  it('pulls what it shows with an order, by its key as by the secret in its address, and learns nothing else', async () => {
    const { shop, ways } = await doors();
    const { companyId } = shop;
    const { ids: groups } = await putDepartments(hub.ctx, { companyId, rows: [{ code: '1', name: 'Hot' }] });
    const mainGroupId = groups[0] ?? '';
    const divisions = await putSubDepartments(hub.ctx, {
      companyId,
      rows: [{ code: '101', name: 'Soups', mainGroupId }],
    });
    const rows = [{ code: '77', name: 'Leek soup', mainGroupId, subGroupId: divisions.ids[0] ?? '' }];
    await putProducts(hub.ctx, { companyId, rows });
    for (const get of ways) {
      for (const path of ['/pull', '/snapshot']) {
        const answer = await get(path);
        const text = await answer.text();
        expect([path, answer.status, text.includes('Leek soup')]).toEqual([path, 200, true]);
        expect(text).not.toContain('till-password');
        const told = [...new Set([...text.matchAll(/"type":"(\w+)"/g)].map(([, type]) => type ?? ''))];
        expect(told.filter((type) => !kitchenTypes.includes(type))).toEqual([]);
      }
      const sums = (await (await get('/checksums')).json()) as { types: object };
      expect(Object.keys(sums.types).filter((type) => !kitchenTypes.includes(type))).toEqual([]);
      for (const type of ['cashiers', 'customers', 'pos_settings', 'payment_types', 'coupons']) {
        expect((await get(`/pull?types=${type}`)).status).toBe(400);
        expect((await get(`/snapshot?types=store,${type}`)).status).toBe(400);
      }
    }
  });

  it('is let in where kitchen screens are devices too, and at nothing that is a till’s', async () => {
    const { ways } = await doors();
    for (const get of ways) {
      for (const path of ['/me', '/notifications']) expect([path, (await get(path)).status]).toEqual([path, 200]);
      for (const path of ['/sequences', '/products/updates', '/prices', '/taxes', '/campaigns/active']) {
        const answer = await get(path);
        const { code } = (await answer.json()) as { code: string };
        expect([path, answer.status, code]).toEqual([path, 403, 'terminal_disabled']);
      }
    }
  });
});

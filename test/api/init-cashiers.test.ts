import { beforeAll, describe, expect, it } from 'vitest';
import { createVault } from '../../server/core/vault.ts';
import { assignCashier, createCashier, deleteCashier, updateCashier } from '../../server/domain/stores/index.ts';
import { withDatabase } from '../support/database.ts';
import { initFaults } from './init-check.ts';
import { call, type DeviceHub, type Json, only, openShop, type Shop, startDeviceHub } from './support.ts';

const test = withDatabase();
let hub: DeviceHub;
let shop: Shop;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  shop = await openShop(hub, { terminals: 2 });
  return () => hub[Symbol.asyncDispose]();
});

async function pull(at = only(shop.terminals).url): Promise<Record<string, Json>> {
  const { status, body } = await call(`${at}/api/v1/pos/init`);
  expect(status, JSON.stringify(body).slice(0, 300)).toBe(200);
  return body.data;
}

const vault = () => createVault(hub.deps.config.secrets.vault);

describe('cashiers in init', () => {
  const find = (data: Record<string, Json>, userName: string) =>
    data['cashiers'].find((row: Json) => row.user_name === userName);

  it('have the clear-text password that the till compares, and names in lower case', async () => {
    expect(find(await pull(), 'admin')).toMatchObject({
      password: 'till-password',
      is_administrator: true,
      is_active: true,
      is_deleted: false,
    });
  });

  it('F-RBAC-7: are those of the store, at all its tills or at a list of them; who leaves is deleted there, with a password that nobody knows', async () => {
    const { ctx } = hub;
    const { companyId, storeId } = shop;
    const person = { companyId, firstName: 'Eve', password: 'eves-password' };
    const { id: cashierId } = await createCashier(ctx, { ...person, userName: 'eve' }, vault());
    await createCashier(ctx, { ...person, userName: 'elsewhere' }, vault());
    expect(find(await pull(), 'eve')).toBeUndefined();
    await assignCashier(ctx, { cashierId, storeId });
    expect(find(await pull(), 'eve')).toMatchObject({ password: 'eves-password', is_deleted: false });
    await assignCashier(ctx, { cashierId, storeId, terminalIds: [shop.terminals[1]?.id ?? 0] });
    expect(find(await pull(shop.terminals[1]?.url), 'eve').password).toBe('eves-password');
    const refused = find(await pull(), 'eve');
    expect(refused).toMatchObject({ is_deleted: true, is_active: false });
    expect(refused.password.length).toBeGreaterThan(20);
    await assignCashier(ctx, { cashierId, storeId });
    await updateCashier(ctx, { cashierId, isActive: false }, vault());
    expect(find(await pull(), 'eve').password).not.toBe('eves-password');
    await updateCashier(ctx, { cashierId, isActive: true, password: 'new-password' }, vault());
    expect(find(await pull(), 'eve').password).toBe('new-password');
    await deleteCashier(ctx, cashierId);
    expect(find(await pull(), 'eve')).toMatchObject({ is_deleted: true });
    expect(find(await pull(), 'elsewhere')).toBeUndefined();
    expect(initFaults(await pull())).toEqual([]);
  });

  it('who are no administrators any more are deleted everywhere', async () => {
    const { ctx } = hub;
    const { companyId } = shop;
    const input = { companyId, userName: 'boss', firstName: 'B', password: 'boss-password', isAdministrator: true };
    const { id } = await createCashier(ctx, input, vault());
    expect(find(await pull(), 'boss').password).toBe('boss-password');
    await updateCashier(ctx, { cashierId: id, isAdministrator: false }, vault());
    expect(find(await pull(), 'boss')).toMatchObject({ is_deleted: true, is_administrator: false });
  });

  it('keep their password at the till when the hub cannot read it any more', async () => {
    const lost = createVault('a secret that was lost and is not the one of this hub');
    const input = { companyId: shop.companyId, userName: 'lost', firstName: 'L', password: 'x', isAdministrator: true };
    const { id } = await createCashier(hub.ctx, input, lost);
    expect(find(await pull(), 'lost')).not.toHaveProperty('password');
    expect(hub.logged()).toContain('cannot be opened');
    await deleteCashier(hub.ctx, id);
  });
});

import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { putDepartments, putProducts, putSubDepartments } from '../../../server/domain/catalog/index.ts';
import { updateCompany } from '../../../server/domain/companies/index.ts';
import {
  dropOldNotifications,
  type PriceBursts,
  sendNotification,
  tellPrices,
} from '../../../server/domain/notifications/index.ts';
import { putPrices } from '../../../server/domain/pricing/index.ts';
import { createStore, createTerminal } from '../../../server/domain/stores/index.ts';
import { createCompany, systemCtx } from '../../../server/domain/tenancy/index.ts';
import { withDatabase } from '../../support/database.ts';
import { makeUser, silentLog } from '../../support/people.ts';

const test = withDatabase();
const clock = { now: new Date('2026-11-21T10:00:00Z') };
let shops = 0;

beforeEach(() => {
  clock.now = new Date('2026-11-21T10:00:00Z');
});

async function openShop() {
  const ctx = systemCtx({ db: test.db, log: silentLog, now: () => clock.now }, 'test', 'job');
  shops += 1;
  const owner = await makeUser(test.db, `owner-${shops}-${crypto.randomUUID()}`);
  const { id: companyId } = await createCompany(ctx, { name: `Prices ${shops}`, ownerUserId: owner.id });
  // One after the other: stores are told in the order of their ids.
  const stores: number[] = [];
  for (const code of ['S1', 'S2']) {
    const { id } = await createStore(ctx, { companyId, code, name: code });
    await createTerminal(ctx, { storeId: id, code: 'POS-1' });
    stores.push(id);
  }
  const [one = 0, two = 0] = stores;
  const [mainGroupId = ''] = (await putDepartments(ctx, { companyId, rows: [{ code: '1', name: 'Drinks' }] })).ids;
  const divisions = await putSubDepartments(ctx, { companyId, rows: [{ code: '101', name: 'Tea', mainGroupId }] });
  const groups = { mainGroupId, subGroupId: divisions.ids[0] ?? '' };
  const rows = ['TEA', 'JAM'].map((code) => ({ code, name: code, ...groups }));
  const { ids } = await putProducts(ctx, { companyId, rows });
  const save = (storeId: number | null, priceE4: bigint, product = 0) =>
    putPrices(ctx, { companyId, rows: [{ productId: ids[product] ?? '', storeId, currency: 'GBP', priceE4 }] });
  const made = async () => {
    const sent = await test.db.reader.notification.findMany({ where: { companyId }, orderBy: { position: 'asc' } });
    return sent.map(({ notificationType, origin, storeId }) => ({ notificationType, origin, storeId }));
  };
  return { ctx, companyId, one, two, save, made };
}

/** Two looks: nothing came in between. */
async function settle(ctx: Parameters<typeof tellPrices>[0], bursts: PriceBursts = new Map()) {
  await tellPrices(ctx, bursts);
  return tellPrices(ctx, bursts);
}

const told = (storeId: number | null) => ({ notificationType: 'price_change', origin: 'price', storeId });

describe('saved prices', () => {
  it('tell nobody unless the company wants it, and then what is saved from then on', async () => {
    const { ctx, companyId, save, made } = await openShop();
    await save(null, 10_000n);
    expect(await settle(ctx)).toBe(0);
    await updateCompany(ctx, { companyId, notifiesPrices: true });
    expect(await settle(ctx)).toBe(0);
    await save(null, 20_000n);
    expect(await settle(ctx)).toBe(1);
    expect(await made()).toEqual([told(null)]);
    await updateCompany(ctx, { companyId, notifiesPrices: false });
    await save(null, 30_000n);
    expect(await settle(ctx)).toBe(0);
  });

  it('of stores tell those stores, once each, however many came in one go', async () => {
    const { ctx, companyId, one, two, save, made } = await openShop();
    await updateCompany(ctx, { companyId, notifiesPrices: true });
    for (const product of [0, 1]) for (const store of [one, two]) await save(store, 15_000n, product);
    await settle(ctx);
    expect(await made()).toEqual([told(one), told(two)]);
    expect(await settle(ctx)).toBe(0);
    await save(one, 16_000n);
    await settle(ctx);
    expect(await made()).toEqual([told(one), told(two), told(one)]);
  });

  it('are told when no more came for a look, and after twenty seconds at the latest', async () => {
    const { ctx, companyId, save, made } = await openShop();
    await updateCompany(ctx, { companyId, notifiesPrices: true });
    const bursts: PriceBursts = new Map();
    for (let second = 0; second < 20; second += 2) {
      await save(null, BigInt(10_000 + second * 100));
      expect(await tellPrices(ctx, bursts)).toBe(0);
      clock.now = new Date(clock.now.getTime() + 2000);
    }
    await save(null, 90_000n);
    expect(await tellPrices(ctx, bursts)).toBe(1);
    expect(await made()).toHaveLength(1);
  });

  it('are neither lost nor told twice by two processes that look while prices are being saved', async () => {
    const { ctx, companyId, save, made } = await openShop();
    await updateCompany(ctx, { companyId, notifiesPrices: true });
    let isOver = false;
    const looker = async () => {
      const bursts: PriceBursts = new Map();
      while (!isOver) {
        await tellPrices(ctx, bursts);
        await setImmediate();
      }
    };
    const lookers = [looker(), looker()];
    for (let time = 1; time <= 12; time += 1) await save(null, BigInt(time) * 10_000n);
    isOver = true;
    await Promise.all(lookers);
    await settle(ctx);
    const { pricesToldVersion } = await test.db.reader.company.findUniqueOrThrow({ where: { id: companyId } });
    const newest = await test.db.reader.price.aggregate({ where: { companyId }, _max: { version: true } });
    expect(pricesToldVersion).toBe(newest._max.version);
    const count = (await made()).length;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(12);
    expect(await settle(ctx)).toBe(0);
    expect(await made()).toHaveLength(count);
  });
});

describe('notifications', () => {
  it('made at the same moment follow each other without a gap', async () => {
    const { ctx, companyId } = await openShop();
    const titles = Array.from({ length: 12 }, (_, index) => `n${index}`);
    await Promise.all(titles.map((title) => sendNotification(ctx, { companyId, type: 'terminal_message', title })));
    const rows = await test.db.reader.notification.findMany({ where: { companyId }, orderBy: { position: 'asc' } });
    expect(rows.map(({ position }) => position)).toEqual(titles.map((_, index) => index + 1));
  });

  it('are dropped a quarter of a year after their end, with what became of them', async () => {
    const { ctx, companyId } = await openShop();
    const { id } = await sendNotification(ctx, { companyId, type: 'terminal_message', title: 'old' });
    clock.now = new Date('2027-02-26T09:59:59Z');
    const { id: kept } = await sendNotification(ctx, { companyId, type: 'terminal_message', title: 'new' });
    await dropOldNotifications(ctx);
    expect(await test.db.reader.notification.count({ where: { id } })).toBe(1);
    clock.now = new Date('2027-02-26T10:00:01Z');
    await dropOldNotifications(ctx);
    expect(await test.db.reader.notification.findMany({ where: { companyId }, select: { id: true } })).toEqual([
      { id: kept },
    ]);
    expect(await test.db.reader.notificationDelivery.count({ where: { notificationId: id } })).toBe(0);
  });

  it('are not sent where nobody is to be told', async () => {
    const { ctx, companyId } = await openShop();
    await inTransaction(test.db, (tx) =>
      tx.terminal.updateMany({ where: { companyId }, data: { deletedAt: clock.now } }),
    );
    await expect(sendNotification(ctx, { companyId, type: 'price_change' })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect(await test.db.reader.notification.count({ where: { companyId } })).toBe(0);
  });
});

/** One till from its first start to its reinstallation, over HTTP, in the order in which a shop lives it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../server/core/ids.ts';
import { createVault } from '../../server/core/vault.ts';
import { inTransaction } from '../../server/db/index.ts';
import { putProducts } from '../../server/domain/catalog/index.ts';
import { putPrices } from '../../server/domain/pricing/index.ts';
import { createCashier, deleteCashier } from '../../server/domain/stores/index.ts';
import { withDatabase } from '../support/database.ts';
import { type FullShop, fillShop } from './full-shop.ts';
import { resources } from './init-check.ts';
import { call, type DeviceHub, type Json, openShop, type Shop, startDeviceHub } from './support.ts';
import { Till } from './till.ts';
import type { TillRow } from './till-store.ts';

const test = withDatabase();
let hub: DeviceHub;
let shop: Shop;
let full: FullShop;
/** The till in daily use; after its reinstallation another one at the same address. */
let till: Till;

const clock = () => hub.clock.now.toISOString().slice(0, 23).concat('000');
const ok = { status: 'ok', accepted: 1, rejected: 0 };

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  shop = await openShop(hub, { terminals: 2 });
  full = await fillShop(hub, shop);
  till = newTill(0);
  await plantUnusableRows();
  return () => hub[Symbol.asyncDispose]();
});

/** Rows as somebody's import may have left them: two keyboards of one name, a label without a key, a target without its days. A
 *  till would drop them without a word. */
async function plantUnusableRows(): Promise<void> {
  const { companyId } = shop;
  const row = (resource: string, body: object) => ({ id: newId(), companyId, resource, body: JSON.stringify(body) });
  const data = [
    row('pos_virtual_keyboards', { name: 'DEFAULT', font_size: 12 }),
    row('label_values', { value: 'no key' }),
    row('cashier_performance_targets', { target_type: 'INDIVIDUAL', target_year: 2026 }),
    { ...row('label_values', { key: 'Total', value: 'Sum' }), id: '00000000-0000-4000-8000-000000000001' },
  ];
  await inTransaction(hub.ctx, (tx) => tx.terminalResource.createMany({ data }));
}

function newTill(index: number): Till {
  const terminal = shop.terminals[index];
  if (!terminal) throw new Error(`the shop has no till ${index}`);
  return new Till(terminal, clock);
}

const byCode = (of: Till, code: string): TillRow | undefined =>
  of.store.all('products').find((row) => row['code'] === code);

/** What the hub holds of a till: as its operator would count it. */
async function held(of: Till) {
  const where = { terminalId: of.terminal.id };
  const valid = { ...where, isCancelled: false };
  const sum = await test.db.reader.transaction.aggregate({ where: valid, _sum: { totalE4: true } });
  return {
    documents: await test.db.reader.transaction.count({ where }),
    cancelled: await test.db.reader.transaction.count({ where: { ...where, isCancelled: true } }),
    totalE4: sum._sum.totalE4 ?? 0n,
    closures: await test.db.reader.closure.count({ where }),
    conflicts: await test.db.reader.conflict.count({ where }),
    quarantined: await test.db.reader.quarantinedItem.count({ where }),
  };
}

/** Everything that a till cannot work without (protocol 1.2). */
function usable(of: Till): void {
  const { store } = of;
  expect(store.dropped).toEqual([]);
  expect(store.dangling()).toEqual([]);
  expect(store.all('store')).toHaveLength(1);
  expect(store.all('pos_settings')).toHaveLength(1);
  const sequences = store.all('transaction_sequences').map((row) => row['name']);
  expect(sequences.sort()).toEqual(['ClosureNumber', 'ReceiptNumber']);
  const closers = store.living('cashiers').filter((row) => row['is_administrator'] && row['is_active']);
  expect(closers).not.toHaveLength(0);
  for (const row of closers) expect(row['user_name']).toBe(row['user_name'].toLowerCase());
  const currency = store.find('currencies', of.settings['fk_current_currency_id']);
  expect(currency).toMatchObject({ sign: 'GBP', decimal_places: 2 });
  for (const row of store.living('department_main_groups')) expect(row['fk_vat_id'], row['name']).not.toBeNull();
  const codes = store.living('transaction_discount_types').map((row) => row['code']);
  expect(codes).toEqual(expect.arrayContaining(['NONE', 'PRODUCT', 'LOYALTY', 'CAMPAIGN']));
  expect(store.living('transaction_document_types').map((row) => row['name'])).toContain('FISCAL_RECEIPT');
  const walkIns = store.living('customers').filter((row) => row['is_walkin'] && /walk-in|anonymous/i.test(row['name']));
  expect(walkIns).toHaveLength(1);
  const startForms = store.living('forms').filter((row) => row['is_startup']);
  expect(startForms).toHaveLength(1);
  expect(store.living('forms').map((row) => row['name'])).toContain('LOGIN');
  for (const row of store.living('forms')) {
    const controls = store.living('form_controls').filter((control) => control['fk_form_id'] === row['id']);
    expect(controls, row['name']).not.toHaveLength(0);
  }
}

describe('the life of a terminal', () => {
  it('begins with a hub that is well, whoever asks', async () => {
    expect((await call(`${hub.url}/api/v1/health`)).status).toBe(200);
    expect((await call(`${till.terminal.url}/api/v1/health`)).status).toBe(200);
  });

  it('starts an empty till: of 43 resources not one row is dropped, and nothing is missing to sell and close', async () => {
    await till.start();
    usable(till);
    expect(Object.keys(resources)).toHaveLength(43);
    for (const name of Object.keys(resources)) {
      // The store keeps its own stock: the hub says nothing about it.
      if (name !== 'warehouse_product_stock') expect(till.store.all(name), name).not.toHaveLength(0);
    }
    expect([till.counter('ClosureNumber'), till.counter('ReceiptNumber')]).toEqual([1, 1]);
    expect(till.settings['pos_no_in_store']).toBe(1);
  });

  it('sells: each receipt is taken once, a cancelled one is kept and not counted', async () => {
    till.sell({ total: 1250, tendered: 2000 });
    till.sell({ total: 399 });
    till.cancel({ total: 5500 });
    expect(await till.flush()).toEqual([ok, ok, ok]);
    expect(till.queue).toEqual([]);
    expect(await held(till)).toMatchObject({ documents: 3, cancelled: 1, totalE4: 164_900n, conflicts: 0 });
  });

  it('F-SYNC-1: sends again what it heard no answer to, and is answered as the first time', async () => {
    till.sell({ total: 100 });
    till.sell({ total: 200 });
    const lucks = ['lost', 'cut'] as const;
    let next = 0;
    till.luck = () => lucks[next++] ?? 'arrives';
    expect(await till.flush()).toEqual([null, null]);
    expect(till.queue).toHaveLength(2);
    // In between another one: the counters that ride along are newer at the second time.
    till.sell({ total: 300 });
    expect(await till.flush()).toEqual([ok, ok, ok]);
    expect(await till.flush()).toEqual([]);
    expect(await held(till)).toMatchObject({ documents: 6, totalE4: 224_900n, conflicts: 0, quarantined: 0 });
  });

  it('closes the day before the last receipts have arrived; they find their period, and nothing is refreshed', async () => {
    const late = till.sell({ total: 700 });
    till.close();
    till.luck = ({ kind }) => (kind === 'transactions' ? 'unreachable' : 'arrives');
    expect(await till.flush()).toEqual([null, ok]);
    expect(await held(till)).toMatchObject({ documents: 6, closures: 1 });
    till.luck = () => 'arrives';
    expect(await till.flush()).toEqual([ok]);
    expect(till.inits).toBe(1);
    const { closureNumber, totalE4 } = await test.db.reader.transaction.findFirstOrThrow({ where: { uuid: late.id } });
    expect({ closureNumber, totalE4 }).toEqual({ closureNumber: 1, totalE4: 70_000n });
    expect([till.counter('ClosureNumber'), till.counter('ReceiptNumber')]).toEqual([2, 1]);
  });

  it('refreshes after the next closure: ids stay, what is gone is deleted, what it keeps for itself stays', async () => {
    const { companyId } = shop;
    const { mainGroupId, subGroupId } = await test.db.reader.product.findUniqueOrThrow({
      where: { id: full.productIds[0] ?? '' },
    });
    const groups = { mainGroupId, subGroupId };
    const idsBefore = new Map(
      Object.keys(resources).map((name) => [name, till.store.all(name).map((row) => row['id'])]),
    );
    const loaf = byCode(till, '1001') as TillRow;
    // Counted at the till; the hub does not keep this store's stock.
    loaf['stock'] = 17;
    await putProducts(hub.ctx, {
      companyId,
      rows: [
        { code: '1002', name: 'Roll', ...groups, deletedAt: hub.clock.now },
        { code: '1004', name: 'Bun', ...groups },
      ],
    });
    const price = { productId: full.productIds[0] ?? '', currency: 'GBP', priceE4: 22_000n };
    await putPrices(hub.ctx, { companyId, rows: [price] });
    const vault = createVault(hub.deps.config.secrets.vault);
    const boss = { companyId, userName: 'boss', firstName: 'B', password: 'boss-password', isAdministrator: true };
    const { id: bossId } = await createCashier(hub.ctx, boss, vault);
    const closed = await sellAndClose();
    expect(closed).toEqual([ok, ok]);
    expect(till.inits).toBe(2);
    usable(till);
    expect(byCode(till, '1001')).toMatchObject({ id: loaf['id'], sale_price: '2.2000', stock: 17, is_deleted: false });
    expect(byCode(till, '1002')).toMatchObject({ is_deleted: true });
    expect(byCode(till, '1004')).toMatchObject({ name: 'Bun', is_deleted: false });
    for (const [name, ids] of idsBefore) {
      const now = new Set(till.store.all(name).map((row) => row['id']));
      expect(
        ids.filter((id) => !now.has(id)),
        name,
      ).toEqual([]);
    }
    expect(till.store.find('cashiers', bossId)).toMatchObject({ password: 'boss-password', is_active: true });
    await deleteCashier(hub.ctx, bossId);
    await sellAndClose();
    const gone = till.store.find('cashiers', bossId) as TillRow;
    expect(gone).toMatchObject({ is_deleted: true, is_active: false, is_administrator: false });
    expect(gone['password']).not.toBe('boss-password');
  });

  it('never sees its counters go back: the refresh after a closure gives it those that it just had', async () => {
    expect([till.counter('ClosureNumber'), till.counter('ReceiptNumber')]).toEqual([4, 1]);
    till.sell({ total: 100 });
    till.sell({ total: 150 });
    await till.flush();
    expect([till.counter('ClosureNumber'), till.counter('ReceiptNumber')]).toEqual([4, 3]);
  });

  it('is reinstalled: the counters come back, and no number is used twice', async () => {
    const worn = till;
    till = newTill(0);
    await till.start();
    usable(till);
    expect(till.counter('ClosureNumber')).toBe(worn.counter('ClosureNumber'));
    expect(till.counter('ReceiptNumber')).toBeGreaterThanOrEqual(worn.counter('ReceiptNumber'));
    const idsOf = (of: Till, name: string) => of.store.all(name).map((row) => row['id']);
    for (const name of ['store', 'pos_settings', 'transaction_sequences', 'products', 'payment_types', 'forms']) {
      expect(idsOf(till, name).sort(), name).toEqual(idsOf(worn, name).sort());
    }
    till.sell({ total: 100 });
    expect(await till.flush()).toEqual([ok]);
    const numbers = await test.db.reader.transaction.findMany({
      where: { terminalId: till.terminal.id, isCancelled: false },
      select: { closureNumber: true, receiptNumber: true },
    });
    const pairs = numbers.map(({ closureNumber, receiptNumber }) => `${closureNumber}/${receiptNumber}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });

  it('shares its shop with a second till that has its own number and counters, and the same goods', async () => {
    const second = newTill(1);
    await second.start();
    usable(second);
    expect(second.settings['id']).not.toBe(till.settings['id']);
    expect(second.settings['pos_no_in_store']).toBe(2);
    expect([second.counter('ClosureNumber'), second.counter('ReceiptNumber')]).toEqual([1, 1]);
    const ids = (of: Till, name: string) => of.store.all(name).map((row: Json) => row.id);
    expect(ids(second, 'products').sort()).toEqual(ids(till, 'products').sort());
    for (const id of ids(second, 'transaction_sequences')) expect(ids(till, 'transaction_sequences')).not.toContain(id);
    const before = await held(till);
    // Its readable numbers are the first till's: they are no key.
    second.sell({ total: 990 });
    second.close();
    expect(await second.flush()).toEqual([ok, ok]);
    expect(await held(second)).toMatchObject({ documents: 1, totalE4: 99_000n, closures: 1 });
    expect(await held(till)).toEqual(before);
    expect([second.counter('ClosureNumber'), second.counter('ReceiptNumber')]).toEqual([2, 1]);
    expect(till.counter('ClosureNumber')).toBe(4);
  });
});

async function sellAndClose(): Promise<Json[]> {
  till.sell({ total: 250 });
  till.close();
  return till.flush();
}

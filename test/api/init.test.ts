import { beforeAll, describe, expect, it } from 'vitest';
import { createVault } from '../../server/core/vault.ts';
import { type Database, inTransaction } from '../../server/db/index.ts';
import { putProducts } from '../../server/domain/catalog/index.ts';
import { openInit, type PartSink } from '../../server/domain/init/index.ts';
import { putPrices } from '../../server/domain/pricing/index.ts';
import { admitTerminal, createStore, updateStore } from '../../server/domain/stores/index.ts';
import { withDatabase } from '../support/database.ts';
import { type FullShop, fillShop } from './full-shop.ts';
import { absentFields, initFaults, resources } from './init-check.ts';
import { call, type DeviceHub, type Json, only, openShop, type Shop, startDeviceHub } from './support.ts';

const test = withDatabase();
let hub: DeviceHub;
let shop: Shop;
let full: FullShop;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  shop = await openShop(hub, { terminals: 2 });
  full = await fillShop(hub, shop);
  return () => hub[Symbol.asyncDispose]();
});

async function pull(at = only(shop.terminals).url): Promise<Record<string, Json>> {
  const { status, body } = await call(`${at}/api/v1/pos/init`);
  expect(status, JSON.stringify(body).slice(0, 300)).toBe(200);
  expect(body.status).toBe('ok');
  return body.data;
}

const vault = () => createVault(hub.deps.config.secrets.vault);

describe('init', () => {
  it('has all 43 resources in their order, each field in the form that a terminal stores', async () => {
    const data = await pull();
    expect(Object.keys(data)).toEqual(Object.keys(resources));
    expect(initFaults(data)).toEqual([]);
    for (const [name, value] of Object.entries(data)) {
      const rows = Array.isArray(value) ? value : [value];
      if (name !== 'warehouse_product_stock') expect(rows, name).not.toHaveLength(0);
      expect(absentFields(name, rows), name).toEqual([]);
    }
  });

  it('names one store, this terminal alone, and currencies that are there', async () => {
    const data = await pull(shop.terminals[1]?.url);
    expect(data['store'].id).toBe(shop.storeUuid);
    expect(data['pos_settings']).toHaveLength(1);
    const settings = only(data['pos_settings'] as Json[]);
    expect(settings).toMatchObject({ id: shop.terminals[1]?.uuid, pos_no_in_store: 2, backend_type: 'GATE' });
    const sterling = data['currencies'].find((row: Json) => row.sign === 'GBP');
    expect(settings.fk_current_currency_id).toBe(sterling.id);
    expect(settings.fk_working_currency_id).toBe(sterling.id);
  });

  it('says the same twice, ids and all', async () => {
    const withoutChance = (data: Record<string, Json>) => ({ ...data, cashiers: data['cashiers'].length });
    expect(withoutChance(await pull())).toEqual(withoutChance(await pull()));
  });

  it('reads terminal fields by their meaning, and drops what a till could not store', async () => {
    const product = (await pull())['products'].find((row: Json) => row.code === '1001');
    expect(product).toMatchObject({
      is_vegan: true,
      shelf_life_days: 3,
      weight: 0.8,
      expiration_date: '2026-12-31',
      ingredients: '{"flour":true}',
      spice_level: null,
      brand: null,
      purchase_price: '1.0000',
      sale_price: '2.1500',
      min_stock: 1,
      fk_vat_id: full.vatRateId,
    });
    const grace = (await pull())['customers'].find((row: Json) => row.name === 'Grace');
    expect(grace).toMatchObject({ tax_id: null, national_id: null, date_of_birth: '1906-12-09', last_name: '' });
    const attribute = only((await pull())['product_attributes'] as Json[]);
    expect(attribute).toMatchObject({ date_value: '2026-12-31T10:00:00', number_value: null });
    const campaign = only((await pull())['campaigns'] as Json[]);
    expect(campaign).toMatchObject({
      discount_percentage: '10.00',
      min_purchase_amount: '12.50',
      end_date: '2027-01-01T00:00:00.500000',
      start_time: '08:00:00',
    });
    expect(only((await pull())['currency_table'] as Json[]).rate).toBe('1.1723');
  });

  it('sends deletions as rows, never by leaving them out', async () => {
    const gone = (await pull())['products'].find((row: Json) => row.code === '1003');
    expect(gone).toMatchObject({ is_deleted: true, deleted_at: '2026-01-02T03:04:05' });
    const rate = (await pull())['vat_rates'].find((row: Json) => row.no === 3);
    expect(rate).toMatchObject({ is_deleted: true, deleted_at: '2026-01-02T03:04:05.678000', rate: '12.50' });
  });

  it("gives keys to the store's own products and departments", async () => {
    const names = (await pull())['form_controls'].filter((row: Json) => row.is_visible).map((row: Json) => row.name);
    expect(names).toEqual(expect.arrayContaining(['PLU1001', 'PLU1002', 'DEPARTMENT1', 'CASH500']));
    expect(names).not.toContain('PLU1003');
    expect((await pull())['forms'].filter((row: Json) => row.is_startup && !row.is_deleted)).toHaveLength(1);
  });
});

describe('prices in init', () => {
  const priceOf = (data: Record<string, Json>, code: string) =>
    data['products'].find((row: Json) => row.code === code).sale_price;

  it("are the store's own before the company's, and only while they hold", async () => {
    const { companyId, storeId } = shop;
    const [, productId = ''] = full.productIds;
    const put = (rows: Json[]) => putPrices(hub.ctx, { companyId, rows });
    expect(priceOf(await pull(), '1002')).toBeUndefined();
    await put([
      { productId, currency: 'GBP', priceE4: 10_000n },
      { productId, currency: 'GBP', priceE4: 11_000n, validFrom: new Date('2026-11-01T00:00:00Z') },
      { productId, currency: 'GBP', priceE4: 99_000n, validFrom: new Date('2027-11-01T00:00:00Z') },
      { productId, currency: 'EUR', priceE4: 88_000n, validFrom: new Date('2026-11-20T00:00:00Z') },
    ]);
    expect(priceOf(await pull(), '1002')).toBe('1.1000');
    const validUntil = new Date('2026-11-21T11:00:00Z');
    await put([{ productId, storeId, currency: 'GBP', priceE4: 9_000n, validUntil }]);
    expect(priceOf(await pull(), '1002')).toBe('0.9000');
    const barcode = (await pull())['product_barcodes'].find((row: Json) => row.barcode === '5000000000017');
    expect(barcode).toMatchObject({ sale_price: '2.1500', purchase_price: '1.0000' });
    hub.clock.now = validUntil;
    expect(priceOf(await pull(), '1002')).toBe('1.1000');
    hub.clock.now = new Date('2026-11-21T10:00:00Z');
  });
});

describe('stock in init', () => {
  it("stays the till's own unless the store's policy gives it to the hub; then it is a whole number", async () => {
    const [productId = ''] = full.productIds;
    await inTransaction(hub.ctx, (tx) =>
      tx.stockLevel.create({
        data: {
          id: crypto.randomUUID(),
          companyId: shop.companyId,
          locationId: full.locationId,
          productId,
          stockKey: `${full.locationId}:${productId}:-`,
          onHandE4: 129_999n,
          reservedE4: 20_000n,
        },
      }),
    );
    const own = await pull();
    expect(own['warehouse_product_stock']).toEqual([]);
    for (const row of own['products']) expect(row).not.toHaveProperty('stock');
    await updateStore(hub.ctx, { storeId: shop.storeId, stockPolicy: 'hub' });
    const data = await pull();
    expect(initFaults(data)).toEqual([]);
    expect(absentFields('warehouse_product_stock', data['warehouse_product_stock'])).toEqual([]);
    expect(data['products'].find((row: Json) => row.code === '1001').stock).toBe(12);
    expect(data['products'].find((row: Json) => row.code === '1002').stock).toBe(0);
    expect(only(data['warehouse_product_stock'] as Json[])).toMatchObject({ quantity: 12, available_quantity: 10 });
    await updateStore(hub.ctx, { storeId: shop.storeId, stockPolicy: 'terminal' });
  });
});

describe('init of two shops', () => {
  it('shares nothing but what belongs to the hub', async () => {
    const other = await openShop(hub, { currency: 'EUR' });
    const [ours, theirs] = [await pull(), await pull(only(other.terminals).url)];
    const hubWide = ['countries', 'country_regions', 'cities', 'districts', 'currencies', 'forms', 'form_controls'];
    hubWide.push('transaction_discount_types', 'transaction_document_types', 'campaign_types');
    for (const name of Object.keys(resources)) {
      if (hubWide.includes(name)) continue;
      const [a = [], b = []] = [ours[name], theirs[name]].map((rows) => (Array.isArray(rows) ? rows : [rows]));
      const ids = new Set(a.map((row: Json) => row.id));
      expect(
        b.filter((row: Json) => ids.has(row.id)),
        name,
      ).toEqual([]);
    }
    expect(initFaults(theirs)).toEqual([]);
    expect(JSON.stringify(theirs)).not.toContain('till-password"}');
    // A new company has what a till cannot do without.
    expect(theirs['customers']).toMatchObject([{ is_walkin: true, name: 'Walk-in' }]);
    expect(theirs['payment_types']).toHaveLength(10);
    expect(only(theirs['pos_settings'] as Json[]).fk_current_currency_id).toBe(
      theirs['currencies'].find((row: Json) => row.sign === 'EUR').id,
    );
  });

  it("counts another store's products as deleted", async () => {
    const { companyId } = shop;
    const elsewhere = await createStore(hub.ctx, { companyId, code: 'STORE-002', name: 'Elsewhere' });
    const [, id = ''] = full.productIds;
    const { mainGroupId, subGroupId } = await hub.ctx.db.reader.product.findUniqueOrThrow({ where: { id } });
    const row = { code: '2001', name: 'Elsewhere only', mainGroupId, subGroupId, storeId: elsewhere.id };
    await putProducts(hub.ctx, { companyId, rows: [row] });
    expect((await pull())['products'].find((each: Json) => each.code === '2001')).toMatchObject({ is_deleted: true });
    expect(initFaults(await pull())).toEqual([]);
  });
});

describe('pulling init', () => {
  it('is written into the audit trail, without any content', async () => {
    const count = () => hub.ctx.db.reader.auditEntry.count({ where: { action: 'terminal.init' } });
    const before = await count();
    await pull();
    expect(await count()).toBe(before + 1);
    const last = await hub.ctx.db.reader.auditEntry.findFirst({
      where: { action: 'terminal.init' },
      orderBy: { id: 'desc' },
    });
    expect(last).toMatchObject({ companyId: shop.companyId, actorKind: 'terminal', door: 'device' });
    expect(last?.content).not.toContain('password');
  });

  it('gives the same whether it is packed or not', async () => {
    const pulled = async (encoding: string) => {
      const answer = await call(`${only(shop.terminals).url}/api/pos/init/`, {
        headers: { 'accept-encoding': encoding },
      });
      return { encoding: answer.headers.get('content-encoding'), products: answer.body.data.products };
    };
    const plain = await pulled('identity');
    expect(plain.encoding).toBeNull();
    expect(await pulled('gzip, deflate')).toEqual({ encoding: 'gzip', products: plain.products });
    expect(await pulled('deflate')).toEqual({ encoding: 'deflate', products: plain.products });
  });

  it('takes a number of statements that does not grow with the company', async () => {
    const statements = async () => {
      const { companyId } = shop;
      const counted = countStatements(test.db);
      const found = await admitTerminal(
        test.db,
        { secret: only(shop.terminals).secret, codes: {} },
        { address: '127.0.0.1', purpose: 'pull', at: hub.clock.now },
      );
      const stretches = await openInit({ ...hub.ctx, db: counted.db }, found, vault());
      const sink: PartSink = {
        describe: () => undefined,
        async put(_section, _resource, groups) {
          for await (const _rows of groups);
        },
        lines: async () => undefined,
      };
      const parts = new Set(stretches.flatMap((stretch) => ('part' in stretch ? [stretch.part] : [])));
      expect(parts.size).toBe(2);
      for (const part of parts) await part.write(sink);
      return { companyId, count: counted.count() };
    };
    const before = await statements();
    const [id = ''] = full.productIds;
    const { mainGroupId, subGroupId } = await hub.ctx.db.reader.product.findUniqueOrThrow({ where: { id } });
    const rows = Array.from({ length: 400 }, (_, index) => ({
      code: `B${index}`,
      name: `Bulk ${index}`,
      mainGroupId,
      subGroupId,
    }));
    await putProducts(hub.ctx, { companyId: shop.companyId, rows });
    const after = await statements();
    expect(after.count).toBe(before.count);
    expect(after.count).toBeLessThan(60);
  });
});

/** The same database, counting what a snapshot is asked. */
function countStatements(db: Database): { db: Database; count(): number } {
  let asked = 0;
  const counting = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(from, name, receiver) {
        const value: unknown = Reflect.get(from, name, receiver);
        if (typeof value === 'function') {
          return (...input: unknown[]) => {
            asked += 1;
            return value.apply(from, input);
          };
        }
        return typeof value === 'object' && value !== null ? counting(value) : value;
      },
    });
  const counted: Database = Object.create(db, {
    snapshot: { value: (work: Json) => db.snapshot((tx) => work(counting(tx))) },
  });
  return { db: counted, count: () => asked };
}

/** Kitchen screens: devices of a store that are no tills. */
import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../../server/db/index.ts';
import { issueTerminalKey } from '../../../../server/domain/access/index.ts';
import { putDepartments, putProducts, putSubDepartments } from '../../../../server/domain/catalog/index.ts';
import { putPrices } from '../../../../server/domain/pricing/index.ts';
import { createTerminal, pairTerminal } from '../../../../server/domain/stores/index.ts';
import { withDatabase } from '../../../support/database.ts';
import { PullTill } from '../../../support/pull-till.ts';
import { fillShop } from '../../full-shop.ts';
import { call, type DeviceHub, only, openShop, startDeviceHub } from '../../support.ts';
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
    const base = `${hub.url}/t/${secret}`;
    return { shop, base, ways: [byKey, (path: string) => fetch(`${base}/api/v1${path}`)] };
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

  /** Every field that a kitchen screen may be told, by type, beside who wrote a row when and whether it is gone. */
  const fieldsToTell: Readonly<Record<string, string>> = {
    store: 'brand_name company_name is_active',
    product_units: 'code name description symbol base_id base_amount',
    department_main_groups: 'code name description',
    department_sub_groups: 'code name description main_group_id',
    products: `code name short_name description description_on_screen is_scalable stock_unit lot_number serving_size
      fk_product_unit_id fk_department_main_group_id fk_department_sub_group_id fk_store_id
      preparation_time cooking_time spice_level recipe_instructions ingredients allergen_info origin_country
      is_vegetarian is_vegan is_halal is_kosher shelf_life_days expiration_date production_date weight
      calories_per_100g protein_per_100g carb_per_100g fat_per_100g fiber_per_100g sodium_per_100g`,
    product_variants: `fk_product_id variant_name variant_code sort_order is_active is_default size color weight
      additional_info`,
    product_attributes: `fk_product_id fk_product_variant_id attribute_name attribute_value attribute_type language category
      display_name unit text_value number_value boolean_value date_value display_order is_visible_on_product`,
    product_barcodes: 'fk_product_id barcode old_barcode',
  };
  const stamps = `id fk_cashier_create_id fk_cashier_update_id created_at updated_at is_deleted delete_description deleted_at
    deleted_by`;

  /** Types with the fields of their rows. */
  const fieldsOf = ({ rows }: PullTill) =>
    Object.fromEntries(
      [...rows].map(([type, found]) => [
        type,
        [...new Set([...found.values()].flatMap((row) => Object.keys(JSON.parse(row))))].sort(),
      ]),
    );
  const wanted = () =>
    Object.fromEntries(
      Object.entries(fieldsToTell).map(([type, names]) => [type, `${names} ${stamps}`.split(/\s+/).sort()]),
    );

  /** A shop with everything that a row can say, and what it is bought for. */
  async function richKitchen() {
    const { shop, base } = await doors();
    await fillShop(hub, shop);
    const { companyId } = shop;
    await inTransaction(test.db, async (tx) => {
      await tx.product.updateMany({ where: { companyId }, data: { purchasePriceE4: cost } });
      await tx.productBarcode.updateMany({ where: { companyId }, data: { purchasePriceE4: cost } });
      await tx.departmentMainGroup.updateMany({ where: { companyId }, data: { maxPriceE4: cost } });
    });
    return { shop, base };
  }
  const cost = 73_137n;

  it('is told what food is and how it is made: nothing of what it costs, by a pull as by a snapshot', async () => {
    const { shop, base } = await richKitchen();
    const [pulled, taken] = [new PullTill(base), new PullTill(base)];
    await pulled.sync({ limit: 2 });
    await taken.takeSnapshot();
    expect(fieldsOf(pulled)).toEqual(wanted());
    expect(taken.text()).toBe(pulled.text());
    expect(pulled.text()).not.toContain('7.3137');
    // A till of the same store, which asks for the same types, is told all of it, whoever asked first.
    const types = Object.keys(fieldsToTell).join();
    const till = new PullTill(only(shop.terminals).url, { types });
    await till.sync({ limit: 2 });
    expect(till.text()).toContain('"purchase_price":"7.3137"');
    const again = new PullTill(base, { types });
    await again.takeSnapshot();
    expect(again.text()).toBe(pulled.text());
  });

  it('proves by checksums that it has what it was told, and a till beside it likewise', async () => {
    const { shop, base } = await richKitchen();
    const types = Object.keys(fieldsToTell).join();
    const screen = new PullTill(base, { types });
    const till = new PullTill(only(shop.terminals).url, { types });
    for (const each of [screen, till, screen]) {
      await each.sync();
      expect(await each.repair()).toEqual([]);
    }
    const right = screen.text();
    screen.rows.get('products')?.clear();
    expect(await screen.repair()).not.toEqual([]);
    expect(screen.text()).toBe(right);
    const { body } = await call(`${base}/api/v1/checksums?types=${types}`);
    expect(body.cursor).toBe(screen.cursor);
  });

  it('begins anew with a cursor of rows that told more, as a till of its store has', async () => {
    const { shop, base } = await richKitchen();
    const till = new PullTill(only(shop.terminals).url, { types: Object.keys(fieldsToTell).join() });
    await till.sync();
    const screen = new PullTill(base, { types: Object.keys(fieldsToTell).join() });
    screen.rows.set('products', new Map(till.rows.get('products')));
    screen.cursor = till.cursor;
    expect(await screen.ask()).toMatchObject({ status: 410, body: { code: 'expired' } });
    await screen.sync();
    expect([screen.snapshots, screen.text().includes('7.3137')]).toEqual([1, false]);
  });

  it('hears nothing when a price changes, and of a new name', async () => {
    const { shop, base } = await richKitchen();
    const { companyId } = shop;
    const screen = new PullTill(base);
    await screen.sync();
    const product = await test.db.reader.product.findFirstOrThrow({
      where: { companyId, deletedAt: null, storeId: null },
    });
    const { id, code, mainGroupId, subGroupId } = product;
    await putPrices(hub.ctx, { companyId, rows: [{ productId: id, currency: 'GBP', priceE4: 990_000n }] });
    expect((await screen.ask()).body.changes).toEqual([]);
    await putProducts(hub.ctx, { companyId, rows: [{ id, code, mainGroupId, subGroupId, name: 'Fish soup' }] });
    const { changes } = (await screen.ask()).body;
    expect(changes.map(({ row }: { row: { name?: string } }) => row?.name)).toContain('Fish soup');
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

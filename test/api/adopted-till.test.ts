/** A till whose shop was adopted goes on with its own file: what the hub sends at the next refresh must fit to what lies there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, it } from 'vitest';
import { importPypos } from '../../server/domain/import-pypos/index.ts';
import { updateCashier } from '../../server/domain/stores/index.ts';
import { makeFile, vault } from '../domain/import-pypos/support.ts';
import { withDatabase } from '../support/database.ts';
import { idOf } from '../support/pypos-database.ts';
import { resources } from './init-check.ts';
import { call, type Json, only, openShop, startDeviceHub } from './support.ts';
import { TillStore } from './till-store.ts';

const test = withDatabase();

/** Resources whose table is not the singular of their name (protocol 3.5). */
const tables: Readonly<Record<string, string>> = {
  countries: 'country',
  cities: 'city',
  store: 'store',
  currencies: 'currency',
  currency_table: 'currency_table',
  vat_rates: 'vat',
  warehouse_product_stock: 'warehouse_product_stock',
  pos_settings: 'pos_settings',
  loyalty_redemption_policies: 'loyalty_redemption_policy',
  loyalty_program_policies: 'loyalty_program_policy',
};

/** What lies in the till's file, as if it had been seeded with it. */
function contentOf(file: string): Record<string, Json> {
  const db = new BetterSqlite3(file, { readonly: true });
  // What is null there has the column's default here.
  const said = (row: object) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
  const read = (table: string) => db.prepare<[], object>(`SELECT * FROM "${table}"`).all();
  const rows = (name: string) => read(tables[name] ?? name.replace(/s$/, '')).map(said) as Json[];
  const data = Object.fromEntries(Object.keys(resources).map((name) => [name, rows(name)]));
  db.close();
  return data;
}

it('a till that goes on with its file drops nothing at its refresh, and still is one till with one store and two counters', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gate-adopted-'));
  await using hub = await startDeviceHub(test.db, { VAULT_SECRET: 'a secret of at least 32 characters, for tests' });
  const shop = await openShop(hub);
  const terminal = only(shop.terminals);
  // The hub's own administrator has a number that no cashier of the till has.
  await updateCashier(hub.ctx, { cashierId: shop.cashierId, number: 900 }, vault);
  const file = makeFile(folder, { days: 2, perDay: 20 });
  await importPypos(
    hub.ctx,
    { file, companyId: shop.companyId },
    { vault, scratchFolder: path.join(folder, 'scratch') },
  );
  const till = new TillStore();
  const content = contentOf(file);
  till.take(content, false);
  expect(till.dropped).toEqual([]);
  const products = till.living('products').length;
  expect(products).toBe(19);
  const { codes } = terminal;
  const query = new URLSearchParams(codes).toString();
  const { status, body } = await call(`${terminal.url}/api/v1/pos/init?${query}`);
  expect(status).toBe(200);
  till.take(body.data, true);
  expect(till.dropped).toEqual([]);
  const ids = (name: string) => till.all(name).map(({ id }) => id);
  expect(ids('store')).toEqual([idOf('store').replaceAll('-', '')]);
  expect(ids('pos_settings')).toEqual([idOf('pos').replaceAll('-', '')]);
  expect(till.all('transaction_sequences').map(({ name, value }) => [name, value])).toEqual([
    ['ReceiptNumber', 4],
    ['ClosureNumber', 99],
  ]);
  expect(till.living('products').length).toBe(products);
  expect(till.find('cashiers', idOf('ada'))).toMatchObject({ user_name: 'ada', password: 'ada-pass', no: 1 });
  expect(ids('forms').length).toBe(2);
  rmSync(folder, { recursive: true, force: true });
});

import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import { verify } from '../../../server/domain/verification/index.ts';
import { createDatabase, withDatabase } from '../../support/database.ts';
import { hubCtx } from '../../support/hub.ts';
import { hexOf, idOf } from '../../support/pypos-database.ts';
import {
  hubSums,
  identityOf,
  importShop,
  makeFile,
  someCompany,
  someShop,
  sourceSums,
  tableCounts,
} from './support.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gate-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a run that is broken off', () => {
  it('ends with the same content when it is started again, wherever it was', { timeout: 120_000 }, async () => {
    const file = makeFile(folder, { days: 5, perDay: 25 });
    await using whole = await createDatabase();
    const steps: string[] = [];
    const wholeShop = await someShop(whole.db);
    await importShop(whole.db, wholeShop, { file, progress: (_done, step) => steps.push(step) });
    const expected = await tableCounts(whole.db);
    const places = [1, ...[0.4, 0.8, 0.95].map((share) => Math.floor(steps.length * share)), steps.length];
    for (const place of places) {
      await using broken = await createDatabase();
      const shop = await someShop(broken.db);
      let step = 0;
      const breakOff = () => {
        step += 1;
        if (step === place) throw new Error('the power went');
      };
      await expect(importShop(broken.db, shop, { file, progress: breakOff })).rejects.toThrow('the power went');
      await importShop(broken.db, shop, { file });
      expect({ place, counts: await tableCounts(broken.db) }).toEqual({ place, counts: expected });
      expect(await hubSums(broken.db, shop)).toEqual(sourceSums(file));
      expect((await verify(hubCtx(broken.db))).differences).toEqual([]);
    }
  });
});

describe('what the hub has', () => {
  const test = withDatabase();

  it('stays where the file says otherwise, and the difference is recorded once', async () => {
    const shop = await someShop(test.db);
    const file = makeFile(folder, { days: 2, perDay: 20 });
    await importShop(test.db, shop, { file });
    const changed = new BetterSqlite3(file);
    changed.exec(`UPDATE transaction_head SET total_amount = 999.5 WHERE id = '${hexOf('sale 8')}'`);
    changed.exec(`UPDATE product SET name = 'Renamed at the till' WHERE id = '${hexOf('product 5')}'`);
    changed.close();
    for (const _round of [1, 2]) {
      const { tables } = await importShop(test.db, shop, { file });
      const reasons = (name: string) => tables.find(({ table }) => table === name)?.reasons.map(({ reason }) => reason);
      expect(reasons('transaction_head')).toContainEqual(
        expect.stringMatching(/another head.total_amount, which stays/),
      );
      expect(reasons('product')).toContainEqual(expect.stringMatching(/another name, name_folded, which stays/));
    }
    const conflicts = await test.db.reader.conflict.findMany({ where: { companyId: shop.companyId } });
    expect(conflicts).toMatchObject([{ documentUuid: idOf('sale 8'), repeatCount: 1 }]);
    const product = await test.db.reader.product.findUniqueOrThrow({ where: { id: idOf('product 5') } });
    expect(product.name).toBe('Product 5');
  });

  it('moves on by its own sales, which the same file does not take back', async () => {
    const shop = await someShop(test.db);
    const file = makeFile(folder, { days: 1, perDay: 10 }, ({ sql }) => {
      // Ids of its own: the shop of the test before has taken the others.
      for (const table of [
        'product',
        'warehouse_location',
        'warehouse',
        'department_main_group',
        'department_sub_group',
      ]) {
        sql.exec(`UPDATE "${table}" SET id = 'b' || substr(id, 2)`);
      }
      sql.exec(`UPDATE product SET fk_department_main_group_id = 'b' || substr(fk_department_main_group_id, 2),
        fk_department_sub_group_id = 'b' || substr(fk_department_sub_group_id, 2)`);
      sql.exec(`UPDATE department_sub_group SET main_group_id = 'b' || substr(main_group_id, 2)`);
      sql.exec(`UPDATE warehouse_location SET fk_warehouse_id = 'b' || substr(fk_warehouse_id, 2)`);
      sql.exec(`UPDATE warehouse_product_stock SET id = 'b' || substr(id, 2), fk_product_id = 'b' || substr(fk_product_id, 2),
        fk_warehouse_location_id = 'b' || substr(fk_warehouse_location_id, 2)`);
    });
    await importShop(test.db, shop, { file });
    const productId = `b${idOf('product 3').slice(1)}`;
    const onHand = async () => {
      const levels = await test.db.reader.stockLevel.findMany({ where: { companyId: shop.companyId, productId } });
      return levels.map(({ onHandE4 }) => onHandE4);
    };
    expect(await onHand()).toEqual([60_000n]);
    const head = {
      id: idOf('later'),
      transaction_date_time: '2026-11-20T10:00:00',
      closure_number: 99,
      receipt_number: 4,
    };
    const line = { id: idOf('later line'), fk_product_id: productId, quantity: 1.5, unit_price: 2, total_price: 3 };
    await recordTransactions(hubCtx(test.db), await identityOf(test.db, shop), [{ head, products: [line] }], []);
    expect(await onHand()).toEqual([45_000n]);
    await importShop(test.db, shop, { file });
    expect(await onHand()).toEqual([45_000n]);
  });

  it('has its own cashiers: a name stays with who has it, a number is given anew', async () => {
    const shop = await someShop(test.db);
    const own = { companyId: shop.companyId, passwordEncrypted: 'x', lastName: '' };
    await inTransaction(test.db, (tx) =>
      tx.cashier.createMany({
        data: [
          { ...own, id: randomUUID(), number: 1, userName: 'zoe', firstName: 'Zoe' },
          { ...own, id: randomUUID(), number: 8, userName: 'eve', firstName: 'Eva' },
        ],
      }),
    );
    const file = makeFile(folder, { days: 1, perDay: 2 }, ({ sql }) => {
      sql.exec(`UPDATE cashier SET id = 'c' || substr(id, 2)`);
    });
    const { tables } = await importShop(test.db, shop, { file });
    const cashiers = tables.find(({ table }) => table === 'cashier');
    expect(cashiers).toMatchObject({ new: 3, conflicting: 1 });
    const ada = await test.db.reader.cashier.findFirstOrThrow({
      where: { companyId: shop.companyId, userName: 'ada' },
    });
    expect(ada.number).toBe(9);
  });

  it('of another company is not touched: rows under its ids are conflicts, and documents are each company’s own', async () => {
    const other = await someShop(test.db);
    const file = makeFile(folder, { days: 2, perDay: 20 });
    const { tables, notes } = await importShop(test.db, other, { file });
    const customers = tables.find(({ table }) => table === 'customer');
    expect(customers).toMatchObject({ new: 0, conflicting: 3 });
    expect(customers?.reasons[0]?.reason).toBe('its id belongs to another company');
    expect(await hubSums(test.db, other)).toEqual(sourceSums(file));
    expect(notes).toContainEqual(expect.stringMatching(/belong to another/));
    expect((await verify(hubCtx(test.db))).differences).toEqual([]);
  });
});

describe('a file that is none, or a till that nobody knows', () => {
  const test = withDatabase();
  const file = makeFile(folder, { days: 1, perDay: 2 });

  it.each([
    ['is not there', path.join(folder, 'none.sqlite3'), () => undefined, /There is no file/],
    ['is a folder', folder, () => undefined, /is no file/],
    [
      'is a text',
      path.join(folder, 'text.txt'),
      (name: string) => writeFileSync(name, 'hello '.repeat(500)),
      /no SQLite database.*pos\.sqlite3/,
    ],
    [
      'is empty',
      path.join(folder, 'empty.sqlite3'),
      (name: string) => writeFileSync(name, ''),
      /no PyPOS database.*it is empty/,
    ],
    [
      'is of another program',
      path.join(folder, 'other.sqlite3'),
      (name: string) => new BetterSqlite3(name).exec('CREATE TABLE product (id); CREATE TABLE songs (id)').close(),
      /tables store, pos_settings, .* are missing \(it has product, songs/,
    ],
  ])('one that %s is refused with what would be right', async (_what, name, make, message) => {
    make(name);
    await expect(importShop(test.db, await someShop(test.db), { file: name })).rejects.toThrow(message);
  });

  it('a store or till that is not registered is refused with the codes there are, and with how to make it', async () => {
    const shop = await someShop(test.db);
    const refused = (options: { store?: string; terminal?: string }) => importShop(test.db, shop, { file, ...options });
    await expect(refused({ store: 'STORE-9' })).rejects.toThrow(
      /no store STORE-9. It has STORE-001.*--create-terminal/,
    );
    await expect(refused({ terminal: 'POS-9' })).rejects.toThrow(/no till POS-9. It has POS-001.*--create-terminal/);
    const companyId = await someCompany(test.db);
    await expect(importShop(test.db, { companyId }, { file })).rejects.toThrow(
      /no store yet.*--create-terminal --store/,
    );
  });

  it('is opened and registered under the ids of the file when that is asked for, after a dry run that makes nothing', async () => {
    const companyId = await someCompany(test.db);
    const options = { file, createTerminal: true, store: 'CORNER', terminal: 'TILL-7' };
    const dry = await importShop(test.db, { companyId }, { ...options, dryRun: true });
    expect(await test.db.reader.store.count({ where: { companyId } })).toBe(0);
    const report = await importShop(test.db, { companyId }, options);
    expect(report.tables).toEqual(dry.tables);
    const terminal = await test.db.reader.terminal.findFirstOrThrow({ where: { companyId }, include: { store: true } });
    expect(terminal).toMatchObject({ uuid: idOf('pos'), code: 'TILL-7', number: 7, serialNumber: 'SN-1' });
    expect(terminal.store).toMatchObject({ uuid: idOf('store'), code: 'CORNER', name: 'Corner Shop', currency: 'GBP' });
    expect(JSON.parse(terminal.terminalFields)).toEqual({ receipt_printer_type: 'ESC/POS' });
    expect(JSON.parse(terminal.store.terminalFields)).toMatchObject({ manager_name: 'Mo' });
    // Once it is there, the file itself says which till it is of.
    expect(await importShop(test.db, { companyId }, { file })).toMatchObject({ terminalCode: 'TILL-7' });
  });
});

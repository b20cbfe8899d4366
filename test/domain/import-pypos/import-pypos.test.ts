import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportReport } from '../../../server/domain/import-pypos/index.ts';
import { cashierContext } from '../../../server/domain/stores/index.ts';
import { verify } from '../../../server/domain/verification/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx } from '../../support/hub.ts';
import { idOf } from '../../support/pypos-database.ts';
import { hubSums, importShop, makeFile, type Shop, snapshot, someShop, sourceSums, vault } from './support.ts';

const test = withDatabase();
const folder = mkdtempSync(path.join(tmpdir(), 'gate-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let file: string;
let shop: Shop;
let dry: ImportReport;
let untouched: boolean;
let first: ImportReport;

beforeAll(async () => {
  file = makeFile(folder, { days: 6, perDay: 45 });
  shop = await someShop(test.db);
  const before = await snapshot(test.db);
  dry = await importShop(test.db, shop, { file, dryRun: true });
  untouched = JSON.stringify(await snapshot(test.db)) === JSON.stringify(before);
  first = await importShop(test.db, shop, { file });
});

const tableOf = (report: ImportReport, name: string) => report.tables.find(({ table }) => table === name);

describe('an imported shop', () => {
  it('has the totals of the file, per business day and per closure, as plain SQL adds them up there', async () => {
    const expected = sourceSums(file);
    const found = await hubSums(test.db, shop);
    expect(expected.days.length).toBe(6);
    expect(expected.periods.length).toBe(6);
    expect(found).toEqual(expected);
  });

  it('has closures that are proved by its documents, but for the one to whose period a receipt without an id was added', async () => {
    const judged = await test.db.reader.closureJudgement.findMany({
      where: { companyId: shop.companyId },
      orderBy: { number: 'asc' },
    });
    expect(judged.map(({ verdict }) => verdict === 'unexplained')).toEqual([true, false, false, false, false, false]);
  });

  it('agrees with itself', async () => {
    const { ok, differences } = await verify(hubCtx(test.db));
    expect(differences).toEqual([]);
    expect(ok).toBe(true);
  });

  it('keeps the ids of the till: of itself, its store, its counters, its products', async () => {
    const terminal = await test.db.reader.terminal.findUniqueOrThrow({
      where: { id: shop.terminalId },
      include: { store: true, state: true, layout: { include: { versions: true } } },
    });
    expect(terminal).toMatchObject({
      uuid: idOf('pos'),
      receiptSequenceId: idOf('receipts'),
      closureSequenceId: idOf('closures'),
      store: { uuid: idOf('store') },
      state: { closureNumber: 99, receiptNumber: 4 },
    });
    expect(JSON.parse(terminal.layout?.versions[0]?.forms ?? '[]')).toMatchObject([{ id: idOf('LOGIN') }, {}]);
    const product = await test.db.reader.product.findUniqueOrThrow({
      where: { id: idOf('product 4') },
      include: { prices: true, barcodes: true, mainGroup: { include: { vatRate: true } } },
    });
    expect(product).toMatchObject({ code: 'P4', shortName: null, minStockE4: 10_000n, purchasePriceE4: null });
    expect(product.prices).toMatchObject([{ storeId: null, currency: 'GBP', priceE4: 45_000n }]);
    expect(product.barcodes).toMatchObject([{ id: idOf('barcode 4'), salePriceE4: null }]);
    expect(product.mainGroup.vatRate?.rateBasisPoints).toBe(2000);
    expect(JSON.parse(product.terminalFields)).toEqual({ weight: 0.25, is_vegan: 1 });
  });

  it('has what lies on its shelves, as the file says, whatever the history has moved', async () => {
    const levels = await test.db.reader.stockLevel.findMany({ where: { locationId: idOf('shelf') } });
    const onHand = new Map(levels.map((level) => [level.productId, level.onHandE4]));
    // Two lots of product 1; products 9 to 19 have no row in the warehouse, only a figure of their own.
    expect(onHand.get(idOf('product 1'))).toBe(50_000n);
    for (let number = 2; number <= 19; number += 1)
      expect(onHand.get(idOf(`product ${number}`))).toBe(BigInt(number) * 20_000n);
    expect(levels.find(({ id }) => id === idOf('stock 3'))).toMatchObject({
      minLevelE4: 20_000n,
      averageCostE4: 7500n,
    });
  });

  it('has cashiers who sign in with the passwords they had, and work where the till stands', async () => {
    const cashiers = await test.db.reader.cashier.findMany({
      where: { companyId: shop.companyId },
      include: { stores: true },
      orderBy: { number: 'asc' },
    });
    const opened = cashiers.map(({ id, passwordEncrypted }) => vault.open(passwordEncrypted, cashierContext(id)));
    expect(opened.slice(0, 3)).toEqual(['ada-pass', '1234', 'x']);
    expect(cashiers.map(({ id }) => id)).toEqual(['ada', 'eve', 'gone', 'silent'].map(idOf));
    expect(cashiers.map(({ isActive }) => isActive)).toEqual([true, true, false, false]);
    expect(cashiers[2]?.deletedAt).not.toBeNull();
    expect(cashiers[1]?.stores).toMatchObject([{ storeId: shop.storeId, allTerminals: true, isActive: true }]);
    const trail = await test.db.reader.auditEntry.findMany({ where: { companyId: shop.companyId } });
    expect(JSON.stringify(trail)).not.toContain('ada-pass');
  });

  it('has customers with their points, and each use of an offer once', async () => {
    const member = await test.db.reader.loyaltyMembership.findUniqueOrThrow({
      where: { id: idOf('membership') },
      include: { entries: { orderBy: { occurredAt: 'asc' } } },
    });
    expect(member).toMatchObject({
      customerId: idOf('bob'),
      tierId: idOf('tier'),
      availablePoints: 137,
      totalPurchases: 9,
      totalSpentE4: 8_123_500n,
      pointsExpireOn: '2027-12-31',
    });
    // What was earned follows from its receipt; the till's own entry about it is the same one.
    const told = member.entries.map(({ entryType, points, transactionUuid }) => [entryType, points, transactionUuid]);
    expect(told).toEqual(
      expect.arrayContaining([
        ['WELCOME', 50, null],
        ['EARNED', 100, idOf('sale 7')],
      ]),
    );
    expect(told.length).toBe(3);
    expect(member.entries.at(-1)).toMatchObject({ entryType: 'ADJUSTED', points: -13, balanceAfter: 137 });
    expect(await test.db.reader.campaignUsage.findUnique({ where: { id: idOf('usage') } })).toMatchObject({
      discountE4: 12_500n,
    });
    const ofSale = { companyId: shop.companyId, transactionUuid: idOf('sale 5') };
    expect(await test.db.reader.campaignUsage.findMany({ where: ofSale })).toMatchObject([{ discountE4: 12_500n }]);
    expect(await test.db.reader.couponUsage.count({ where: { companyId: shop.companyId } })).toBe(1);
  });
});

describe('the report', () => {
  it('is the same after a dry run, which writes nothing and leaves nothing behind', () => {
    expect(untouched).toBe(true);
    expect(dry.tables).toEqual(first.tables);
    expect(dry.notes).toEqual(first.notes);
    expect(readdirSync(path.join(folder, 'scratch'))).toEqual([]);
  });

  it('accounts for every row, with a reason for whatever was not simply taken over', () => {
    for (const { rows, table, ...counts } of first.tables) {
      const sum = counts.new + counts.known + counts.conflicting + counts.skipped;
      expect({ table, sum }).toEqual({ table, sum: rows });
      const skipped = counts.reasons.filter(({ outcome }) => outcome === 'skipped');
      expect({ table, skipped: skipped.reduce((total, { count }) => total + count, 0) }).toEqual({
        table,
        skipped: counts.skipped,
      });
    }
  });

  it.each([
    ['transaction_head', 'skipped', /^suspended/, 'suspended'],
    ['transaction_head', 'skipped', /^still open/, 'draft'],
    ['transaction_head', 'skipped', /^deleted/, 'deleted'],
    ['transaction_head', 'skipped', /quarantine: head.transaction_date_time: "yesterday" is not a date/, 'unreadable'],
    ['transaction_head', 'changed', /an id of transaction_head has become a number/, 'lost-id'],
    ['transaction_head', 'changed', /an id of transaction_payment has become a number/, 'lost-id'],
    ['transaction_head', 'changed', /has no lines/, /./],
    ['transaction_head_temp', 'skipped', /still open at the till/, null],
    ['product', 'skipped', /mainGroupId names a row/, 'P20'],
    ['product', 'changed', /manufacturerId named a row/, 'P18'],
    ['department_main_group', 'changed', /code was not free/, '1'],
    ['vat', 'changed', /number was not free/, '12.5 %'],
    ['campaign', 'conflicting', /code_prefix/, 'A-VERY-LONG-CODE-2'],
    ['currency', 'skipped', /three capital letters/, 'nameless'],
    ['cashier', 'changed', /no password/, 'silent'],
    ['warehouse_product_stock', 'changed', /quantities are added/, /./],
    ['warehouse_product_stock', 'skipped', /was not taken over/, /./],
    ['loyalty_point_transaction', 'skipped', /transaction_type is none of/, /./],
    ['warehouse_stock_movement', 'skipped', /as it stands/, null],
    ['cashier_work_session', 'skipped', /no working hours/, null],
  ])('of %s tells what was %s: %s', (table, outcome, reason, example) => {
    const found = tableOf(first, table)?.reasons.find((each) => each.outcome === outcome && reason.test(each.reason));
    expect(found?.count).toBeGreaterThan(0);
    if (example !== null)
      expect(found?.examples).toEqual([expect.stringMatching(example), ...(found?.examples.slice(1) ?? [])]);
  });

  it('stands in the audit trail, once', async () => {
    const entries = await test.db.reader.auditEntry.findMany({
      where: { companyId: shop.companyId, action: 'import-pypos.run' },
    });
    expect(entries.map(({ content }) => JSON.parse(content ?? '{}').after.tables.transaction_head)).toEqual([
      { new: 271, known: 0, conflicting: 0, skipped: 4 },
    ]);
  });
});

describe('a second run', () => {
  it('changes nothing at all, and finds everything known', async () => {
    const before = await snapshot(test.db);
    const second = await importShop(test.db, shop, { file });
    expect(await snapshot(test.db)).toEqual(before);
    expect(second.tables.filter((table) => table.new > 0)).toEqual([]);
    const sold = tableOf(first, 'transaction_head')?.new;
    expect(tableOf(second, 'transaction_head')).toMatchObject({ known: sold, conflicting: 0, skipped: 4 });
    const conflicting = second.tables.filter((table) => table.conflicting > 0).map(({ table }) => table);
    expect(conflicting).toEqual(['campaign']);
  });
});

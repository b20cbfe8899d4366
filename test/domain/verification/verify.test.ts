import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../../server/core/ids.ts';
import { inTransaction, type Tx } from '../../../server/db/index.ts';
import { recordAudit } from '../../../server/domain/audit/index.ts';
import { putDepartments, putProducts, putSubDepartments, putVatRates } from '../../../server/domain/catalog/index.ts';
import { recordClosures } from '../../../server/domain/closures/index.ts';
import {
  putCustomers,
  putLoyaltyMemberships,
  putLoyaltyPrograms,
  recordPoints,
} from '../../../server/domain/customers/index.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import { rollups as summed } from '../../../server/domain/sales/rollup-sql.ts';
import { putLocations, putWarehouses, recordMovements } from '../../../server/domain/stock/index.ts';
import { verify } from '../../../server/domain/verification/index.ts';
import { makeWorld, sell, type World } from '../../reports/world.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx } from '../../support/hub.ts';
import { sample } from '../sales/support.ts';

const test = withDatabase();
let world: World;
let documentId: number;
let documentUuid: string;

beforeAll(async () => {
  world = await makeWorld(test.db, [{ code: 'STORE-001', terminals: 2 }, { code: 'STORE-002' }]);
  const other = await makeWorld(test.db, [{ code: 'STORE-001', currency: 'EUR' }]);
  await sell(test.db, world.till('STORE-001/POS-001'), [
    { at: '2026-11-18T09:00:00', total: '12.5000', discount: '1.2500', lines: 2 },
    { at: '2026-11-18T10:00:00', total: '4.0000', type: 'return' },
    { at: '2026-11-19T10:00:00', total: '99.0000', isCancelled: true, lines: 1 },
  ]);
  await sell(test.db, world.till('STORE-002/POS-001'), [
    { at: '2026-11-19T23:59:59', total: '7.0000', currency: 'EUR' },
  ]);
  await sell(test.db, other.till('STORE-001/POS-001'), [
    { at: '2026-11-19T10:00:00', total: '1.0000', currency: 'EUR' },
  ]);
  const body = sample('transaction-push-full');
  Object.assign(body.transactions[0], {
    loyalty: [{ id: newId(), points_earned: 12, points_redeemed: 5, redemption_amount: '0.5000' }],
  });
  await recordTransactions(hubCtx(test.db), world.till('STORE-001/POS-002'), body.transactions, body.sequences);
  documentUuid = body.transactions[0].head.id;
  const closing = sample('closure-push');
  await recordClosures(hubCtx(test.db), world.till('STORE-001/POS-002'), closing.closures, closing.sequences);
  ({ id: documentId } = await test.db.reader.transaction.findFirstOrThrow({ where: { uuid: documentUuid } }));
  await stockAndPoints(world.companyId);
  await inTransaction(test.db, async (tx) => {
    for (const name of ['first', 'second', 'third']) {
      await recordAudit(tx, hubCtx(test.db), {
        companyId: world.companyId,
        action: `test.${name}`,
        subjectType: 'test',
        subjectId: 1,
        after: { name },
      });
    }
  });
});

const check = () => verify(hubCtx(test.db));

describe('verification of a sound hub', () => {
  it('finds no difference, and has compared every document value by value', async () => {
    const result = await check();
    expect(result.differences).toEqual([]);
    expect(result).toMatchObject({
      ok: true,
      unreported: [],
      checked: { documents: 6, documentsCompared: 6, closures: 1, closuresCompared: 1 },
    });
    expect(result.checked.auditEntries).toBeGreaterThan(3);
  });

  it('counts what each terminal has delivered: cancelled apart, returns negative', async () => {
    const { terminals } = await check();
    const [first] = terminals.filter((terminal) => terminal.officeCode === world.till('STORE-001/POS-001').officeCode);
    expect(first).toEqual({
      officeCode: world.till('STORE-001/POS-001').officeCode,
      storeCode: 'STORE-001',
      terminalCode: 'POS-001',
      documents: 3,
      cancelled: 1,
      grossTotal: '8.5000',
      lines: 3,
      payments: 3,
      closures: 0,
    });
    expect(terminals).toHaveLength(4);
  });

  it('a person who is no staff may not ask for it', async () => {
    const actor = { kind: 'anonymous' } as const;
    await expect(verify({ ...hubCtx(test.db), actor })).rejects.toMatchObject({ code: 'not_signed_in' });
  });
});

/** Damages the database, looks, and puts everything back. */
async function afterDamage(damage: (tx: Tx) => Promise<unknown>, repair: (tx: Tx) => Promise<unknown>) {
  await inTransaction(test.db, damage);
  try {
    const result = await check();
    expect(result.ok).toBe(false);
    return result.differences;
  } finally {
    await inTransaction(test.db, repair);
  }
}

describe('verification finds', () => {
  const dayFigures = `documents cancelled returns with_lines lines payments gross_e4 discount_e4 vat_e4 surcharge_e4
       tip_e4 paid_e4 change_e4 cancelled_e4 returned_e4 lined_e4`;
  const lineFigures = 'lines quantity_e4 gross_e4 discount_e4 vat_e4 cost_e4 costed_e4';
  const rollups = [
    ['rollup.day', 'day_totals', dayFigures],
    ['rollup.storeDay', 'store_day_totals', dayFigures],
    ['rollup.hour', 'hour_totals', 'documents gross_e4 discount_e4 vat_e4 surcharge_e4'],
    ['rollup.productDay', 'product_day_totals', lineFigures],
    ['rollup.productMonth', 'product_month_totals', lineFigures],
    ['rollup.department', 'department_totals', lineFigures],
    ['rollup.vat', 'vat_totals', 'documents taxable_e4 vat_e4'],
    ['rollup.payment', 'payment_totals', 'payments amount_e4'],
    [
      'rollup.cashier',
      'cashier_totals',
      `documents cancelled returns voided_lines unproven gross_e4 discount_e4 vat_e4 surcharge_e4 cancelled_e4 voided_e4
       returned_e4 unproven_e4`,
    ],
    ['rollup.campaign', 'campaign_totals', 'discounts documents discount_e4 sales_e4'],
    ['rollup.customer', 'customer_totals', 'documents gross_e4 discount_e4 surcharge_e4'],
    ['rollup.basket', 'basket_totals', 'documents net_e4'],
    ['rollup.loyalty', 'loyalty_totals', 'documents earned redeemed redemption_e4'],
  ] as const;

  for (const [kind, table, columns] of rollups) {
    it(`a changed figure in any column of ${table}, and nothing else`, async () => {
      for (const column of columns.split(/\s+/)) {
        const change = (by: string) => (tx: Tx) =>
          tx.$executeRawUnsafe(
            `UPDATE ${table} SET ${column} = ${column} ${by} WHERE company_id = ${world.companyId} AND currency = 'GBP'`,
          );
        const differences = await afterDamage(change('+ 10000'), change('- 10000'));
        expect([column, ...new Set(differences.map((difference) => difference.kind))]).toEqual([column, kind]);
      }
    });
  }

  it('looks at every column that a rollup adds up', () => {
    const known = rollups.map(([, table, columns]) => [table, columns.split(/\s+/).sort()] as const);
    const added = summed.map(({ table, counts, sums }) => [table, [...counts, ...sums].sort()] as const);
    expect(new Map(known)).toEqual(new Map(added));
  });

  it('a missing row of a rollup, with what it should hold', async () => {
    const where = { storeId: world.storeId('STORE-002') };
    const row = await test.db.reader.dayTotal.findFirstOrThrow({ where });
    const differences = await afterDamage(
      (tx) => tx.dayTotal.deleteMany({ where }),
      (tx) => tx.dayTotal.create({ data: row }),
    );
    expect(differences).toEqual([
      {
        kind: 'rollup.day',
        key: {
          storeCode: 'STORE-002',
          businessDay: '2026-11-19',
          currency: 'EUR',
          officeCode: world.till('STORE-002/POS-001').officeCode,
          terminalCode: 'POS-001',
        },
        expected: { documents: 1, payments: 1, gross: '7.0000', paid: '7.0000' },
        found: { documents: 0, payments: 0, gross: '0.0000', paid: '0.0000' },
      },
    ]);
  });

  it('a row too many in a rollup, also of a store that does not exist', async () => {
    const data = { storeId: 987_654, businessDay: '2026-11-18', hour: 3, currency: 'GBP', companyId: world.companyId };
    const where = { storeId: data.storeId };
    const differences = await afterDamage(
      (tx) => tx.hourTotal.create({ data: { ...data, documents: 1, grossE4: 5n, discountE4: 0n, vatE4: 0n } }),
      (tx) => tx.hourTotal.deleteMany({ where }),
    );
    expect(differences).toMatchObject([{ kind: 'rollup.hour', key: { storeCode: '#987654', hour: 3 } }]);
  });

  it('a deleted line', async () => {
    const where = { transactionId: documentId, position: 0 };
    const row = await test.db.reader.transactionLine.findFirstOrThrow({ where });
    const differences = await afterDamage(
      (tx) => tx.transactionLine.deleteMany({ where }),
      (tx) => tx.transactionLine.create({ data: row }),
    );
    const kinds = new Set(differences.map((difference) => difference.kind));
    expect(kinds).toContain('document.rows');
    expect(kinds).toContain('document.values');
    expect(kinds).toContain('rollup.productDay');
  });

  it('a changed value that no figure is made of', async () => {
    const set = (productName: string | null) => (tx: Tx) =>
      tx.transactionLine.update({
        where: { transactionId_position: { transactionId: documentId, position: 0 } },
        data: { productName },
      });
    expect(await afterDamage(set('Something else'), set('Butter Spreadable'))).toMatchObject([
      {
        kind: 'document.values',
        key: { uuid: documentUuid, section: 'lines', position: 0 },
        expected: { productName: 'Butter Spreadable' },
        found: { productName: 'Something else' },
      },
    ]);
  });

  it('a flipped byte in a stored body', async () => {
    const { body } = await test.db.reader.transactionBody.findUniqueOrThrow({ where: { transactionId: documentId } });
    const flipped = Uint8Array.from(body);
    flipped[40] = (flipped[40] ?? 0) ^ 0x10;
    const set = (bytes: Uint8Array<ArrayBuffer>) => (tx: Tx) =>
      tx.transactionBody.update({ where: { transactionId: documentId }, data: { body: bytes } });
    const differences = await afterDamage(set(flipped), set(Uint8Array.from(body)));
    expect(differences).toMatchObject([{ kind: 'document.hash', key: { uuid: documentUuid } }]);
  });

  it('a changed summary of a closure', async () => {
    const set = (change: bigint) => (tx: Tx) =>
      tx.closureSummary.updateMany({
        where: { companyId: world.companyId, kind: 'payment', position: 0 },
        data: { amountE4: { increment: change } },
      });
    const differences = await afterDamage(set(1n), set(-1n));
    expect(differences).toMatchObject([{ kind: 'closure.values', key: { section: 'summaries' } }]);
  });

  it('a missing body', async () => {
    const where = { transactionId: documentId };
    const row = await test.db.reader.transactionBody.findUniqueOrThrow({ where });
    const differences = await afterDamage(
      (tx) => tx.transactionBody.delete({ where }),
      (tx) => tx.transactionBody.create({ data: row }),
    );
    expect(differences).toMatchObject([{ kind: 'document.body', expected: { bodies: 1 }, found: { bodies: 0 } }]);
  });

  it('a document whose type was turned after it was counted', async () => {
    const set = (transactionType: string) => (tx: Tx) =>
      tx.transaction.update({ where: { id: documentId }, data: { transactionType } });
    expect(await afterDamage(set('return'), set('sale'))).toMatchObject([
      { kind: 'document.values', expected: { transactionType: 'sale' }, found: { transactionType: 'return' } },
    ]);
  });

  it('an altered audit entry', async () => {
    const where = { companyId: world.companyId, action: 'test.second' };
    const entry = await test.db.reader.auditEntry.findFirstOrThrow({ where });
    const set = (actorName: string) => (tx: Tx) =>
      tx.auditEntry.update({ where: { id: entry.id }, data: { actorName } });
    expect(await afterDamage(set('somebody else'), set(entry.actorName))).toMatchObject([
      { kind: 'audit.chain', key: { position: entry.position }, found: { entry: 'was changed' } },
    ]);
  });

  it('a document under another company than its store', async () => {
    const other = await test.db.reader.company.findFirstOrThrow({ where: { id: { not: world.companyId } } });
    const set = (companyId: number) => (tx: Tx) =>
      tx.transaction.update({ where: { id: documentId }, data: { companyId } });
    const differences = await afterDamage(set(other.id), set(world.companyId));
    expect(differences.map((difference) => difference.kind)).toContain('document.company');
  });

  it('a stock level that its movements do not explain', async () => {
    const { productId } = await test.db.reader.stockMovement.findFirstOrThrow({
      where: { companyId: world.companyId },
    });
    const where = { companyId: world.companyId, productId };
    const set = (change: bigint) => (tx: Tx) =>
      tx.stockLevel.updateMany({ where, data: { onHandE4: { increment: change } } });
    expect(await afterDamage(set(-5000n), set(5000n))).toMatchObject([
      { kind: 'balance.stock', expected: { onHand: '10.0000' }, found: { onHand: '9.5000' } },
    ]);
  });

  it('a sold line that took nothing from stock, and one that took it twice', async () => {
    const { stockLocationId } = await test.db.reader.transaction.findUniqueOrThrow({ where: { id: documentId } });
    const set = (place: string | null) => (tx: Tx) =>
      tx.transaction.update({ where: { id: documentId }, data: { stockLocationId: place } });
    const differences = await afterDamage(set(null), set(stockLocationId));
    expect(new Set(differences.map(({ kind }) => kind))).toEqual(new Set(['stock.lines', 'balance.stock']));
    const { productId, quantityE4 } = await test.db.reader.transactionLine.findFirstOrThrow({
      where: { transactionId: documentId, productId: { not: null } },
    });
    const again = (change: bigint) => (tx: Tx) =>
      tx.stockLevel.updateMany({
        where: { locationId: stockLocationId ?? '', productId: productId ?? '' },
        data: { onHandE4: { decrement: change } },
      });
    expect(await afterDamage(again(quantityE4), again(-quantityE4))).toMatchObject([{ kind: 'balance.stock' }]);
  });

  it('points that the ledger does not explain', async () => {
    const where = { companyId: world.companyId };
    const set = (change: number) => (tx: Tx) =>
      tx.loyaltyMembership.updateMany({ where, data: { availablePoints: { increment: change } } });
    expect(await afterDamage(set(1), set(-1))).toMatchObject([
      { kind: 'balance.loyalty', expected: { availablePoints: 70 }, found: { availablePoints: 71 } },
    ]);
  });
});

/** One product with stock that came and partly went, and one member with points. */
async function stockAndPoints(companyId: number): Promise<void> {
  const ctx = hubCtx(test.db);
  const first = ({ ids }: { ids: readonly string[] }) => ids[0] as string;
  const rate = first(
    await putVatRates(ctx, { companyId, rows: [{ number: 1, name: 'Standard', rateBasisPoints: 2000 }] }),
  );
  const mainGroupId = first(
    await putDepartments(ctx, { companyId, rows: [{ code: '1', name: 'Drinks', vatRateId: rate }] }),
  );
  const subGroupId = first(
    await putSubDepartments(ctx, { companyId, rows: [{ code: '101', name: 'Water', mainGroupId }] }),
  );
  const productId = first(
    await putProducts(ctx, { companyId, rows: [{ code: 'A', name: 'Water', mainGroupId, subGroupId }] }),
  );
  const warehouseId = first(
    await putWarehouses(ctx, { companyId, rows: [{ code: 'W', name: 'Floor', warehouseType: 'SALES_FLOOR' }] }),
  );
  const toLocationId = first(
    await putLocations(ctx, { companyId, rows: [{ code: 'L', name: 'Shelf', locationType: 'SHELF', warehouseId }] }),
  );
  const occurredAt = ctx.now();
  const moved = { productId, occurredAt };
  await recordMovements(ctx, {
    companyId,
    movements: [
      { ...moved, movementType: 'RECEIPT', toLocationId, quantityE4: 120_000n },
      { ...moved, movementType: 'LOSS', fromLocationId: toLocationId, quantityE4: 20_000n },
    ],
  });
  const customerId = first(await putCustomers(ctx, { companyId, rows: [{ name: 'Ann', lastName: 'Reed' }] }));
  const programId = first(await putLoyaltyPrograms(ctx, { companyId, rows: [{ name: 'Club' }] }));
  const membershipId = first(await putLoyaltyMemberships(ctx, { companyId, rows: [{ customerId, programId }] }));
  await recordPoints(ctx, {
    companyId,
    entries: [
      { membershipId, entryType: 'EARNED', points: 100, occurredAt },
      { membershipId, entryType: 'REDEEMED', points: -30, occurredAt },
    ],
  });
}

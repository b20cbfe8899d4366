import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { putCustomers } from '../../../server/domain/customers/index.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import type { TerminalIdentity } from '../../../server/domain/stores/index.ts';
import { verify } from '../../../server/domain/verification/index.ts';
import { createDatabase, withDatabase } from '../../support/database.ts';
import { makeTerminals, makeTransaction, systemContext } from './support.ts';

const test = withDatabase();

const seenOf = (companyId: number) =>
  test.db.reader.seenRecord.findMany({ where: { companyId }, orderBy: [{ kind: 'asc' }, { uuid: 'asc' }] });

/** A document that names a product, a customer and a cashier. */
function naming(names: { product: string; customer?: string; cashier?: string }) {
  return makeTransaction((body) => {
    Object.assign(body.head, {
      fk_customer_id: names.customer ?? null,
      fk_cashier_create_id: names.cashier ?? null,
    });
    Object.assign(body.products[0], {
      fk_product_id: names.product,
      product_code: '4711',
      product_name: 'Elderflower cordial',
    });
  });
}

describe('what a document names and the hub does not know', () => {
  it('is noted once, as the first document tells of it, however many tills name it at the same moment', async () => {
    const tills = await makeTerminals(test.db, 4);
    const { companyId } = tills[0];
    const names = { product: randomUUID(), customer: randomUUID(), cashier: randomUUID() };
    const ctx = systemContext(test.db);
    await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        recordTransactions(ctx, tills[index % 4] as TerminalIdentity, [naming(names), naming(names)], []),
      ),
    );
    expect(await seenOf(companyId)).toMatchObject([
      { kind: 'cashier', uuid: names.cashier, code: null, name: null, settledAt: null },
      { kind: 'customer', uuid: names.customer },
      { kind: 'product', uuid: names.product, code: '4711', name: 'Elderflower cordial' },
    ]);
    expect((await verify(ctx)).differences).toEqual([]);
  });

  it('is noted in each company by itself; what the company knows is not', async () => {
    const ctx = systemContext(test.db);
    const [one] = await makeTerminals(test.db);
    const [other] = await makeTerminals(test.db);
    const { ids } = await putCustomers(ctx, { companyId: one.companyId, rows: [{ name: 'Ann', lastName: 'Reed' }] });
    const names = { product: randomUUID(), customer: ids[0] as string };
    for (const terminal of [one, other, one]) await recordTransactions(ctx, terminal, [naming(names)], []);
    expect((await seenOf(one.companyId)).map(({ kind }) => kind)).toEqual(['product']);
    expect((await seenOf(other.companyId)).map(({ kind }) => kind)).toEqual(['customer', 'product']);
  });

  it('is noted in each database by itself, also where one process serves two', async () => {
    const names = { product: randomUUID() };
    await using first = await createDatabase();
    await using second = await createDatabase();
    const noted: number[] = [];
    for (const { db } of [first, second]) {
      // The first company of each has the same number: nothing but the database tells them apart.
      const [till] = await makeTerminals(db);
      for (let count = 0; count < 2; count += 1) await recordTransactions(systemContext(db), till, [naming(names)], []);
      noted.push(await db.reader.seenRecord.count({ where: { companyId: till.companyId, uuid: names.product } }));
    }
    expect(noted).toEqual([1, 1]);
  });

  it('is noted by the next document when the one that named it first could not be stored', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const names = { product: randomUUID() };
    await recordTransactions(ctx, terminal, [makeTransaction()], []);
    await test.db.transact((tx) =>
      tx.dayTotal.updateMany({ where: { terminalId: terminal.terminalId }, data: { paidE4: 2n ** 63n - 50_000n } }),
    );
    const refused = await recordTransactions(ctx, terminal, [naming(names)], []);
    expect(refused.rejected).toBe(1);
    expect((await seenOf(terminal.companyId)).some(({ uuid }) => uuid === names.product)).toBe(false);
    await test.db.transact((tx) =>
      tx.dayTotal.updateMany({ where: { terminalId: terminal.terminalId }, data: { paidE4: 100_000n } }),
    );
    await recordTransactions(ctx, terminal, [naming(names)], []);
    expect((await seenOf(terminal.companyId)).some(({ uuid }) => uuid === names.product)).toBe(true);
    expect((await verify(ctx)).differences).toEqual([]);
  });

  it('moves stock under its id', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const product = randomUUID();
    await recordTransactions(ctx, terminal, [naming({ product })], []);
    const where = { companyId: terminal.companyId, productId: product };
    expect(await test.db.reader.stockLevel.findFirst({ where })).toMatchObject({ onHandE4: -10_000n });
  });

  it('and has not noted is found by verification', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const { companyId } = terminal;
    await recordTransactions(ctx, terminal, [naming({ product: randomUUID() })], []);
    const [row] = await seenOf(companyId);
    await test.db.transact((tx) => tx.seenRecord.deleteMany({ where: { companyId } }));
    expect((await verify(ctx)).differences).toMatchObject([{ kind: 'seen.record', key: { uuid: row?.uuid } }]);
    if (row) await test.db.transact((tx) => tx.seenRecord.create({ data: row }));
  });
});

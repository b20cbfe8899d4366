import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { usesOfProduct } from '../../../server/domain/catalog/index.ts';
import { putCustomers } from '../../../server/domain/customers/index.ts';
import { settleConflict } from '../../../server/domain/quarantine/index.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import { adoptSeen, mergeSeen, reopenSeen } from '../../../server/domain/seen/index.ts';
import { verify } from '../../../server/domain/verification/index.ts';
import { withDatabase } from '../../support/database.ts';
import { makeTerminals, makeTransaction, systemContext } from '../sales/support.ts';

const test = withDatabase();

/** Sells three of a product that only the till knows, to a customer of the same kind. */
async function sold() {
  const ctx = systemContext(test.db);
  const [terminal] = await makeTerminals(test.db);
  const { companyId } = terminal;
  const names = { product: randomUUID(), customer: randomUUID() };
  const sell = async () => {
    const body = makeTransaction((document) => {
      Object.assign(document.head, { fk_customer_id: names.customer });
      Object.assign(document.products[0], {
        fk_product_id: names.product,
        product_code: '4711',
        product_name: 'Elderflower cordial',
      });
    });
    const outcome = await recordTransactions(ctx, terminal, [body], []);
    expect(outcome.rejected).toBe(0);
    return body;
  };
  const first = await sell();
  const record = async (kind: string) => {
    const found = await test.db.reader.seenRecord.findFirstOrThrow({ where: { companyId, kind } });
    return found;
  };
  return { ctx, terminal, companyId, names, sell, record, first };
}

async function product(companyId: number, code: string) {
  const vatRate = await test.db.transact((tx) =>
    tx.vatRate.create({ data: { id: randomUUID(), companyId, number: 1, name: 'VAT', rateBasisPoints: 2000 } }),
  );
  return test.db.transact(async (tx) => {
    const main = await tx.departmentMainGroup.create({
      data: { id: randomUUID(), companyId, code: '1', name: 'Drinks', vatRateId: vatRate.id },
    });
    const sub = await tx.departmentSubGroup.create({
      data: { id: randomUUID(), companyId, code: '101', name: 'Soft', mainGroupId: main.id },
    });
    const names = { code, name: 'Cordial', nameFolded: 'cordial' };
    return tx.product.create({
      data: { id: randomUUID(), companyId, ...names, mainGroupId: main.id, subGroupId: sub.id },
    });
  });
}

describe('a product that only a till knows', () => {
  it('counts with its stock for the row that it is merged into, with what is sold later too, and is given back', async () => {
    const { ctx, companyId, names, sell, record } = await sold();
    const into = await product(companyId, 'C-1');
    const lies = async () => (await usesOfProduct(ctx, { companyId, productId: into.id })).stockE4;
    const { id } = await record('product');
    expect(await lies()).toBe(0n);
    await mergeSeen(ctx, { id, intoId: into.id });
    const once = await lies();
    expect(once).toBeLessThan(0n);
    await sell();
    expect(await lies()).toBe(2n * once);
    expect(await record('product')).toMatchObject({ mergedIntoId: into.id, uuid: names.product });
    expect((await verify(ctx)).differences).toEqual([]);
    const row = await test.db.reader.product.findUniqueOrThrow({ where: { id: into.id } });
    expect(row.version).toBeGreaterThan(into.version);
    await reopenSeen(ctx, id);
    expect(await lies()).toBe(0n);
    expect((await record('product')).settledAt).toBeNull();
    const traces = await test.db.reader.auditEntry.findMany({ where: { companyId, subjectType: 'seenRecord' } });
    expect(traces.map(({ action }) => action)).toEqual(['seen.settle', 'seen.reopen']);
  });

  it('is merged into no row of another company, none that is deleted, and none that does not exist', async () => {
    const { ctx, record } = await sold();
    const other = await sold();
    const { id } = await record('product');
    const theirs = await product(other.companyId, 'C-2');
    for (const intoId of [theirs.id, randomUUID(), '', "' OR 1=1"]) {
      await expect(mergeSeen(ctx, { id, intoId })).rejects.toMatchObject({ code: 'invalid_input' });
    }
    await expect(mergeSeen(ctx, { id: 999_999, intoId: theirs.id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(reopenSeen(ctx, id)).rejects.toMatchObject({ code: 'conflict' });
    expect((await record('product')).settledAt).toBeNull();
  });

  it('becomes no product while its department is not known, and says so', async () => {
    const { ctx, record } = await sold();
    const { id } = await record('product');
    await expect(adoptSeen(ctx, { id, name: 'Cordial' })).rejects.toMatchObject({ code: 'invalid_input' });
    expect((await record('product')).settledAt).toBeNull();
  });
});

describe('a customer that only a till knows', () => {
  it('becomes a customer under the same id, once, and the figures stay', async () => {
    const { ctx, names, companyId, record } = await sold();
    const { id } = await record('customer');
    await adoptSeen(ctx, { id, name: 'Ann' });
    const row = await test.db.reader.customer.findUniqueOrThrow({ where: { id: names.customer } });
    expect(row).toMatchObject({ companyId, name: 'Ann' });
    expect((await record('customer')).mergedIntoId).toBe(names.customer);
    await expect(adoptSeen(ctx, { id, name: 'Ann' })).rejects.toMatchObject({ code: 'conflict' });
    const { ids } = await putCustomers(ctx, { companyId, rows: [{ name: 'Bea' }] });
    await expect(mergeSeen(ctx, { id, intoId: ids[0] as string })).rejects.toMatchObject({ code: 'conflict' });
    expect((await verify(ctx)).differences).toEqual([]);
  });
});

describe('a conflict', () => {
  it('is settled once, with a note; the first body stays and repeats do not open it again', async () => {
    const { ctx, terminal, companyId, first } = await sold();
    const other = structuredClone(first);
    Object.assign(other.head, { total_amount: '999.00' });
    await recordTransactions(ctx, terminal, [other], []);
    const open = await test.db.reader.conflict.findFirstOrThrow({ where: { companyId } });
    await expect(settleConflict(ctx, open.id, '  ')).rejects.toMatchObject({ code: 'invalid_input' });
    await settleConflict(ctx, open.id, 'typed twice');
    await expect(settleConflict(ctx, open.id, 'again')).rejects.toMatchObject({ code: 'conflict' });
    await recordTransactions(ctx, terminal, [other], []);
    const settled = await test.db.reader.conflict.findUniqueOrThrow({ where: { id: open.id } });
    expect(settled).toMatchObject({ note: 'typed twice', repeatCount: 2 });
    expect(settled.resolvedAt).not.toBeNull();
    expect((await verify(ctx)).differences).toEqual([]);
  });
});

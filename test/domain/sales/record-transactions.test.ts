import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { getReceipt, recordTransactions } from '../../../server/domain/sales/index.ts';
import { withDatabase } from '../../support/database.ts';
import { recount } from './recount.ts';
import { everythingOf, makeTerminals, makeTransaction, rollupsOf, sample, systemContext } from './support.ts';

const test = withDatabase();

const samples = ['transaction-push-full', 'transaction-push-cancelled', 'transaction-push-real-sale'] as const;

describe('recording transactions', () => {
  it.each(samples)('%s of a real terminal comes back with every field of every section', async (name) => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const { transactions, sequences } = sample(name);
    const result = await recordTransactions(ctx, terminal, transactions, sequences);
    expect(result).toMatchObject({ accepted: transactions.length, rejected: 0, message: null });
    for (const body of transactions) {
      const receipt = await getReceipt(ctx, { companyId: terminal.companyId, uuid: body.head.id });
      expect(receipt.document).toEqual(body);
      expect(receipt.lines.map((line) => line.uuid)).toEqual(body.products.map((row: { id: string }) => row.id));
      expect(receipt.payments.map((payment) => payment.amountE4)).toEqual(
        body.payments.map((row: { payment_total: string }) => BigInt(row.payment_total.replace('.', ''))),
      );
      expect(receipt.head).toMatchObject({
        uniqueId: body.head.transaction_unique_id,
        totalE4: BigInt(body.head.total_amount.replace('.', '')),
        occurredText: body.head.transaction_date_time,
        businessDay: '2026-11-20',
        closureNumber: body.head.closure_number,
        receiptNumber: body.head.receipt_number,
        cashierId: body.head.fk_cashier_create_id,
        sign: body.head.is_cancel ? 0 : 1,
      });
    }
    const documents = transactions.map((body: unknown) => ({ terminal, body }));
    expect(await rollupsOf(test.db, terminal.companyId)).toEqual(recount(documents));
  });

  it('a push sent again, alone and in parallel, is answered the same and moves the totals once', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const body = sample('transaction-push-full');
    const push = () => recordTransactions(ctx, terminal, body.transactions, body.sequences);
    const first = await push();
    const uuid = body.transactions[0].head.id;
    expect(first).toEqual({
      accepted: 1,
      rejected: 0,
      items: [{ outcome: 'stored', uuid, message: null }],
      message: null,
    });
    const before = await everythingOf(test.db, terminal.companyId);
    const again = await Promise.all(Array.from({ length: 20 }, push));
    for (const result of again) {
      expect(result).toEqual({
        accepted: 1,
        rejected: 0,
        items: [{ outcome: 'duplicate', uuid, message: null }],
        message: null,
      });
    }
    expect(await everythingOf(test.db, terminal.companyId)).toEqual(before);
  });

  it('the same new document in many pushes at once, and twice in one, is stored once', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const body = makeTransaction();
    const results = await Promise.all(
      Array.from({ length: 30 }, () => recordTransactions(ctx, terminal, [body, body], [])),
    );
    const outcomes = results.flatMap((result) => result.items.map((item) => item.outcome));
    expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(59);
    expect(results.every((result) => result.accepted === 2 && result.rejected === 0)).toBe(true);
    expect(await rollupsOf(test.db, terminal.companyId)).toEqual(recount([{ terminal, body }]));
  });

  it('another way to write the same values is a duplicate', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const body = sample('transaction-push-full').transactions[0];
    await recordTransactions(ctx, terminal, [body], []);
    const { head, products, ...rest } = structuredClone(body);
    const written = { ...rest, products, head: Object.fromEntries(Object.entries(head).reverse()) };
    written.head['id'] = head.id.toUpperCase().replaceAll('-', '');
    written.head['total_amount'] = 550;
    written.head['total_vat_amount'] = '91.67';
    delete written.head['display_currency'];
    delete written.head['is_deleted'];
    written.products[0].quantity = 2;
    written.products[0].weight = undefined;
    written.fiscal = undefined;
    written.notes = null;
    const result = await recordTransactions(ctx, terminal, [JSON.parse(JSON.stringify(written))], []);
    expect(result.items).toEqual([{ outcome: 'duplicate', uuid: body.head.id, message: null }]);
    expect(await test.db.reader.conflict.count({ where: { companyId: terminal.companyId } })).toBe(0);
  });

  it('other values under a known id keep the first, are recorded once and count as accepted', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const body = makeTransaction();
    await recordTransactions(ctx, terminal, [body], []);
    const before = await rollupsOf(test.db, terminal.companyId);
    const other = structuredClone(body);
    other.head.total_amount = '11.0000';
    other.products[0].product_name = 'Tea';
    other.tips = [{ id: randomUUID(), tip_amount: '1.0000', tip_type: 'cash' }];
    for (let time = 0; time < 3; time += 1) {
      const result = await recordTransactions(ctx, terminal, [other], []);
      expect(result).toMatchObject({ accepted: 1, rejected: 0, message: null });
      expect(result.items[0]).toMatchObject({ outcome: 'conflict', uuid: body.head.id });
      expect(result.items[0]?.message).toContain('head.total_amount');
    }
    const conflicts = await test.db.reader.conflict.findMany({ where: { companyId: terminal.companyId } });
    expect(conflicts).toHaveLength(1);
    expect(conflicts[0]).toMatchObject({ kind: 'transaction', documentUuid: body.head.id, repeatCount: 3 });
    expect(JSON.parse(conflicts[0]?.differences ?? '')).toEqual([
      { path: 'head.total_amount', stored: '10.0000', received: '11.0000' },
      { path: 'products[0].product_name', stored: null, received: 'Tea' },
      { path: 'tips[0]', stored: null, received: other.tips[0] },
    ]);
    expect(await rollupsOf(test.db, terminal.companyId)).toEqual(before);
    expect((await getReceipt(ctx, { companyId: terminal.companyId, uuid: body.head.id })).conflicts).toBe(1);
  });

  it('the same document from another terminal of the company is a conflict, from another company a document', async () => {
    const ctx = systemContext(test.db);
    const [first, second] = await makeTerminals(test.db, 2);
    const [foreign] = await makeTerminals(test.db);
    const body = makeTransaction();
    await recordTransactions(ctx, first, [body], []);
    const result = await recordTransactions(ctx, second as typeof first, [body], []);
    expect(result.items[0]?.outcome).toBe('conflict');
    const conflict = await test.db.reader.conflict.findFirst({ where: { companyId: first.companyId } });
    expect(JSON.parse(conflict?.differences ?? '')).toEqual([
      { path: 'terminal', stored: 'STORE-001/POS-001', received: 'STORE-001/POS-002' },
    ]);
    expect((await recordTransactions(ctx, foreign, [body], [])).items[0]?.outcome).toBe('stored');
    expect(await rollupsOf(test.db, foreign.companyId)).toEqual(recount([{ terminal: foreign, body }]));
  });

  it('a sum of the day that would pass the largest number refuses the document and keeps the sum', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const body = makeTransaction();
    await recordTransactions(ctx, terminal, [body], []);
    await test.db.transact((tx) =>
      tx.dayTotal.updateMany({ where: { terminalId: terminal.terminalId }, data: { paidE4: 2n ** 63n - 50_000n } }),
    );
    const fine = makeTransaction((other) => {
      other.head.total_payment_amount = 0;
    });
    const result = await recordTransactions(ctx, terminal, [makeTransaction(), fine], []);
    expect(result.items.map((item) => item.outcome)).toEqual(['quarantined', 'stored']);
    expect(result.message).toContain('largest number');
    const day = await test.db.reader.dayTotal.findFirst({ where: { terminalId: terminal.terminalId } });
    expect(day).toMatchObject({ documents: 2, paidE4: 2n ** 63n - 50_000n });
  });
});

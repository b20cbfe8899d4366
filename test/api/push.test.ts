import { beforeAll, describe, expect, it } from 'vitest';
import { getClosure } from '../../server/domain/closures/index.ts';
import { getReceipt } from '../../server/domain/sales/index.ts';
import { withDatabase } from '../support/database.ts';
import {
  call,
  type DeviceHub,
  type Json,
  only,
  openShop,
  recorded,
  type ShopTerminal,
  startDeviceHub,
} from './support.ts';

const test = withDatabase();
let hub: DeviceHub;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  return () => hub[Symbol.asyncDispose]();
});

const sales = ['transaction-push-real-sale', 'transaction-push-full', 'transaction-push-cancelled'] as const;

async function newTerminal(): Promise<ShopTerminal> {
  return only((await openShop(hub)).terminals);
}

function push(terminal: ShopTerminal, what: string, json: unknown) {
  return call(`${terminal.url}/api/v1/pos/${what}`, { json });
}

/** What counts, as `gate verify` would sum it. */
async function figures({ id: terminalId }: ShopTerminal) {
  const { reader } = test.db;
  const where = { terminalId };
  const heads = await reader.transaction.aggregate({ where, _count: true, _sum: { totalE4: true, lineCount: true } });
  const { companyId } = await reader.terminal.findUniqueOrThrow({ where: { id: terminalId } });
  const days = await reader.dayTotal.findMany({ where: { companyId } });
  return {
    documents: heads._count,
    totalE4: heads._sum.totalE4,
    lines: await reader.transactionLine.count({ where: { companyId } }),
    payments: await reader.transactionPayment.count({ where: { companyId } }),
    closures: await reader.closure.count({ where }),
    days,
  };
}

describe('the recorded pushes of a real terminal', () => {
  it('F-PUSH-1: are stored once, however often and however parallel they come', async () => {
    const terminal = await newTerminal();
    const all = [
      ...sales.map((name) => ['transactions', recorded(name, terminal)] as const),
      ['closures', recorded('closure-push', terminal)] as const,
    ];
    for (const [what, body] of all) {
      const answer = await push(terminal, what, body);
      expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
      expect(answer.body).toEqual({ status: 'ok', accepted: 1, rejected: 0 });
    }
    const once = await figures(terminal);
    expect(once).toMatchObject({ documents: 3, closures: 1 });
    const repeats = [...all, ...all, ...all].map(([what, body]) => push(terminal, what, body));
    for (const answer of await Promise.all(repeats)) {
      expect(answer.body).toEqual({ status: 'ok', accepted: 1, rejected: 0 });
    }
    expect(await figures(terminal)).toEqual(once);
  });

  it.each(sales)('can be read back field by field: %s', async (name) => {
    const terminal = await newTerminal();
    const body = recorded(name, terminal);
    await push(terminal, 'transactions', body);
    const sent = only(body.transactions as Json[]);
    const { companyId } = await test.db.reader.terminal.findUniqueOrThrow({ where: { id: terminal.id } });
    const receipt = await getReceipt(hub.ctx, { companyId, uuid: sent.head.id });
    expect(receipt.document).toEqual(sent);
    const e4 = (text: string) => BigInt(Math.round(Number(text) * 10_000));
    expect(receipt.head).toMatchObject({
      uniqueId: sent.head.transaction_unique_id,
      occurredText: sent.head.transaction_date_time,
      occurredAt: new Date(`${sent.head.transaction_date_time.slice(0, 23)}Z`),
      closureNumber: sent.head.closure_number,
      receiptNumber: sent.head.receipt_number,
      totalE4: e4(sent.head.total_amount),
      vatE4: e4(sent.head.total_vat_amount),
      discountE4: e4(sent.head.total_discount_amount),
      paidE4: e4(sent.head.total_payment_amount),
      changeE4: e4(sent.head.total_change_amount),
      currency: 'GBP',
      isCancelled: sent.head.is_cancel,
      status: sent.head.transaction_status,
    });
    expect(receipt.lines.map((row) => [row.uuid, row.quantityE4, row.totalE4])).toEqual(
      sent.products.map((row: Json) => [row.id, e4(row.quantity), e4(row.total_price)]),
    );
    expect(receipt.payments.map((row) => [row.uuid, row.paymentType, row.amountE4])).toEqual(
      sent.payments.map((row: Json) => [row.id, row.payment_type, e4(row.payment_total)]),
    );
    expect(receipt.discounts.map((row) => [row.uuid, row.amountE4, row.isCancelled])).toEqual(
      sent.discounts.map((row: Json) => [row.id, e4(row.discount_amount), row.is_cancel]),
    );
  });

  it('F-PUSH-2: can be read back field by field: the closure', async () => {
    const terminal = await newTerminal();
    const body = recorded('closure-push', terminal);
    await push(terminal, 'closures', body);
    const sent = only(body.closures as Json[]);
    const { companyId } = await test.db.reader.terminal.findUniqueOrThrow({ where: { id: terminal.id } });
    const closure = await getClosure(hub.ctx, { companyId, uuid: sent.closure.id });
    expect(closure.document).toEqual(sent);
    expect(closure.closure).toMatchObject({
      number: sent.closure.closure_number,
      grossE4: 50_235_000n,
      expectedCashE4: 42_765_000n,
      documentCount: 12,
      startedText: sent.closure.closure_start_time,
    });
  });

  it('end the same when the first pushes come at once', async () => {
    const terminal = await newTerminal();
    const body = recorded('transaction-push-real-sale', terminal);
    const answers = await Promise.all(Array.from({ length: 20 }, () => push(terminal, 'transactions', body)));
    for (const answer of answers) expect(answer.body).toEqual({ status: 'ok', accepted: 1, rejected: 0 });
    expect(await figures(terminal)).toMatchObject({ documents: 1 });
  });

  it('bring their counters, and init goes on after them', async () => {
    const terminal = await newTerminal();
    const sequences = async () => {
      const { body } = await call(`${terminal.url}/api/v1/pos/init`);
      const rows = body.data.transaction_sequences as Json[];
      expect(rows.map((row) => row.name).sort()).toEqual(['ClosureNumber', 'ReceiptNumber']);
      return Object.fromEntries(rows.map((row) => [row.name, row.value]));
    };
    expect(await sequences()).toEqual({ ReceiptNumber: 1, ClosureNumber: 1 });
    // Pushed before its own increment was saved: the counter equals the number just used.
    const sale = recorded('transaction-push-real-sale', terminal);
    sale.sequences = [
      { name: 'ReceiptNumber', value: 2 },
      { name: 'ClosureNumber', value: 1 },
    ];
    await push(terminal, 'transactions', sale);
    expect(await sequences()).toEqual({ ReceiptNumber: 3, ClosureNumber: 1 });
    const answer = await push(terminal, 'sequences', recorded('sequences-push', terminal));
    expect(answer).toMatchObject({ status: 200, body: { status: 'ok', updated: 2 } });
    expect(await sequences()).toEqual({ ReceiptNumber: 14, ClosureNumber: 1 });
    const counters = (closure: number, receipt: number) => ({
      ...terminal.codes,
      sequences: [
        { name: 'ClosureNumber', value: closure },
        { name: 'ReceiptNumber', value: receipt },
      ],
    });
    await push(terminal, 'sequences', counters(2, 1));
    await push(terminal, 'sequences', counters(1, 99));
    expect(await sequences()).toEqual({ ReceiptNumber: 1, ClosureNumber: 2 });
  });

  it('may come in one push, of which each item is judged by itself', async () => {
    const terminal = await newTerminal();
    const bodies = sales.map((name) => recorded(name, terminal));
    const transactions = [bodies[0].transactions[0], { head: { id: 'no' } }, bodies[1].transactions[0]];
    const answer = await push(terminal, 'transactions', { ...bodies[0], transactions });
    expect(answer).toMatchObject({ status: 200, body: { status: 'ok', accepted: 2, rejected: 1 } });
    expect(answer.body.message).toEqual(expect.any(String));
    expect(await figures(terminal)).toMatchObject({ documents: 2 });
    const empty = await push(terminal, 'transactions', { ...bodies[0], transactions: [] });
    expect(empty.body).toEqual({ status: 'ok', accepted: 0, rejected: 0 });
  });

  it('F-TEN-2: of one company are nothing to another that has a document of the same id', async () => {
    const [a, b] = [await newTerminal(), await newTerminal()];
    await push(a, 'transactions', recorded('transaction-push-real-sale', a));
    expect(await figures(b)).toMatchObject({ documents: 0 });
    await push(b, 'transactions', recorded('transaction-push-real-sale', b));
    expect(await figures(a)).toMatchObject({ documents: 1 });
    expect(await figures(b)).toMatchObject({ documents: 1 });
  });
});

describe('addresses of the device door', () => {
  it('answer under /api and /api/v1, with and without a trailing slash, never by a redirect', async () => {
    const terminal = await newTerminal();
    const json = { ...terminal.codes, sequences: [] };
    for (const prefix of ['/api', '/api/v1']) {
      for (const end of ['', '/']) {
        expect(await call(`${hub.url}${prefix}/health${end}`)).toMatchObject({ status: 200, body: { status: 'ok' } });
        expect((await call(`${terminal.url}${prefix}/health${end}`)).status).toBe(200);
        expect((await call(`${terminal.url}${prefix}/pos/init${end}`)).status).toBe(200);
        expect((await call(`${terminal.url}${prefix}/pos/sequences${end}`, { json })).status).toBe(200);
      }
    }
  });

  it.each([
    ['GET', '/api/v1/pos/transactions', 'POST'],
    ['PUT', '/api/pos/closures', 'POST'],
    ['DELETE', '/api/v1/pos/sequences/', 'POST'],
    ['POST', '/api/v1/pos/init', 'GET'],
    ['POST', '/api/v1/health', 'GET, HEAD'],
  ])('refuse %s %s with the methods that they answer', async (method, path, allow) => {
    const answer = await call(hub.url + path, { method });
    expect(answer).toMatchObject({ status: 405, body: { status: 'error', code: 'method_not_allowed' } });
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it.each([
    ['/api', 404],
    ['/api/v1/', 404],
    ['/api/v1/pos', 'error'],
    ['/api/v2/pos/init', 'error'],
    ['/api/v1/pos/init//', 'error'],
    ['/api/v1/POS/init', 'error'],
    ['/t/', 'error'],
    ['/t/x/y', 'error'],
  ])('of which there is none, %s, are not found and no other door is asked', async (path, said) => {
    expect(await call(hub.url + path)).toMatchObject({
      status: 404,
      body: { status: said, code: 'not_found', message: expect.any(String) },
    });
  });

  it('leave all others to other doors', async () => {
    for (const path of ['/', '/apia', '/companies/', '/tt/x']) {
      expect((await fetch(hub.url + path)).status).toBe(418);
    }
  });
});

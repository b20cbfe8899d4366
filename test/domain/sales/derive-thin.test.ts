import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordClosures } from '../../../server/domain/closures/index.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import { verify } from '../../../server/domain/verification/index.ts';
import { withDatabase } from '../../support/database.ts';
import { recount } from './recount.ts';
import { type Body, everythingOf, makeTerminals, makeTransaction, sample, stockOf, systemContext } from './support.ts';

const test = withDatabase();

/** A full document of a member: lines, a department, taxes and a customer. */
function makeFull(number: number): Body {
  return makeTransaction((body) => {
    Object.assign(body.head, {
      receipt_number: number,
      fk_customer_id: randomUUID(),
      fk_cashier_create_id: randomUUID(),
    });
    body.products.push({ ...body.products[0], id: randomUUID(), line_no: 2, quantity: '0.2500', is_voided: true });
    body.taxes = [
      {
        id: randomUUID(),
        tax_type: 'VAT',
        tax_name: '20',
        tax_code: 'V',
        tax_rate: '20.00',
        taxable_amount: '8.3300',
        tax_amount: '1.6700',
      },
    ];
    body.notes = [{ id: randomUUID(), note_type: 'general', note_text: 'gift' }];
  });
}

/** The same document as a till sends it that does not copy its lines. */
function thinOf(full: Body): Body {
  const thin = structuredClone(full);
  thin.products = [];
  thin.taxes = [];
  delete thin.notes;
  thin.head.fk_customer_id = null;
  delete thin.head.fk_cashier_create_id;
  return thin;
}

async function conflictsOf(companyId: number): Promise<number> {
  return test.db.reader.conflict.count({ where: { companyId } });
}

describe('a thin document', () => {
  it('is completed by the full one: rows, totals, stock and body are then those of the full one, and nothing is a conflict', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const full = makeFull(1);
    expect((await recordTransactions(ctx, terminal, [thinOf(full)], [])).items[0]?.outcome).toBe('stored');
    expect(await stockOf(test.db, terminal.companyId)).toEqual({});
    const result = await recordTransactions(ctx, terminal, [full], []);
    expect(result).toMatchObject({ accepted: 1, rejected: 0, items: [{ outcome: 'completed', message: null }] });
    const all = await everythingOf(test.db, terminal.companyId);
    expect(all.rollups).toEqual(recount([{ terminal, body: full }]));
    expect(all.stock).toEqual({ [full.products[0].fk_product_id]: -10_000n });
    expect(all.lines).toHaveLength(2);
    expect(await conflictsOf(terminal.companyId)).toBe(0);
    expect((await verify(ctx)).differences).toEqual([]);
  });

  it('that comes after the full one says nothing new', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const full = makeFull(1);
    await recordTransactions(ctx, terminal, [full], []);
    const before = await everythingOf(test.db, terminal.companyId);
    expect((await recordTransactions(ctx, terminal, [thinOf(full)], [])).items[0]?.outcome).toBe('duplicate');
    expect(await everythingOf(test.db, terminal.companyId)).toEqual(before);
  });

  it.each([
    ['another total', (body: Body) => (body.head.total_amount = '11.0000')],
    ['cancelled', (body: Body) => (body.head.is_cancel = true)],
    ['a payment less', (body: Body) => (body.payments = [])],
    ['another amount paid', (body: Body) => (body.payments[0].payment_total = '9.0000')],
  ])('is not completed by a body that contradicts it: %s', async (_name, change) => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const full = makeFull(1);
    await recordTransactions(ctx, terminal, [thinOf(full)], []);
    change(full);
    expect((await recordTransactions(ctx, terminal, [full], [])).items[0]?.outcome).toBe('conflict');
    expect(await conflictsOf(terminal.companyId)).toBe(1);
    expect((await verify(ctx)).differences).toEqual([]);
  });

  it('of another till is a conflict', async () => {
    const ctx = systemContext(test.db);
    const [first, second] = await makeTerminals(test.db, 2);
    const full = makeFull(1);
    await recordTransactions(ctx, first, [thinOf(full)], []);
    expect((await recordTransactions(ctx, second as typeof first, [full], [])).items[0]?.outcome).toBe('conflict');
  });

  it('and the full one, in any order, repetition and grouping, end in the same tables as the full one alone', async () => {
    const arrival = fc.record({ document: fc.integer({ min: 0, max: 3 }), isThin: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(arrival, { maxLength: 14 }),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        async (arrivals, largest, parallel) => {
          const documents = [1, 2, 3, 4].map(makeFull);
          const ctx = systemContext(test.db);
          const [alone] = await makeTerminals(test.db);
          await recordTransactions(ctx, alone, documents, []);
          const [mixed] = await makeTerminals(test.db);
          const bodies = arrivals.map(({ document, isThin }) => {
            const full = documents[document];
            return isThin ? thinOf(full) : full;
          });
          bodies.push(...documents);
          const pushes = Array.from({ length: Math.ceil(bodies.length / largest) }, (_, push) =>
            bodies.slice(push * largest, (push + 1) * largest),
          );
          const send = (push: Body[]) => recordTransactions(ctx, mixed, push, []);
          if (parallel) await Promise.all(pushes.map(send));
          else for (const push of pushes) await send(push);
          expect(await comparable(mixed.companyId)).toEqual(await comparable(alone.companyId));
        },
      ),
      { numRuns: Number(process.env['GATE_TEST_RUNS'] ?? 15) },
    );
    expect((await verify(systemContext(test.db))).differences).toEqual([]);
  }, 120_000);
});

async function comparable(companyId: number): Promise<unknown> {
  const places = new Set(['companyId', 'storeId', 'terminalId']);
  return JSON.parse(
    JSON.stringify(await everythingOf(test.db, companyId), (key, value) => {
      if (places.has(key)) return value === 0 ? 0 : undefined;
      return typeof value === 'bigint' ? `${value}n` : value;
    }),
  );
}

describe('a document that comes late', () => {
  const at = (instant: string) => systemContext(test.db, new Date(instant));
  const onTheDay = (number: number) =>
    makeTransaction((body) => {
      body.head.receipt_number = number;
      body.head.transaction_date_time = '2026-11-20T18:30:00';
    });

  it('is marked when it arrives on a later business day than its own, and when its period was closed before', async () => {
    const [terminal] = await makeTerminals(test.db);
    const send = (instant: string, body: Body) => recordTransactions(at(instant), terminal, [body], []);
    await send('2026-11-20T18:31:00Z', onTheDay(1));
    await send('2026-11-21T00:01:00Z', onTheDay(2));
    const closing = sample('closure-push');
    closing.closures[0].closure.closure_number = 1;
    await recordClosures(at('2026-11-20T22:00:00Z'), terminal, closing.closures, []);
    await send('2026-11-20T22:01:00Z', onTheDay(3));
    await send('2026-11-20T22:02:00Z', onTheDay(3 + 1));
    const rows = await test.db.reader.transaction.findMany({ where: { companyId: terminal.companyId } });
    expect(new Map(rows.map((row) => [row.receiptNumber, row.isLate]))).toEqual(
      new Map([
        [1, false],
        [2, true],
        [3, true],
        [4, true],
      ]),
    );
    // Late or not, it counts on its own day.
    const days = await test.db.reader.dayTotal.findMany({ where: { companyId: terminal.companyId } });
    expect(days).toMatchObject([{ businessDay: '2026-11-20', documents: 4 }]);
  });
});

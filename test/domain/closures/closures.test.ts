import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { getClosure, recordClosures } from '../../../server/domain/closures/index.ts';
import { listQuarantine, reprocessQuarantined } from '../../../server/domain/quarantine/index.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import { withDatabase } from '../../support/database.ts';
import { type Body, makeTerminals, makeTransaction, sample, systemContext } from '../sales/support.ts';

const test = withDatabase();

const makeClosure = (change: (body: Body) => void = () => {}): Body => {
  const body = structuredClone(sample('closure-push').closures[0]);
  body.closure.id = randomUUID();
  change(body);
  return body;
};

const closuresOf = ({ companyId }: { companyId: number }) => test.db.reader.closure.findMany({ where: { companyId } });

describe('recording closures', () => {
  it('a real closure comes back with every field of every section', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const push = sample('closure-push');
    const [body] = push.closures;
    const result = await recordClosures(ctx, terminal, push.closures, push.sequences);
    expect(result).toMatchObject({ accepted: 1, rejected: 0, items: [{ outcome: 'stored', uuid: body.closure.id }] });
    const { closure, summaries, document } = await getClosure(ctx, {
      companyId: terminal.companyId,
      uuid: body.closure.id,
    });
    expect(document).toEqual(body);
    expect(closure).toMatchObject({
      kind: 'Z',
      uniqueId: '20261120-0001',
      number: 1,
      closureDate: '2026-11-20',
      startedAt: new Date('2026-11-20T22:08:32.552Z'),
      startedText: '2026-11-20T22:08:32.552031',
      businessDay: '2026-11-20',
      documentCount: 12,
      validCount: 10,
      grossE4: 50_235_000n,
      netE4: 43_315_000n,
      expectedCashE4: 42_765_000n,
      cashierClosedId: body.closure.fk_cashier_closed_id,
    });
    expect(
      summaries.map(({ kind, count, otherCount, amountE4, taxE4, otherE4 }) => [
        kind,
        count,
        otherCount,
        amountE4,
        taxE4,
        otherE4,
      ]),
    ).toEqual([
      ['cashier', 12, 0, 50_235_000n, 0n, 0n],
      ['department', 1, 0, 0n, 0n, 0n],
      ['discount', 5, 0, 6_700_000n, 0n, 0n],
      ['discount', 1, 0, 220_000n, 0n, 0n],
      ['documentType', 11, 1, 49_685_000n, 8_267_500n, 550_000n],
      ['payment', 8, 0, 23_065_000n, 0n, 0n],
      ['payment', 5, 0, 19_775_000n, 0n, 0n],
      ['vat', 4, 0, 19_791_700n, 3_958_300n, 0n],
    ]);
    const state = await test.db.reader.terminalState.findUnique({ where: { terminalId: terminal.terminalId } });
    expect(state).toMatchObject({ closureNumber: 2, receiptNumber: 1 });
  });

  it('again, in parallel and written another way, is a duplicate; other values are a conflict, the first stays', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const body = makeClosure();
    const push = (item: Body) => recordClosures(ctx, terminal, [item], []);
    const results = await Promise.all(Array.from({ length: 10 }, () => push(body)));
    const outcomes = results.map((result) => result.items[0]?.outcome).sort();
    expect(outcomes).toEqual([...Array(9).fill('duplicate'), 'stored']);
    const written = makeClosure((other) => {
      other.closure.id = body.closure.id.toUpperCase();
      other.closure.gross_sales_amount = 5023.5;
      delete other.closure.is_modified;
      delete other.tip_summaries;
    });
    expect((await push(written)).items[0]?.outcome).toBe('duplicate');
    const other = makeClosure((changed) => Object.assign(changed.closure, { id: body.closure.id, paid_in_count: 9 }));
    expect((await push(other)).items[0]).toMatchObject({ outcome: 'conflict' });
    const found = await getClosure(ctx, { companyId: terminal.companyId, uuid: body.closure.id });
    expect(found).toMatchObject({ closure: { paidInCount: 8 }, conflicts: 1 });
  });

  it.each<[string, (body: Body) => void, string]>([
    [
      'a day that does not exist',
      (b) => Object.assign(b.closure, { closure_date: '2026-11-31' }),
      'closure.closure_date: "2026-11-31" is not a day that exists',
    ],
    ['no start', (b) => delete b.closure.closure_start_time, 'closure.closure_start_time is missing'],
    [
      'a bad end',
      (b) => Object.assign(b.closure, { closure_end_time: '25:00' }),
      'closure.closure_end_time: "25:00" is not a date and time',
    ],
    [
      'a number beyond 32 bits',
      (b) => Object.assign(b.closure, { closure_number: 2 ** 31 }),
      'closure.closure_number: 2147483648 is not a whole number',
    ],
    [
      'an amount in words',
      (b) => Object.assign(b.vat_summaries[0], { tax_amount: 'x' }),
      'vat_summaries[0].tax_amount: "x" is not a decimal number',
    ],
    ['a summary without id', (b) => delete b.cashier_summaries[0].id, 'cashier_summaries[0].id is missing: a UUID'],
    [
      'a NUL character',
      (b) => Object.assign(b.closure, { description: 'a\0' }),
      'closure.description: contains a NUL character',
    ],
  ])('%s is refused with the place, and harms no other closure', async (...row) => {
    const [, change, reason] = row;
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const good = makeClosure();
    const result = await recordClosures(ctx, terminal, [makeClosure(change), good], []);
    expect(result).toMatchObject({ accepted: 1, rejected: 1, message: expect.stringContaining(reason) });
    const rows = await closuresOf(terminal);
    expect(rows.map((closure) => closure.uuid)).toEqual([good.closure.id]);
    const refused = await listQuarantine(ctx, { companyId: terminal.companyId, kind: 'closure' });
    expect(refused.rows).toMatchObject([{ kind: 'closure', reason: result.message }]);
    const [item] = refused.rows;
    expect(await reprocessQuarantined(ctx, item?.id ?? 0)).toMatchObject({ outcome: 'quarantined' });
  });

  it('documents and closures of the same moment share the way into the database', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const closures = Array.from({ length: 5 }, () => makeClosure());
    const documents = Array.from({ length: 5 }, () => makeTransaction());
    const results = await Promise.all([
      ...closures.map((body) => recordClosures(ctx, terminal, [body], [])),
      ...documents.map((body) => recordTransactions(ctx, terminal, [body], [])),
    ]);
    expect(results.every((result) => result.accepted === 1)).toBe(true);
    expect(await closuresOf(terminal)).toHaveLength(5);
  });
});

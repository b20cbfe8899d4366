import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordSequences, recordTransactions } from '../../../server/domain/sales/index.ts';
import { withDatabase } from '../../support/database.ts';
import { makeTerminals, makeTransaction, systemContext } from './support.ts';

const test = withDatabase();

const pair = (closure: unknown, receipt: unknown) => [
  { name: 'ReceiptNumber', value: receipt },
  { name: 'ClosureNumber', value: closure },
];

async function stateOf(terminalId: number) {
  return test.db.reader.terminalState.findUnique({ where: { terminalId } });
}

describe('the counters of a terminal', () => {
  it('never go backwards: a closure sets the receipt number back, nothing else does', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const sent: [number, number, number, number][] = [
      [1, 14, 1, 14],
      [1, 12, 1, 14],
      [2, 1, 2, 1],
      [1, 99, 2, 1],
      [2, 5, 2, 5],
    ];
    for (const [closure, receipt, closureNumber, receiptNumber] of sent) {
      expect(await recordSequences(ctx, terminal, pair(closure, receipt))).toEqual({ updated: 2 });
      expect(await stateOf(terminal.terminalId)).toMatchObject({ closureNumber, receiptNumber });
    }
  });

  it('ride along with documents, also with refused ones, and the time of the push is kept', async () => {
    const now = new Date('2026-11-21T11:22:33.444Z');
    const ctx = systemContext(test.db, now);
    const [terminal] = await makeTerminals(test.db);
    await recordTransactions(ctx, terminal, [makeTransaction()], pair(3, 8));
    expect(await stateOf(terminal.terminalId)).toMatchObject({ closureNumber: 3, receiptNumber: 8, lastPushAt: now });
    await recordTransactions(ctx, terminal, ['rubbish'], pair(3, 9));
    expect(await stateOf(terminal.terminalId)).toMatchObject({ closureNumber: 3, receiptNumber: 9 });
  });

  it('a receipt number alone belongs to the open period; unreadable entries are passed over', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    await recordSequences(ctx, terminal, pair(4, 2));
    expect(await recordSequences(ctx, terminal, [{ name: 'ReceiptNumber', value: '6' }])).toEqual({ updated: 1 });
    expect(await stateOf(terminal.terminalId)).toMatchObject({ closureNumber: 4, receiptNumber: 6 });
    const rubbish = [
      null,
      7,
      {},
      { name: 'ReceiptNumber' },
      { name: 'ReceiptNumber', value: 1.5 },
      { name: 5, value: 5 },
      { name: 'ReceiptNumber', value: { toString: 9 } },
      { name: 'ReceiptNumber', value: [9] },
    ];
    expect(await recordSequences(ctx, terminal, [...rubbish, ...pair(9_999_999_999, -1)])).toEqual({ updated: 0 });
    expect(await recordSequences(ctx, terminal, 'none')).toEqual({ updated: 0 });
    expect(await stateOf(terminal.terminalId)).toMatchObject({ closureNumber: 4, receiptNumber: 6 });
  });

  it('any other name keeps its largest value', async () => {
    const ctx = systemContext(test.db);
    const [terminal] = await makeTerminals(test.db);
    const other = (value: unknown) => [{ name: 'InvoiceNumber', value }];
    for (const value of [5, '9007199254740993', 7]) await recordSequences(ctx, terminal, other(value));
    const rows = await test.db.reader.terminalSequence.findMany({ where: { terminalId: terminal.terminalId } });
    expect(rows).toMatchObject([{ name: 'InvoiceNumber', value: 9_007_199_254_740_993n }]);
  });

  it('end at the largest pair and the largest values, in whatever order and however many at once they come', async () => {
    const entry = fc.record({ closure: fc.nat(5), receipt: fc.nat(50), other: fc.nat(99) });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 12 }), fc.boolean(), async (entries, isParallel) => {
        const ctx = systemContext(test.db);
        const [terminal] = await makeTerminals(test.db);
        const send = ({ closure, receipt, other }: (typeof entries)[number]) =>
          recordSequences(ctx, terminal, [...pair(closure, receipt), { name: 'Other', value: other }]);
        if (isParallel) await Promise.all(entries.map(send));
        else for (const one of entries) await send(one);
        const closureNumber = Math.max(...entries.map((one) => one.closure));
        const ofPeriod = entries.filter((one) => one.closure === closureNumber);
        const receiptNumber = Math.max(...ofPeriod.map((one) => one.receipt));
        expect(await stateOf(terminal.terminalId)).toMatchObject({ closureNumber, receiptNumber });
        const [row] = await test.db.reader.terminalSequence.findMany({ where: { terminalId: terminal.terminalId } });
        expect(row?.value).toBe(BigInt(Math.max(...entries.map((one) => one.other))));
      }),
      { numRuns: Number(process.env['GATE_TEST_RUNS'] ?? 15) },
    );
  });
});

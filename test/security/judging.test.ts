/** One till's closure must never keep the hub from judging those of everybody else. */
import { describe, expect, it, vi } from 'vitest';
import { inTransaction } from '../../server/db/index.ts';
import { judgeDue } from '../../server/domain/reconciliation/index.ts';
import { cleanDays, pushDay } from '../domain/reconciliation/history.ts';
import { makeTerminals, systemContext } from '../domain/sales/support.ts';
import { withDatabase } from '../support/database.ts';

const test = withDatabase();
const [day] = cleanDays('hostile', 5);
if (!day) throw new Error('There is no day to test with');
const now = new Date(day.endedMs + 3_600_000);

describe('a closure that cannot be judged', () => {
  it('because a body is damaged blames its receipt, and the others have their verdict', async () => {
    const [damaged] = await makeTerminals(test.db);
    const [other] = await makeTerminals(test.db);
    for (const terminal of [damaged, other]) await pushDay(test.db, terminal, day);
    const { id } = await test.db.reader.transaction.findFirstOrThrow({ where: { terminalId: damaged.terminalId } });
    await inTransaction(test.db, async (tx) => {
      await tx.transactionBody.update({ where: { transactionId: id }, data: { body: new Uint8Array([255, 0, 1]) } });
      // Something differs, so the bodies are looked at.
      await tx.closure.updateMany({ where: { terminalId: damaged.terminalId }, data: { vatE4: 1n } });
    });
    expect(await judgeDue(systemContext(test.db, now))).toBe(2);
    const verdicts = await test.db.reader.closureJudgement.findMany({ orderBy: { closureId: 'asc' } });
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['unexplained', 'matched']);
    expect(verdicts[0]?.details).toContain('its body as received is gone');
  });

  it('for whatever reason is put off for an hour and told in the log', async () => {
    const [stuck] = await makeTerminals(test.db);
    const [other] = await makeTerminals(test.db);
    for (const terminal of [stuck, other]) await pushDay(test.db, terminal, day);
    const ctx = systemContext(test.db, now);
    const error = vi.fn();
    const { dialect } = ctx.db;
    // The store of the first fails, as a bug would make it.
    const execute: typeof dialect.execute = (client, statement, params) => {
      const { rows = [] } = params as { rows?: { closure_id: number }[] };
      if (rows.some((row) => row.closure_id === first.closureId)) return Promise.reject(new RangeError('planted'));
      return dialect.execute(client, statement, params);
    };
    const first = await test.db.reader.closureJudgement.findFirstOrThrow({ where: { terminalId: stuck.terminalId } });
    const db = Object.create(ctx.db, { dialect: { value: Object.create(dialect, { execute: { value: execute } }) } });
    await judgeDue({ ...ctx, db, log: { ...ctx.log, error } });
    const judgementOf = (terminalId: number) =>
      test.db.reader.closureJudgement.findFirstOrThrow({ where: { terminalId } });
    expect(await judgementOf(other.terminalId)).toMatchObject({ verdict: 'matched', dueSince: null });
    expect(await judgementOf(stuck.terminalId)).toMatchObject({
      verdict: null,
      dueSince: new Date(now.getTime() + 3_600_000),
    });
    expect(error).toHaveBeenCalledOnce();
  });
});

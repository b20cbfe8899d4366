/** Closures and their documents in any order: the verdict follows. */
import { beforeEach, describe, expect, it } from 'vitest';
import { type Ctx, inRawTransaction, inTransaction } from '../../../server/db/index.ts';
import { recordClosures } from '../../../server/domain/closures/index.ts';
import { getReconciliation, judgeAgain, judgeDue, openPeriods } from '../../../server/domain/reconciliation/index.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import type { TerminalIdentity } from '../../../server/domain/stores/index.ts';
import { verify } from '../../../server/domain/verification/index.ts';
import { withDatabase } from '../../support/database.ts';
import { makeTerminals, systemContext } from '../sales/support.ts';
import { cleanDays } from './history.ts';

const test = withDatabase();
const [day] = cleanDays('life', 9);
if (!day?.closure) throw new Error('There is no day to test with');
const { documents, closure } = day;
const closedAt = new Date(day.endedMs);
const hours = (count: number) => new Date(closedAt.getTime() + count * 3_600_000);
const at = (now: Date) => systemContext(test.db, now);

let terminal: TerminalIdentity;
beforeEach(async () => {
  [terminal] = await makeTerminals(test.db);
});

const push = (place: number, now = closedAt) => recordTransactions(at(now), terminal, [documents[place]?.document], []);
const close = (now = closedAt) => recordClosures(at(now), terminal, [closure], []);
const everything = async () => {
  for (const place of documents.keys()) await push(place);
};
const judged = async (now: Date) => {
  await judgeDue(at(now));
  const uuid = String(closure.closure['id']);
  return getReconciliation(at(now), { companyId: terminal.companyId, uuid });
};

describe('a closure', () => {
  it('that comes before its documents is explained, and matched as soon as the last one is there', async () => {
    await close();
    const first = await judged(hours(1));
    expect(first).toMatchObject({ verdict: 'explained', rule: 'documents-outstanding', documents: 0 });
    for (const place of documents.keys()) {
      await push(place, hours(2 + place));
      const next = await judged(hours(2 + place));
      const isLast = place === documents.length - 1;
      expect(next).toMatchObject({ verdict: isLast ? 'matched' : 'explained', documents: place + 1 });
    }
  });

  it('whose documents never come is no longer explained after three days, without anybody sending anything', async () => {
    await everything();
    await close();
    expect(await judged(hours(1))).toMatchObject({ verdict: 'matched', rule: null });
    const [other] = await makeTerminals(test.db);
    terminal = other;
    for (const place of [...documents.keys()].slice(0, -1)) await push(place);
    await close();
    expect(await judged(hours(71))).toMatchObject({ verdict: 'explained', rule: 'documents-outstanding' });
    expect(await judged(hours(73))).toMatchObject({ verdict: 'unexplained', missing: 1 });
  });

  it('keeps the mark of a document that came while it was judged', async () => {
    await close();
    await judgeDue(at(hours(1)));
    await push(0, hours(2));
    await push(1, hours(3));
    const marked = await test.db.reader.closureJudgement.findFirstOrThrow({
      where: { terminalId: terminal.terminalId },
    });
    expect(marked.dueSince).toEqual(hours(3));
    // The judgement of somebody who had read before the second document: its mark must outlive it.
    await inTransaction(test.db, (tx) => tx.closureJudgement.updateMany({ data: { dueSince: hours(4) } }));
    expect(await judgeDue(at(hours(3)))).toBe(0);
    expect(await judgeDue(at(hours(4)))).toBeGreaterThan(0);
  });

  it('is judged again by a person with a trace, and gate verify finds a verdict that does not follow', async () => {
    await everything();
    await close();
    const { closureId } = await judged(hours(1));
    await inTransaction(test.db, (tx) =>
      tx.closureJudgement.update({ where: { closureId }, data: { verdict: 'unexplained', rank: 2 } }),
    );
    const { differences } = await verify(at(hours(1)));
    expect(differences).toMatchObject([
      { kind: 'closure.verdict', expected: { verdict: 'matched' }, found: { verdict: 'unexplained' } },
    ]);
    expect((await judgeAgain(at(hours(1)), closureId)).verdict).toBe('matched');
    expect((await verify(at(hours(1)))).ok).toBe(true);
    const entry = await test.db.reader.auditEntry.findFirstOrThrow({ where: { action: 'closure.judge' } });
    expect(entry).toMatchObject({ companyId: terminal.companyId, subjectId: String(closureId) });
  });
});

describe('an open period', () => {
  it('shows what its closure will be compared with, and is gone when it is closed', async () => {
    await everything();
    const [period, ...others] = (await openPeriods(at(closedAt), { companyId: terminal.companyId })).rows;
    expect(others).toEqual([]);
    expect(period).toMatchObject({
      number: day.documents[0]?.document.head.closure_number,
      figures: { documents: documents.length },
    });
    await close();
    const { details } = await judged(hours(1));
    const gross = details?.figures.find(({ name }) => name === 'grossE4');
    expect(period?.figures.grossE4).toBe(gross?.said);
    expect(period?.ours.grossE4).toBe(gross?.ours);
    expect(await openPeriods(at(closedAt), { companyId: terminal.companyId })).toEqual({ rows: [], next: null });
  });

  it('is found behind the last closure, without a look at the documents before it', async () => {
    await everything();
    const ctx = at(closedAt);
    const asked: [string, unknown[]][] = [];
    const spy = {
      $queryRawUnsafe: async (text: string, ...values: unknown[]) => {
        asked.push([text, values]);
        return [];
      },
    };
    const reader = { terminal: test.db.reader.terminal, ...spy } as unknown as Ctx['db']['reader'];
    await openPeriods({ ...ctx, db: { ...ctx.db, dialect: test.db.dialect, reader } }, terminal);
    expect(asked).toHaveLength(1);
    const plan = await inRawTransaction(test.db, async (tx) => {
      // Small tables are read whole whatever the indexes are.
      if (test.provider === 'postgresql') await tx.$executeRawUnsafe('SET LOCAL enable_seqscan = off');
      const command = test.provider === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
      const [text, values] = asked[0] as (typeof asked)[number];
      const steps = await tx.$queryRawUnsafe<Record<string, unknown>[]>(`${command} ${text}`, ...values);
      return steps.map((row) => String(row['detail'] ?? row['QUERY PLAN'])).join('\n');
    });
    expect(plan).toMatch(
      test.provider === 'sqlite'
        ? /SEARCH t USING COVERING INDEX \w+ \(terminal_id=\? AND closure_number>\?\)/
        : /Index Cond: \(\(terminal_id = k\.id\) AND \(closure_number > COALESCE/,
    );
  });
});

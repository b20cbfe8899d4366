/** Judging closures: by the job that goes through what is marked, and by hand. */

import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, isUnavailable, type RawClient, statement } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize, scopeFor, scopeWhere } from '../tenancy/index.ts';
import { findEvidence } from './evidence.ts';
import { compareFigures, conclude, isClean, type Judgement, outstandingMs } from './judgement.ts';
import { type ClosureToJudge, type Read, readDue, readOne } from './read-closures.ts';
import { readPeriods } from './read-periods.ts';
import { writeDetails } from './stored-details.ts';

/** Closures that are read and written together. */
const batchSize = 40;
/** Until a closure is tried again that could not be judged. */
const putOffMs = 60 * 60_000;

const writeJudgements = statement({
  params: {
    rows: {
      closure_id: 'int',
      seen_marks: 'int',
      next_due: 'instant?',
      judged_at: 'instant',
      verdict: 'text',
      rule: 'text?',
      rank: 'int',
      worst_e4: 'bigint',
      documents: 'int',
      missing: 'int',
      doubled: 'int',
      details: 'text',
    },
  },
  // A mark that came while it was judged stays: what was judged does not hold that document.
  sql: (q) => `UPDATE closure_judgements SET judged_at = r.judged_at, verdict = r.verdict, rule = r.rule, rank = r.rank,
      worst_e4 = r.worst_e4, documents = r.documents, missing = r.missing, doubled = r.doubled, details = r.details,
      due_since = CASE WHEN closure_judgements.marks = r.seen_marks THEN r.next_due ELSE closure_judgements.due_since END
    FROM ${q.rows('rows', 'r')} WHERE closure_judgements.closure_id = r.closure_id`,
});

const ranks = { matched: 0, explained: 1, unexplained: 2 } as const;

/** Judges closures without storing anything: for `verify`, and the first half of every judging. */
export async function judge(
  read: Read,
  closures: readonly ClosureToJudge[],
  now: Date,
): Promise<{ closure: ClosureToJudge; judgement: Judgement }[]> {
  const periods = await readPeriods(read, closures);
  const judged: { closure: ClosureToJudge; judgement: Judgement }[] = [];
  for (const [index, closure] of closures.entries()) {
    const period = periods[index];
    if (!period) throw new Error('A period was not read');
    const compared = compareFigures(closure.said, period);
    const evidence = isClean(compared) ? { suspects: [], elsewhere: [] } : await findEvidence(read, closure, period);
    judged.push({ closure, judgement: conclude(compared, evidence, { said: closure.said, now }) });
  }
  return judged;
}

/** Judges what is marked, the longest waiting first.
 *  @returns how many closures were judged; fewer than asked for when no more were waiting */
export async function judgeDue(ctx: Ctx, most = 1000): Promise<number> {
  authorize(ctx, 'hub.see');
  const read: Read = { client: ctx.db.reader, dialect: ctx.db.dialect };
  let done = 0;
  while (done < most) {
    const closures = await readDue(read, { most: Math.min(batchSize, most - done), now: ctx.now() });
    if (closures.length === 0) break;
    await judgeAndStore(ctx, read, closures);
    done += closures.length;
  }
  return done;
}

/** What fails with others is tried alone, and put off when it fails again: no closure may hold up those of everybody else.
 *  @throws unavailable */
async function judgeAndStore(ctx: Ctx, read: Read, closures: readonly ClosureToJudge[]): Promise<void> {
  try {
    const judged = await judge(read, closures, ctx.now());
    await inTransaction(ctx, (tx) => store(ctx, tx, judged));
  } catch (error) {
    if (isUnavailable(error)) throw error;
    if (closures.length > 1) {
      for (const closure of closures) await judgeAndStore(ctx, read, [closure]);
      return;
    }
    const [{ id, marks } = { id: 0, marks: 0 }] = closures;
    ctx.log.error({ err: error, closureId: id }, 'a closure could not be judged and is put off');
    const later = new Date(ctx.now().getTime() + putOffMs);
    await inTransaction(ctx, (tx) =>
      tx.closureJudgement.updateMany({ where: { closureId: id, marks }, data: { dueSince: later } }),
    );
  }
}

/** Judges one closure again because a person wants it. Audited.
 *  @throws not_found it does not exist, or not for this actor */
export async function judgeAgain(ctx: Ctx, closureId: number): Promise<Judgement> {
  authorize(ctx, 'closure.judge');
  const known = await ctx.db.reader.closure.findFirst({
    where: { AND: [scopeWhere(scopeFor(ctx, 'closure.judge')), { id: closureId }] },
    select: { companyId: true, judgement: { select: { verdict: true, rule: true } } },
  });
  const read: Read = { client: ctx.db.reader, dialect: ctx.db.dialect };
  const closure = known && (await readOne(read, closureId));
  const [judged] = closure ? await judge(read, [closure], ctx.now()) : [];
  if (!known || !judged) throw new DomainError('not_found', { closureId });
  await inTransaction(ctx, async (tx) => {
    await store(ctx, tx, [judged]);
    const { verdict, rule } = judged.judgement;
    await recordAudit(tx, ctx, {
      companyId: known.companyId,
      action: 'closure.judge',
      subjectType: 'closure',
      subjectId: closureId,
      before: known.judgement,
      after: { verdict, rule },
    });
  });
  return judged.judgement;
}

async function store(
  ctx: Ctx,
  client: RawClient,
  judged: readonly { closure: ClosureToJudge; judgement: Judgement }[],
) {
  const rows = judged.map(({ closure, judgement }) => ({
    closure_id: closure.id,
    seen_marks: closure.marks,
    // What is still awaited is looked at again when it should have come.
    next_due: judgement.rule === 'documents-outstanding' ? lookAgainAt(closure, ctx.now()) : null,
    judged_at: ctx.now(),
    verdict: judgement.verdict,
    rule: judgement.rule,
    rank: ranks[judgement.verdict],
    worst_e4: judgement.worstE4,
    documents: judgement.documents,
    missing: judgement.numbers.missing.length,
    doubled: judgement.numbers.doubled.length,
    details: writeDetails(judgement),
  }));
  await ctx.db.dialect.execute(client, writeJudgements, { rows });
}

/** When what is outstanding should have come. A closure from the future came while the clock was wrong. */
function lookAgainAt({ said }: ClosureToJudge, now: Date): Date {
  return new Date(Math.min(said.receivedAt.getTime(), now.getTime()) + outstandingMs);
}

/** What people see of judged closures and of periods that are still open. */
import { setImmediate } from 'node:timers/promises';
import { DomainError } from '../../core/errors.ts';
import { type Ctx, statement } from '../../db/index.ts';
import { authorize, scopeFor, scopeWhere } from '../tenancy/index.ts';
import type { Verdict } from './judgement.ts';
import { type Figures, type Period, type TrueFigures, terminalFigures, trueFigures } from './period.ts';
import { readPeriods } from './read-periods.ts';
import { readDetails } from './stored-details.ts';

export interface ReconciliationFilter {
  companyId: number;
  storeIds?: readonly number[];
  verdict?: Verdict;
  /** Business days `YYYY-MM-DD`, both included. */
  fromDay?: string;
  toDay?: string;
  /** `worst`: unexplained first, the largest difference first. Default. */
  order?: 'worst' | 'latest';
  /** Rows wanted, 1 to 200; default 50. */
  take?: number;
  /** Rows to be left out before, for the next page. */
  skip?: number;
}

/** Closures with their verdicts, the worst first.
 *  @returns `rows`, and whether more follow */
export async function listReconciliations(ctx: Ctx, filter: ReconciliationFilter) {
  authorize(ctx, 'closure.see');
  const take = Math.min(Math.max(filter.take ?? 50, 1), 200);
  const { order = 'worst', skip = 0 } = filter;
  const rows = await ctx.db.reader.closureJudgement.findMany({
    where: whereOf(ctx, filter),
    select: {
      closureId: true,
      verdict: true,
      rule: true,
      worstE4: true,
      missing: true,
      doubled: true,
      documents: true,
      dueSince: true,
      closure: {
        select: { uuid: true, kind: true, number: true, businessDay: true, grossE4: true, documentCount: true },
      },
      store: { select: { code: true, name: true, currency: true } },
      terminal: { select: { code: true, name: true } },
    },
    orderBy:
      order === 'latest' ? [{ closureId: 'desc' }] : [{ rank: 'desc' }, { worstE4: 'desc' }, { closureId: 'desc' }],
    skip,
    take: take + 1,
  });
  return { rows: rows.slice(0, take), hasMore: rows.length > take };
}

function whereOf(ctx: Ctx, { companyId, storeIds, verdict, fromDay, toDay }: ReconciliationFilter) {
  const day = { ...(fromDay && { gte: fromDay }), ...(toDay && { lte: toDay }) };
  return {
    AND: [
      scopeWhere(scopeFor(ctx, 'closure.see')),
      { companyId },
      storeIds === undefined ? {} : { storeId: { in: [...storeIds] } },
      verdict === undefined ? {} : { verdict },
      fromDay || toDay ? { closure: { businessDay: day } } : {},
    ],
  };
}

/** How many closures have which verdict; `due` have none yet. */
export async function countVerdicts(
  ctx: Ctx,
  filter: Omit<ReconciliationFilter, 'verdict' | 'order' | 'take' | 'skip'>,
): Promise<Record<Verdict | 'due', number>> {
  authorize(ctx, 'closure.see');
  const rows = await ctx.db.reader.closureJudgement.groupBy({
    by: ['verdict'],
    where: whereOf(ctx, filter),
    _count: { _all: true },
  });
  const of = (verdict: string | null) => rows.find((row) => row.verdict === verdict)?._count._all ?? 0;
  return { matched: of('matched'), explained: of('explained'), unexplained: of('unexplained'), due: of(null) };
}

/** The judgement of one closure: verdict, figures side by side, numbers, receipts responsible. `details` is null as long as it
 *  was never judged; `dueSince` says that something came after the last judgement.
 *  @throws not_found it does not exist, or not for this actor */
export async function getReconciliation(ctx: Ctx, which: { id: number } | { companyId: number; uuid: string }) {
  authorize(ctx, 'closure.see');
  const found = await ctx.db.reader.closureJudgement.findFirst({
    where: { AND: [scopeWhere(scopeFor(ctx, 'closure.see')), { closure: which }] },
    include: {
      closure: {
        select: {
          id: true,
          uuid: true,
          companyId: true,
          kind: true,
          number: true,
          uniqueId: true,
          businessDay: true,
          startedText: true,
          endedText: true,
          receivedAt: true,
          cashDifferenceE4: true,
          suspendedCount: true,
        },
      },
      store: { select: { code: true, name: true, currency: true, timeZone: true } },
      terminal: { select: { code: true, name: true } },
    },
  });
  if (!found) throw new DomainError('not_found', { ...which });
  const { details, ...judgement } = found;
  return { ...judgement, details: readDetails(details) };
}

const periodsWithoutClosure = statement({
  params: { terminals: ['int'] },
  returns: { terminal_id: 'int', number: 'int', documents: 'int' },
  sql: (q) => `SELECT t.terminal_id, t.closure_number AS number, count(*) AS documents FROM transactions t
    WHERE t.terminal_id IN ${q.list('terminals')}
      AND t.closure_number > coalesce((SELECT max(c.number) FROM closures c WHERE c.terminal_id = t.terminal_id), 0)
    GROUP BY 1, 2 ORDER BY 1, 2`,
});

export interface OpenPeriod {
  store: { code: string; name: string; currency: string };
  terminal: { code: string; name: string };
  number: number;
  figures: Figures;
  ours: TrueFigures;
  lastText: string;
}

/** Documents that are read and added up in one go, unless one period alone has more. */
const groupSize = 1000;

function inGroups(keys: readonly { terminal_id: number; number: number; documents: number }[]): PeriodKey[][] {
  const groups: PeriodKey[][] = [];
  let room = 0;
  for (const { terminal_id: terminalId, number, documents } of keys) {
    room -= documents;
    const group = groups.at(-1);
    if (group && room >= 0) group.push({ terminalId, number });
    else {
      groups.push([{ terminalId, number }]);
      room = groupSize - documents;
    }
  }
  return groups;
}

type PeriodKey = Parameters<typeof readPeriods>[1][number];

/** Running figures of the periods that no closure has ended yet, per terminal, by the arithmetic that will judge the closure. */
export async function openPeriods(
  ctx: Ctx,
  filter: { companyId: number; storeIds?: readonly number[] },
): Promise<OpenPeriod[]> {
  authorize(ctx, 'closure.see');
  const terminals = await ctx.db.reader.terminal.findMany({
    where: {
      AND: [
        scopeWhere(scopeFor(ctx, 'closure.see')),
        { companyId: filter.companyId },
        filter.storeIds === undefined ? {} : { storeId: { in: [...filter.storeIds] } },
      ],
    },
    select: { id: true, code: true, name: true, store: { select: { code: true, name: true, currency: true } } },
    orderBy: [{ storeId: 'asc' }, { code: 'asc' }],
    take: 500,
  });
  const read = { client: ctx.db.reader, dialect: ctx.db.dialect };
  const byId = new Map(terminals.map((terminal) => [terminal.id, terminal]));
  const keys = await read.dialect.query(read.client, periodsWithoutClosure, { terminals: [...byId.keys()] });
  const periods: Period[] = [];
  for (const group of inGroups(keys)) {
    periods.push(...(await readPeriods(read, group)));
    // Tills that were never closed have many documents: others get their turn in between.
    await setImmediate();
  }
  return periods.flatMap((period, index): OpenPeriod[] => {
    const key = keys[index];
    const terminal = key && byId.get(key.terminal_id);
    if (!terminal) return [];
    const { store, code, name } = terminal;
    const lastText =
      period.documents
        .map((each) => each.occurredText)
        .sort()
        .at(-1) ?? '';
    return [
      {
        store,
        terminal: { code, name },
        number: key.number,
        figures: terminalFigures(period),
        ours: trueFigures(period),
        lastText,
      },
    ];
  });
}

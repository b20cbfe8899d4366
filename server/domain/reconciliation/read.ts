/** What people see of judged closures. */
import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { authorize, scopeFor, scopeWhere } from '../tenancy/index.ts';
import type { Verdict } from './judgement.ts';
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

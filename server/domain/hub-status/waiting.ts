/** What waits for somebody or for a worker. Counts stop at a cap, and each is found by an index. */

import type { Ctx } from '../../db/index.ts';

/** A count beyond stands for more. */
export const countCap = 1000;

export interface Waiting {
  quarantined: number;
  conflicts: number;
  /** Closures that nothing explains, the worst of the latest first. */
  unexplained: { count: number; worst: { id: number; store: string; terminal: string; number: number }[] };
  /** Documents that came again unchanged since the hub has run. */
  repeats: number;
  /** Active tills, and those heard of within the last hour. */
  terminals: number;
  seen: number;
  mail: { waiting: number; givenUp: number };
  /** Events for other systems that were not delivered yet. */
  outbox: { waiting: number; failed: number };
  jobs: { imports: number; changes: number; erasures: number };
}

const hourMs = 3_600_000;
const unexplainedRank = 2;
/** Of so many of the latest the worst are shown. */
const lookedThrough = 200;
const shownWorst = 3;

/** @param companyIds whose rows count; null: everybody's, and the hub's own */
export async function readWaiting(ctx: Ctx, companyIds: readonly number[] | null): Promise<Waiting> {
  const own = companyIds === null ? {} : { companyId: { in: [...companyIds] } };
  const { reader } = ctx.db;
  const take = countCap + 1;
  const now = ctx.now().getTime();
  const monthAgo = new Date(now - 30 * 24 * hourMs);
  const [quarantined, conflicts, unexplained, repeats, terminals, seen, mail, givenUp, outbox, dead, jobs] =
    await Promise.all([
      reader.quarantinedItem.count({ where: { ...own, resolvedAt: null }, take }),
      reader.conflict.count({ where: { ...own, resolvedAt: null }, take }),
      readUnexplained(ctx, companyIds),
      reader.terminalState.aggregate({ where: own, _sum: { repeatCount: true } }),
      reader.terminal.count({ where: { ...own, isActive: true, deletedAt: null } }),
      reader.terminalState.count({ where: { ...own, lastSeenAt: { gte: new Date(now - hourMs) } } }),
      reader.mailMessage.count({ where: { ...own, sentAt: null, failedAt: null, createdAt: { gte: monthAgo } }, take }),
      reader.mailMessage.count({
        where: { ...own, sentAt: null, failedAt: { gte: monthAgo }, erasedAt: null },
        take,
      }),
      reader.outboxEvent.count({ where: { ...own, deliveredAt: null, failedAt: null }, take }),
      reader.outboxEvent.count({ where: { ...own, failedAt: { not: null } }, take }),
      readJobs(ctx, companyIds),
    ]);
  return {
    ...{ quarantined, conflicts, unexplained, terminals, seen, jobs },
    repeats: repeats._sum.repeatCount ?? 0,
    mail: { waiting: mail, givenUp },
    outbox: { waiting: outbox, failed: dead },
  };
}

async function readUnexplained(ctx: Ctx, companyIds: readonly number[] | null): Promise<Waiting['unexplained']> {
  const { closureJudgement } = ctx.db.reader;
  const where = {
    rank: unexplainedRank,
    ...(companyIds === null ? {} : { companyId: { in: [...companyIds] } }),
  };
  const [count, latest] = await Promise.all([
    closureJudgement.count({ where, take: countCap + 1 }),
    closureJudgement.findMany({
      where,
      orderBy: companyIds === null ? { closureId: 'desc' } : { worstE4: 'desc' },
      take: lookedThrough,
      select: {
        closureId: true,
        number: true,
        worstE4: true,
        store: { select: { code: true } },
        terminal: { select: { code: true } },
      },
    }),
  ]);
  const worst = latest.sort((a, b) => (a.worstE4 < b.worstE4 ? 1 : a.worstE4 > b.worstE4 ? -1 : 0));
  return {
    count,
    worst: worst.slice(0, shownWorst).map(({ closureId, number, store, terminal }) => ({
      id: closureId,
      number,
      store: store.code,
      terminal: terminal.code,
    })),
  };
}

async function readJobs(ctx: Ctx, companyIds: readonly number[] | null): Promise<Waiting['jobs']> {
  const own = companyIds === null ? {} : { companyId: { in: [...companyIds] } };
  const { reader } = ctx.db;
  const [products, tables, changes, erasures] = await Promise.all([
    reader.productImport.count({ where: { ...own, state: { in: ['checking', 'importing'] } } }),
    reader.dataImport.count({ where: { ...own, state: { in: ['checking', 'importing'] } } }),
    reader.bulkChange.count({ where: { ...own, state: { in: ['collecting', 'checking', 'applying', 'undoing'] } } }),
    companyIds === null ? reader.company.count({ where: { deletedAt: { not: null } } }) : 0,
  ]);
  return { imports: products + tables, changes, erasures };
}

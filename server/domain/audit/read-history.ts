import type { Ctx, Tx } from '../../db/index.ts';

export interface HistoryEntry {
  at: Date;
  action: string;
  subjectType: string;
  /** Who did it, as they were called then. */
  actorName: string;
  door: string;
  /** What it was and what it became; null: erased, or not said. */
  before: unknown;
  after: unknown;
}

interface Subjects {
  companyId: number;
  /** Things by their kind, at most a few. */
  subjects: readonly { type: string; ids: readonly string[] }[];
  most: number;
}

/** What was done to chosen things of a company, newest first. Whoever calls has judged that the actor may see them. */
export async function readHistory(ctx: Ctx, { companyId, subjects, most }: Subjects): Promise<HistoryEntry[]> {
  const asked = subjects.filter(({ ids }) => ids.length > 0);
  if (asked.length === 0) return [];
  const entries = await ctx.db.reader.auditEntry.findMany({
    where: {
      chain: companyId,
      OR: asked.map(({ type, ids }) => ({ subjectType: type, subjectId: { in: [...ids] } })),
    },
    orderBy: { position: 'desc' },
    take: most,
  });
  return entries.map(({ at, action, subjectType, actorName, door, content }) => {
    const { before = null, after = null } = content === null ? {} : (JSON.parse(content) as Partial<HistoryEntry>);
    return { at, action, subjectType, actorName, door, before, after };
  });
}

/** Takes the words out of what was written about one thing: entries of its own, and batches that name it. Who did what when
 *  stays, and the chain still proves. */
export async function eraseHistory(
  tx: Tx,
  { companyId, type, id }: { companyId: number; type: string; id: string },
): Promise<void> {
  const own = { chain: companyId, subjectType: type };
  await tx.auditEntry.updateMany({ where: { ...own, subjectId: id }, data: { content: null } });
  await tx.auditEntry.updateMany({
    where: { ...own, subjectId: { endsWith: ' rows' }, content: { contains: id } },
    data: { content: null },
  });
}

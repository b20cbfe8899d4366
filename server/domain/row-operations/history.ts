/** What was done to one row, from the audit trail: whoever calls has judged that the actor may see the row. */

import type { Ctx } from '../../db/index.ts';
import type { Values } from './operations.ts';

export interface RowChange {
  /** Of the audit entry. */
  id: number;
  at: Date;
  /** Who did it: the name is what they were called then. */
  actorKind: string;
  actorId: string;
  actorName: string;
  door: string;
  action: string;
  /** True: what was said was taken out for good. */
  isErased: boolean;
  /** By column; values as JSON has them, big numbers as text. */
  before: Values;
  after: Values;
}

interface Asked {
  /** Whose row it is; null: the hub's own. */
  companyId: number | null;
  subject: string;
  id: string;
  /** Entries older than this one; null: the newest. */
  olderThan: number | null;
  take: number;
}

/** Newest first, by the index of subjects. */
export async function historyOfRow(ctx: Ctx, { companyId, subject, id, olderThan, take }: Asked): Promise<RowChange[]> {
  const entries = await ctx.db.reader.auditEntry.findMany({
    where: {
      subjectType: subject,
      subjectId: id,
      chain: { in: companyId === null ? [0] : [0, companyId] },
      ...(olderThan !== null && { id: { lt: olderThan } }),
    },
    orderBy: { id: 'desc' },
    take,
  });
  return entries.map((entry) => ({
    ...{ id: entry.id, at: entry.at, door: entry.door, action: entry.action },
    ...{ actorKind: entry.actorKind, actorId: entry.actorId, actorName: entry.actorName },
    isErased: entry.content === null,
    ...sidesOf(entry.content, id),
  }));
}

/** Entries hold the columns of one row, or lists of rows where one entry tells of several. */
function sidesOf(content: string | null, id: string): { before: Values; after: Values } {
  const { before, after } = (content === null ? {} : JSON.parse(content)) as { before?: unknown; after?: unknown };
  const rows = (after as { rows?: unknown } | undefined)?.rows;
  return { before: sideOf(before, id), after: sideOf(Array.isArray(rows) ? rows : after, id) };
}

function sideOf(side: unknown, id: string): Values {
  const own = Array.isArray(side) ? side.find((row: Values | null) => row?.['id'] === id) : side;
  if (typeof own !== 'object' || own === null) return {};
  const columns = Object.entries(own).filter(([name]) => name !== 'id');
  return Object.fromEntries(columns.map(([name, value]) => [camelCase(name), value as unknown]));
}

function camelCase(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

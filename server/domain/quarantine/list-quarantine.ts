import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { unpackBody } from '../sales/index.ts';
import { type Action, authorize, scopeFor } from '../tenancy/index.ts';

export interface QuarantineFilter {
  companyId?: number;
  terminalId?: number;
  kind?: 'transaction' | 'closure';
  /** False: only what still waits; true: only what is settled. */
  isResolved?: boolean;
  /** Rows wanted, 1 to 200; default 50. */
  take?: number;
  /** `next` of the page before. */
  after?: number | null;
}

/** Items of the stores in which the actor holds the action. */
export function quarantineWhere(ctx: Ctx, action: Action) {
  const { companyIds, storeIds } = scopeFor(ctx, action);
  return {
    ...(companyIds === null ? {} : { companyId: { in: [...companyIds] } }),
    ...(storeIds === null ? {} : { terminal: { storeId: { in: [...storeIds] } } }),
  };
}

const place = {
  company: { select: { id: true, name: true, slug: true } },
  terminal: { select: { id: true, code: true, name: true, store: { select: { id: true, code: true, name: true } } } },
} as const;

/** Refused items that the actor may see, without their bodies, latest first.
 *  @returns `rows`, and `next` to be handed back as `after`; null on the last page */
export async function listQuarantine(ctx: Ctx, filter: QuarantineFilter) {
  authorize(ctx, 'quarantine.see');
  const take = Math.min(Math.max(filter.take ?? 50, 1), 200);
  const { companyId, terminalId, kind, isResolved, after } = filter;
  const rows = await ctx.db.reader.quarantinedItem.findMany({
    where: {
      AND: [
        quarantineWhere(ctx, 'quarantine.see'),
        companyId === undefined ? {} : { companyId },
        terminalId === undefined ? {} : { terminalId },
        kind === undefined ? {} : { kind },
        isResolved === undefined ? {} : { resolvedAt: isResolved ? { not: null } : null },
        after == null ? {} : { id: { lt: after } },
      ],
    },
    omit: { body: true, codec: true },
    include: place,
    orderBy: { id: 'desc' },
    take: take + 1,
  });
  const page = rows.slice(0, take);
  return { rows: page, next: rows.length > take ? (page.at(-1)?.id ?? null) : null };
}

/** One refused item with `text`, its JSON text as received.
 *  @throws not_found it does not exist, or not for this actor */
export async function getQuarantinedItem(ctx: Ctx, id: number) {
  authorize(ctx, 'quarantine.see');
  const found = await ctx.db.reader.quarantinedItem.findFirst({
    where: { AND: [quarantineWhere(ctx, 'quarantine.see'), { id }] },
    include: place,
  });
  if (!found) throw new DomainError('not_found', { quarantinedItemId: id });
  const { codec, body, ...item } = found;
  return { ...item, text: unpackBody({ codec, body }) };
}

import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { unpackBody } from '../sales/index.ts';
import { authorize, can } from '../tenancy/index.ts';
import { quarantineWhere } from './list-quarantine.ts';
import { documentNumber, readableBody, shownReason, shownValue } from './readable-body.ts';

const place = {
  terminal: {
    select: {
      uuid: true,
      code: true,
      name: true,
      store: { select: { id: true, uuid: true, code: true, name: true, timeZone: true } },
    },
  },
} as const;

interface Which {
  companyId: number;
  id: number;
}

/** One refused item of a company, as its people read it: the reason, and the body without what is secret.
 *  @throws not_found it does not exist, or not for this actor */
export async function getRefused(ctx: Ctx, { companyId, id }: Which) {
  authorize(ctx, 'quarantine.see');
  const found = await ctx.db.reader.quarantinedItem.findFirst({
    where: { AND: [quarantineWhere(ctx, 'quarantine.see'), { companyId, id }] },
    include: place,
  });
  if (!found) throw new DomainError('not_found', { quarantinedItemId: id });
  const { codec, body, bodyHash: _digest, reason, ...item } = found;
  const text = unpackBody({ codec, body });
  return {
    ...item,
    reason: shownReason(reason),
    number: documentNumber(item.kind, text),
    body: readableBody(text),
    mayResolve: can(ctx, 'quarantine.resolve', { companyId, storeId: item.terminal.store.id }),
  };
}

/** One conflict of a company: where the body that came later differs from the one that was booked.
 *  @throws not_found it does not exist, or not for this actor */
export async function getConflict(ctx: Ctx, { companyId, id }: Which) {
  authorize(ctx, 'quarantine.see');
  const found = await ctx.db.reader.conflict.findFirst({
    where: { AND: [quarantineWhere(ctx, 'quarantine.see'), { companyId, id }] },
    include: place,
  });
  if (!found) throw new DomainError('not_found', { conflictId: id });
  const { codec, body, bodyHash: _digest, differences, ...conflict } = found;
  const text = unpackBody({ codec, body });
  const where = { companyId, storeId: conflict.terminal.store.id };
  return {
    ...conflict,
    number: documentNumber(conflict.kind, text),
    differences: (JSON.parse(differences) as { path: string; stored: unknown; received: unknown }[]).map(
      ({ path, stored, received }) => ({
        path,
        stored: shownValue(path, stored),
        received: shownValue(path, received),
      }),
    ),
    body: readableBody(text),
    mayResolve: can(ctx, 'quarantine.resolve', where),
    maySeeDocument: maySee(ctx, conflict.kind, where),
  };
}

/** Only receipts and closures have pages of their own. */
function maySee(ctx: Ctx, kind: string, where: { companyId: number; storeId: number }): boolean {
  if (kind === 'transaction') return can(ctx, 'document.see', where);
  return kind === 'closure' && can(ctx, 'closure.see', where);
}

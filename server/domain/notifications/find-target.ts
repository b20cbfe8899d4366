import { DomainError } from '../../core/errors.ts';
import { normalizeWireId } from '../../core/ids.ts';
import type { Ctx } from '../../db/index.ts';
import { authorize } from '../tenancy/index.ts';

interface Named {
  companyId: number;
  /** Id or code; empty: every store. */
  store?: string | undefined;
  /** Id; empty: every terminal of the store. */
  terminal?: string | undefined;
}

/** Whom a notification is for, by the ids that people know.
 *  @throws not_found the store or terminal is none that the actor sees */
export async function findTarget(ctx: Ctx, { companyId, store = '', terminal = '' }: Named) {
  const storeId = store === '' ? null : await storeNamed(ctx, companyId, store);
  if (terminal === '') return { companyId, storeId, terminalId: null };
  const uuid = normalizeWireId(terminal) ?? '';
  const found = await ctx.db.reader.terminal.findFirst({
    where: { companyId, uuid, deletedAt: null },
    select: { id: true, storeId: true },
  });
  if (!found || (storeId !== null && storeId !== found.storeId)) throw new DomainError('not_found', { terminal });
  authorize(ctx, 'terminal.see', { companyId, storeId: found.storeId });
  return { companyId, storeId: found.storeId, terminalId: found.id };
}

async function storeNamed(ctx: Ctx, companyId: number, named: string): Promise<number> {
  const uuid = normalizeWireId(named);
  const rows = await ctx.db.reader.store.findMany({
    where: { companyId, deletedAt: null, OR: [{ code: named }, ...(uuid === null ? [] : [{ uuid }])] },
    select: { id: true, uuid: true },
  });
  const store = rows.find((row) => row.uuid === uuid) ?? rows[0];
  if (!store) throw new DomainError('not_found', { store: named });
  authorize(ctx, 'terminal.see', { companyId, storeId: store.id });
  return store.id;
}

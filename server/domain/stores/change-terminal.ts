/** What every change of a terminal has in common. */
import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { authorize } from '../tenancy/index.ts';
import { pick } from './update-store.ts';

export type ChangedTerminal = Awaited<ReturnType<typeof getTerminal>>;

interface Change {
  action: string;
  /** Columns and their new values. */
  changes: Record<string, unknown>;
  /** Looks at the terminal as it is, locked, and does what else belongs to the change; throws to call it off. What it returns
   *  replaces columns of `changes`. */
  also?(tx: Tx, before: ChangedTerminal): Promise<Record<string, unknown> | undefined>;
}

/** Changes a terminal, with a version and a trace. Returns it as it was before.
 *  @throws not_found the terminal is none that the actor sees, or was retired */
export async function changeTerminal(
  ctx: Ctx,
  terminalId: number,
  { action, changes, also }: Change,
): Promise<ChangedTerminal> {
  return inTransaction(ctx, async (tx) => {
    const { companyId, storeId } = await getTerminal(tx, terminalId);
    authorize(ctx, 'terminal.manage', { companyId, storeId });
    const version = await nextVersions(tx, companyId);
    // Read after the counter is locked: two changes of one terminal must not both see the state before. It may have moved.
    const before = await getTerminal(tx, terminalId);
    authorize(ctx, 'terminal.manage', { companyId, storeId: before.storeId });
    const after = { ...changes, ...(await also?.(tx, before)) };
    await tx.terminal.update({ where: { id: terminalId }, data: { ...after, version }, select: { id: true } });
    await recordAudit(tx, ctx, {
      companyId,
      action,
      subjectType: 'terminal',
      subjectId: terminalId,
      before: pick(before, after),
      after,
    });
    return before;
  });
}

async function getTerminal(tx: Tx, terminalId: number) {
  const terminal = await tx.terminal.findFirst({
    where: { id: terminalId, deletedAt: null, store: { deletedAt: null } },
    include: {
      company: { select: { officeCode: true } },
      store: { select: { code: true, name: true } },
    },
  });
  if (!terminal) throw new DomainError('not_found', { terminalId });
  return terminal;
}

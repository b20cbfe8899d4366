/** What every change of a terminal has in common. */
import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { nextVersions } from '../feed/index.ts';
import { refuseStale } from '../master-data/index.ts';
import { authorize } from '../tenancy/index.ts';
import { pick } from './update-store.ts';

export type ChangedTerminal = Awaited<ReturnType<typeof getTerminal>>;

interface Change {
  action: string;
  /** Columns and their new values. */
  changes: Record<string, unknown>;
  /** Version that the person has seen; undefined: any. */
  seen?: number | undefined;
  /** Looks at the terminal as it is, locked, and does what else belongs to the change; throws to call it off. What it returns
   *  replaces columns of `changes`. */
  also?(tx: Tx, before: ChangedTerminal): Promise<Record<string, unknown> | undefined>;
}

/** Changes a terminal, with a version and a trace. Returns it as it was before.
 *  @throws not_found the terminal is none that the actor sees, or was retired */
export function changeTerminal(ctx: Ctx, terminalId: number, change: Change): Promise<ChangedTerminal> {
  return inTransaction(ctx, (tx) => changeTerminalIn({ tx, ctx }, terminalId, change));
}

/** The same inside the caller's transaction. */
export async function changeTerminalIn(
  { tx, ctx }: { tx: Tx; ctx: Ctx },
  terminalId: number,
  { action, changes, also, seen }: Change,
): Promise<ChangedTerminal> {
  const { companyId, storeId } = await getTerminal(tx, terminalId);
  authorize(ctx, 'terminal.manage', { companyId, storeId });
  const version = await nextVersions(tx, companyId);
  // Read after the counter is locked: two changes of one terminal must not both see the state before. It may have moved.
  const before = await getTerminal(tx, terminalId);
  authorize(ctx, 'terminal.manage', { companyId, storeId: before.storeId });
  refuseStale(before, seen);
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

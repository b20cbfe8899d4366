import type { Ctx, Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';

interface Change {
  userId: string;
  /** For example `account.password.change`. */
  action: string;
  before?: unknown;
  after?: unknown;
}

/** Puts a change of somebody's account on record, in the hub's own chain. */
export function note(ctx: Ctx, tx: Tx, { userId, ...change }: Change): Promise<void> {
  return recordAudit(tx, ctx, { companyId: null, subjectType: 'user', subjectId: userId, ...change });
}

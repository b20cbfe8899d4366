import type { Ctx } from '../../db/index.ts';
import { type PushResult, recordPush } from '../sales/index.ts';
import type { TerminalIdentity } from '../stores/index.ts';
import { closureKind } from './insert.ts';

/** Records closures of a terminal: exactly once, as `recordTransactions` does it. A closure may come before its documents; it is
 *  linked to them by terminal and closure number.
 *  @param terminal  must have been identified by the caller
 *  @param items     closure objects in wire form (protocol 1.5)
 *  @param sequences the push's counters (protocol 1.6)
 *  @throws unavailable the database is gone or full: nothing may be taken as stored, the push must be repeated */
export function recordClosures(
  ctx: Ctx,
  terminal: TerminalIdentity,
  items: readonly unknown[],
  sequences: unknown,
): Promise<PushResult> {
  const drafts = items.map((item) => ({ kind: closureKind, item }));
  return recordPush(ctx, { terminal, drafts, sequences });
}

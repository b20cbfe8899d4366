/** Proving chains from the back office: on demand, in the background of the process, with how far it is; the last result stays. */

import { DomainError } from '../../core/errors.ts';
import { type Ctx, inTransaction } from '../../db/index.ts';
import { authorize } from '../tenancy/index.ts';
import { headKey, readHead } from './chain.ts';
import { type ChainVerdict, verifyAuditChain } from './verify-audit-chain.ts';

export interface ChainProof {
  /** When it was finished. */
  at: string;
  verdict: ChainVerdict;
}

export interface ProofState {
  /** Entries that the chain has now. */
  entries: number;
  last: ChainProof | null;
  /** Entries looked at so far; null: nothing is under way in this process. */
  progress: number | null;
}

const keyOf = (chain: number) => `proof:audit:${chain}`;

/** What is under way, by database and chain. */
const running = new WeakMap<object, Map<number, number>>();

/** How far the proof of a chain is, and how the last one ended.
 *  @throws not_found, forbidden, not_signed_in */
export async function getProof(ctx: Ctx, chain: number): Promise<ProofState> {
  judge(ctx, chain);
  const { reader } = ctx.db;
  const [head, kept] = await Promise.all([
    reader.hubState.findUnique({ where: { key: headKey(chain) } }),
    reader.hubState.findUnique({ where: { key: keyOf(chain) } }),
  ]);
  return {
    entries: head === null ? 0 : readHead(head.value).position,
    last: kept === null ? null : (JSON.parse(kept.value) as ChainProof),
    progress: running.get(ctx.db)?.get(chain) ?? null,
  };
}

/** Begins to prove a chain, unless that is under way.
 *  @returns when it is done; whoever only begins it need not wait
 *  @throws not_found, forbidden, not_signed_in */
export function proveChain(ctx: Ctx, chain: number): { done: Promise<void> } {
  judge(ctx, chain);
  const chains = running.get(ctx.db) ?? new Map<number, number>();
  running.set(ctx.db, chains);
  if (chains.has(chain)) return { done: Promise.resolve() };
  chains.set(chain, 0);
  const done = verifyAuditChain(ctx.db, chain, (entries) => chains.set(chain, entries))
    .then((verdict) => keep(ctx, chain, verdict))
    .catch((error: unknown) => ctx.log.error({ err: error, chain }, 'a chain of the audit trail could not be proved'))
    .finally(() => chains.delete(chain));
  return { done };
}

async function keep(ctx: Ctx, chain: number, verdict: ChainVerdict): Promise<void> {
  const key = keyOf(chain);
  const value = JSON.stringify({ at: ctx.now().toISOString(), verdict } satisfies ChainProof);
  await inTransaction(ctx, (tx) =>
    tx.hubState.upsert({ where: { key }, create: { key, value }, update: { value }, select: { key: true } }),
  );
}

/** Chain 0 is the hub's own: of no company that somebody could be limited to. */
function judge(ctx: Ctx, chain: number): void {
  if (chain !== 0) authorize(ctx, 'audit.see', { companyId: chain });
  else authorize(ctx, 'hub.see');
  if (chain === 0 && ctx.actor.kind === 'user' && ctx.actor.staffCompanyIds !== null)
    throw new DomainError('not_found', { chain });
}

/** Answers that hold a key or a password: at rest they are sealed, and they are told again only for as long as a lost answer is
 *  asked for. Refusals hold none and are kept as they are. */
import { DomainError } from '../../core/errors.ts';
import type { Vault } from '../../core/vault.ts';
import type { Ctx } from '../../db/index.ts';
import type { KeptAnswer, KeyedRequest } from './keep-answer.ts';

const toldAgainMs = 600_000;

interface Sealing {
  vault: Vault;
  request: KeyedRequest;
}

/** The answer as it may be kept. */
export function sealSecret({ vault, request }: Sealing, kept: KeptAnswer): KeptAnswer {
  if (kept.answer === null || kept.status >= 400) return kept;
  return { ...kept, answer: vault.seal(kept.answer, placeOf(request)) };
}

/** The answer as it was given.
 *  @throws expired it was given more than ten minutes ago */
export function openSecret(ctx: Ctx, { vault, request }: Sealing, kept: KeptAnswer): KeptAnswer {
  if (kept.answer === null || kept.status >= 400) return kept;
  const isLate = kept.begunAt === undefined || kept.begunAt.getTime() + toldAgainMs <= ctx.now().getTime();
  const answer = isLate ? null : vault.open(kept.answer, placeOf(request));
  if (answer === null) {
    throw new DomainError(
      'expired',
      {},
      'This was done, and its answer held a secret: it is repeated for ten minutes.',
    );
  }
  return { ...kept, answer };
}

/** Sealed text opens for the same request of the same caller only. */
function placeOf({ caller, key, requestHash }: KeyedRequest): string {
  return JSON.stringify(['answer', caller, key, requestHash]);
}

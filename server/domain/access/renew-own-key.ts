import { DomainError } from '../../core/errors.ts';
import type { Vault } from '../../core/vault.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { hashKey, type NewKey, newKey } from './key-text.ts';
import { holdOwnTerminal, replaceKeyIn } from './terminal-keys.ts';

/** A till comes back the next day, after an answer that it has not got. */
const overlapHours = 24;

export interface RenewedKey {
  text: string;
  /** Until then the key before works, too. */
  oldWorksUntil: Date;
}

/** A till renews its own key. Safe to repeat: as long as the old key works, the same request with it is told the same new key,
 *  which is not kept but made again, of what only the till knows and what only the hub knows.
 *  @param shown `text`: the key that the till has; `requestId`: what the till calls this renewal
 *  @throws conflict          the key was replaced by another renewal, or by a person
 *  @throws terminal_disabled the till was revoked
 *  @throws not_found         the key is none of the calling till */
export function renewOwnKey(
  ctx: Ctx,
  { text, requestId, vault }: { text: string; requestId: string; vault: Vault },
): Promise<RenewedKey> {
  const next = newKey('terminal', vault.derive(`renewed key ${hashKey(text)} ${requestId} ${text}`));
  return inTransaction(ctx, async (tx) => {
    const terminal = await holdOwnTerminal({ tx, ctx });
    const { id: terminalId } = terminal;
    const old = await tx.apiKey.findFirst({
      where: { keyHash: hashKey(text), terminalId, revokedAt: null },
      select: { id: true, prefix: true, replacedAt: true, overlapUntil: true, expiresAt: true, createdById: true },
    });
    if (old === null) throw new DomainError('not_found', { terminalId });
    if (old.replacedAt !== null) return tellAgain(tx, { terminalId, next, oldWorksUntil: old.overlapUntil });
    const oldWorksUntil = new Date(ctx.now().getTime() + overlapHours * 3_600_000);
    const { createdById, expiresAt } = old;
    const replacement = { current: old, next, overlapUntil: oldWorksUntil, createdById, expiresAt };
    await replaceKeyIn({ tx, ctx }, terminal, replacement);
    return { text: next.text, oldWorksUntil };
  });
}

async function tellAgain(
  tx: Tx,
  { terminalId, next, oldWorksUntil }: { terminalId: number; next: NewKey; oldWorksUntil: Date | null },
): Promise<RenewedKey> {
  const current = await tx.apiKey.findFirst({
    where: { keyHash: next.keyHash, terminalId, revokedAt: null, replacedAt: null },
    select: { id: true },
  });
  if (current === null || oldWorksUntil === null) {
    throw new DomainError('conflict', {}, 'Another key has taken the place of this one. Renew that one.');
  }
  return { text: next.text, oldWorksUntil };
}

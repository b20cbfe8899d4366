/** Ending a terminal's access, for a while or for good. */
import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { changeTerminal } from './change-terminal.ts';
import { endKeys } from './end-keys.ts';
import { maxGraceHours } from './pair-terminal.ts';

/** Refuses a terminal from now on, by every secret and by its codes. Until `graceUntil` it may still push what it sold
 *  offline; null: nothing any more. Pairing it again takes the revocation back.
 *  @throws invalid_input the time of grace is too long
 *  @throws not_found     the terminal is none that the actor sees */
export async function revokeTerminal(ctx: Ctx, terminalId: number, graceUntil: Date | null = null): Promise<void> {
  const at = ctx.now();
  // Said this way round, a time that is none is too long as well.
  if (graceUntil !== null && !(graceUntil.getTime() - at.getTime() <= maxGraceHours * 3_600_000)) {
    const message = `at most ${maxGraceHours / 24} days from now`;
    throw new DomainError('invalid_input', { errors: [{ path: 'graceUntil', message }] });
  }
  await changeTerminal(ctx, terminalId, {
    action: 'terminal.revoke',
    changes: { revokedAt: at, graceUntil },
    async also(tx) {
      // Otherwise a replaced secret would live again as soon as the terminal is paired anew.
      await tx.terminalFormerSecret.deleteMany({ where: { terminalId, validUntil: { gt: graceUntil ?? at } } });
      await endKeys(tx, terminalId, { at, until: graceUntil });
      return undefined;
    },
  });
}

/** Takes a terminal out of use for good. Its documents, closures and codes stay for history, no list of terminals shows it,
 *  and whoever has one of its secrets is a stranger. What it had not delivered is lost to the hub.
 *  @param seen version that the actor has seen; absent: whatever it is
 *  @throws stale     somebody has changed it since
 *  @throws not_found the terminal is none that the actor sees, or is retired already */
export async function retireTerminal(ctx: Ctx, terminalId: number, seen?: number): Promise<void> {
  const at = ctx.now();
  await changeTerminal(ctx, terminalId, {
    action: 'terminal.retire',
    seen,
    changes: { deletedAt: at, secretHash: null, graceUntil: null },
    async also(tx, { revokedAt }) {
      await tx.terminalFormerSecret.deleteMany({ where: { terminalId } });
      await endKeys(tx, terminalId, { at, until: null });
      return { revokedAt: revokedAt ?? at };
    },
  });
}

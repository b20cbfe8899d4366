/** What every operation is told: who acts, how far they may reach, and the means to do it. Nothing of HTTP. */

import type { Actor, Door, Scope } from '../core/scope.ts';
import type { Vault } from '../core/vault.ts';
import type { Database } from './client.ts';

/** What operations need of a logger; pino's loggers are of this shape. Facts first, then a constant sentence. */
export interface Logger {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
  child(facts: Record<string, unknown>): Logger;
}

export interface Ctx {
  readonly actor: Actor;
  readonly scope: Scope;
  readonly door: Door;
  readonly db: Database;
  /** The only clock: tests set it. */
  now(): Date;
  readonly log: Logger;
  /** Null outside requests. */
  readonly requestId: string | null;
  /** The signed-in browser. Absent where nobody is. */
  readonly sessionId?: string;
  /** Seals what people prove themselves with. Absent where nobody signs in. */
  readonly vault?: Vault;
  /** Seals what tills compare in clear text. Absent where nobody chooses such a password. */
  readonly tillVault?: Vault;
}

/** A context that differs from `base` in the given respects. Its log lines carry door, actor and request. */
export function deriveContext(
  base: Ctx,
  changes: Partial<Pick<Ctx, 'actor' | 'scope' | 'door' | 'requestId' | 'now'>>,
): Ctx {
  const next = { ...base, ...changes };
  return { ...next, log: base.log.child({ door: next.door, requestId: next.requestId, ...actorFacts(next.actor) }) };
}

function actorFacts(actor: Actor): Record<string, unknown> {
  switch (actor.kind) {
    case 'user':
      return { actorId: actor.userId };
    case 'terminal':
      return { actorId: `terminal:${actor.terminalId}`, companyId: actor.companyId };
    case 'program':
      return { actorId: `program:${actor.keyId}`, companyId: actor.companyId };
    case 'system':
      return { actorId: `system:${actor.name}` };
    case 'anonymous':
      return { actorId: null };
  }
}

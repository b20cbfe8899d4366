import { DomainError } from '../../core/errors.ts';
import type { Actor } from '../../core/scope.ts';
import type { Ctx } from '../../db/index.ts';

export type Person = Extract<Actor, { kind: 'user' }>;

/** Whose account it is: everybody's own, and nobody else's.
 *  @throws not_signed_in */
export function personOf(ctx: Ctx): Person {
  if (ctx.actor.kind !== 'user') throw new DomainError('not_signed_in');
  return ctx.actor;
}

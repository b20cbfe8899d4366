import { createVault } from '../../../core/vault.ts';
import type { Ctx } from '../../../db/index.ts';
import { noteSeen, readApiSession, scopeFor } from '../../../domain/tenancy/index.ts';
import { actorAt } from '../../../http/user-context.ts';
import type { ApiDeps } from '../operations.ts';

/** Who a person's access token stands for, as the rows say now: null once its session was ended, the password changed, or the
 *  account switched off. One query.
 *  @param sessionId what the token names as `sid`
 *  @throws unavailable */
export async function personContext(deps: ApiDeps, sessionId: string, requestId: string): Promise<Ctx | null> {
  const live = await readApiSession(deps.db, sessionId, deps.now());
  if (live === null) return null;
  const actor = actorAt('api', live.actor);
  // In the background: that somebody was here holds up no answer.
  noteSeen(deps.db, live, deps.now()).catch((error: unknown) => {
    deps.log.warn({ err: error }, 'last use of a session could not be noted');
  });
  return {
    ...{ actor, scope: scopeFor({ actor }, 'company.see'), door: 'api', sessionId: live.id, requestId },
    ...{ db: deps.db, now: () => deps.now(), log: deps.log, vault: secondFactorVault(deps) },
  };
}

/** Opens what people's second factors are made of. */
export function secondFactorVault({ config }: ApiDeps) {
  return createVault(config.secrets.vault, 'second factors');
}

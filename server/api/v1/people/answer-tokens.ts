import type { KeptSession } from '../../../domain/accounts/index.ts';
import type { ApiDeps } from '../operations.ts';
import type { PersonTokensJson } from './shapes.ts';

const accessSeconds = 15 * 60;

/** The tokens of a session; the one for access lives no longer than the session. */
export async function answerTokens(deps: ApiDeps, session: KeptSession): Promise<{ body: PersonTokensJson }> {
  const { userId, sessionId, refresh, endsAt } = session;
  const left = Math.ceil((endsAt.getTime() - deps.now().getTime()) / 1000);
  const seconds = Math.max(1, Math.min(accessSeconds, left));
  const access = await deps.tokens.sign({ typ: 'person', sub: `user:${userId}`, sid: sessionId }, seconds);
  const refreshExpiresAt = endsAt.toISOString();
  return {
    body: { access, token_type: 'Bearer', expires_in: seconds, refresh, refresh_expires_at: refreshExpiresAt },
  };
}

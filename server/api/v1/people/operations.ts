/** How people's own programs sign in, stay signed in, and sign out; and where a person is signed in. */
import { endOwnSession, listOwnSessions, refreshApp, signInApp, signOutApp } from '../../../domain/accounts/index.ts';
import { type Operation, operation } from '../../../http/operation.ts';
import { clientAddress } from '../../../http/proxies.ts';
import type { ApiDeps } from '../operations.ts';
import { answerTokens } from './answer-tokens.ts';
import { secondFactorVault } from './person-context.ts';
import { sessionsJson } from './sessions-json.ts';
import { ownSessions, personTokens, refresh, sessionId, signIn } from './shapes.ts';

const tag = 'Access';
const tokens = { 200: { description: 'Signed in.', schema: personTokens } };

export function peopleOperations(deps: ApiDeps): Operation[] {
  return [signInOperation(deps), refreshOperation(deps), ...sessionOperations()];
}

function signInOperation(deps: ApiDeps): Operation {
  return operation({
    id: 'signIn',
    method: 'POST',
    path: '/auth/sign-in',
    tag,
    summary: "Sign a person's program in",
    description:
      'By user name (or confirmed e-mail address) and password. With a second factor switched on, `code` is needed as well: ' +
      'without it, or with a wrong one, the answer is 401 `wrong_credentials` whose `errors` name `code`. Any other mistake ' +
      'names no field. Tries are counted together with those on the sign-in page.',
    callers: [],
    body: { schema: signIn },
    answers: tokens,
    problems: ['wrong_credentials', 'too_many_requests'],
    handle: async ({ ctx, req, body }) => {
      const { username, password, code = null, device_name: deviceName = '' } = body;
      const visitor = {
        ...({ door: 'api', address: clientAddress(req, deps.config), deviceName } as const),
        agent: String(req.headers['user-agent'] ?? ''),
      };
      const acting = { ...ctx, vault: secondFactorVault(deps) };
      return answerTokens(deps, await signInApp(acting, { username, password, code, visitor }));
    },
  });
}

function refreshOperation(deps: ApiDeps): Operation {
  return operation({
    id: 'refreshTokens',
    method: 'POST',
    path: '/auth/refresh',
    tag,
    summary: 'Get new tokens for a refresh token',
    description:
      'Each refresh token works once and is answered with the next one: keep that one, and forget the old. The same request ' +
      'sent again within 30 seconds, before the new token is used, gets the same token again, so that a lost answer locks ' +
      'nobody out. A token that comes again later was copied: the session ends at once, and its owner is told by mail.',
    callers: [],
    body: { schema: refresh },
    answers: tokens,
    problems: ['not_signed_in'],
    handle: async ({ ctx, body }) =>
      answerTokens(deps, await refreshApp(ctx, body.refresh, String(deps.config.secrets.session))),
  });
}

function sessionOperations(): Operation[] {
  return [
    operation({
      id: 'signOut',
      method: 'POST',
      path: '/auth/sign-out',
      tag,
      summary: 'End the session at hand; its tokens are worthless from then on',
      callers: ['person'],
      answers: { 204: { description: 'Signed out.' } },
      handle: async ({ ctx }) => {
        await signOutApp(ctx);
        return { status: 204 };
      },
    }),
    operation({
      id: 'listSessions',
      method: 'GET',
      path: '/auth/sessions',
      tag,
      summary: 'Where you are signed in: browsers and programs',
      callers: ['person'],
      answers: {
        200: { description: 'The session at hand first, then by last use; 100 at most.', schema: ownSessions },
      },
      handle: async ({ ctx }) => ({ body: sessionsJson(await listOwnSessions(ctx)) }),
    }),
    operation({
      id: 'endSession',
      method: 'DELETE',
      path: '/auth/sessions/{id}',
      tag,
      summary: 'End one of your sessions',
      callers: ['person'],
      params: sessionId,
      answers: { 204: { description: 'It has ended.' } },
      problems: ['not_found'],
      handle: async ({ ctx, params }) => {
        await endOwnSession(ctx, params.id);
        return { status: 204 };
      },
    }),
  ];
}

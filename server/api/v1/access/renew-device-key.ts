import { DomainError } from '../../../core/errors.ts';
import { describePlace, renewOwnKey } from '../../../domain/access/index.ts';
import { terminalCtx } from '../../../domain/tenancy/index.ts';
import type { Call } from '../../../http/operation.ts';
import { requestIdOf } from '../../../http/request-id.ts';
import type { ApiDeps } from '../operations.ts';
import { placeJson } from './shapes.ts';

/** A new key for whoever shows a terminal's key.
 *  @throws invalid_input what is shown is the secret of an address
 *  @throws wrong_credentials, terminal_disabled, network_not_allowed, too_many_requests as `Gatekeeper.admitKey`
 *  @throws conflict, not_found as `renewOwnKey` */
export async function renewDeviceKey(
  deps: ApiDeps,
  { req, res, body }: Call<unknown, unknown, { api_key: string; request_id: string }>,
) {
  const { terminal, token } = await deps.gatekeeper.admitKey({ req, res }, body.api_key);
  if (!token.key.startsWith('key:')) {
    const message = 'a key (gtk_…); the secret of an address is renewed in the portal';
    throw new DomainError('invalid_input', { errors: [{ path: 'api_key', message }] });
  }
  const ctx = terminalCtx(deps, terminal, requestIdOf(res));
  const asked = { text: body.api_key, requestId: body.request_id, vault: deps.vault };
  const { text, oldWorksUntil } = await renewOwnKey(ctx, asked);
  const place = placeJson(await describePlace(deps.db, terminal.terminalId));
  return { body: { api_key: text, old_key_works_until: oldWorksUntil.toISOString(), ...place } };
}

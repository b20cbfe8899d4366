import { DomainError } from '../../../core/errors.ts';
import { describePlace, deviceTokenSeconds, issueDeviceToken } from '../../../domain/access/index.ts';
import type { Call } from '../../../http/operation.ts';
import type { ApiDeps } from '../operations.ts';
import { placeJson } from './shapes.ts';

interface Asked {
  api_key: string;
  terminal_id?: string | null | undefined;
}

/** A token for whoever shows a terminal's key. Devices of today do not know which terminal they are and say nothing, or an empty
 *  text: the key tells. What they say must be right.
 *  @throws wrong_credentials, terminal_unknown, terminal_disabled, network_not_allowed, too_many_requests */
export async function getDeviceToken(deps: ApiDeps, { req, res, body }: Call<unknown, unknown, Asked>) {
  const { terminal, token } = await deps.gatekeeper.admitKey({ req, res }, body.api_key);
  const said = body.terminal_id ?? '';
  if (said !== '' && said !== terminal.terminalCode && said.toLowerCase() !== token.terminal) {
    const message = 'This key belongs to another terminal than terminal_id names. It may be left out.';
    throw new DomainError('terminal_unknown', { terminalId: terminal.terminalId }, message);
  }
  const place = await describePlace(deps.db, terminal.terminalId);
  return {
    body: {
      access: await issueDeviceToken(deps.tokens, token),
      token_type: 'Bearer',
      expires_in: deviceTokenSeconds,
      ...placeJson(place),
    },
  };
}

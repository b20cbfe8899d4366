import type { Request, Response } from 'express';
import {
  describePlace,
  pairingSeconds,
  pollPairing,
  pollSeconds,
  startPairing as start,
} from '../../../domain/access/index.ts';
import { systemCtx } from '../../../domain/tenancy/index.ts';
import { requestIdOf } from '../../../http/request-id.ts';
import { deviceAddress } from '../../client.ts';
import type { ApiDeps } from '../operations.ts';
import { placeJson } from './shapes.ts';

interface Said {
  device_name?: string | undefined;
  software?: string | undefined;
}

/** Lets a device wait for a person.
 *  @throws too_many_requests */
export async function startDevicePairing(
  deps: ApiDeps,
  { req, res, body }: { req: Request; res: Response; body: Said },
) {
  const address = deviceAddress(req, deps.config);
  const { device_name: deviceName = '', software = '' } = body;
  const { deviceCode, userCode } = await start(contextOf(deps, res), { deviceName, software, address });
  const uri = `${deps.config.publicUrl}/pair/`;
  return {
    body: {
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: uri,
      verification_uri_complete: `${uri}?code=${userCode}`,
      expires_in: pairingSeconds,
      interval: pollSeconds,
    },
  };
}

/** What a waiting device is told.
 *  @throws not_found, expired, forbidden, too_many_requests as `pollPairing` */
export async function fetchPairedKey(deps: ApiDeps, { res, deviceCode }: { res: Response; deviceCode: string }) {
  const answer = await pollPairing(contextOf(deps, res), deviceCode, deps.vault);
  if (answer.isWaiting) return { status: 202, body: { status: 'authorization_pending', interval: pollSeconds } };
  const place = placeJson(await describePlace(deps.db, answer.terminalId));
  return { body: { api_key: answer.apiKey, base_url: deps.config.publicUrl, ...place } };
}

/** The hub itself acts: the device is nobody yet. */
function contextOf(deps: ApiDeps, res: Response) {
  return { ...systemCtx(deps, 'pairing', 'device'), requestId: requestIdOf(res) };
}

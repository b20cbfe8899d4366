/** How devices prove who they are: keys become tokens, and the keys by which tokens are signed are there for everybody. */
import { z } from 'zod';
import { type Operation, operation } from '../../../http/operation.ts';
import type { ApiDeps } from '../operations.ts';
import { fetchPairedKey, startDevicePairing } from './device-pairing.ts';
import { getDeviceToken } from './get-device-token.ts';
import { renewDeviceKey } from './renew-device-key.ts';
import { placeShape } from './shapes.ts';

const publicKey = z
  .object({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: z.string(),
    kid: z.string().describe('As tokens name it in their header.'),
    alg: z.literal('EdDSA'),
    use: z.literal('sig'),
  })
  .meta({ id: 'PublicKey' });

const keySet = z.object({ keys: z.array(publicKey) }).meta({ id: 'KeySet' });

const tokenRequest = z.strictObject({
  api_key: z
    .string()
    .min(1, 'must not be empty')
    .max(200, 'at most 200 characters')
    .describe('The key of the terminal (`gtk_…`), or the secret of its office settings.'),
  terminal_id: z
    .string()
    .max(100, 'at most 100 characters')
    .nullish()
    .describe('UUID or code of the terminal. May be missing or empty: the key tells.'),
});

const deviceToken = z
  .object({
    access: z.string().describe('To be sent as `Authorization: Bearer …`.'),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('Seconds until it ends.'),
    ...placeShape,
  })
  .meta({ id: 'DeviceToken' });

const keyRenewal = z.strictObject({
  api_key: tokenRequest.shape.api_key.describe('The key of the terminal (`gtk_…`) that is to be replaced.'),
  request_id: z
    .string()
    .min(16, 'at least 16 characters')
    .max(200, 'at most 200 characters')
    .describe('What the device calls this renewal, such as a UUID. To be kept until the new key is.'),
});

const renewedKey = z
  .object({
    api_key: z.string().describe('The new key. To be kept before it is used.'),
    old_key_works_until: z.string().describe('Until then the key before works, too.'),
    ...placeShape,
  })
  .meta({ id: 'RenewedDeviceKey' });

const line = z.string().max(200, 'at most 200 characters');

const pairingRequest = z.strictObject({
  device_name: line.optional().describe('How people know the device, such as the name that stands on it.'),
  software: line.optional().describe('Name and version of its program.'),
});

const pairing = z
  .object({
    device_code: z.string().describe('To be asked with. Never shown.'),
    user_code: z.string().describe('Eight letters with a dash, to be shown: a person types them in the portal.'),
    verification_uri: z.string().describe('Where the person goes.'),
    verification_uri_complete: z.string().describe('The same with the code in it, for a QR code.'),
    expires_in: z.int().describe('Seconds until the codes end.'),
    interval: z.int().describe('Seconds between two questions.'),
  })
  .meta({ id: 'Pairing' });

const pairingQuestion = z.strictObject({
  device_code: z.string().min(1, 'must not be empty').max(200, 'at most 200 characters'),
});

const pairingPending = z
  .object({
    status: z.literal('authorization_pending'),
    interval: z.int().describe('Seconds until the next question.'),
  })
  .meta({ id: 'PairingPending' });

const pairedDevice = z
  .object({
    api_key: z.string().describe('The key of the terminal. To be kept before it is used.'),
    base_url: z.string().describe('Where the hub is: `base_url` of the settings.'),
    ...placeShape,
  })
  .meta({ id: 'PairedDevice' });

/** They may be kept for an hour: a key is there a day before it signs. */
export const keySetHeaders = { 'Cache-Control': 'public, max-age=3600' };

export function accessOperations(deps: ApiDeps): Operation[] {
  return [
    operation({
      id: 'getDeviceToken',
      method: 'POST',
      path: '/auth/token',
      tag: 'Access',
      summary: 'A token for a device, for the key of its terminal',
      description:
        'Ask anew when a minute or less is left. Whether the key is still good is asked with every request: what is revoked ends at once, whatever its token says.',
      callers: [],
      body: { schema: tokenRequest, maxBytes: 4096 },
      answers: { 200: { description: 'The token, and where the terminal is.', schema: deviceToken } },
      problems: ['wrong_credentials', 'terminal_unknown', 'terminal_disabled', 'network_not_allowed'],
      handle: (call) => getDeviceToken(deps, call),
    }),
    operation({
      id: 'renewDeviceKey',
      method: 'POST',
      path: '/auth/key',
      tag: 'Access',
      summary: 'A new key for a device, in place of the one that it has',
      description:
        'The old key works on for a day. An answer that was lost may be asked for again: as long as the old key works, the same `api_key` with the same `request_id` is told the same new key; another `request_id` is a conflict. The hub keeps no text of it, only its hash. What the portal issued as a secret in `base_url` is renewed there.',
      callers: [],
      body: { schema: keyRenewal, maxBytes: 4096 },
      answers: { 200: { description: 'The new key.', schema: renewedKey } },
      problems: ['wrong_credentials', 'terminal_disabled', 'network_not_allowed', 'conflict', 'not_found'],
      handle: (call) => renewDeviceKey(deps, call),
    }),
    operation({
      id: 'startPairing',
      method: 'POST',
      path: '/pairing',
      tag: 'Access',
      summary: 'A code for a device to show, by which a person lets it in',
      callers: [],
      body: { schema: pairingRequest, maxBytes: 4096, isOptional: true },
      answers: { 200: { description: 'The codes. They are good for ten minutes.', schema: pairing } },
      handle: ({ req, res, body }) => startDevicePairing(deps, { req, res, body }),
    }),
    operation({
      id: 'fetchPairedKey',
      method: 'POST',
      path: '/pairing/token',
      tag: 'Access',
      summary: 'The key of a device that a person has let in',
      description:
        'To be asked every `interval` seconds: 202 while nobody has answered, 429 to who asks more often, 403 when the device was refused, 410 when the code is over. An answer that was lost may be asked for again: for ten minutes the same `device_code` is told the same key, as long as it is the till’s. The hub keeps no text of it, only its hash.',
      callers: [],
      body: { schema: pairingQuestion, maxBytes: 4096 },
      answers: {
        200: { description: 'The key, and which terminal the device is.', schema: pairedDevice },
        202: { description: 'Nobody has answered yet.', schema: pairingPending },
      },
      problems: ['not_found', 'expired', 'forbidden'],
      handle: ({ res, body }) => fetchPairedKey(deps, { res, deviceCode: body.device_code }),
    }),
    operation({
      id: 'getKeySet',
      method: 'GET',
      path: '/.well-known/jwks.json',
      tag: 'Access',
      summary: 'The public keys by which tokens of this hub can be checked (RFC 7517)',
      callers: [],
      answers: { 200: { description: 'The keys, those among them that do not sign yet.', schema: keySet } },
      handle: async () => ({ body: await deps.tokens.keySet(), headers: keySetHeaders }),
    }),
  ];
}

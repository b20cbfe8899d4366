/** What people's programs send and get. */
import { z } from 'zod';

const text = (most: number) => z.string().max(most, `must have at most ${most} characters`);

export const signIn = z
  .strictObject({
    username: text(254)
      .min(1, 'must not be empty')
      .describe('User name, or an e-mail address that the person has confirmed.'),
    password: text(1000).min(1, 'must not be empty'),
    code: text(40).optional().describe('Of the second factor: from the phone, or a recovery code.'),
    device_name: text(100).optional().describe('What the person calls the device; shown where they are signed in.'),
  })
  .meta({ id: 'SignIn' });

export const refresh = z.strictObject({ refresh: text(200).min(1, 'must not be empty') }).meta({ id: 'Refresh' });

export const personTokens = z
  .object({
    access: z.string().describe('For `Authorization: Bearer`, a JWT.'),
    token_type: z.literal('Bearer'),
    expires_in: z.int().min(0).describe('Seconds for which `access` is good.'),
    refresh: z.string().describe('For the next tokens. Works once.'),
    refresh_expires_at: z.iso.datetime().describe('When the session ends unless it is refreshed before.'),
  })
  .meta({ id: 'PersonTokens' });

export type PersonTokensJson = z.infer<typeof personTokens>;

const ownSession = z
  .object({
    id: z.string(),
    door: z.string().describe('portal, admin or api: where the person signed in.'),
    device_name: z.string().describe('What the program calls its device; empty of browsers.'),
    agent: z.string().describe('User-Agent, as it was sent.'),
    address: z.string(),
    created_at: z.iso.datetime(),
    last_seen_at: z.iso.datetime().describe('To five minutes.'),
    is_current: z.boolean(),
  })
  .meta({ id: 'Session' });

export const ownSessions = z.object({ sessions: z.array(ownSession) }).meta({ id: 'Sessions' });

export type OwnSessionsJson = z.infer<typeof ownSessions>;

export const sessionId = z.strictObject({ id: text(64).describe('As the list of sessions names it.') });

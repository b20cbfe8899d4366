/** Requests that other sites make a browser send. Three walls, each enough on its own in today's browsers: the session
 *  cookie is SameSite=Lax (`session.ts`), a change must come from our own origin, and a form carries a token. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Config } from '../config.ts';
import { DomainError } from '../core/errors.ts';
import { isHttps } from './proxies.ts';

type OriginConfig = Pick<Config, 'publicUrl' | 'trustedProxies'>;
type TokenConfig = Pick<Config, 'secrets'>;

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const nonceBytes = 16;
const formField = '_csrf';
const tokenHeader = 'x-csrf-token';

/** Refuses changes that a page of another origin asked for. Browsers say so in `Sec-Fetch-Site` (over https and on loopback)
 *  or else in `Origin`; a client that sends neither is no browser, has no cookie of somebody else, and passes on to the
 *  token. */
export function sameOrigin(deps: { config: OriginConfig }): RequestHandler {
  return (req, _res, next) => {
    if (safeMethods.has(req.method) || isOwnPage(req, deps.config)) return next();
    throw new DomainError('bad_origin', { origin: req.headers.origin, site: req.headers['sec-fetch-site'] });
  };
}

function isOwnPage(req: Request, config: OriginConfig): boolean {
  const site = req.headers['sec-fetch-site'];
  // `none`: the user's own doing, such as a bookmark. `same-site` is a neighbour and not us.
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = req.headers;
  if (origin === undefined) return true;
  if (origin === config.publicUrl) return true;
  return origin === `${isHttps(req, config) ? 'https' : 'http'}://${req.headers.host}`;
}

/** A token for the forms of one session, different each time (so that compression gives nothing away) and valid as long as
 *  the session. `sessionId` null: the forms of strangers, such as sign-in. */
export function issueCsrfToken(config: TokenConfig, sessionId: string | null): string {
  const nonce = randomBytes(nonceBytes);
  return Buffer.concat([nonce, signature(config, sessionId, nonce)]).toString('base64url');
}

/** Refuses changes without a token of this session, in the form field `_csrf` or the header `X-CSRF-Token`. Mount it after
 *  the body reader; `sessionIdOf` says whose session it is (null: a stranger's). */
export function requireCsrfToken(
  deps: { config: TokenConfig },
  sessionIdOf: (req: Request, res: Response) => string | null,
): RequestHandler {
  return (req, res, next) => {
    if (safeMethods.has(req.method) || isOwnToken(deps.config, sessionIdOf(req, res), sentToken(req))) return next();
    throw new DomainError('bad_origin', {}, 'This page is too old or came from elsewhere. Load it again and repeat.');
  };
}

function sentToken(req: Request): string {
  const header = req.headers[tokenHeader];
  if (typeof header === 'string') return header;
  const body: unknown = req.body;
  const field = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[formField] : undefined;
  return typeof field === 'string' ? field : '';
}

function isOwnToken(config: TokenConfig, sessionId: string | null, token: string): boolean {
  const bytes = Buffer.from(token, 'base64url');
  const expected = signature(config, sessionId, bytes.subarray(0, nonceBytes));
  const sent = bytes.subarray(nonceBytes);
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}

function signature(config: TokenConfig, sessionId: string | null, nonce: Buffer): Buffer {
  const whose = sessionId === null ? 'stranger' : `session:${sessionId}`;
  return createHmac('sha256', config.secrets.session).update('csrf\n').update(nonce).update(whose).digest();
}

import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';
import type { Config } from '../config.ts';

/** One year, as browsers' preload lists ask. */
const strictTransportSeconds = 31_536_000;

type Sources = Record<string, readonly string[]>;

/** Everything from our own host, no inline scripts, no frames, no plugins. `data:` images are icons inside style sheets. */
const ownHostOnly: Sources = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'script-src-attr': ["'none'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'font-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
};

/** Security headers for everything that a browser shows. Over https also HSTS. */
export function securityHeaders(deps: { config: Pick<Config, 'publicUrl'> }): RequestHandler {
  const isSecure = deps.config.publicUrl.startsWith('https:');
  const setHeaders = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: isSecure ? { maxAge: strictTransportSeconds } : false,
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
  return (req, res, next) => {
    res.setHeader('Content-Security-Policy', policyText(ownHostOnly));
    setHeaders(req, res, next);
  };
}

/** For a page whose library writes script tags of its own (the admin's shell): lets scripts with the returned nonce run on
 *  this answer, and styles that are written in the page, which such libraries cannot do without. Call it before answering. */
export function allowPageNonce(res: Response): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = {
    ...ownHostOnly,
    'script-src': ["'self'", `'nonce-${nonce}'`],
    'style-src': ["'self'", "'unsafe-inline'"],
  };
  res.setHeader('Content-Security-Policy', policyText(policy));
  return nonce;
}

function policyText(sources: Sources): string {
  return Object.entries(sources)
    .map(([directive, values]) => `${directive} ${values.join(' ')}`)
    .join('; ');
}

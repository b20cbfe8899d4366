import type { RequestHandler, Response } from 'express';
import type { Config } from '../config.ts';
import type { Logger } from '../db/index.ts';
import { hideSecretPaths } from '../log.ts';
import { clientAddress } from './proxies.ts';
import { correlationOf, requestIdOf } from './request-id.ts';

/** What a door has found out about a request; it goes onto the request's line. */
interface RequestFacts {
  door?: string;
  companyId?: number | null;
  actorId?: string | null;
}

/** Asked every few seconds by machines; their lines would bury all others. */
const probes = new Set(['/healthz', '/readyz', '/metrics']);

/** One line per request when it has ended: method, path, status, bytes, milliseconds, address, and what the doors noted.
 *  Secrets in paths are masked; queries are left out, because terminals and links carry credentials there. */
export function requestLog(deps: { config: Pick<Config, 'trustedProxies'>; log: Logger }): RequestHandler {
  return (req, res, next) => {
    const startedAt = process.hrtime.bigint();
    const address = clientAddress(req, deps.config);
    const path = hideSecretPaths(req.path);
    res.once('close', () => {
      const facts = {
        requestId: requestIdOf(res),
        method: req.method,
        path,
        status: res.statusCode,
        bytes: Number(res.getHeader('content-length') ?? 0) || undefined,
        ms: Number(process.hrtime.bigint() - startedAt) / 1e6,
        address,
        correlationId: correlationOf(res) ?? undefined,
        ...noted(res),
        ...(res.writableFinished ? {} : { cut: true }),
      };
      deps.log[probes.has(path) ? 'debug' : 'info'](facts, 'request');
    });
    next();
  };
}

/** Adds what a door knows to the request's line: which door, whose company, who. */
export function noteRequest(res: Response, facts: RequestFacts): void {
  res.locals['requestFacts'] = { ...noted(res), ...facts };
}

function noted(res: Response): RequestFacts {
  return (res.locals['requestFacts'] as RequestFacts | undefined) ?? {};
}

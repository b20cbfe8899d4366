import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

/** Gives each request an id of our own: on every log line, in every problem, and in the `X-Request-Id` header. A client's
 *  own id is not taken over; what is in the log is what we made. Mount it first. */
export function requestId(): RequestHandler {
  return (_req, res, next) => {
    const id = randomUUID();
    res.locals['requestId'] = id;
    res.setHeader('X-Request-Id', id);
    next();
  };
}

/** The id of the request that is being answered; empty where `requestId()` is not mounted. */
export function requestIdOf(res: Response): string {
  const id: unknown = res.locals['requestId'];
  return typeof id === 'string' ? id : '';
}

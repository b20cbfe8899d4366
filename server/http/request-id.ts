import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

/** Gives each request an id of our own: on every log line, in every problem, and in the `X-Request-Id` header. A client's
 *  own id is not taken over; what is in the log is what we made. Mount it first. */
export function requestId(): RequestHandler {
  return (req, res, next) => {
    // Whoever answers, packs, measures and logs hears of its end: more than the ten that Node takes for a mistake.
    res.setMaxListeners(mostListeners);
    const id = randomUUID();
    res.locals['requestId'] = id;
    res.setHeader('X-Request-Id', id);
    const sent = req.headers['x-correlation-id'];
    if (typeof sent === 'string' && correlationForm.test(sent)) {
      res.locals['correlationId'] = sent;
      res.setHeader('X-Correlation-Id', sent);
    }
    next();
  };
}

const mostListeners = 30;

/** Letters and signs that need no escaping in a log or in a header. */
const correlationForm = /^[A-Za-z0-9._:-]{1,128}$/;

/** What the client calls the matter that it is about, such as its document's id: on every line of the log that the request
 *  leaves, beside our own id. Null: it named none, or one of another form. */
export function correlationOf(res: Response): string | null {
  const id: unknown = res.locals['correlationId'];
  return typeof id === 'string' ? id : null;
}

/** The id of the request that is being answered; empty where `requestId()` is not mounted. */
export function requestIdOf(res: Response): string {
  const id: unknown = res.locals['requestId'];
  return typeof id === 'string' ? id : '';
}

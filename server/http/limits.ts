/** Reading bodies, up to `MAX_BODY_MB`. What cannot be read becomes a problem (`malformed_body`, `payload_too_large`,
 *  `unsupported_media_type`) in `problem.ts`; nothing half-read reaches a door. */
import express, { type RequestHandler } from 'express';
import type { Config } from '../config.ts';
import { DomainError } from '../core/errors.ts';

type LimitConfig = Pick<Config, 'maxBodyBytes'>;

/** Pages send little; a form of this size is already a mistake or an attack. */
const maxFormBytes = 1024 * 1024;
const maxFormFields = 2000;

/** `req.body` from `application/json` (and `+json`); objects and lists only. */
export function jsonBody(deps: { config: LimitConfig }): RequestHandler {
  return express.json({ limit: deps.config.maxBodyBytes, type: ['application/json', 'application/*+json'] });
}

/** `req.body` from a form: texts, or lists of texts for names that repeat. */
export function formBody(deps: { config: LimitConfig }): RequestHandler {
  const limit = Math.min(maxFormBytes, deps.config.maxBodyBytes);
  return express.urlencoded({ extended: false, limit, parameterLimit: maxFormFields });
}

/** `req.body` as a Buffer, decompressed, whatever kind the client calls it; an empty Buffer without a body. For doors that
 *  keep the body as it came. */
export function rawBody(deps: { config: LimitConfig }): RequestHandler {
  const read = express.raw({ limit: deps.config.maxBodyBytes, type: () => true });
  return (req, res, next) => {
    read(req, res, (error?: unknown) => {
      if (error === undefined && !Buffer.isBuffer(req.body)) req.body = Buffer.alloc(0);
      next(error);
    });
  };
}

/** JSON of a body that `rawBody` read. A byte order mark is skipped.
 *  @throws malformed_body when it is not UTF-8 or not JSON */
export function parseJsonBody(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new DomainError('malformed_body', { cause: (error as Error).message }, 'The body is not readable JSON.');
  }
}

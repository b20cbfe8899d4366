/** Reads AdminJS's forms in the place of its own reader, which writes files to a temporary folder and reports a broken form
 *  twice. Fields only; what it finds is left where AdminJS looks. */

import express, { type Request, type RequestHandler } from 'express';
import { DomainError } from '../server/core/errors.ts';

/** A form of the back office is a few short fields. */
const maxBodyBytes = 128 * 1024;
const maxFields = 200;

const formTypes = ['multipart/form-data', 'application/x-www-form-urlencoded'];

/** @throws DomainError malformed_body, unsupported_media_type; an error of 413 */
export function formBody(): RequestHandler[] {
  return [
    express.raw({ type: () => true, limit: maxBodyBytes }),
    async (req, _res, next) => {
      const fields = req.method === 'POST' ? await readFields(req) : {};
      Object.assign(req, { fields, files: {}, express_formidable: { parsed: true } });
      next();
    },
  ];
}

async function readFields(req: Request): Promise<Record<string, string>> {
  const body: unknown = req.body;
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  if (!req.is(formTypes)) throw new DomainError('unsupported_media_type');
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': req.headers['content-type'] ?? '' },
  })
    .formData()
    .catch((cause: unknown) => {
      throw new DomainError('malformed_body', { cause: String(cause) }, 'The form could not be read.');
    });
  const fields: Record<string, string> = {};
  for (const [name, value] of form) {
    // The record's id stands in the address; AdminJS would let the form choose another one.
    if (typeof value === 'string' && name !== 'id') fields[name] = value;
  }
  if (Object.keys(fields).length > maxFields)
    throw new DomainError('malformed_body', {}, 'The form has too many fields.');
  return fields;
}

import type { Request } from 'express';
import type { z } from 'zod';
import { DomainError, type InputError } from '../server/core/errors.ts';
import { type Asked, askedWithOptions, listFields } from './engine/window.ts';

const notRight = 'The address of this report is not complete or not right.';

/** Reads an address's filters. A name given twice counts once, with its last value; an empty value is none.
 *  @throws DomainError invalid_input with the path of each filter that breaks its rule */
export function readFilters<T extends z.ZodType>(req: Request, schema: T): z.infer<T> {
  const given = Object.fromEntries(
    [...new URLSearchParams(req.originalUrl.split('?')[1] ?? '')].filter(([, value]) => value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new DomainError('invalid_input', { errors }, notRight);
}

/** What an address asks of a report. Lists may be given as `store=A,B` or as `store=A&store=B`, which is what forms send; days
 *  alone mean an own range. What breaks its rule is left out and told, so that a page can show the rest.
 *  @returns null where no company is named: which one is meant is for the page to say */
export function readAsked(
  req: Request,
  company: string | undefined,
): { asked: Asked; errors: readonly InputError[] } | null {
  const given = addressQuery(req);
  if (given['range'] === undefined && (given['from'] !== undefined || given['to'] !== undefined))
    given['range'] = 'own';
  const named = { ...(company !== undefined && { company }), ...given };
  if (named['company'] === undefined) return null;
  const parsed = askedWithOptions.safeParse(named);
  if (parsed.success) return { asked: parsed.data, errors: [] };
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const wrong = new Set(errors.map(({ path }) => path));
  const rest = Object.fromEntries(Object.entries(named).filter(([name]) => !wrong.has(name)));
  return { asked: askedWithOptions.parse(rest), errors };
}

/** What an address asks, for who can do nothing with a part of it: files.
 *  @throws not_found      no company is named
 *  @throws invalid_input  with the field that breaks its rule */
export function readQuestion(req: Request): Asked {
  const read = readAsked(req, undefined);
  if (read === null) throw new DomainError('not_found');
  if (read.errors.length === 0) return read.asked;
  throw new DomainError('invalid_input', { errors: read.errors }, notRight);
}

/** Names with their values as an address has them; empty ones are none.
 *  @throws invalid_input a value has a character that no database stores; a file that has begun could not tell any more */
export function addressQuery(req: Request): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(req.originalUrl.split('?')[1] ?? '')) {
    if (value === '') continue;
    if (value.includes('\0'))
      throw new DomainError('invalid_input', { errors: [{ path: name, message: notRight }] }, notRight);
    const before = given[name];
    given[name] = before !== undefined && listFields.has(name) ? `${before},${value}` : value;
  }
  return given;
}

import type { Request } from 'express';
import type { z } from 'zod';
import { DomainError } from '../server/core/errors.ts';

/** Reads an address's filters. A name given twice counts once, with its last value; an empty value is none.
 *  @throws DomainError invalid_input with the path of each filter that breaks its rule */
export function readFilters<T extends z.ZodType>(req: Request, schema: T): z.infer<T> {
  const given = Object.fromEntries(
    [...new URLSearchParams(req.originalUrl.split('?')[1] ?? '')].filter(([, value]) => value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new DomainError('invalid_input', { errors }, 'The address of this report is not complete or not right.');
}

import type { z } from 'zod';
import { DomainError, type InputError } from '../../core/errors.ts';

/** Reads an operation's input, or throws `invalid_input` with one entry per broken rule. */
export function parseInput<S extends z.ZodType>(schema: S, input: z.input<S>): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new DomainError('invalid_input', { errors: inputErrors(result.error) });
}

/** What a schema found wrong, in the hub's form. */
export function inputErrors(error: z.ZodError): InputError[] {
  return error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
}

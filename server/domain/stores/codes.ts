/** Input shapes that stores, terminals and cashiers share. */
import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';

/** One of the three texts that make up a terminal's identity. Terminals compare them exactly, so nothing is folded. */
export const code = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(50, 'at most 50 characters')
  .refine((text) => isPrintable(text), 'letters, digits and punctuation only');

/** A short text for people: trimmed, at most `most` characters, and nothing that a screen or a till cannot show. */
export function line(most: number) {
  return z
    .string()
    .trim()
    .max(most, `at most ${most} characters`)
    .refine((text) => isPrintable(text), 'no control characters');
}

/** The same, with null for an empty one: tills drop a row over an empty text in the wrong place. */
export function optionalLine(most: number) {
  return line(most)
    .nullish()
    .transform((text) => (text ? text : null));
}

/** Fields that only terminals use, kept as JSON. Values are what the wire carries. */
export const terminalFields = z.record(
  z.string().regex(/^[a-z0-9_]{1,60}$/),
  z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]),
);

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
/** Half of a surrogate pair: no database and no UTF-8 can hold it. */
export const loneSurrogate = /\p{Surrogate}/u;

function isPrintable(text: string): boolean {
  return !controls.test(text) && !loneSurrogate.test(text);
}

/** Parses an operation's input.
 *  @throws invalid_input with one entry per broken rule */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  throw new DomainError('invalid_input', { errors });
}

/** The error of a name, code or number that another row of the same owner has already. */
export function taken(path: string, message: string): DomainError {
  return new DomainError('already_exists', { errors: [{ path, message }] }, message);
}

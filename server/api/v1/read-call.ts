/** What was sent, checked by the operation's own schemas. */
import type { Request } from 'express';
import type { z } from 'zod';
import { DomainError, type InputError } from '../../core/errors.ts';
import type { BodyShape, Operation } from '../../http/operation.ts';
import { isLines, parseJson, parseJsonLines, readBody } from '../body.ts';
import { wordsFor } from './field-words.ts';

export interface Sent {
  params: unknown;
  query: unknown;
  body: unknown;
}

/** Checks everything but the body, which is read only once the rest is right.
 *  @throws invalid_input names the parameter and says what would be right */
export function readQuestion(
  { params, query }: Operation,
  sent: { params: Readonly<Record<string, string>>; search: URLSearchParams },
): Pick<Sent, 'params' | 'query'> {
  const errors: InputError[] = [];
  const question = {
    params: params ? parse(params, sent.params, errors) : undefined,
    query: query ? parse(query, queryOf(sent.search), errors, saysTwice) : undefined,
  };
  if (!query) errors.push(...[...sent.search.keys()].map((path) => ({ path, message: 'is not known here' })));
  if (errors.length > 0) throw new DomainError('invalid_input', { errors });
  return question;
}

/** A name that is there twice is a list. */
function queryOf(search: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(search.keys())].map((name) => {
      const values = search.getAll(name);
      return [name, values.length === 1 ? (values[0] as string) : values];
    }),
  );
}

const bodies = new WeakMap<Request, Uint8Array>();

/** The body as it was sent, unpacked; without bytes where there is none. */
export function sentBytes(req: Request): { bytes: Uint8Array; isLines: boolean } {
  return { bytes: bodies.get(req) ?? new Uint8Array(), isLines: isLines(req) };
}

/** @returns undefined for a body that its handler reads
 *  @throws invalid_input, malformed_body, payload_too_large, unsupported_media_type, unavailable */
export async function readSentBody(req: Request, shape: BodyShape, hubLimit: number): Promise<unknown> {
  // Who sends nothing need not say of what kind it is.
  const isNothing =
    shape.isOptional && !req.headers['transfer-encoding'] && !Number(req.headers['content-length'] ?? 0);
  const bytes = isNothing
    ? Buffer.alloc(0)
    : await readBody(req, Math.min(shape.maxBytes ?? hubLimit, hubLimit), shape.takesLines);
  bodies.set(req, bytes);
  if (shape.isRaw) return undefined;
  const parseBody = shape.takesLines && isLines(req) ? parseJsonLines : parseJson;
  const value = bytes.length === 0 && shape.isOptional ? {} : parseBody(bytes);
  const errors: InputError[] = [];
  const parsed = parse(shape.schema, value, errors);
  if (errors.length > 0) throw new DomainError('invalid_input', { errors });
  return parsed;
}

function parse(schema: z.ZodType, value: unknown, errors: InputError[], words?: Words): unknown {
  const parsed = schema.safeParse(value, { error: (issue) => words?.(issue) ?? wordsFor(issue) });
  if (parsed.success) return parsed.data;
  errors.push(...parsed.error.issues.flatMap(told).slice(0, mostErrors));
  return undefined;
}

/** Where a schema says nothing of its own; undefined: in the words of all. */
type Words = (issue: z.core.$ZodRawIssue) => string | undefined;

/** Of what is one value. Where a list is meant, another fault is in it. */
const saysTwice: Words = ({ code, input }) =>
  (code === 'invalid_type' || code === 'invalid_value') && Array.isArray(input) ? 'is there more than once' : undefined;

/** Nobody reads more, and an answer must not be larger than its question. */
const mostErrors = 100;

/** Where it is wrong, and what would be right. What is not known is told by its own name. */
function told(issue: z.core.$ZodIssue): InputError[] {
  const at = (...more: string[]) => [...issue.path.map(String), ...more].join('.');
  if (issue.code !== 'unrecognized_keys') return [{ path: at(), message: issue.message }];
  return issue.keys.map((key) => ({ path: at(key), message: 'is not known here' }));
}

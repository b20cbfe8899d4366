/** One address of the API, declared once: from the declaration come the checks of what is sent, the answer's form, the page of
 *  documentation and the rounds of the fuzzer. Plumbing only: what an operation does is its own business. */
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { ErrorCode } from '../core/errors.ts';
import type { Ctx } from '../db/index.ts';

/** Who can call: a till or another device, a signed-in person, somebody's program with a key of the company. */
export type CallerKind = 'device' | 'person' | 'program';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What is answered with one status. */
export interface AnswerShape {
  description: string;
  /** Absent: no body. */
  schema?: z.ZodType;
  /** Default: application/json. */
  mediaType?: string;
  headers?: Readonly<Record<string, string>>;
}

export interface BodyShape<B extends z.ZodType = z.ZodType> {
  schema: B;
  /** True: a request without a body is one with `{}`. */
  isOptional?: true;
  /** True: `application/x-ndjson` too, a value on each line; the schema then gets the list of them. */
  takesLines?: true;
  /** True: the handler reads the bytes itself (`sentBytes` of server/api/v1/read-call.ts) and refuses what the schema would. */
  isRaw?: true;
  /** In bytes after decompression; default: the hub's limit. */
  maxBytes?: number;
}

/** What a handler is given. Everything in it has been checked by the declaration's schemas. */
export interface Call<P = unknown, Q = unknown, B = unknown> {
  req: Request;
  res: Response;
  /** Who acts, through which door, and how far they may reach. */
  ctx: Ctx;
  params: P;
  query: Q;
  body: B;
  /** For what has waited: asks anew who calls, who may have been shut out meanwhile.
   *  @throws as if the request came only now */
  admitAgain(): Promise<Ctx>;
}

/** What a handler answers. `sent`: it has answered by itself, as streams do. */
export type Reply =
  | { status?: number; body?: unknown; headers?: Readonly<Record<string, string>>; text?: string; mediaType?: string }
  | 'sent';

export interface Operation {
  /** Name in clients that are made from the document, camelCase; unique. */
  readonly id: string;
  readonly method: Method;
  /** Below `/api/v1` (and `/api`), parameters as `{name}`, without a slash at the end. */
  readonly path: string;
  /** Chapter of the documentation. */
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Empty: anybody, without proving who they are. */
  readonly callers: readonly CallerKind[];
  /** True: a kitchen screen is a device here too. It is no till: it sells nothing and learns no passwords. */
  readonly takesKitchens?: true;
  /** True: all rows of something are read for it. A terminal may ask for fewer of these than of others. */
  readonly isFullLoad?: true;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: BodyShape;
  /** By status: what is answered when all is well. */
  readonly answers: Readonly<Record<number, AnswerShape>>;
  /** What can go wrong besides what can go wrong everywhere (`commonProblems` of the router). */
  readonly problems?: readonly ErrorCode[];
  /** True: a repeat with the same `Idempotency-Key` gets the first one's answer. */
  readonly takesIdempotencyKey?: true;
  /** True: it changes something that has an ETag, and asks which state of it the caller has seen (`requireMatch`). */
  readonly needsIfMatch?: true;
  /** True: the answer holds a key or a password. It is kept sealed, and repeated for some minutes only. */
  readonly answersSecret?: true;
  /** Methods that one might look for at the same address, and what to do instead: a sentence for whoever tries. */
  readonly instead?: Readonly<Partial<Record<Method, string>>>;
  /** Set from the day on which it was announced that the operation will end. */
  readonly deprecation?: { since: string; sunset: string; link?: string };
  handle(call: Call): Promise<Reply>;
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

/** Declares an operation: the handler sees the types of its schemas. */
export function operation<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  declared: Omit<Operation, 'params' | 'query' | 'body' | 'handle'> & {
    params?: P;
    query?: Q;
    body?: B extends z.ZodType ? BodyShape<B> : undefined;
    handle(call: Call<Parsed<P>, Parsed<Q>, Parsed<B>>): Promise<Reply>;
  },
): Operation {
  // The router parses by the declaration's own schemas before it calls the handler.
  return declared as Operation;
}

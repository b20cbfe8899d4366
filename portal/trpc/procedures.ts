/** What every procedure goes through: parse, who, and one way for errors. */

import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { ZodError } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import { spokenProblem, toProblem } from '../../server/http/problem.ts';
import type { PortalContext } from './context.ts';
import { noteHearer } from './heard.ts';

type TrpcCode = TRPCError['code'];

/** tRPC has its own words for statuses; what it has no word for becomes the nearest. */
const codes: Readonly<Record<number, TrpcCode>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  409: 'CONFLICT',
  410: 'PRECONDITION_FAILED',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  421: 'BAD_REQUEST',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
};

const t = initTRPC.context<PortalContext>().create({
  transformer: superjson,
  isDev: false,
  /** Scripts get what the hub's other doors answer: code, sentence and fields; never the text of an unknown error. */
  errorFormatter({ shape, error, ctx }) {
    const problem = spokenProblem(toProblem(reasonOf(error)), ctx?.language ?? 'en');
    return {
      ...shape,
      message: problem.detail ?? problem.title,
      data: { ...shape.data, gateCode: problem.code, errors: problem.errors },
    };
  },
});

/** What lies behind an error of a call, as the error table knows it. Without a cause it is one that tRPC itself raised: no such
 *  procedure, wrong method, a batch. */
export function reasonOf(error: TRPCError): unknown {
  const { cause } = error;
  const isOurs = cause instanceof DomainError || cause instanceof ZodError;
  if (cause !== undefined && (isOurs || error.code === 'INTERNAL_SERVER_ERROR')) return cause;
  // What could not be read is the caller's fault, and no fault of ours to be logged as one.
  if (cause !== undefined && error.code === 'BAD_REQUEST') return new DomainError('malformed_body');
  if (error.code === 'PAYLOAD_TOO_LARGE') return new DomainError('payload_too_large');
  if (error.code === 'UNSUPPORTED_MEDIA_TYPE') return new DomainError('unsupported_media_type');
  if (error.code === 'NOT_FOUND') return new DomainError('not_found');
  if (error.code === 'METHOD_NOT_SUPPORTED') return new DomainError('method_not_allowed');
  if (error.code === 'INTERNAL_SERVER_ERROR') return new DomainError('internal');
  return new DomainError('invalid_input');
}

/** Gives errors of operations the status that the error table names. */
const translated = t.procedure.use(async ({ ctx, next }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  noteHearer(cause, ctx.language);
  // An operation that judges its own input says so as the schema of a procedure does.
  if (!(cause instanceof DomainError || cause instanceof ZodError)) return result;
  throw new TRPCError({ code: codes[toProblem(cause).status] ?? 'INTERNAL_SERVER_ERROR', cause });
});

/** For everybody, signed in or not. */
export const openProcedure = translated;

/** For signed-in people. What they may do is decided by the operation that is called. */
export const signedInProcedure = translated.use(({ ctx, next }) => {
  if (ctx.ctx.actor.kind !== 'user') throw new DomainError('not_signed_in');
  return next();
});

export const { router, createCallerFactory } = t;

/** How forms show what is wrong. */

import { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { DomainError, type ErrorCode } from '../../server/core/errors.ts';
import type { Language } from '../../server/core/languages.ts';
import { type Problem, spokenProblem, toProblem } from '../../server/http/problem.ts';
import { hearerOf } from '../trpc/heard.ts';

/** A problem in the words of a language. */
export interface SpokenProblem extends Problem {
  language: Language;
}

/** An error that belongs on the form, as the error table sees it and in the visitor's language; every other error is thrown
 *  again.
 *  @param also codes that this form shows besides those that every form does */
export function formProblem(error: unknown, also: readonly ErrorCode[] = []): SpokenProblem {
  const cause = error instanceof TRPCError ? (error.cause ?? error) : error;
  const isShown = cause instanceof DomainError && (shownOnForms.has(cause.code) || also.includes(cause.code));
  if (!(cause instanceof ZodError) && !isShown) throw cause;
  const language = hearerOf(cause);
  return { ...spokenProblem(toProblem(cause), language), language };
}

const shownOnForms = new Set<string>([
  'invalid_input',
  'already_exists',
  'wrong_credentials',
  'too_many_requests',
  'conflict',
  'stale',
]);

/** Sentences by field: `{ username: ['…'] }`, each once, however many values of the field it is about. */
export function fieldErrors(problem: Problem): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const { path, message } of problem.errors) {
    const said = fields[path] ?? [];
    fields[path] = said.includes(message) ? said : [...said, message];
  }
  return fields;
}

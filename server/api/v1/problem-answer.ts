/** Errors of the API: RFC 9457, with `message` for the clients that read nothing else. */
import type { Response } from 'express';
import { DomainError } from '../../core/errors.ts';
import { type Problem, toProblem } from '../../http/problem.ts';
import { requestIdOf } from '../../http/request-id.ts';

/** What was thrown, as it is answered. Who lacks a permission is told its name, as keys are given it. */
export function apiProblem(error: unknown): Problem {
  const problem = toProblem(error);
  const action = error instanceof DomainError && problem.code === 'forbidden' ? error.facts['action'] : undefined;
  if (problem.detail !== null || typeof action !== 'string') return problem;
  return { ...problem, detail: `${problem.title}: it takes the permission "${action}".` };
}

/** Every refusal in this form; nothing of an error but what the problem says.
 *  @param instance the address, without what is secret in it */
export function answerApiProblem(res: Response, instance: string, problem: Problem): void {
  const { status, text, headers, mediaType } = problemReply(res, instance, problem);
  res.status(status).set('Cache-Control', 'no-store').set(headers).type(mediaType).send(text);
}

/** The same as an answer that can be kept. */
export function problemReply(res: Response, instance: string, problem: Problem) {
  const { code, status, title, detail, errors } = problem;
  const body = {
    type: `urn:saleflex:gate:problem:${code}`,
    title,
    status,
    code,
    message: messageOf(problem),
    detail: detail ?? messageOf(problem),
    instance,
    requestId: requestIdOf(res),
    ...(errors.length > 0 && { errors }),
  };
  return { status, text: JSON.stringify(body), headers: headersOf(problem), mediaType: 'application/problem+json' };
}

function headersOf({ status, retryAfterSeconds, allow }: Problem): Record<string, string> {
  return {
    ...(retryAfterSeconds !== null && { 'Retry-After': String(retryAfterSeconds) }),
    ...(allow.length > 0 && { Allow: allow.join(', ') }),
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer realm="gate"' }),
    // What is left of a body that was not read must not be taken for the next request.
    ...(status === 413 && { Connection: 'close' }),
  };
}

const mostNamed = 10;

function messageOf({ title, detail, errors }: Problem): string {
  if (errors.length === 0) return detail ?? `${title}.`;
  const places = errors.slice(0, mostNamed).map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return `${detail ?? `${title}.`} ${places.join('; ')}`;
}

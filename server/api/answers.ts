/** Answers in the terminals' dialect: always a JSON object with `status` and `message`. */
import type { Response } from 'express';
import type { Problem } from '../http/problem.ts';
import { requestIdOf } from '../http/request-id.ts';

/** Answers 200. `message` is left out when there is nothing to say. */
export function answerOk(res: Response, facts: object, message: string | null = null): void {
  send(res, 200, { status: 'ok', ...facts, ...(message !== null && { message }) });
}

/** Answers an error. A till shows the first 200 characters of it to its operator, so the message comes right after the
 *  status. */
export function answerProblem(res: Response, problem: Problem): void {
  if (problem.retryAfterSeconds !== null) res.set('Retry-After', String(problem.retryAfterSeconds));
  if (problem.allow.length > 0) res.set('Allow', problem.allow.join(', '));
  // What is left of a body that was not read must not be taken for the next request.
  if (problem.status === 413) res.set('Connection', 'close');
  send(res, problem.status, {
    status: 'error',
    message: messageOf(problem),
    code: problem.code,
    requestId: requestIdOf(res),
  });
}

function messageOf({ title, detail, errors }: Problem): string {
  if (detail !== null) return detail;
  if (errors.length === 0) return `${title}.`;
  const places = errors
    .slice(0, 10)
    .map(({ path, message }) => (path === '' ? `send ${message}` : `${path}: ${message}`));
  return `${title}: ${places.join('; ')}.`;
}

/** By Node's own means: what `res.send` finds out once more about each answer is known here. */
function send(res: Response, status: number, body: object): void {
  const text = JSON.stringify(body);
  res.statusCode = status;
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Content-Length', Buffer.byteLength(text));
  res.end(text);
}

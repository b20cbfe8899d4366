/** Errors on their way out: the one table from code to status, and the answer of RFC 9457. Every door reads this table; who
 *  shows errors in its own dialect calls `toProblem` and `logProblem`. */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { ZodError } from 'zod';
import { DomainError, type ErrorCode, type InputError } from '../core/errors.ts';
import type { Language } from '../core/languages.ts';
import { translateSentence, translatorOf } from '../core/translate.ts';
import { isUnavailable, isUnspeakable, type Logger } from '../db/index.ts';
import { hideSecretPaths } from '../log.ts';
import { requestIdOf } from './request-id.ts';

interface ProblemKind {
  status: number;
  title: string;
  /** How loud the log is: `debug` for everyday refusals, `warn` for what an operator may want to see, `error` for faults. */
  level: 'debug' | 'info' | 'warn' | 'error';
}

/** Every code with its status, its title for people and its log level. The README's error table shows the same. */
export const problems = {
  invalid_input: { status: 400, title: 'The input is not valid', level: 'debug' },
  malformed_body: { status: 400, title: 'The body could not be read', level: 'info' },
  not_signed_in: { status: 401, title: 'Please sign in', level: 'debug' },
  wrong_credentials: { status: 401, title: 'Name or password is wrong', level: 'info' },
  forbidden: { status: 403, title: 'You may not do this', level: 'info' },
  bad_origin: { status: 403, title: 'The request came from another site or an old page', level: 'warn' },
  terminal_disabled: { status: 403, title: 'This terminal is switched off', level: 'info' },
  network_not_allowed: { status: 403, title: 'This network is not allowed', level: 'warn' },
  not_found: { status: 404, title: 'Not found', level: 'debug' },
  terminal_unknown: { status: 404, title: 'No such terminal', level: 'info' },
  method_not_allowed: { status: 405, title: 'This address does not answer that method', level: 'debug' },
  conflict: { status: 409, title: 'This is not possible now', level: 'debug' },
  stale: { status: 409, title: 'Somebody else changed it meanwhile', level: 'debug' },
  already_exists: { status: 409, title: 'It exists already', level: 'debug' },
  locked: { status: 409, title: 'It is closed for changes', level: 'debug' },
  expired: { status: 410, title: 'This is no longer valid', level: 'debug' },
  payload_too_large: { status: 413, title: 'The body is too large', level: 'warn' },
  unsupported_media_type: { status: 415, title: 'This kind of body is not read here', level: 'debug' },
  misdirected_host: { status: 421, title: 'This host is not served here', level: 'warn' },
  too_many_requests: { status: 429, title: 'Too many requests', level: 'info' },
  internal: { status: 500, title: 'Something went wrong', level: 'error' },
  unavailable: { status: 503, title: 'The hub cannot work just now; try again', level: 'error' },
} as const satisfies Record<ErrorCode, ProblemKind>;

/** An error as it is answered. `detail` and `errors` are for whoever asked; nothing else of the error is. */
export interface Problem {
  code: ErrorCode;
  status: number;
  title: string;
  /** The sentence for people, null where the title says enough. */
  detail: string | null;
  errors: readonly InputError[];
  /** For the Retry-After header; null: none. */
  retryAfterSeconds: number | null;
  /** For the Allow header; empty: none. */
  allow: readonly string[];
}

/** A database that is away is usually back soon. */
const unavailableRetrySeconds = 5;

/** What to answer for anything that was thrown. An unknown error is a bare `internal`: its text never leaves the log. */
export function toProblem(error: unknown): Problem {
  const known = knownError(error);
  const { status, title } = problems[known.code];
  const { errors = [], retryAfterSeconds, allow = [] } = known.facts;
  const waitSeconds = retryAfterSeconds ?? (known.code === 'unavailable' ? unavailableRetrySeconds : null);
  return {
    code: known.code,
    status,
    title,
    detail: known.detail,
    errors,
    retryAfterSeconds: waitSeconds === null ? null : Math.max(1, Math.ceil(waitSeconds)),
    allow,
  };
}

/** The problem as people of a language are told of it. */
export function spokenProblem(problem: Problem, language: Language): Problem {
  const { code, detail, errors } = problem;
  return {
    ...problem,
    title: translatorOf(language)(`problems.titles.${code}`),
    detail: detail === null ? null : translateSentence(detail, language),
    errors: errors.map(({ path, message }) => ({ path, message: translateSentence(message, language) })),
  };
}

/** Errors that are in the log already: who catches one a second time does not log it again. */
const logged = new WeakSet<object>();

/** Writes the error to the log at its level, once however many doors it passes; the stack only of faults. */
export function logProblem(log: Logger, error: unknown, problem: Problem): void {
  if (typeof error === 'object' && error !== null) {
    if (logged.has(error)) return;
    logged.add(error);
  }
  const { level } = problems[problem.code];
  const facts = error instanceof DomainError ? error.facts : {};
  const shown = level === 'error' ? { err: error } : { reason: error instanceof Error ? error.message : String(error) };
  log[level]({ code: problem.code, facts, ...shown }, 'request refused');
}

/** The last handler for addresses that nobody answers. */
export function notFound(): RequestHandler {
  return () => {
    throw new DomainError('not_found');
  };
}

/** The last error handler: logs once and answers, as `application/problem+json` or, to a browser, as a plain page. */
export function problemHandler(deps: { log: Logger }): ErrorRequestHandler {
  return answering(deps, (problem) => problem);
}

/** The same for a door of people: what scripts are answered is in the language of the person. Pages are left to the next handler. */
export function spokenProblems(deps: { log: Logger }, languageOf: (res: Response) => Language): ErrorRequestHandler {
  const answer = answering(deps, (problem, res) => spokenProblem(problem, languageOf(res)));
  return (error: unknown, req, res, next) => (wantsPage(req) ? next(error) : answer(error, req, res, next));
}

function answering(deps: { log: Logger }, speak: (problem: Problem, res: Response) => Problem): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    const problem = toProblem(error);
    logProblem(deps.log.child({ requestId: requestIdOf(res), path: req.path }), error, problem);
    // An answer that has begun cannot become another one; a cut connection is what a client cannot mistake for success.
    if (res.headersSent) res.destroy();
    else sendProblem(req, res, speak(problem, res));
  };
}

/** Answers a problem. */
function sendProblem(req: Request, res: Response, problem: Problem): void {
  const { code, status, title, detail, errors } = problem;
  const requestId = requestIdOf(res);
  if (problem.retryAfterSeconds !== null) res.set('Retry-After', String(problem.retryAfterSeconds));
  if (problem.allow.length > 0) res.set('Allow', problem.allow.join(', '));
  res.status(status).set('Cache-Control', 'no-store');
  if (wantsPage(req)) {
    res.type('html').send(plainPage(problem, requestId));
    return;
  }
  const body = {
    type: `urn:saleflex:gate:problem:${code}`,
    title,
    status,
    ...(detail === null ? {} : { detail }),
    instance: hideSecretPaths(req.originalUrl.split('?', 1)[0] ?? ''),
    code,
    requestId,
    ...(errors.length === 0 ? {} : { errors }),
  };
  res.type('application/problem+json').send(JSON.stringify(body));
}

function knownError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof ZodError) return new DomainError('invalid_input', { errors: inputErrors(error) });
  if (isUnspeakable(error)) return new DomainError('invalid_input', {}, 'A text may not hold the character NUL.');
  return (
    fromHttpError(error) ?? new DomainError(isUnavailable(error) || isDiskTrouble(error) ? 'unavailable' : 'internal')
  );
}

/** zod's issues as paths and sentences; no value is repeated. */
function inputErrors(error: ZodError): InputError[] {
  return error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
}

/** The data folder cannot be written: no space, over quota, read only. */
function isDiskTrouble(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS'].includes(String((error as { code?: unknown } | null | undefined)?.code));
}

const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  400: 'malformed_body',
  401: 'not_signed_in',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  429: 'too_many_requests',
};

/** Errors of Express and its body readers: they carry a status, and a `type` where a body is at fault. */
function fromHttpError(error: unknown): DomainError | null {
  const { status, type } = (error ?? {}) as { status?: unknown; type?: unknown };
  if (typeof status !== 'number' || status < 400 || status > 499) return null;
  if (error instanceof URIError) {
    return new DomainError('invalid_input', { errors: [{ path: '', message: 'the address has a broken % sequence' }] });
  }
  if (type === 'entity.parse.failed') return new DomainError('malformed_body', {}, 'The body is not readable JSON.');
  return new DomainError(codeOfStatus[status] ?? 'invalid_input');
}

/** Whether a browser asks for a page: it names HTML before anything that JSON would fit. */
export function wantsPage(req: Request): boolean {
  return (req.headers.accept ?? '').includes('text/html') && req.accepts(['json', 'html']) === 'html';
}

/** A page without styles or scripts: what is left when the door's own page could not be drawn. */
function plainPage({ status, title, detail }: Problem, requestId: string): string {
  const text = detail === null ? '' : `<p>${escapeHtml(detail)}</p>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${status} ${escapeHtml(title)}</title><h1>${escapeHtml(title)}</h1>${text}
<p><a href="/">Home</a></p><p><small>${status} · ${escapeHtml(requestId)}</small></p></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

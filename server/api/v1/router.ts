/** The gate dialect: finds the operation, asks who calls, checks what was sent, and answers. */
import type { Request, RequestHandler, Response } from 'express';
import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import type { Operation, Reply } from '../../http/operation.ts';
import { logProblem } from '../../http/problem.ts';
import { correlationOf, requestIdOf } from '../../http/request-id.ts';
import { readApiPath } from './api-path.ts';
import { Callers } from './callers.ts';
import { CrossOrigin } from './cross-origin.ts';
import type { ApiDeps } from './operations.ts';
import { run, stepsOf } from './pipeline.ts';
import { answerApiProblem, apiProblem } from './problem-answer.ts';
import { RateLimit } from './rate-limit.ts';
import { readQuestion, readSentBody } from './read-call.ts';
import { type Found, methodsAt, operationAt, RouteTable } from './route-table.ts';

/** Answers the addresses of these operations, errors included; all others pass through. */
export function createGateRouter(deps: ApiDeps, operations: readonly Operation[]): RequestHandler {
  const table = new RouteTable(operations);
  const callers = new Callers(deps);
  const limit = new RateLimit(deps);
  const origins = new CrossOrigin(deps);
  const steps = stepsOf(deps);

  const answer = async (found: Found, secret: string | null, { req, res }: { req: Request; res: Response }) => {
    const operation = operationAt(found.place, req.method);
    // For the metrics: the pattern, never the address with its secret.
    res.locals['route'] = operation.path;
    const arrival = { req, res, secret, operation };
    const ctx = await callers.read(arrival).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'not_signed_in') limit.takeFromStranger(req, res);
      throw error;
    });
    limit.takeFrom(ctx.actor, req, res);
    origins.admit(req, res);
    const search = new URL(req.url, 'http://hub').searchParams;
    // For the metrics, too: how long it takes says nothing.
    if (search.has('wait') || operation.path.endsWith('/events')) res.locals['isHeld'] = true;
    const question = readQuestion(operation, { params: found.params, search });
    const body = operation.body && (await readSentBody(req, operation.body, deps.config.maxBodyBytes));
    const admitAgain = async () => correlated(await callers.read({ ...arrival, isAgain: true }), res);
    const call = { req, res, ctx: correlated(ctx, res), operation, ...question, body, admitAgain };
    send(res, await run(steps, call));
  };

  return async (req, res, next) => {
    const path = readApiPath(req.path);
    if (path === null) return next();
    try {
      const found = table.find(path.rest, req.method);
      if (found === null) return next();
      if (req.method === 'OPTIONS') return await origins.answerPreflight(req, res, methodsAt(found.place));
      await answer(found, path.secret, { req, res });
    } catch (error) {
      const problem = apiProblem(error);
      logProblem(deps.log.child({ ...idsOf(res), door: 'api' }), error, problem);
      // An answer that has begun cannot become another one.
      if (res.headersSent) res.destroy();
      else answerApiProblem(res, `/api/v1${path.rest}`, problem);
    }
  };
}

/** The client's name for the matter stands on every line that the request leaves. */
function correlated(ctx: Ctx, res: Response): Ctx {
  const correlationId = correlationOf(res);
  return correlationId === null ? ctx : { ...ctx, log: ctx.log.child({ correlationId }) };
}

function idsOf(res: Response): Record<string, string> {
  const correlationId = correlationOf(res);
  return { requestId: requestIdOf(res), ...(correlationId !== null && { correlationId }) };
}

/** Streams have no limit: they are never held. */
const mostAnswerBytes = 16 * 1024 * 1024;

/** @throws payload_too_large more was asked for than one answer may hold */
function send(res: Response, reply: Reply): void {
  if (reply === 'sent') return;
  const { status = 200, body, headers = {}, mediaType = 'application/json' } = reply;
  const text = reply.text ?? (body === undefined ? null : JSON.stringify(body));
  if (text !== null && text.length > mostAnswerBytes) {
    throw new DomainError(
      'payload_too_large',
      {},
      'The answer would be larger than 16 MB. Ask for fewer rows or fields.',
    );
  }
  res.status(status).set({ 'Cache-Control': 'no-store', ...headers });
  if (text === null) res.end();
  else res.type(mediaType).send(text);
}

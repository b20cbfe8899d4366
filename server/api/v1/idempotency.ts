/** `Idempotency-Key`: a repeated request gets the answer of the first one and changes nothing again. */
import { createHash } from 'node:crypto';
import { DomainError } from '../../core/errors.ts';
import type { Vault } from '../../core/vault.ts';
import type { Ctx } from '../../db/index.ts';
import {
  beginKeyed,
  callerName,
  forgetKey,
  type KeptAnswer,
  type KeyedRequest,
  keepAnswer,
  openSecret,
  sealSecret,
  stillUnderWay,
} from '../../domain/idempotency/index.ts';
import type { Reply } from '../../http/operation.ts';
import { logProblem } from '../../http/problem.ts';
import { readApiPath } from './api-path.ts';
import type { Step, SteppedCall } from './pipeline.ts';
import { apiProblem, problemReply } from './problem-answer.ts';
import { sentBytes } from './read-call.ts';

const form = /^[\x20-\x7e]{1,255}$/;
const sayMs = 20_000;

/** Runs operations that take a key once for each key of a caller.
 *  @param vault seals answers that hold a secret */
export function idempotency(vault: Vault): Step {
  return async (call, next) => {
    const { ctx, operation } = call;
    const request = operation.takesIdempotencyKey ? requestOf(call) : null;
    if (request === null) return next();
    const hasSecret = operation.answersSecret === true;
    const first = await beginKeyed(ctx, request);
    if (first !== null) return replay(hasSecret ? openSecret(ctx, { vault, request }, first) : first);
    const keep = (kept: KeptAnswer) =>
      keepAnswer(ctx, request, hasSecret ? sealSecret({ vault, request }, kept) : kept);
    const saying = setInterval(() => void say(ctx, request), sayMs).unref();
    try {
      return await runFirst(call, { request, keep }, next);
    } finally {
      clearInterval(saying);
    }
  };
}

interface First {
  request: KeyedRequest;
  keep(kept: KeptAnswer): Promise<void>;
}

/** @throws invalid_input the key is none */
function requestOf({ req, ctx, operation }: SteppedCall): KeyedRequest | null {
  const key = req.headers['idempotency-key'];
  const caller = callerName(ctx);
  if (key === undefined || caller === null) return null;
  if (typeof key !== 'string' || !form.test(key)) {
    const message = '1 to 255 printable characters of ASCII';
    throw new DomainError('invalid_input', { errors: [{ path: 'Idempotency-Key', message }] });
  }
  const { search } = new URL(req.url, 'http://hub');
  const address = JSON.stringify([operation.method, readApiPath(req.path)?.rest, search]);
  const requestHash = createHash('sha256').update(address).update(sentBytes(req).bytes).digest('base64url');
  return { caller, key, requestHash };
}

async function runFirst(call: SteppedCall, { request, keep }: First, next: () => Promise<Reply>): Promise<Reply> {
  const { ctx } = call;
  let reply: Reply;
  try {
    reply = await next();
  } catch (error) {
    const refused = refusalOf(call, error);
    if (refused === null) {
      await forgetKey(ctx, request);
      throw error;
    }
    reply = refused;
  }
  if (reply === 'sent') await forgetKey(ctx, request);
  else await keep(keptOf(reply)).catch((error: unknown) => tell(ctx, error));
  return reply;
}

/** Refusals that another try may end otherwise are not kept. */
const passing = new Set(['too_many_requests', 'locked']);

/** What is kept of an error: only a refusal, and that as it is answered. */
function refusalOf({ req, res, ctx }: SteppedCall, error: unknown): Exclude<Reply, 'sent'> | null {
  const problem = apiProblem(error);
  if (problem.status >= 500 || passing.has(problem.code)) return null;
  logProblem(ctx.log, error, problem);
  return problemReply(res, `/api/v1${readApiPath(req.path)?.rest ?? ''}`, problem);
}

function keptOf({ status = 200, body, text, headers = {}, mediaType }: Exclude<Reply, 'sent'>): KeptAnswer {
  const type = mediaType === undefined ? {} : { 'content-type': mediaType };
  return {
    status,
    answer: text ?? (body === undefined ? null : JSON.stringify(body)),
    headers: { ...headers, ...type },
  };
}

function replay({ status, answer, headers }: KeptAnswer): Reply {
  const { 'content-type': mediaType, ...others } = headers;
  return {
    status,
    headers: { ...others, 'Idempotency-Replayed': 'true' },
    ...(answer !== null && { text: answer }),
    ...(mediaType !== undefined && { mediaType }),
  };
}

/** What was done is done: its answer goes out, and a repeat may run once more. */
function tell(ctx: Ctx, error: unknown): void {
  ctx.log.error({ err: error }, 'the answer of a request with an Idempotency-Key was not kept');
}

async function say(ctx: Ctx, request: KeyedRequest): Promise<void> {
  await stillUnderWay(ctx, request).catch((error: unknown) => tell(ctx, error));
}

/** What the office dialect does: each handler reads the envelope, lets the terminal in, and calls one operation. */
import type { Request, Response } from 'express';
import { createVault, type Vault } from '../../core/vault.ts';
import { recordClosures } from '../../domain/closures/index.ts';
import { buildInit } from '../../domain/init/index.ts';
import { type PushResult, recordSequences, recordTransactions } from '../../domain/sales/index.ts';
import { requireOwnCodes, type TerminalIdentity } from '../../domain/stores/index.ts';
import { terminalCtx } from '../../domain/tenancy/index.ts';
import type { AppDeps } from '../../http/deps.ts';
import { requestIdOf } from '../../http/request-id.ts';
import { noteRequest } from '../../http/request-log.ts';
import { answerOk } from '../answers.ts';
import { readJsonBody } from '../body.ts';
import type { Gatekeeper } from '../gatekeeper.ts';
import { createInitAnswer } from './init-answer.ts';
import { readPush, readQueryCodes, readSequencePush } from './wire.ts';

/** One request to the device door. */
export interface DeviceCall {
  req: Request;
  res: Response;
  /** The secret in its address; null: its codes are all it has. */
  secret: string | null;
}

type Handler = (call: DeviceCall) => Promise<void>;

/** The handlers of the office dialect.
 *  @throws what `Gatekeeper`, `readJsonBody`, `wire.ts` and the operations throw */
export function createPosHandlers(deps: AppDeps, gatekeeper: Gatekeeper) {
  const vault = createVault(deps.config.secrets.vault);

  const ctxOf = ({ res }: DeviceCall, terminal: TerminalIdentity) => {
    const { companyId, terminalId } = terminal;
    noteRequest(res, { door: 'device', companyId, actorId: `terminal:${terminalId}` });
    return terminalCtx(deps, terminal, requestIdOf(res));
  };
  /** With a secret the terminal is known before its body is read, and what is refused costs nothing. */
  const receive = async <T extends { codes: object }>(call: DeviceCall, read: (body: unknown) => T) => {
    const early = call.secret === null ? null : await gatekeeper.admit(call, {}, 'push');
    const push = read(await readJsonBody(call.req, deps.config.maxBodyBytes));
    const terminal = early ?? (await gatekeeper.admit(call, push.codes, 'push'));
    if (early) requireOwnCodes(early, push.codes);
    return { terminal, push, ctx: ctxOf(call, terminal) };
  };
  const pushed = ({ res }: DeviceCall, result: PushResult) =>
    answerOk(res, { accepted: result.accepted, rejected: result.rejected }, result.message);

  return {
    /** Cheap, and 200 whoever asks: it says that the hub answers, not that the till is known. */
    async health(call) {
      answerOk(call.res, {});
      await gatekeeper.noteHealth(call);
    },
    async init(call) {
      const codes = readQueryCodes(new URL(call.req.url, 'http://hub').searchParams, call.secret === null);
      const terminal = await gatekeeper.admit(call, codes, 'pull');
      await sendInit(call, { ctx: ctxOf(call, terminal), terminal, vault });
    },
    async transactions(call) {
      const { ctx, terminal, push } = await receive(call, (body) => readPush(body, 'transactions', !call.secret));
      pushed(call, await recordTransactions(ctx, terminal, push.items, push.sequences));
    },
    async closures(call) {
      const { ctx, terminal, push } = await receive(call, (body) => readPush(body, 'closures', !call.secret));
      pushed(call, await recordClosures(ctx, terminal, push.items, push.sequences));
    },
    async sequences(call) {
      const { ctx, terminal, push } = await receive(call, (body) => readSequencePush(body, !call.secret));
      answerOk(call.res, await recordSequences(ctx, terminal, push.sequences));
    },
  } satisfies Record<string, Handler>;
}

interface Pull {
  ctx: ReturnType<typeof terminalCtx>;
  terminal: TerminalIdentity;
  vault: Vault;
}

async function sendInit({ req, res }: DeviceCall, { ctx, terminal, vault }: Pull): Promise<void> {
  const answer = createInitAnswer(req, res);
  try {
    await buildInit(ctx, terminal, { vault, sink: answer.sink });
  } catch (error) {
    answer.abort(error);
    throw error;
  }
  // The till may hang up while the rest is on its way; that is its affair, and it asks again.
  await answer.finish().catch((error: unknown) => ctx.log.info({ reason: String(error) }, 'init was not received'));
}

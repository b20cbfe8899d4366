/** What the office dialect does: each handler reads the envelope, lets the terminal in, and calls one operation. */
import path from 'node:path';
import type { Request, Response } from 'express';
import { DomainError } from '../../core/errors.ts';
import { createVault } from '../../core/vault.ts';
import { openInit } from '../../domain/init/index.ts';
import { describeTerminal, type TerminalIdentity, takesCodesFrom, unknownTerminal } from '../../domain/stores/index.ts';
import { feedVersion, noteSync } from '../../domain/sync-health/index.ts';
import { terminalCtx } from '../../domain/tenancy/index.ts';
import type { AppDeps } from '../../http/deps.ts';
import { requestIdOf } from '../../http/request-id.ts';
import { noteRequest } from '../../http/request-log.ts';
import { answerOk } from '../answers.ts';
import { parseJson, readBody } from '../body.ts';
import { deviceAddress } from '../client.ts';
import type { Gatekeeper } from '../gatekeeper.ts';
import { HungUp, sendInit } from './init-answer.ts';
import { PartStore } from './part-store.ts';
import type { OfficeKind, Recorder } from './take-push.ts';
import { identityWire, readPush, readQueryCodes, readSequencePush } from './wire.ts';

/** One request to the device door. */
export interface DeviceCall {
  req: Request;
  res: Response;
  /** The secret in its address; null: its codes are all it has. */
  secret: string | null;
}

/** What is read of anybody: the largest usual receipt is a tenth of it. */
const strangerBytes = 64 * 1024;

function isSmall({ headers }: Request): boolean {
  return headers['content-encoding'] === undefined && Number(headers['content-length'] ?? Infinity) <= strangerBytes;
}

type Handler = (call: DeviceCall) => Promise<void>;

/** The handlers of the office dialect.
 *  @throws what `Gatekeeper`, `readBody`, `wire.ts`, `takePush` and the operations throw */
export function createPosHandlers(deps: AppDeps, gatekeeper: Gatekeeper, recorder: Recorder) {
  const vault = createVault(deps.config.secrets.vault);
  const parts = new PartStore(path.join(deps.config.dataDir, 'cache'));

  const note = ({ res }: DeviceCall, { companyId, terminalId }: TerminalIdentity) =>
    noteRequest(res, { door: 'device', companyId, actorId: `terminal:${terminalId}` });

  /** With a secret the terminal is known before its body is read, and what is refused costs nothing. */
  const push =
    (kind: OfficeKind): Handler =>
    async (call) => {
      const early = call.secret === null ? null : await gatekeeper.admit(call, {}, { purpose: 'push' });
      const body = await (early ? readBody(call.req, deps.config.maxBodyBytes) : readStranger(call));
      const terminal = early ?? (await gatekeeper.admit(call, codesOf(kind, body), { purpose: 'push' }));
      note(call, terminal);
      const requestId = requestIdOf(call.res);
      const { facts, message } = await recorder.take({ kind, body, terminal, requestId, receivedAt: deps.now() });
      answerOk(call.res, facts, message);
      const { terminalId, companyId } = terminal;
      const [items, refused] =
        'accepted' in facts ? [facts.accepted + facts.rejected, facts.rejected] : [facts.updated, 0];
      noteSync(deps, { terminalId, companyId, kind: `push.${kind}`, items, refused });
    };

  /** A body whose codes are all that says who sends it. From where no store takes codes, a large one is not even unpacked:
   *  whatever its codes are, they open nothing. */
  const readStranger = async ({ req }: DeviceCall) => {
    const { db, config } = deps;
    if (isSmall(req) || (await takesCodesFrom(db, deviceAddress(req, config))))
      return readBody(req, config.maxBodyBytes);
    return readBody(req, strangerBytes).catch((error: unknown) => {
      throw error instanceof DomainError && error.code === 'payload_too_large' ? unknownTerminal(false) : error;
    });
  };

  return {
    /** Cheap, and 200 whoever asks: it says that the hub answers, not that the till is known. */
    async health(call) {
      answerOk(call.res, {});
      await gatekeeper.noteHealth(call);
    },
    /** Who the hub takes this device for: the first call of a kitchen screen, and a check for whoever sets up a till. */
    async identity(call) {
      const codes = readQueryCodes(new URL(call.req.url, 'http://hub').searchParams, call.secret === null);
      const terminal = await gatekeeper.admit(call, codes, { purpose: 'greet' });
      note(call, terminal);
      answerOk(call.res, identityWire(await describeTerminal(deps.db, terminal.terminalId), terminal));
    },
    async init(call) {
      const codes = readQueryCodes(new URL(call.req.url, 'http://hub').searchParams, call.secret === null);
      const terminal = await gatekeeper.admit(call, codes, { purpose: 'pull', isFullLoad: true });
      note(call, terminal);
      const ctx = terminalCtx(deps, terminal, requestIdOf(call.res));
      const { terminalId, companyId } = terminal;
      const stretches = await openInit(ctx, terminal, vault);
      // A company's first init adds what every till needs: only then is it known how far this one gets.
      const version = await feedVersion(deps.db, companyId);
      try {
        await sendInit(call, { stretches, parts, now: ctx.now() });
        noteSync(deps, { terminalId, companyId, kind: 'pull.init', version, items: 0, refused: 0 });
      } catch (error) {
        if (!(error instanceof HungUp)) throw error;
        ctx.log.info({ reason: error.message }, 'init was not received');
      }
    },
    transactions: push('transactions'),
    closures: push('closures'),
    sequences: push('sequences'),
  } satisfies Record<string, Handler>;
}

/** The codes that a body shows, where they are all that says who sends it. It is read whole for that, and once more when it is
 *  recorded: the price of pushing without a secret. */
function codesOf(kind: OfficeKind, body: Uint8Array) {
  const value = parseJson(body);
  return (kind === 'sequences' ? readSequencePush(value, true) : readPush(value, kind, true)).codes;
}

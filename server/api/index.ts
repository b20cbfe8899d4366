/** Both dialects over the same operations: the gate dialect for what speaks it, the office dialect for today's tills. */
import compression from 'compression';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { createVault } from '../core/vault.ts';
import { Tokens } from '../domain/access/index.ts';
import type { AppDeps } from '../http/deps.ts';
import type { Operation } from '../http/operation.ts';
import { FairTurns } from './fair-turns.ts';
import { Gatekeeper } from './gatekeeper.ts';
import type { Recorder } from './pos/take-push.ts';
import { createDeviceRouter, inThisThread } from './router.ts';
import { createRootKeySet } from './v1/access/root-key-set.ts';
import { documented } from './v1/docs/operations.ts';
import { createDocsRouter } from './v1/docs/router.ts';
import { type ApiDeps, gateOperations } from './v1/operations.ts';
import { createGateRouter } from './v1/router.ts';

interface Parts {
  /** Where pushes are recorded; default: in the thread that serves. */
  recorder?: Recorder | undefined;
  /** Of other doors, answered at the same addresses. */
  operations?: readonly Operation[];
}

/** All that a chain of a thousand tills sends at one moment, and of large batches a few thousand receipts: enough for full commits, and
 *  written in a second or two. */
const atOnce = { most: 2000, bytes: 32 * 1024 * 1024 };

/** Answers all below `/api` and `/t/`; everything else passes through. */
export function createApiRouter(deps: AppDeps, parts: Parts = {}): Router {
  return createApi(deps, parts).router;
}

/** The API, and the pages that tell of it: those are for people and stand behind what recognises them. */
export function createApi(deps: AppDeps, parts: Parts = {}): { router: Router; docs: Router } {
  const { operations = [] } = parts;
  const recorder = inTurns(parts.recorder ?? inThisThread(deps));
  const gatekeeper = new Gatekeeper(deps);
  const apiDeps: ApiDeps = {
    ...deps,
    recorder,
    gatekeeper,
    vault: createVault(deps.config.secrets.vault),
    tokens: new Tokens(deps),
  };
  const api = documented([...gateOperations(apiDeps), ...operations], deps.config.publicUrl);
  const router = Router({ caseSensitive: true })
    .use(packAnswers())
    .use(createGateRouter(apiDeps, api.operations))
    .use(createDeviceRouter(deps, recorder, gatekeeper))
    .use(createRootKeySet(apiDeps));
  return { router, docs: createDocsRouter(api.document) };
}

/** Packs answers that are read. Those to pushes are short, and to be ready to pack one costs a tenth of what the serving thread spends on
 *  a push;
 *  streams of events must leave at once. What packs itself says so. */
function packAnswers(): RequestHandler {
  const filter = (req: Request, res: Response) => res.locals['isHeld'] !== true && compression.filter(req, res);
  const pack = compression({ filter });
  return (req, res, next) => (req.method === 'GET' ? pack(req, res, next) : next());
}

/** Companies take turns at the recorder. */
function inTurns(recorder: Recorder): Recorder {
  const turns = new FairTurns(atOnce);
  return {
    take: (call) => turns.run(call.terminal.companyId, call.body.byteLength, () => recorder.take(call)),
    close: () => recorder.close(),
  };
}

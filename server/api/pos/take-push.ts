/** From the bytes of a push to its answer: everything that follows once the terminal has been let in. Runs in the thread that
 *  serves or in one of its own (`recorder.ts`), so it takes and gives nothing that cannot travel between threads. */
import type { Database, Logger } from '../../db/index.ts';
import { recordClosures } from '../../domain/closures/index.ts';
import { type PushResult, recordSequences, recordTransactions } from '../../domain/sales/index.ts';
import { requireOwnCodes, type TerminalIdentity } from '../../domain/stores/index.ts';
import { terminalCtx } from '../../domain/tenancy/index.ts';
import { parseJson } from '../body.ts';
import { readPush, readSequencePush } from './wire.ts';

export type PushKind = 'transactions' | 'closures' | 'sequences';

export interface PushCall {
  kind: PushKind;
  /** The body as received, unpacked. */
  body: Uint8Array;
  /** Who sends it, already let in. */
  terminal: TerminalIdentity;
  requestId: string;
  receivedAt: Date;
}

/** What is answered beside `status`. */
export interface PushAnswer {
  facts: { accepted: number; rejected: number } | { updated: number };
  message: string | null;
}

/** Records pushes and tells when they are durable. */
export interface Recorder {
  /** @throws as `takePush`; `unavailable` also when the recorder is not there just now: nothing may be taken as stored */
  take(call: PushCall): Promise<PushAnswer>;
  /** Finishes what was taken, refuses what comes now. */
  close(): Promise<void>;
}

/** @throws malformed_body, invalid_input, payload_too_large, terminal_unknown (another terminal's codes), unavailable */
export async function takePush(hub: { db: Database; log: Logger }, call: PushCall): Promise<PushAnswer> {
  const { kind, terminal, requestId, receivedAt } = call;
  const body = parseJson(call.body);
  const ctx = terminalCtx({ ...hub, now: () => receivedAt }, terminal, requestId);
  if (kind === 'sequences') {
    const { codes, sequences } = readSequencePush(body, false);
    requireOwnCodes(terminal, codes);
    return { facts: await recordSequences(ctx, terminal, sequences), message: null };
  }
  const { codes, items, sequences } = readPush(body, kind, false);
  requireOwnCodes(terminal, codes);
  const record = kind === 'transactions' ? recordTransactions : recordClosures;
  return answerOf(await record(ctx, terminal, items, sequences));
}

function answerOf({ accepted, rejected, message }: PushResult): PushAnswer {
  return { facts: { accepted, rejected }, message };
}

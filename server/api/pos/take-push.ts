/** From the bytes of a push to its answer: everything that follows once the terminal has been let in. Runs in the thread that
 *  serves or in one of its own (`recorder.ts`), so it takes and gives nothing that cannot travel between threads. */
import type { Ctx, Database, Logger } from '../../db/index.ts';
import { recordClosures } from '../../domain/closures/index.ts';
import { recordDocuments } from '../../domain/documents/index.ts';
import { type PushResult, recordSequences, recordTransactions } from '../../domain/sales/index.ts';
import { requireOwnCodes, type TerminalIdentity } from '../../domain/stores/index.ts';
import { terminalCtx } from '../../domain/tenancy/index.ts';
import { parseJson } from '../body.ts';
import { type JudgedDocument, judgedDocuments } from '../v1/push/judged-documents.ts';
import { type DocumentForm, readDocuments } from '../v1/push/read-documents.ts';
import { readPush, readSequencePush } from './wire.ts';

export type OfficeKind = 'transactions' | 'closures' | 'sequences';
/** `documents`: of the gate dialect, of any types. */
type PushKind = OfficeKind | 'documents';

export interface PushCall {
  kind: PushKind;
  /** The body as received, unpacked. */
  body: Uint8Array;
  /** Who sends it, already let in. */
  terminal: TerminalIdentity;
  requestId: string;
  receivedAt: Date;
  /** What the device calls the matter; stands on every line of the log. */
  correlationId?: string | null;
  /** Of `documents`: how they are written. */
  form?: DocumentForm;
}

/** What is answered beside `status`. */
export interface PushAnswer {
  facts: { accepted: number; rejected: number } | { updated: number };
  message: string | null;
  /** Of `documents`: how each was judged, in their order. */
  results?: readonly JudgedDocument[];
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
  const { kind, terminal, requestId, receivedAt, correlationId = null } = call;
  const log = correlationId === null ? hub.log : hub.log.child({ correlationId });
  const ctx = terminalCtx({ db: hub.db, log, now: () => receivedAt }, terminal, requestId);
  if (kind === 'documents') return takeDocuments(ctx, call);
  const body = parseJson(call.body);
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

async function takeDocuments(ctx: Ctx, { body, terminal, form = 'batch' }: PushCall): Promise<PushAnswer> {
  const sent = readDocuments(body, form);
  const outcomes = await recordDocuments(ctx, terminal, sent);
  const results = judgedDocuments(sent.documents, outcomes);
  const rejected = results.filter(({ outcome }) => outcome === 'quarantined' || outcome === 'rejected');
  const facts = { accepted: results.length - rejected.length, rejected: rejected.length };
  return { facts, message: rejected[0]?.message ?? null, results };
}

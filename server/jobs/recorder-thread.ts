/** The thread that records pushes. Started by `recorder.ts`; says once that it is ready, then answers what it is sent. */
import { parentPort, workerData } from 'node:worker_threads';
import { takePush } from '../api/pos/take-push.ts';
import type { Config } from '../config.ts';
import { DomainError } from '../core/errors.ts';
import { onAnySignal } from '../core/signals.ts';
import { openForRecording, openWriteLock } from '../db/index.ts';
import { drainPushes } from '../domain/sales/index.ts';
import { createLogger } from '../log.ts';
import type { FromRecorder, RecorderSettings, SentError, ToRecorder } from './recorder.ts';

if (!parentPort) throw new Error('This is a thread of the hub and no program');
const port = parentPort;
const settings = workerData as RecorderSettings;
const log = createLogger({ logLevel: settings.logLevel as Config['logLevel'] });
const { databaseUrl: url, turns, findsNesting } = settings;
const db = await openForRecording({ url, log, lock: openWriteLock(turns, 2), findsNesting });

const outgoing: FromRecorder = { answers: [], signals: [] };
let isScheduled = false;
/** Pushes that share a commit are answered in one message. */
function schedule(): void {
  if (isScheduled) return;
  isScheduled = true;
  setImmediate(() => {
    isScheduled = false;
    port.postMessage({
      answers: outgoing.answers.splice(0),
      signals: outgoing.signals.splice(0),
    } satisfies FromRecorder);
  });
}

onAnySignal((name, facts) => {
  outgoing.signals.push({ name, facts });
  schedule();
});

let underWay = 0;
let isEnding = false;

async function record({ id, call }: NonNullable<ToRecorder>[number]): Promise<void> {
  underWay += 1;
  try {
    outgoing.answers.push({ id, answer: await takePush({ db, log }, call) });
  } catch (error) {
    outgoing.answers.push({ id, error: toSent(error) });
  }
  schedule();
  underWay -= 1;
  if (isEnding && underWay === 0) await end();
}

function toSent(error: unknown): SentError {
  if (error instanceof DomainError) {
    // Facts are for the log; what cannot travel is not worth losing the answer for.
    return { code: error.code, facts: JSON.parse(JSON.stringify(error.facts)), detail: error.detail };
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { code: null, message, stack };
}

async function end(): Promise<void> {
  await drainPushes(db);
  await db.close();
  // After the last answers, which leave in this turn.
  setImmediate(() => port.close());
}

port.on('message', (message: ToRecorder) => {
  if (message !== null) {
    for (const each of message) void record(each);
    return;
  }
  isEnding = true;
  if (underWay === 0) void end();
});

port.postMessage('ready');

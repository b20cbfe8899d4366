/** Where pushes are recorded. In a hub that serves, that is a thread of its own: reading, checking, compressing and writing a
 *  receipt takes longer than receiving it, and pages must not wait meanwhile. */
import { Worker } from 'node:worker_threads';
import type { PushAnswer, PushCall, Recorder } from '../api/pos/take-push.ts';
import { DomainError, type ErrorCode, type ErrorFacts } from '../core/errors.ts';
import { repeatSignal } from '../core/signals.ts';
import { type Logger, openWriteLock, providerOf, type WriteLock } from '../db/index.ts';
import { bundleThread } from '../http/bundle-thread.ts';
import { isAnybodyWaiting } from '../http/visitors-waiting.ts';

/** What the thread is started with. */
export interface RecorderSettings {
  databaseUrl: string;
  logLevel: string;
  turns: SharedArrayBuffer;
  findsNesting: boolean;
}

/** To the thread: pushes, in the order of arrival; `null` asks it to end. */
export type ToRecorder = { id: number; call: PushCall }[] | null;

/** From the thread. An error that is not the hub's own comes as its text. */
export interface FromRecorder {
  answers: ({ id: number; answer: PushAnswer } | { id: number; error: SentError })[];
  signals: { name: string; facts: unknown }[];
}

export type SentError =
  | { code: ErrorCode; facts: ErrorFacts; detail: string | null }
  | { code: null; message: string; stack: string | undefined };

interface Waiting {
  resolve(answer: PushAnswer): void;
  reject(error: Error): void;
}

/** A thread that died is started again after this long, and later each time that it dies at once. */
const restartAfterMs = [0, 200, 1000, 5000];

/** V8's limits for the thread: it holds a few hundred receipts at a time. */
const limits = { maxYoungGenerationSizeMb: 3, maxOldGenerationSizeMb: 512 };

/** Answers that are handed out in one turn of the event loop. A commit answers many tills, and each of them is back at once with
 *  its next push: all of them in one turn would keep a page waiting as long as it takes to receive them all. A page takes some ten turns, so
 *  fewer are handed out while somebody waits for one. */
const answersPerTurn = { alone: 8, besideVisitors: 2 };

/** A profile of the hub shall have its threads in it; nothing else of the command line concerns them. */
const profiling = process.execArgv.filter((argument) => argument.startsWith('--cpu-prof'));

export class ThreadRecorder implements Recorder {
  readonly #settings: RecorderSettings;
  readonly #log: Logger;
  readonly #lock: WriteLock;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #next = 1;
  #outgoing: { id: number; call: PushCall }[] = [];
  /** What came from the thread and has not been handed out yet. */
  #arrived: FromRecorder['answers'] = [];
  #failures = 0;
  #isClosing = false;

  private constructor(settings: RecorderSettings, log: Logger) {
    this.#settings = settings;
    this.#log = log;
    this.#lock = openWriteLock(settings.turns, 1);
  }

  /** Resolves when the thread can record.
   *  @throws Error it could not open the database */
  static async start(settings: RecorderSettings, log: Logger): Promise<ThreadRecorder> {
    const recorder = new ThreadRecorder(settings, log);
    await recorder.#start();
    return recorder;
  }

  take(call: PushCall): Promise<PushAnswer> {
    if (this.#isClosing || !this.#worker) return Promise.reject(away());
    return new Promise((resolve, reject) => {
      const id = this.#next;
      this.#next += 1;
      this.#waiting.set(id, { resolve, reject });
      this.#outgoing.push({ id, call });
      // What arrives within one turn of the event loop travels together.
      if (this.#outgoing.length === 1) setImmediate(() => this.#send());
    });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#send();
    const worker = this.#worker;
    if (!worker) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.postMessage(null satisfies ToRecorder);
    await ended;
  }

  #send(): void {
    const calls = this.#outgoing.splice(0);
    if (calls.length === 0) return;
    // Bytes that stand in memory of their own change hands; a part of a shared pool is copied.
    const owned = calls.map(({ call }) => call.body).filter((body) => body.byteLength === body.buffer.byteLength);
    this.#worker?.postMessage(calls satisfies ToRecorder, [
      ...new Set(owned.map((body) => body.buffer as ArrayBuffer)),
    ]);
  }

  async #start(): Promise<void> {
    const code = await bundleThread(new URL('./recorder-thread.ts', import.meta.url), neverCalled(this.#settings));
    const worker = new Worker(code, {
      workerData: this.#settings,
      resourceLimits: limits,
      execArgv: profiling,
    });
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => {
        this.#worker = worker;
        this.#failures = 0;
        worker.on('message', (message: FromRecorder) => this.#receive(message));
        resolve();
      });
      worker.on('error', (error) => {
        this.#log.error({ err: error }, 'the thread that records pushes has failed');
        reject(error);
      });
      worker.once('exit', (code) => {
        reject(new Error(`The thread that records pushes ended with ${code}`));
        this.#ended(worker);
      });
    });
  }

  #ended(worker: Worker): void {
    const wasServing = this.#worker === worker;
    if (wasServing) this.#worker = null;
    this.#lock.releaseDead();
    this.#settle(this.#arrived.splice(0));
    for (const { reject } of this.#waiting.values()) reject(away());
    this.#waiting.clear();
    this.#outgoing = [];
    if (this.#isClosing || !(wasServing || this.#failures > 0)) return;
    const delay = restartAfterMs[Math.min(this.#failures, restartAfterMs.length - 1)];
    this.#failures += 1;
    setTimeout(() => void this.#start().catch(() => {}), delay).unref();
  }

  #receive({ answers, signals }: FromRecorder): void {
    for (const { name, facts } of signals) repeatSignal(name, facts);
    this.#arrived.push(...answers);
    if (this.#arrived.length === answers.length) this.#handOut();
  }

  #handOut(): void {
    const most = isAnybodyWaiting() ? answersPerTurn.besideVisitors : answersPerTurn.alone;
    this.#settle(this.#arrived.splice(0, most));
    if (this.#arrived.length > 0) setImmediate(() => this.#handOut());
  }

  #settle(answers: FromRecorder['answers']): void {
    for (const each of answers) {
      const waiting = this.#waiting.get(each.id);
      this.#waiting.delete(each.id);
      if ('answer' in each) waiting?.resolve(each.answer);
      else waiting?.reject(toError(each.error));
    }
  }
}

/** Of all that the hub's operations are made of, the thread signs nobody in and talks to one engine. */
function neverCalled({ databaseUrl }: RecorderSettings): string[] {
  return ['@node-rs/argon2', providerOf(databaseUrl) === 'sqlite' ? 'pg' : 'better-sqlite3'];
}

function away(): DomainError {
  const facts = { reason: 'recorder', retryAfterSeconds: 2 };
  return new DomainError('unavailable', facts, 'The hub cannot record just now.');
}

function toError(sent: SentError): Error {
  if (sent.code !== null) return new DomainError(sent.code, sent.facts, sent.detail ?? undefined);
  const error = new Error(sent.message);
  if (sent.stack) error.stack = sent.stack;
  return error;
}

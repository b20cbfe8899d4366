/** Every operation of the published document, called as everybody, with what its schemas ask for and with what they do not: no
 *  fault, no answer that the document does not know, nothing wrong taken, and no row changed by what was refused. */
import fc from 'fast-check';
import type { Parameter } from '../../server/api/v1/docs/document.ts';
import { createRandom, type Random } from '../../server/cli/simulator/random.ts';
import { Contract, type Described, isJson, type Seen } from '../api/v1/contract.ts';
import { type Caller, type Everybody, type Hub, marker } from '../api/v1/everybody.ts';
import { type Impostor, makeImpostors } from '../api/v1/impostors.ts';
import { ApiKnowledge } from './api-known.ts';
import { changedTables, type Rows, readRows } from './api-rows.ts';
import { oddTexts, rightValue, wrongValue } from './api-values.ts';

export interface ApiFuzzOptions {
  seed: string;
  /** Calls of each operation. */
  rounds: number;
  onProgress?: (line: string) => void;
  /** Lets time go on: allowances come back. */
  tick?: () => void;
}

export interface ApiFuzzReport {
  operations: number;
  sent: number;
  statuses: Record<string, number>;
  /** Operations of which no call went well: they were fuzzed from outside only. */
  neverWell: string[];
  problems: string[];
}

interface Sent {
  address: string;
  init: RequestInit;
  /** Undefined: none, or none of JSON. */
  body: unknown;
  isRight: boolean;
}

type Acting = Pick<Caller, 'name' | 'headers' | 'isOurs'> &
  ({ kind: 'impostor' } | (Pick<Caller, 'renew'> & { kind: Caller['kind'] }));

const mostProblems = 40;
/** Streams stay open: their head is enough. */
const patienceMs = 15_000;

/** Answers of JSON are judged whole; of streams the head. */
export async function fuzzApi(hub: Hub, everybody: Everybody, options: ApiFuzzOptions): Promise<ApiFuzzReport> {
  const impostors = await makeImpostors(hub, everybody);
  const fuzzer = new Fuzzer(hub, everybody, { options, contract: await Contract.of(hub.url), impostors });
  return fuzzer.run();
}

class Fuzzer {
  readonly #hub: Hub;
  readonly #everybody: Everybody;
  readonly #options: ApiFuzzOptions;
  readonly #contract: Contract;
  readonly #random: Random;
  readonly #known: ApiKnowledge;
  readonly #report: ApiFuzzReport;
  readonly #impostors: readonly Impostor[];
  #rows: Rows = new Map();

  constructor(
    hub: Hub,
    everybody: Everybody,
    parts: { options: ApiFuzzOptions; contract: Contract; impostors: readonly Impostor[] },
  ) {
    this.#hub = hub;
    this.#everybody = everybody;
    this.#options = parts.options;
    this.#contract = parts.contract;
    this.#impostors = parts.impostors;
    this.#random = createRandom(parts.options.seed);
    this.#report = { operations: parts.contract.operations.length, sent: 0, statuses: {}, neverWell: [], problems: [] };
    this.#known = new ApiKnowledge(parts.contract.operations, everybody);
  }

  async run(): Promise<ApiFuzzReport> {
    this.#rows = await readRows(this.#hub.deps.db);
    // What only reads goes first: what it answers is what the others ask about. What ends something goes last.
    const order = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
    const operations = [...this.#contract.operations].sort((a, b) => order.indexOf(a.method) - order.indexOf(b.method));
    for (const described of operations) {
      this.#options.onProgress?.(`${described.id}: ${this.#report.sent} calls so far`);
      let well = 0;
      for (let round = 0; round < this.#options.rounds; round += 1) {
        if ((await this.#callOnce(described, round)) < 300) well += 1;
      }
      if (well === 0) this.#report.neverWell.push(described.id);
    }
    return this.#report;
  }

  /** @returns the status of the answer */
  async #callOnce(described: Described, round: number): Promise<number> {
    const caller = await this.#someone(described);
    const sent = this.#draw(described, caller, round % 3 !== 2);
    this.#options.tick?.();
    let seen = await this.#send(caller, sent);
    if (seen.status === 401 && caller.kind !== 'nobody' && caller.kind !== 'impostor' && (await renewed(caller)))
      seen = await this.#send(caller, sent);
    this.#count(seen);
    await this.#judge(described, { caller, sent, seen });
    if (seen.status < 300) this.#known.learn(described, seen.body);
    return seen.status;
  }

  async #someone({ operation }: Described): Promise<Acting> {
    if (operation['x-callers'].length > 0 && this.#random.chance(0.1)) {
      const impostor = this.#random.pick(this.#impostors);
      return { name: impostor.name, kind: 'impostor', isOurs: false, headers: await impostor.headers() };
    }
    const all = Object.values(this.#everybody.callers);
    const callers = operation['x-callers'];
    const right = all.filter(({ kind }) => callers.includes(kind));
    // Mostly whom it is for, and who may do everything: the others are turned away at the door.
    const mighty = right.filter(({ name }) => ['owner', 'device', 'program'].includes(name));
    if (mighty.length > 0 && this.#random.chance(0.55)) return this.#random.pick(mighty);
    return this.#random.pick(right.length > 0 && this.#random.chance(0.8) ? right : all);
  }

  #draw(described: Described, { isOurs }: Acting, isRight: boolean): Sent {
    this.#known.turnTo(isOurs && this.#random.chance(0.8) ? 'ours' : null);
    const { operation, method, path } = described;
    const spoilsBody = !isRight && operation.requestBody !== undefined && this.#random.chance(0.7);
    const spoilsQuery = !isRight && !spoilsBody;
    const inPath = operation.parameters.filter((each) => each.in === 'path');
    const place = inPath.reduce((whole, each) => {
      const text = spoilsQuery && this.#random.chance(0.5) ? this.#random.pick(oddTexts) : this.#textFor(each);
      // Dots alone would be another address.
      return whole.replace(`{${each.name}}`, /^\.{0,2}$/.test(text) ? '-' : encodeURIComponent(text));
    }, path);
    const query = new URLSearchParams(this.#queryFor(described, spoilsQuery));
    const { body, text, headers } = this.#bodyFor(described, spoilsBody);
    const address = `${this.#hub.url}${place}${query.size > 0 ? `?${query}` : ''}`;
    const isSeen = ['PUT', 'PATCH', 'DELETE'].includes(method) && this.#random.chance(0.85);
    const init = {
      method,
      headers: { ...headers, ...(isSeen && { 'if-match': '*' }) },
      ...(text !== undefined && { body: text }),
    };
    return { address, init, body, isRight: isRight || !spoilsBody };
  }

  #queryFor({ operation }: Described, isWrong: boolean): [string, string][] {
    const asked = operation.parameters.filter((each) => each.in === 'query');
    const chosen = asked.filter(({ required }) => required || this.#random.chance(0.2));
    const pairs = chosen.map((each): [string, string] => [each.name, this.#textFor(each)]);
    if (!isWrong) return pairs;
    const spoiled = this.#random.pick([...pairs.map(([name]) => name), 'nobody_knows_this']);
    return [...pairs.filter(([name]) => name !== spoiled), [spoiled, this.#random.pick(oddTexts)]];
  }

  #textFor({ name, schema }: Parameter): string {
    // Nobody waits here.
    if (name === 'wait') return '0';
    return textOf(
      this.#sample(rightValue(this.#contract.document, schema, { name, known: (each) => this.#known.of(each) })),
    );
  }

  #bodyFor(
    { operation }: Described,
    isWrong: boolean,
  ): { body?: unknown; text?: string; headers: Record<string, string> } {
    const schema = operation.requestBody?.content['application/json']?.schema;
    if (schema === undefined) return { headers: {} };
    const headers = { 'content-type': 'application/json' };
    if (isWrong && this.#random.chance(0.15)) {
      return { text: this.#random.pick(['', '{', '[1,', 'null', '"a"', '{"a":1}{}', '\u0000', '[]']), headers };
    }
    const right = rightValue(this.#contract.document, schema, { name: '', known: (name) => this.#known.of(name) });
    const body = this.#sample(isWrong ? wrongValue(right) : right);
    const text = JSON.stringify(body);
    return { body: JSON.parse(text), text, headers };
  }

  #sample<T>(of: fc.Arbitrary<T>): T {
    return fc.sample(of, { numRuns: 1, seed: this.#random.int(0, 2_000_000_000) })[0] as T;
  }

  async #send(caller: Acting, { address, init }: Sent): Promise<Seen & { text: string }> {
    const gone = new AbortController();
    const timer = setTimeout(() => gone.abort(), patienceMs);
    this.#report.sent += 1;
    try {
      const headers = { ...(init.headers as object), ...caller.headers };
      const answer = await fetch(address, { ...init, headers, redirect: 'manual', signal: gone.signal });
      const mediaType = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
      const isStream = mediaType === 'text/event-stream';
      const text = isStream ? '' : await answer.text();
      if (isStream) gone.abort();
      return { status: answer.status, mediaType, text, body: parsed(text, mediaType) };
    } finally {
      clearTimeout(timer);
    }
  }

  async #judge(described: Described, at: { caller: Acting; sent: Sent; seen: Seen & { text: string } }): Promise<void> {
    const { caller, sent, seen } = at;
    const fault = this.#contract.judge(described, seen);
    if (fault) this.#tell(fault, at);
    if (caller.kind === 'impostor' && ![401, 429].includes(seen.status)) {
      this.#tell(`${described.id} let somebody in with a token or key that is worth nothing`, at);
    }
    if (seen.status >= 500) this.#tell(`${described.id} answered ${seen.status}`, at);
    const takesBody = described.operation.requestBody?.content['application/json'] !== undefined;
    if (
      seen.status < 300 &&
      takesBody &&
      sent.init.body !== undefined &&
      !this.#contract.takes(described, sent.body ?? {})
    ) {
      this.#tell(`${described.id} took a body that its schema refuses`, at);
    }
    if (!caller.isOurs && caller.kind !== 'nobody' && seen.text.includes(marker)) {
      this.#tell(`${described.id} told ${caller.name} of the other company`, at);
    }
    await this.#lookAtRows(described, at);
  }

  /** What was refused may not have changed anything; nor may looking. */
  async #lookAtRows(described: Described, at: { caller: Acting; sent: Sent; seen: Seen }): Promise<void> {
    const { db } = this.#hub.deps;
    const before = this.#rows;
    this.#rows = await readRows(db);
    if (at.seen.status < 400 || changedTables(before, this.#rows).length === 0) return;
    // Something that was taken before may have been worked on only now: the same once more, when all is quiet.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const quiet = await readRows(db);
    const again = await this.#send(at.caller, at.sent);
    this.#rows = await readRows(db);
    const changed = changedTables(quiet, this.#rows);
    if (again.status >= 400 && changed.length > 0) {
      this.#tell(`${described.id} answered ${again.status} and changed ${changed.join(', ')}`, at);
    }
  }

  #tell(problem: string, { caller, sent, seen }: { caller: Acting; sent: Sent; seen: Seen }): void {
    if (this.#report.problems.length >= mostProblems) return;
    const { init, address } = sent;
    const asked = `${init.method} ${address.slice(this.#hub.url.length, this.#hub.url.length + 200)} as ${caller.name}`;
    const body = init.body === undefined ? '' : ` with ${String(init.body).slice(0, 300)}`;
    const line = `${problem} (${asked}${body}; answered ${seen.status})`;
    if (!this.#report.problems.some((known) => known.split(' (')[0] === problem)) this.#report.problems.push(line);
  }

  #count({ status }: Seen): void {
    this.#report.statuses[status] = (this.#report.statuses[status] ?? 0) + 1;
  }
}

async function renewed(caller: Pick<Caller, 'renew'>): Promise<boolean> {
  try {
    await caller.renew();
    return true;
  } catch {
    // Something ended the caller itself, such as its terminal's last key: that is an answer, too.
    return false;
  }
}

function parsed(text: string, mediaType: string): unknown {
  if (text === '' || !isJson(mediaType)) return text === '' ? undefined : text;
  try {
    return JSON.parse(text);
  } catch {
    return `not JSON: ${text.slice(0, 100)}`;
  }
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Tills that push at once: several requests of each are on their way at any moment, single documents and batches, new ones and
 *  repeats. They keep book of what they were told. */

import { createRandom, type Random } from '../../server/cli/simulator/random.ts';
import { type Answer, send } from './client.ts';
import { type Counters, envelope, isBefore, Producer, type SentDocument } from './documents.ts';
import type { Till } from './fleet.ts';

/** Requests that a till has on their way at once. A real one sends one after the other; more of them share commits. */
const workersPerTill = 3;
const largestBatch = 12;

/** Told of each answer when its documents are booked. */
type OnAnswer = (answer: Answer) => void;

interface Course {
  producer: Producer;
  random: Random;
}

export class Load {
  readonly tills: readonly Till[];
  /** What the hub has said it accepted, per till; each document once. */
  readonly acknowledged = new Map<Till, SentDocument[]>();
  /** Pushed, without an answer: the hub may have it or not. */
  readonly unanswered = new Map<Till, SentDocument[]>();
  /** The furthest counters that went with an accepted push: the hub must never tell lower ones. */
  readonly counters = new Map<Till, Counters>();
  /** Answers that a till must not get from a sound hub. */
  readonly problems: string[] = [];
  /** Whether the hub may say that it cannot work just now (503); the documents are then waiting like unanswered ones. */
  mayRefuse = false;
  /** Pushes that were answered. */
  answers = 0;
  readonly #courses = new Map<Till, Course>();
  readonly #acknowledgedIds = new Set<string>();
  #isStopping = false;
  #onAnswer: OnAnswer = () => undefined;

  constructor(tills: readonly Till[], seed: string) {
    this.tills = tills;
    for (const till of tills) {
      const random = createRandom(`${seed}/${till.storeCode}/${till.terminalCode}`);
      this.#courses.set(till, { producer: new Producer(till, random), random });
      this.acknowledged.set(till, []);
      this.unanswered.set(till, []);
    }
  }

  /** Pushes until `stop` is called or the hub is gone. */
  async run(url: string, onAnswer: OnAnswer = () => undefined): Promise<void> {
    this.#isStopping = false;
    this.#onAnswer = onAnswer;
    const workers = this.tills.flatMap((till) => Array.from({ length: workersPerTill }, () => this.#work(url, till)));
    await Promise.all(workers);
  }

  /** No new pushes; those on their way are waited for by `run`. */
  stop(): void {
    this.#isStopping = true;
  }

  /** Pushes everything that has no answer again, as tills do. */
  async repeatUnanswered(url: string): Promise<void> {
    for (const till of this.tills) {
      const documents = this.unanswered.get(till)?.splice(0) ?? [];
      for (const group of groupsOf(documents)) await this.#push(url, till, group);
    }
  }

  async #work(url: string, till: Till): Promise<void> {
    const { producer, random } = this.#courseOf(till);
    while (!this.#isStopping) {
      const known = this.acknowledged.get(till) ?? [];
      const isBatch = random.chance(0.3);
      const documents = Array.from({ length: isBatch ? random.int(2, largestBatch) : 1 }, () => producer.next());
      // A repeat of something that was accepted long ago, or just now by another connection.
      if (known.length > 0 && random.chance(0.15))
        documents.push(known[random.int(0, known.length - 1)] as SentDocument);
      const isHubThere = await Promise.all(groupsOf(documents).map((group) => this.#push(url, till, group)));
      if (isHubThere.includes(false)) return;
    }
  }

  /** @returns false when no answer came */
  async #push(url: string, till: Till, documents: readonly SentDocument[]): Promise<boolean> {
    const [first] = documents;
    if (!first) return true;
    const { producer } = this.#courseOf(till);
    const items = documents.map(({ item }) => item);
    const { counters } = producer;
    const text = JSON.stringify(envelope(till, first.kind, items, producer.sequences()));
    const fresh = documents.filter(({ id }) => !this.#acknowledgedIds.has(id));
    let answer: Answer;
    try {
      answer = await send(`${url}${till.prefix}/pos/${first.kind}`, { text });
    } catch {
      this.unanswered.get(till)?.push(...fresh);
      return false;
    }
    this.answers += 1;
    if (isAccepted(answer, documents.length)) {
      this.acknowledged.get(till)?.push(...fresh);
      for (const { id } of fresh) this.#acknowledgedIds.add(id);
      const known = this.counters.get(till);
      if (!known || isBefore(known, counters)) this.counters.set(till, counters);
    } else {
      const isRefusal = this.mayRefuse && isUnavailable(answer);
      if (!isRefusal)
        this.problems.push(`a push of ${documents.length} got ${answer.status} ${answer.text.slice(0, 300)}`);
      this.unanswered.get(till)?.push(...fresh);
    }
    this.#onAnswer(answer);
    return true;
  }

  #courseOf(till: Till): Course {
    const course = this.#courses.get(till);
    if (!course) throw new Error('This till belongs to another fleet');
    return course;
  }
}

/** Whether a till may forget what it pushed (protocol 1.4). */
export function isAccepted(answer: Answer, count: number): boolean {
  const body = answer.body as { status?: unknown; accepted?: unknown; rejected?: unknown } | undefined;
  return answer.status === 200 && body?.status === 'ok' && body.accepted === count && body.rejected === 0;
}

/** A clear "not now, come again" in the tills' dialect. */
export function isUnavailable({ status, body, headers }: Answer): boolean {
  const { status: word, message, code } = (body ?? {}) as Record<string, unknown>;
  const isClear = word === 'error' && code === 'unavailable' && typeof message === 'string' && message !== '';
  return status === 503 && isClear && Number(headers['retry-after']) > 0;
}

/** One push holds documents of one kind. */
function groupsOf(documents: readonly SentDocument[]): SentDocument[][] {
  const kinds = ['transactions', 'closures'] as const;
  return kinds.map((kind) => documents.filter((document) => document.kind === kind)).filter(({ length }) => length > 0);
}

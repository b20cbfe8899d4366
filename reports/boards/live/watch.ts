/** Tells everybody who watches that something was sold: one reader per process asks the database every half second what has
 *  changed, and only while somebody listens. What is told is made once for all who may see the same. */
import { Lookout } from '../../../server/core/lookout.ts';
import type { Logger } from '../../../server/db/index.ts';

export interface Listener {
  /** Listeners of one key are told the very same. */
  key: string;
  personId: string;
  sessionId: string;
  /** The stores it is about, on the business day that it is now. */
  days(): readonly { storeId: number; businessDay: string }[];
  /** What is told, as one line. */
  make(): Promise<string>;
  tell(data: string): void;
  beat(): void;
  /** Whether the person still has the same rights. */
  isStillAllowed(): Promise<boolean>;
  end(reason: EndReason): void;
}

/** `over`: the session has ended; `changed`: the rights are others; `stopping`: the hub goes down. */
export type EndReason = 'over' | 'changed' | 'stopping';

export interface WatchSources {
  marks(days: readonly { storeId: number; businessDay: string }[]): Promise<ReadonlyMap<number, string>>;
  /** Those of these sessions that are still open. */
  openSessions(ids: readonly string[]): Promise<ReadonlySet<string>>;
  stopping(): boolean;
  log: Logger;
}

const everyMs = 500;
const sessionsMs = 2_000;
const beatMs = 15_000;
const rightsMs = 30_000;

interface Watched extends Listener {
  /** It has not been told anything yet, or the last time failed. */
  isDue: boolean;
  beatAt: number;
  rightsAt: number;
}

/** How many one person, and all together, may watch in one process. */
export const mostPerPerson = 6;
export const mostStreams = 500;

export class Watch {
  readonly #sources: WatchSources;
  readonly #listeners = new Set<Watched>();
  #marks: ReadonlyMap<number, string> = new Map();
  readonly #lookout = new Lookout(everyMs, () => this.#read());
  #sessionsAt = 0;

  constructor(sources: WatchSources) {
    this.#sources = sources;
  }

  get size(): number {
    return this.#listeners.size;
  }

  countOf(personId: string): number {
    return [...this.#listeners].filter((listener) => listener.personId === personId).length;
  }

  /** The listener is told at once how things stand, and from then on whenever that changes.
   *  @returns takes it away again */
  add(listener: Listener): () => void {
    const at = performance.now();
    const watched: Watched = Object.assign(listener, { isDue: true, beatAt: at + beatMs, rightsAt: at + rightsMs });
    this.#listeners.add(watched);
    this.#lookout.begin();
    this.#lookout.now();
    return () => {
      this.#listeners.delete(watched);
      if (this.#listeners.size > 0) return;
      this.#lookout.rest();
      this.#marks = new Map();
    };
  }

  async #read(): Promise<void> {
    try {
      if (this.#sources.stopping()) this.#endAll();
      else {
        await this.#dropSignedOut();
        await this.#tellChanges();
        await this.#lookAfter();
      }
    } catch (error) {
      // The database is away for a moment: the next time tells.
      this.#sources.log.warn({ err: error }, 'live figures could not be read');
    }
  }

  #endAll(): void {
    for (const listener of [...this.#listeners]) listener.end('stopping');
  }

  async #dropSignedOut(): Promise<void> {
    if (performance.now() < this.#sessionsAt) return;
    this.#sessionsAt = performance.now() + sessionsMs;
    const open = await this.#sources.openSessions([...new Set([...this.#listeners].map(({ sessionId }) => sessionId))]);
    for (const listener of [...this.#listeners]) if (!open.has(listener.sessionId)) listener.end('over');
  }

  async #tellChanges(): Promise<void> {
    const daysOf = new Map([...this.#listeners].map((listener) => [listener, listener.days()]));
    const asked = new Map([...daysOf.values()].flat().map((day) => [`${day.storeId} ${day.businessDay}`, day]));
    const marks = await this.#sources.marks([...asked.values()]);
    const made = new Map<string, Promise<string>>();
    const changed = new Set([...marks].filter(([id, mark]) => this.#marks.get(id) !== mark).map(([id]) => id));
    for (const id of this.#marks.keys()) if (!marks.has(id)) changed.add(id);
    this.#marks = marks;
    const told = [...daysOf].map(async ([listener, days]) => {
      if (!listener.isDue && !days.some(({ storeId }) => changed.has(storeId))) return;
      const making = made.get(listener.key) ?? listener.make();
      made.set(listener.key, making);
      listener.isDue = true;
      listener.tell(await making);
      listener.isDue = false;
    });
    const failed = (await Promise.allSettled(told)).find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async #lookAfter(): Promise<void> {
    const at = performance.now();
    for (const listener of [...this.#listeners]) {
      if (listener.beatAt <= at) {
        listener.beatAt = at + beatMs;
        listener.beat();
      }
      if (listener.rightsAt <= at) {
        listener.rightsAt = at + rightsMs;
        if (!(await listener.isStillAllowed())) listener.end('changed');
      }
    }
  }
}

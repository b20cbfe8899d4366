/** Waits until companies' feeds have moved: told by a signal where this process writes, and by one question a second for all who
 *  wait where another one does. */
import { Lookout } from '../../core/lookout.ts';
import { onSignal } from '../../core/signals.ts';
import type { Places } from './places.ts';

interface Waiting {
  companyId: number;
  seen: number;
  done(): void;
}

const lookMs = 1000;
/** A signal comes from inside the transaction that writes: it is looked for when that should have ended. */
const afterSignalMs = [15, 80, 300] as const;

export class FeedWatch {
  readonly #places: Pick<Places, 'feeds'>;
  readonly #stopping: () => boolean;
  readonly #waiting = new Set<Waiting>();
  readonly #lookout = new Lookout(lookMs, () => this.#look());
  #stopListening: (() => void) | null = null;

  constructor(places: Pick<Places, 'feeds'>, stopping: () => boolean) {
    this.#places = places;
    this.#stopping = stopping;
  }

  /** Resolves when the company's feed is past `seen`, after `ms`, when `gone` is aborted, or when the hub stops. */
  async untilMoved({ companyId, seen }: { companyId: number; seen: number }, ms: number, gone: AbortSignal) {
    if (gone.aborted) return;
    await new Promise<void>((resolve) => {
      const waiting: Waiting = { companyId, seen, done: () => end() };
      const timer = setTimeout(() => end(), ms);
      const end = () => {
        clearTimeout(timer);
        gone.removeEventListener('abort', end);
        this.#waiting.delete(waiting);
        if (this.#waiting.size === 0) this.#rest();
        resolve();
      };
      gone.addEventListener('abort', end);
      this.#waiting.add(waiting);
      this.#begin();
    });
  }

  #begin(): void {
    this.#lookout.begin();
    this.#stopListening ??= onSignal('feedMoved', () => {
      for (const ms of afterSignalMs) setTimeout(() => this.#lookout.now(), ms).unref();
    });
  }

  #rest(): void {
    this.#lookout.rest();
    this.#stopListening?.();
    this.#stopListening = null;
  }

  async #look(): Promise<void> {
    if (this.#stopping()) {
      for (const each of [...this.#waiting]) each.done();
      return;
    }
    const companies = [...new Set([...this.#waiting].map(({ companyId }) => companyId))];
    if (companies.length === 0) return;
    // A database that is away is told to whoever asks next; those who wait go on.
    const feeds = await this.#places.feeds(companies).catch(() => new Map<number, number>());
    for (const each of [...this.#waiting]) {
      if ((feeds.get(each.companyId) ?? each.seen) !== each.seen) each.done();
    }
  }
}

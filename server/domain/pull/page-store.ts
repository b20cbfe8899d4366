/** Pages that many tills ask for are made once or twice: for all stores of a company, or, where something in them is one store's own,
 *  for each store. What is kept stays right: whatever changes later comes again at its new place in the feed. */
import type { Page } from './read-page.ts';

/** Everything that decides about a page, save how far the feed has come. */
export interface PageName {
  company: string;
  store: string;
}

interface Kept {
  page: Promise<Page>;
  /** For which it was made. */
  store: string;
  bytes: number;
  /** How far the feed had come when it was asked for. */
  feed: number;
  /** By somebody else, while it was being made. */
  isAskedAgain: boolean;
}

interface Asked {
  feed: number;
  store: string;
  make(): Promise<Page>;
}

const mostBytes = 32 * 1024 * 1024;
const mostPages = 500;
const mostNames = 5000;

export class PageStore {
  /** The one that was not asked for longest comes first. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;
  /** Names of pages that were asked for once. A page is kept when it is asked for again: one till that goes through a whole catalogue
   *  would turn out what many ask for, and pages that were kept for a while are freed only when all memory is looked through. */
  readonly #names = new Set<string>();

  /** The page of this name: the one that is kept or being made, unless the feed has gone on and it would have room for more;
   *  otherwise what `make` gives. */
  async get({ company, store }: PageName, feed: number, make: () => Promise<Page>): Promise<Page> {
    const asked = { feed, store, make };
    const kept = await this.#keptOrMade(company, asked);
    const page = await kept.page;
    if (kept.store === store || !page.isStoresOwn) return page;
    return (await this.#keptOrMade(`${company} ${store}`, asked)).page;
  }

  async #keptOrMade(name: string, asked: Asked): Promise<Kept> {
    const known = this.#kept.get(name);
    if (known) {
      known.isAskedAgain = true;
      const page = await known.page.catch(() => null);
      // Of a page that was filled to its limit the feed's progress changes nothing.
      if (page && (page.version >= asked.feed || page.version < known.feed)) {
        this.#touch(name, known);
        return known;
      }
    }
    const other = this.#kept.get(name);
    if (other && other !== known && other.feed >= asked.feed) return other;
    return this.#make(name, asked);
  }

  #make(name: string, { feed, store, make }: Asked): Kept {
    this.#drop(name);
    const kept: Kept = { page: make(), store, bytes: 0, feed, isAskedAgain: this.#names.has(name) };
    this.#kept.set(name, kept);
    kept.page.then(
      ({ bytes }) => {
        if (this.#kept.get(name) !== kept) return;
        if (!kept.isAskedAgain) {
          this.#kept.delete(name);
          this.#note(name);
          return;
        }
        kept.bytes = bytes.length;
        this.#bytes += kept.bytes;
        this.#evict();
      },
      () => {
        if (this.#kept.get(name) === kept) this.#kept.delete(name);
      },
    );
    return kept;
  }

  #note(name: string): void {
    this.#names.add(name);
    for (const oldest of this.#names) {
      if (this.#names.size <= mostNames) return;
      this.#names.delete(oldest);
    }
  }

  #touch(name: string, kept: Kept): void {
    if (this.#kept.get(name) !== kept) return;
    this.#kept.delete(name);
    this.#kept.set(name, kept);
  }

  #drop(name: string): void {
    const kept = this.#kept.get(name);
    if (!kept) return;
    this.#kept.delete(name);
    this.#bytes -= kept.bytes;
  }

  #evict(): void {
    for (const name of this.#kept.keys()) {
      if (this.#bytes <= mostBytes && this.#kept.size <= mostPages) return;
      this.#drop(name);
    }
  }
}

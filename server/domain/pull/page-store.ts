/** Pages that many tills of a store ask for are made once. What is kept stays right: whatever changes later comes again at its new
 *  place in the feed. */
import type { Page } from './read-page.ts';

interface Kept {
  page: Promise<Page>;
  bytes: number;
  /** How far the feed had come when it was asked for. */
  feed: number;
}

const mostBytes = 32 * 1024 * 1024;
const mostPages = 500;

export class PageStore {
  /** The one that was not asked for longest comes first. */
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  /** The page under this name: the one that is kept or being made, unless the feed has gone on and it would have room for more;
   *  otherwise what `make` gives.
   *  @param name everything that decides about the page, save how far the feed has come */
  async get(name: string, feed: number, make: () => Promise<Page>): Promise<Page> {
    const known = this.#kept.get(name);
    if (known) {
      const page = await known.page.catch(() => null);
      // Of a page that was filled to its limit the feed's progress changes nothing.
      if (page && (page.version >= feed || page.version < known.feed)) {
        this.#touch(name, known);
        return page;
      }
    }
    const other = this.#kept.get(name);
    if (other && other !== known && other.feed >= feed) return other.page;
    return this.#make(name, feed, make);
  }

  #make(name: string, feed: number, make: () => Promise<Page>): Promise<Page> {
    this.#drop(name);
    const kept: Kept = { page: make(), bytes: 0, feed };
    this.#kept.set(name, kept);
    kept.page.then(
      ({ bytes }) => {
        if (this.#kept.get(name) !== kept) return;
        kept.bytes = bytes.length;
        this.#bytes += kept.bytes;
        this.#evict();
      },
      () => {
        if (this.#kept.get(name) === kept) this.#kept.delete(name);
      },
    );
    return kept.page;
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

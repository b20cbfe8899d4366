/** Shared parts of init, packed and kept while they hold. Whoever comes while a part is being written reads along: twenty tills
 *  that start at once cost one reading of the catalogue. */
import { once } from 'node:events';
import { createGzip, type Gzip } from 'node:zlib';
import { DomainError } from '../../core/errors.ts';
import type { PartSink, SharedPart } from '../../domain/init/index.ts';
import { Spool } from './spool.ts';

/** Packed once and sent often. */
const packLevel = 6;

interface Limits {
  /** Packed bytes that are kept on disk, parts being written not counted. */
  mostBytes: number;
  /** Parts, and so open files, that are kept. */
  mostParts: number;
}

const defaults: Limits = { mostBytes: 512 * 1024 * 1024, mostParts: 200 };

interface Held {
  spool: Promise<Spool>;
  /** The one that was written. */
  part: SharedPart;
  /** What it shows; until it is known, what was asked for. */
  state: string;
  from: Date | null;
  until: Date | null;
  bytes: number;
}

/** A part that is being sent. */
export interface PartReader<P extends SharedPart = SharedPart> {
  /** The part that is read: of the same scope and state as the one that was asked for, but perhaps written before. */
  readonly part: P;
  /** The bytes of a section, from the moment they are there. */
  section(index: number): AsyncIterable<Uint8Array>;
  /** Must be called once. */
  close(): void;
}

export class PartStore {
  /** By scope; the one that was not asked for longest comes first. */
  readonly #held = new Map<string, Held>();
  readonly #folder: string;
  readonly #limits: Limits;

  /** @param folder for files without a name; made when it is needed */
  constructor(folder: string, limits: Partial<Limits> = {}) {
    this.#folder = folder;
    this.#limits = { ...defaults, ...limits };
  }

  /** The part as it is now: the one that is kept, or being written, when it shows the same state and no price has changed since;
   *  otherwise it is written now. */
  open<P extends SharedPart>(part: P, now: Date): PartReader<P> {
    const known = this.#held.get(part.scope);
    const held = known && holds(known, part.state, now) ? known : this.#write(part);
    this.#held.delete(part.scope);
    this.#held.set(part.scope, held);
    if (known && known !== held) retire(known);
    const acquired = held.spool.then((spool) => {
      spool.acquire();
      return spool;
    });
    // Looked at by whoever reads a section.
    acquired.catch(() => undefined);
    return {
      // Parts of one scope are of one kind.
      part: held.part as P,
      async *section(index) {
        yield* (await acquired).section(index);
      },
      close: () => void acquired.then((spool) => spool.release()).catch(() => undefined),
    };
  }

  #write(part: SharedPart): Held {
    const held: Held = {
      spool: Promise.resolve(null as never),
      part,
      state: part.state,
      from: null,
      until: null,
      bytes: 0,
    };
    held.spool = Spool.create(this.#folder).catch(translate);
    const written = held.spool.then((spool) => this.#fill(part, held, spool));
    // Whoever reads is told; nobody else needs to be.
    written.catch(() => this.#forget(part.scope, held));
    return held;
  }

  async #fill(part: SharedPart, held: Held, spool: Spool): Promise<void> {
    const packer = new SectionPacker(spool);
    const sink: PartSink = {
      describe(state, { from, until }) {
        Object.assign(held, { state, from, until });
      },
      put: (section, resource, groups) => packer.put(section, resource, groups),
      lines: (section, groups) => packer.lines(section, groups),
    };
    try {
      await part.write(sink);
      await packer.end();
      spool.complete();
      held.bytes = spool.bytes;
      this.#evict();
    } catch (error) {
      await packer.stop();
      spool.fail(error);
      spool.retire();
      throw error;
    }
  }

  #forget(scope: string, held: Held): void {
    if (this.#held.get(scope) === held) this.#held.delete(scope);
  }

  #evict(): void {
    let bytes = [...this.#held.values()].reduce((sum, held) => sum + held.bytes, 0);
    for (const [scope, held] of this.#held) {
      if (bytes <= this.#limits.mostBytes && this.#held.size <= this.#limits.mostParts) return;
      this.#held.delete(scope);
      bytes -= held.bytes;
      retire(held);
    }
  }
}

function holds(held: Held, state: string, now: Date): boolean {
  if (held.state !== state) return false;
  return (held.from === null || held.from <= now) && (held.until === null || now < held.until);
}

/** A folder that cannot be written is as good as a database that cannot. */
function translate(error: unknown): never {
  throw new DomainError('unavailable', { reason: String(error) });
}

function retire(held: Held): void {
  held.spool.then((spool) => spool.retire()).catch(() => undefined);
}

/** Packs each section as a gzip member of its own: members that follow each other are one gzip stream (RFC 1952, 2.2). */
class SectionPacker {
  readonly #spool: Spool;
  #section = -1;
  #gzip: Gzip | null = null;
  #drained: Promise<void> = Promise.resolve();
  #separator = '';

  constructor(spool: Spool) {
    this.#spool = spool;
  }

  async put(section: number, resource: string, groups: AsyncIterable<string>): Promise<void> {
    if (section !== this.#section) await this.#start(section);
    let text = `${this.#separator}${JSON.stringify(resource)}:[`;
    this.#separator = ',';
    for await (const rows of groups) {
      await this.#add(text + rows);
      text = ',';
    }
    if (text === ',') text = '';
    await this.#add(`${text}]`);
  }

  async lines(section: number, groups: AsyncIterable<string>): Promise<void> {
    if (section !== this.#section) await this.#start(section);
    for await (const text of groups) await this.#add(text);
  }

  async end(): Promise<void> {
    this.#gzip?.end();
    await this.#drained;
  }

  /** Resolves when nothing is being written any more. */
  async stop(): Promise<void> {
    this.#gzip?.destroy();
    await this.#drained.catch(() => undefined);
  }

  async #start(section: number): Promise<void> {
    if (section !== this.#section + 1) throw new Error(`section ${section} comes after ${this.#section}`);
    await this.end();
    this.#section = section;
    this.#separator = '';
    this.#spool.startSection();
    const gzip = createGzip({ level: packLevel });
    this.#gzip = gzip;
    this.#drained = (async () => {
      for await (const chunk of gzip) await this.#spool.append(chunk as Uint8Array);
    })();
    // Looked at in `end`; until then it must not count as unhandled.
    this.#drained.catch(() => undefined);
  }

  async #add(text: string): Promise<void> {
    if (this.#gzip?.write(text) === false) await Promise.race([once(this.#gzip, 'drain'), this.#drained]);
  }
}

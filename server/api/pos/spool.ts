/** Packed bytes on their way to any number of readers: written once, to a file without a name, and read at each reader's own
 *  pace, from the beginning, also while it grows. Nobody waits for the slowest, and memory holds one chunk for each reader. */
import fs from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const files = {
  open: promisify(fs.open),
  read: promisify(fs.read),
  write: promisify(fs.write),
  unlink: promisify(fs.unlink),
};

const chunkBytes = 64 * 1024;

export class Spool {
  /** A plain number: a file that its spool forgets must be closed here, not by the collector. */
  readonly #file: number;
  #written = 0;
  /** Where each section begins; the last one ends where the next begins, or at the end of all. */
  readonly #starts: number[] = [];
  #isComplete = false;
  #failure: unknown = null;
  /** Whoever writes counts as one. */
  #users = 1;
  #isRetired = false;
  #isClosed = false;
  readonly #waiting = new Set<() => void>();

  private constructor(file: number) {
    this.#file = file;
  }

  /** Makes the file in `folder`, which is made too. It has no name any more when this returns: it goes with its last reader, or
   *  with the process. */
  static async create(folder: string): Promise<Spool> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const name = path.join(folder, `${process.pid}-${crypto.randomUUID()}`);
    const file = await files.open(name, 'wx+', 0o600);
    await files.unlink(name);
    return new Spool(file);
  }

  get bytes(): number {
    return this.#written;
  }

  /** What comes now belongs to the next section. */
  startSection(): void {
    this.#starts.push(this.#written);
    this.#wake();
  }

  /** One at a time. */
  async append(chunk: Uint8Array): Promise<void> {
    for (let done = 0; done < chunk.length; ) {
      const { bytesWritten } = await files.write(this.#file, chunk, done, chunk.length - done, this.#written + done);
      done += bytesWritten;
    }
    this.#written += chunk.length;
    this.#wake();
  }

  /** Nothing follows. Either this or `fail` must be called, once, when nothing is being appended. */
  complete(): void {
    this.#isComplete = true;
    this.#wake();
    this.release();
  }

  /** Whoever reads, or will, gets this error instead of the rest. */
  fail(error: unknown): void {
    this.#failure = error ?? new Error('the part was not written');
    this.#wake();
    this.release();
  }

  /** The bytes of a section. Call `acquire` before and `release` after. */
  async *section(index: number): AsyncGenerator<Uint8Array> {
    let position = await this.#until(() => this.#starts[index]);
    for (;;) {
      const from = position;
      const to = await this.#until(() => {
        const end = this.#starts[index + 1] ?? (this.#isComplete ? this.#written : null);
        return from < this.#written || end !== null ? (end ?? this.#written) : undefined;
      });
      if (from === to) return;
      const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, to - from));
      const { bytesRead } = await files.read(this.#file, chunk, 0, chunk.length, from);
      if (bytesRead === 0) throw new Error('a part of init was cut off on disk');
      position += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  }

  /** Keeps the file until `release`. */
  acquire(): void {
    this.#users += 1;
  }

  release(): void {
    this.#users -= 1;
    this.#closeWhenUnused();
  }

  /** Nobody will ask for it any more; those who read go on. */
  retire(): void {
    this.#isRetired = true;
    this.#closeWhenUnused();
  }

  #closeWhenUnused(): void {
    if (!this.#isRetired || this.#users > 0 || this.#isClosed) return;
    this.#isClosed = true;
    // Its place on the disk becomes free; an error could tell nobody anything.
    fs.close(this.#file, () => undefined);
  }

  async #until<T>(find: () => T | undefined): Promise<T> {
    for (;;) {
      if (this.#failure !== null) throw this.#failure;
      const found = find();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

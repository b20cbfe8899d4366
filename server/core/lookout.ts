/** Looks again and again for as long as somebody waits for what may be seen, one look at a time: whoever waits shares its cost. */
export class Lookout {
  readonly #everyMs: number;
  readonly #look: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #isToLookAgain = false;
  #isResting = true;

  /** @param look does not fail */
  constructor(everyMs: number, look: () => Promise<void>) {
    this.#everyMs = everyMs;
    this.#look = look;
  }

  /** Somebody waits: looks from now on, if it did not before. */
  begin(): void {
    if (!this.#isResting) return;
    this.#isResting = false;
    if (!this.#isLooking) this.#wake(this.#everyMs);
  }

  /** There may be something to see. What came while a look was on its way may have been missed by it, so another one follows. */
  now(): void {
    if (this.#isResting) return;
    if (this.#isLooking) this.#isToLookAgain = true;
    else this.#wake(0);
  }

  /** Nobody waits any more. */
  rest(): void {
    this.#isResting = true;
    clearTimeout(this.#timer);
  }

  #wake(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), afterMs);
    this.#timer.unref();
  }

  async #run(): Promise<void> {
    this.#isLooking = true;
    this.#isToLookAgain = false;
    await this.#look();
    this.#isLooking = false;
    if (!this.#isResting) this.#wake(this.#isToLookAgain ? 0 : this.#everyMs);
  }
}

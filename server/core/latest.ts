/** Keeps the latest value of each name while its state holds, and makes it once for all who ask meanwhile. */
export class Latest<T> {
  readonly #kept = new Map<string, { state: string; value: Promise<T> }>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(name: string, state: string, make: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(name);
    const value = known?.state === state ? known.value : make();
    this.#kept.delete(name);
    this.#kept.set(name, { state, value });
    value.catch(() => {
      if (this.#kept.get(name)?.value === value) this.#kept.delete(name);
    });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#most) break;
      this.#kept.delete(oldest);
    }
    return value;
  }
}

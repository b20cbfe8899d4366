/** What answers have told: ids, codes and cursors that mean something, to be asked about later. */
import type { Described } from '../api/v1/contract.ts';
import type { Everybody } from '../api/v1/everybody.ts';

/** Of each name. */
const mostKept = 50;

export class ApiKnowledge {
  readonly #seen = new Map<string, Set<string>>();
  /** By the address of a list: what names one of its rows in the row's own address, such as `product`. */
  readonly #rowNames: ReadonlyMap<string, string>;

  readonly #ours: readonly string[];
  #isOursOnly = false;

  constructor(operations: readonly Described[], { ours, theirs }: Everybody) {
    const rows = operations.flatMap(({ path }) => {
      const [, list, row] = /^(.+)\/\{(\w+)\}$/.exec(path) ?? [];
      return list === undefined || row === undefined ? [] : [[list, row] as const];
    });
    this.#rowNames = new Map(rows);
    this.#ours = [ours.uuid, ours.slug];
    for (const { uuid, slug, storeUuid, otherStoreUuid, terminalUuid, cashierId, productId, ...more } of [
      ours,
      theirs,
    ]) {
      for (const id of [storeUuid, terminalUuid, cashierId, productId]) this.note('id', id);
      for (const name of ['company', 'company_id', 'company_uuid', 'uuid']) this.note(name, uuid);
      for (const name of ['company', 'slug']) this.note(name, slug);
      for (const name of ['store', 'store_id', 'stores'])
        for (const id of [storeUuid, otherStoreUuid]) this.note(name, id);
      for (const name of ['terminal', 'terminal_id']) this.note(name, terminalUuid);
      this.note('product_id', productId);
      const { programKey = '', spareKey = '', terminalKey = '', ...rows } = more.books ?? {};
      const named = { ...rows, member: more.memberId };
      for (const [name, id] of Object.entries(named)) this.note(name, id);
      for (const id of [programKey, spareKey, terminalKey]) this.note('key', id);
    }
  }

  /** Everything of an answer that may be asked about. */
  learn({ path }: Described, body: unknown): void {
    this.#learnFields(body);
    const row = this.#rowNames.get(path);
    if (row === undefined || typeof body !== 'object' || body === null) return;
    const { items = [body] } = body as { items?: unknown[] };
    for (const item of items.slice(0, mostKept)) {
      const { id } = (item ?? {}) as { id?: unknown };
      if (typeof id !== 'string') continue;
      this.note(row, id);
      this.note(`${row.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_id`, id);
    }
  }

  /** Which companies are named from now on: ours alone, or whichever is known. */
  turnTo(whose: 'ours' | null): void {
    this.#isOursOnly = whose === 'ours';
  }

  /** What was seen under a name. */
  of(name: string): readonly string[] {
    if (name === 'company' && this.#isOursOnly) return this.#ours;
    return [...(this.#seen.get(name) ?? [])];
  }

  /** Keeps the latest: of what came first much is gone by now. */
  note(name: string, value: string): void {
    const known = this.#seen.get(name) ?? new Set();
    known.delete(value);
    known.add(value);
    const [oldest] = known;
    if (known.size > mostKept && oldest !== undefined) known.delete(oldest);
    this.#seen.set(name, known);
  }

  #learnFields(value: unknown, name = ''): void {
    if (typeof value === 'string' && /(^|_)(id|uuid|cursor|code|slug)$/.test(name) && value !== '')
      this.note(name, value);
    else if (Array.isArray(value)) for (const each of value.slice(0, 20)) this.#learnFields(each, name);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, each] of Object.entries(value)) this.#learnFields(each, key);
    }
  }
}

/** Documents to push: recorded bodies of a real till with ids, numbers, times and amounts of their own. */

import { readFileSync } from 'node:fs';
import type { Random } from '../../server/cli/simulator/random.ts';
import type { Till } from './fleet.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** What a push carries. */
export type Kind = 'transactions' | 'closures' | 'sequences';

export const sampleNames = [
  'transaction-push-full',
  'transaction-push-cancelled',
  'transaction-push-real-sale',
  'closure-push',
  'sequences-push',
] as const;

export type SampleName = (typeof sampleNames)[number];

/** A document and what the hub's books must say of it. */
export interface SentDocument {
  kind: 'transactions' | 'closures';
  /** `head.id` or `closure.id`. */
  id: string;
  item: JsonObject;
}

const folder = new URL('../support/samples/pypos/', import.meta.url);
const texts = new Map(sampleNames.map((name) => [name, readFileSync(new URL(`${name}.json`, folder), 'utf8')]));

export function kindOf(name: SampleName): Kind {
  if (name === 'closure-push') return 'closures';
  return name === 'sequences-push' ? 'sequences' : 'transactions';
}

/** A recorded body under a till's codes whose documents have fresh ids; ids that occur twice in it stay equal. */
export function freshBody(name: SampleName, till: Till, random: Random): JsonObject {
  const fresh = new Map<string, string>();
  const text = (texts.get(name) ?? '').replace(
    /"([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"/g,
    (_all, id: string) => {
      const known = fresh.get(id) ?? random.id();
      fresh.set(id, known);
      return `"${known}"`;
    },
  );
  return { ...JSON.parse(text), ...codesOf(till) };
}

/** Envelope of a push. */
export function envelope(till: Till, kind: Kind, items: readonly Json[], sequences: Json = []): JsonObject {
  return { ...codesOf(till), ...(kind !== 'sequences' && { [kind]: [...items] }), sequences };
}

function codesOf(till: Till): JsonObject {
  const { officeCode, storeCode, terminalCode, posNumber } = till;
  return { office_code: officeCode, store_code: storeCode, terminal_code: terminalCode, pos_id: posNumber };
}

export interface Counters {
  closureNumber: number;
  receiptNumber: number;
}

/** Whether `a` lies before `b`: a receipt number counts within its period. */
export function isBefore(a: Counters, b: Counters): boolean {
  return (
    a.closureNumber < b.closureNumber || (a.closureNumber === b.closureNumber && a.receiptNumber < b.receiptNumber)
  );
}

/** The counters of a till, and the documents that it makes one after the other. */
export class Producer {
  readonly till: Till;
  readonly #random: Random;
  #closureNumber = 1;
  #receiptNumber = 1;

  constructor(till: Till, random: Random) {
    this.till = till;
    this.#random = random;
  }

  /** The next sale, return or cancelled document; now and then a closure. */
  next(): SentDocument {
    if (this.#receiptNumber > 1 && this.#random.chance(0.08)) return this.#closure();
    const kinds = ['transaction-push-full', 'transaction-push-real-sale', 'transaction-push-cancelled'] as const;
    const name = this.#random.pick(kinds);
    const item = firstItem(freshBody(name, this.till, this.#random), 'transactions');
    const head = item['head'] as JsonObject;
    Object.assign(head, {
      closure_number: this.#closureNumber,
      receipt_number: this.#receiptNumber,
      transaction_date_time: this.#time(),
      total_amount: this.#amount(),
      transaction_type: name !== 'transaction-push-cancelled' && this.#random.chance(0.1) ? 'return' : 'sale',
    });
    this.#receiptNumber += 1;
    return { kind: 'transactions', id: String(head['id']), item };
  }

  /** The counters of this moment: number of the open period and of its next receipt. */
  get counters(): Counters {
    return { closureNumber: this.#closureNumber, receiptNumber: this.#receiptNumber };
  }

  /** Counters as they ride along with a push. */
  sequences(): Json {
    return [
      { name: 'ReceiptNumber', value: this.#receiptNumber },
      { name: 'ClosureNumber', value: this.#closureNumber },
    ];
  }

  #closure(): SentDocument {
    const item = firstItem(freshBody('closure-push', this.till, this.#random), 'closures');
    const closure = item['closure'] as JsonObject;
    Object.assign(closure, { closure_number: this.#closureNumber, gross_sales_amount: this.#amount() });
    this.#closureNumber += 1;
    this.#receiptNumber = 1;
    return { kind: 'closures', id: String(closure['id']), item };
  }

  #time(): string {
    const two = (number: number) => String(number).padStart(2, '0');
    const { int } = this.#random;
    return `2026-11-${two(int(1, 20))}T${two(int(6, 22))}:${two(int(0, 59))}:${two(int(0, 59))}`;
  }

  #amount(): string {
    return `${this.#random.int(0, 900)}.${String(this.#random.int(0, 9999)).padStart(4, '0')}`;
  }
}

function firstItem(body: JsonObject, list: 'transactions' | 'closures'): JsonObject {
  return (body[list] as JsonObject[])[0] as JsonObject;
}

/** Whether two JSON values are equal, however deep they are. Numbers beyond a float's range count as null, as which they are
 *  written. */
export function sameJson(one: unknown, other: unknown): boolean {
  const pending: [unknown, unknown][] = [[one, other]];
  for (let pair = pending.pop(); pair; pair = pending.pop()) {
    const [a, b] = pair;
    if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) {
      if (asWritten(a) !== asWritten(b)) return false;
      continue;
    }
    const keys = Object.keys(a);
    if (Array.isArray(a) !== Array.isArray(b) || keys.length !== Object.keys(b).length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(b, key)) return false;
      pending.push([(a as JsonObject)[key], (b as JsonObject)[key]]);
    }
  }
  return true;
}

function asWritten(value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}

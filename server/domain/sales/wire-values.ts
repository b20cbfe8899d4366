/** Reading the values of one object as terminals write them (protocol 1.3): numbers or decimal texts, UUIDs in any form,
 *  unknown and missing keys tolerated. A value that cannot be read raises `Unreadable`, which names the path and says what
 *  would be right. Hot path: one reader is moved from row to row, nothing is allocated but the values. */
import { type DecimalReading, readDecimal } from '../../core/decimal.ts';
import { normalizeWireId } from '../../core/ids.ts';

/** Largest amount or quantity in ten-thousandths, either sign: what the terminals' own columns hold (15 digits, 4 of them
 *  decimals). 9,000 documents of this size fit into one rollup row. */
export const maxAmountE4 = 10n ** 15n - 1n;

/** Largest and smallest value of an Int column. */
const maxInt = 2_147_483_647;

/** Years between which an instant is accepted; terminals with an empty clock battery say 1970 or 2000. */
export const [firstYear, lastYear] = [1900, 9998];

type Row = Readonly<Record<string, unknown>>;

/** Why an item cannot be booked. `message` begins with the path of the value. */
export class Unreadable extends Error {
  readonly reasonCode: string;

  constructor(reasonCode: string, message: string) {
    super(message);
    this.name = 'Unreadable';
    this.reasonCode = reasonCode;
  }
}

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as it is shown in messages: JSON, cut to a readable length. */
export function shown(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? (Array.isArray(value) ? 'a list' : 'an object') : null;
  const json = text ?? (typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing'));
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}

/** Reads the fields of the row it stands on. Missing and null are the same; an empty text counts as null except in texts. */
export class RowReader {
  #row: Row = {};
  readonly #section: string;
  #index: number;

  /** @param section key of the list or object, for messages
   *  @param index   place in the list, −1 when the section is one object */
  constructor(section: string, index = -1) {
    this.#section = section;
    this.#index = index;
  }

  /** Moves to a row. `index` is its place in the list, −1 when the section is a single object. */
  at(row: Row, index: number): void {
    this.#row = row;
    this.#index = index;
  }

  path(key: string): string {
    return this.#index < 0 ? `${this.#section}.${key}` : `${this.#section}[${this.#index}].${key}`;
  }

  refuse(key: string, expected: string, reasonCode = 'unreadable_field'): never {
    const value = this.#row[key];
    const what = value === undefined ? 'is missing:' : `${shown(value)} is not`;
    throw new Unreadable(reasonCode, `${this.path(key)}${value === undefined ? '' : ':'} ${what} ${expected}`);
  }

  has(key: string): boolean {
    const value = this.#row[key];
    return value !== undefined && value !== null;
  }

  /** A UUID in its stored form, or null when there is none. */
  id(key: string): string | null {
    const value = this.#row[key];
    if (value === undefined || value === null || value === '') return null;
    return normalizeWireId(value) ?? this.refuse(key, 'a UUID', 'bad_id');
  }

  requiredId(key: string): string {
    return this.id(key) ?? this.refuse(key, 'a UUID', 'bad_id');
  }

  /** A text; numbers are taken as they would be written. */
  text(key: string): string | null {
    const value = this.#row[key];
    if (typeof value === 'string') return value;
    if (value === undefined || value === null) return null;
    // A number beyond every float is kept as null in the body: its row would say something else.
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    return this.refuse(key, 'a text');
  }

  /** As `text`, but an empty text also takes the default. */
  textOr(key: string, fallback: string): string {
    return this.text(key) || fallback;
  }

  requiredText(key: string): string {
    return this.text(key) ?? this.refuse(key, 'a text');
  }

  boolOr(key: string, fallback: boolean): boolean {
    const value = this.#row[key];
    if (typeof value === 'boolean') return value;
    if (value === undefined || value === null) return fallback;
    if (value === 1 || value === 0) return value === 1;
    return this.refuse(key, 'true or false');
  }

  int(key: string): number | null {
    const value = this.#row[key];
    if (value === undefined || value === null || value === '') return null;
    const number = typeof value === 'string' && /^-?\d{1,11}(\.0*)?$/.test(value) ? Number(value) : value;
    // `+ 0` turns −0 into 0.
    if (Number.isInteger(number) && Math.abs(number as number) <= maxInt) return (number as number) + 0;
    return this.refuse(key, `a whole number between -${maxInt} and ${maxInt}`);
  }

  intOr(key: string, fallback: number): number {
    return this.int(key) ?? fallback;
  }

  requiredInt(key: string): number {
    return this.int(key) ?? this.refuse(key, 'a whole number');
  }

  /** An amount or quantity in ten-thousandths. */
  amount(key: string): bigint | null {
    const value = this.#decimal(key, 4, maxAmountE4);
    return value;
  }

  amountOr(key: string, fallback: bigint): bigint {
    return this.#decimal(key, 4, maxAmountE4) ?? fallback;
  }

  requiredAmount(key: string): bigint {
    return this.#decimal(key, 4, maxAmountE4) ?? this.refuse(key, 'a decimal number with at most 4 places');
  }

  /** An exchange rate in millionths. */
  rateOr(key: string, fallback: bigint): bigint {
    return this.#decimal(key, 6, maxAmountE4) ?? fallback;
  }

  /** A percentage in basis points. */
  percent(key: string): number | null {
    const value = this.#decimal(key, 2, BigInt(maxInt));
    return value === null ? null : Number(value);
  }

  percentOr(key: string, fallback: number): number {
    return this.percent(key) ?? fallback;
  }

  #decimal(key: string, places: number, limit: bigint): bigint | null {
    const value = this.#row[key];
    if (value === undefined || value === null || value === '') return null;
    let reading = readDecimal(value, places);
    if (!reading.ok && typeof value === 'number') reading = withoutFloatNoise(value, places, reading);
    if (reading.ok && reading.value <= limit && reading.value >= -limit) return reading.value;
    const tooLarge = reading.ok || reading.problem === 'too_large';
    if (tooLarge) this.refuse(key, `within ±${limit / 10n ** BigInt(places)}`, 'out_of_range');
    return this.refuse(key, `a decimal number with at most ${places} places`);
  }
}

/** A JSON number that a producer computed in binary (0.1 + 0.2): every decimal of up to 15 digits survives a double, so the
 *  digits after these are noise. A number which really has more places stays too precise. */
function withoutFloatNoise(value: number, places: number, reading: DecimalReading): DecimalReading {
  if (reading.ok || reading.problem !== 'too_precise') return reading;
  return String(Math.abs(value)).replace(/\D|e.*$/g, '').length > 15
    ? readDecimal(value.toPrecision(15), places)
    : reading;
}

/** The rows of a list section; a missing section is an empty one. */
export function rowsOf(item: Row, section: string): readonly Row[] {
  const list = item[section];
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw new Unreadable('unreadable_section', `${section}: ${shown(list)} is not a list`);
  for (let i = 0; i < list.length; i += 1) {
    if (!isRow(list[i])) {
      throw new Unreadable('unreadable_section', `${section}[${i}]: ${shown(list[i])} is not an object`);
    }
  }
  return list;
}

/** Refuses a list in which two rows have the same id. */
export function refuseDoubleIds(rows: readonly { uuid: string }[], section: string): void {
  if (rows.length < 2) return;
  const seen = new Map<string, number>();
  for (const [index, { uuid }] of rows.entries()) {
    const first = seen.get(uuid);
    if (first !== undefined) {
      throw new Unreadable(
        'duplicate_row',
        `${section}[${index}].id: ${uuid} is the id of ${section}[${first}] already`,
      );
    }
    seen.set(uuid, index);
  }
}

/** Finds text that PostgreSQL cannot store: NUL, or half of a surrogate pair. `json` is the item's JSON text, in which both
 *  appear as escapes, so that almost every item costs one scan.
 *  @throws Unreadable with the path of the first such text */
export function refuseUnstorableText(item: unknown, json: string): void {
  if (!/\\u(?:0000|d[89a-f])/i.test(json)) return;
  const path = findUnstorable(item, '');
  if (path !== null) {
    throw new Unreadable('unstorable_text', `${path}: contains a NUL character or half of a surrogate pair`);
  }
}

function findUnstorable(value: unknown, path: string): string | null {
  if (typeof value === 'string') return isStorable(value) ? null : path;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, child] of Object.entries(value)) {
    const where = Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const found = isStorable(key) ? findUnstorable(child, where) : where;
    if (found !== null) return found.replaceAll(/[\0\p{Surrogate}]/gu, '\ufffd');
  }
  return null;
}

function isStorable(text: string): boolean {
  return !/[\0\p{Surrogate}]/u.test(text);
}

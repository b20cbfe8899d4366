/** One row of a till's database, read in the storage form of its columns (protocol 3.5). Nothing is dropped silently: what
 *  cannot be read as it should is null, and noted. */

import { readDecimal } from '../../core/decimal.ts';
import { normalizeWireId, readsAsNumber } from '../../core/ids.ts';
import type { ForeignRow } from '../../db/index.ts';

/** Columns of every row that say who and when; the hub keeps its own. */
const commonColumns = new Set([
  ...['id', 'fk_server_id', 'fk_cashier_create_id', 'fk_cashier_update_id', 'created_at', 'updated_at', 'login_at'],
  ...['is_deleted', 'delete_description', 'deleted_at', 'deleted_by'],
]);

const moment = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?$/;

export class Cells {
  readonly row: ForeignRow;
  /** What was changed or lost on the way, in plain words. */
  readonly notes: string[] = [];
  /** How often another number was tried for it. */
  tries = 0;
  readonly #read = new Set<string>();

  constructor(row: ForeignRow) {
    this.row = row;
  }

  /** The row as people find it again. */
  get name(): string {
    const { id, code, name, user_name, key, barcode } = this.row;
    return String(code ?? barcode ?? user_name ?? key ?? name ?? id ?? '?').slice(0, 60);
  }

  /** Its own id, or null when there is none left to keep. */
  get id(): string | null {
    const id = normalizeWireId(this.row['id']);
    return id === null || readsAsNumber(id) ? null : id;
  }

  /** What every row of the hub's master data begins with. To be asked of rows whose `id` is not lost. */
  get keys(): { id: string; deletedAt: Date | null } {
    return { id: this.id ?? '', deletedAt: this.deletedAt };
  }

  reference(column: string): string | null {
    const value = this.#take(column);
    if (value === null) return null;
    const id = normalizeWireId(value);
    if (id !== null && !readsAsNumber(id)) return id;
    const what = typeof value === 'number' ? 'has become a number in the file' : 'is no UUID';
    this.notes.push(`${column} ${what} and names nothing any more`);
    return null;
  }

  /** Trimmed; null when empty; cut to `most` characters. */
  text(column: string, most: number): string | null {
    const value = this.#take(column);
    if (value === null) return null;
    const text = String(value)
      .replace(/\p{Surrogate}/gu, '\ufffd')
      .replace(/[^\P{Cc}\n\t]/gu, '')
      .trim();
    if (text.length > most) this.notes.push(`${column} was cut to ${most} characters`);
    return text.slice(0, most).trim() || null;
  }

  int(column: string): number | null {
    const reading = this.#decimal(column, 0);
    return reading === null ? null : Number(reading);
  }

  /** Scaled by 10^places. */
  scaled(column: string, places: number): bigint | null {
    return this.#decimal(column, places);
  }

  /** Money, quantities: ten-thousandths. */
  e4(column: string): bigint | null {
    return this.#decimal(column, 4);
  }

  /** A percentage. */
  basisPoints(column: string): number | null {
    const reading = this.#decimal(column, 2);
    return reading === null ? null : Number(reading);
  }

  flag(column: string, otherwise: boolean): boolean {
    const value = this.#take(column);
    if (value === null) return otherwise;
    if (value === 1 || value === '1' || value === 'true') return true;
    if (value === 0 || value === '0' || value === 'false') return false;
    this.notes.push(`${column} is neither 0 nor 1: taken as ${otherwise ? 1 : 0}`);
    return otherwise;
  }

  /** A moment in UTC. */
  instant(column: string): Date | null {
    const value = this.#take(column);
    if (value === null) return null;
    const parts = moment.exec(String(value));
    const at = parts
      ? new Date(
          `${parts[1]}T${parts[2] ?? '00:00'}:${parts[3] ?? '00'}.${(parts[4] ?? '').padEnd(3, '0').slice(0, 3)}Z`,
        )
      : new Date(Number.NaN);
    if (!Number.isNaN(at.getTime())) return at;
    this.notes.push(`${column} is no date: left out`);
    return null;
  }

  /** `HH:MM:SS`. */
  time(column: string): string | null {
    const value = this.#take(column);
    if (value === null) return null;
    const parts = /^(\d\d:\d\d)(:\d\d)?(?:\.\d+)?$/.exec(String(value));
    if (parts) return `${parts[1]}${parts[2] ?? ':00'}`;
    this.notes.push(`${column} is no time of day: left out`);
    return null;
  }

  json(column: string): string | null {
    const value = this.#take(column);
    if (value === null) return null;
    try {
      JSON.parse(String(value));
      return String(value);
    } catch {
      this.notes.push(`${column} is no JSON: left out`);
      return null;
    }
  }

  /** When it was deleted; null: it was not. */
  get deletedAt(): Date | null {
    if (!this.flag('is_deleted', false)) return null;
    return this.instant('deleted_at') ?? this.instant('updated_at') ?? this.instant('created_at') ?? new Date(0);
  }

  /** All columns that nobody has asked for yet, as the JSON object of what only tills use. Call it last.
   *  @param without columns that are the hub's own business */
  rest(...without: string[]): string {
    const kept = Object.entries(this.row).filter(
      ([column, value]) =>
        !commonColumns.has(column) && !this.#read.has(column) && !without.includes(column) && isSaid(value),
    );
    return JSON.stringify(Object.fromEntries(kept));
  }

  #take(column: string): unknown {
    this.#read.add(column);
    const value = this.row[column];
    return isSaid(value) ? value : null;
  }

  #decimal(column: string, places: number): bigint | null {
    const value = this.#take(column);
    if (value === null) return null;
    const reading = readDecimal(typeof value === 'string' ? value.trim() : value, places);
    if (reading.ok) return reading.value;
    if (reading.problem === 'too_precise') {
      // A float carries noise behind its 15th digit; anything else is a figure that was rounded.
      if (typeof value !== 'number') this.notes.push(`${column} was rounded to ${places} places`);
      return reading.rounded;
    }
    this.notes.push(`${column} is no number: left out`);
    return null;
  }
}

/** Null and the empty text say nothing. */
function isSaid(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && !(value instanceof Uint8Array);
}

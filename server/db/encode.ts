/** Turns values into what is bound: one JSON text for all rows of a parameter, with every value checked against its column. */

import { DomainError } from '../core/errors.ts';
import { type Columns, type ColumnType, type Kind, kindsOf, type RowOf, scalarOf } from './columns.ts';

/** Rows ready to be bound: JSON text, and the concatenation of all `bytes` values that the text points into. */
interface EncodedRows {
  json: string;
  blob: Uint8Array;
}

/** What stands in the JSON. A bigint is one beyond 2^53, which `JSON.stringify` cannot write. */
type Cell = string | number | boolean | bigint | null;

const INT_MAX = 2_147_483_647;
const BIGINT_MAX = 9_223_372_036_854_775_807n;
const SAFE = 9_007_199_254_740_991n;

/** Writes rows as one JSON text, an array for each. Integers beyond 2^53 keep every digit; `bytes` become an offset (from 1) and a length.
 *  @throws DomainError invalid_input: a number outside its type, a missing value, text that PostgreSQL cannot store */
export function encodeRows<C extends Columns>(columns: C, rows: readonly RowOf<C>[]): EncodedRows {
  const kinds = kindsOf(columns);
  const blobs: Uint8Array[] = [];
  let blobOffset = 1;
  const cellsOfRows = rows.map((row) => {
    const cells: Cell[] = [];
    for (const kind of kinds) {
      const value: unknown = row[kind.name];
      if (kind.scalar !== 'bytes') cells.push(cellOf(kind, value));
      else {
        const bytes = bytesOrNull(kind, value);
        cells.push(bytes && blobOffset, bytes?.length ?? null);
        if (bytes) blobOffset += blobs[blobs.push(bytes) - 1]?.length ?? 0;
      }
    }
    return cells;
  });
  // One byte at the end that nothing points to: SQLite's driver binds empty bytes as null.
  blobs.push(Buffer.alloc(1));
  return { json: rowsJson(cellsOfRows), blob: Buffer.concat(blobs) };
}

/** Writes a list of values of one type as a JSON array.
 *  @throws DomainError invalid_input as `encodeRows` */
export function encodeList(type: ColumnType, values: readonly unknown[]): string {
  const kind = { name: 'list', ...scalarOf(type) };
  return rowsJson([values.map((value) => cellOf(kind, value))]).slice(1, -1);
}

/** Checks one value that is bound by itself and turns it into what the JSON would hold: instants are milliseconds.
 *  @throws DomainError invalid_input as `encodeRows` */
export function checkScalar(
  name: string,
  type: ColumnType,
  value: unknown,
): bigint | string | boolean | Uint8Array | null {
  const kind = { name, ...scalarOf(type) };
  if (kind.scalar === 'bytes') return bytesOrNull(kind, value);
  const cell = cellOf(kind, value);
  if (typeof cell === 'string') storable(JSON.stringify(cell));
  return typeof cell === 'number' ? BigInt(cell) : cell;
}

/** One call of `JSON.stringify` for all rows is several times faster than putting the text together, which is left for the
 *  rare rows that hold integers beyond 2^53. */
function rowsJson(rows: readonly Cell[][]): string {
  const isWide = rows.some((cells) => cells.some((cell) => typeof cell === 'bigint'));
  if (!isWide) return storable(JSON.stringify(rows));
  const text = (cell: Cell) => (typeof cell === 'bigint' ? cell.toString() : JSON.stringify(cell));
  return storable(`[${rows.map((cells) => `[${cells.map(text).join(',')}]`).join(',')}]`);
}

function cellOf(kind: Kind, value: unknown): Cell {
  if (value === null || value === undefined) {
    if (kind.nullable && value === null) return null;
    throw refuse(kind, 'a value is missing');
  }
  switch (kind.scalar) {
    case 'int':
      if (!Number.isInteger(value) || Math.abs(value as number) > INT_MAX) throw refuse(kind, 'not a 32-bit integer');
      return value as number;
    case 'bigint':
      if (typeof value !== 'bigint') throw refuse(kind, 'not a bigint');
      if (value <= SAFE && value >= -SAFE) return Number(value);
      if (value > BIGINT_MAX || value < -BIGINT_MAX) throw refuse(kind, 'beyond 64 bits');
      return value;
    case 'text':
      if (typeof value !== 'string') throw refuse(kind, 'not a text');
      return value;
    case 'bool':
      if (typeof value !== 'boolean') throw refuse(kind, 'not a boolean');
      return value;
    case 'instant':
      if (!(value instanceof Date) || Number.isNaN(value.getTime())) throw refuse(kind, 'not an instant');
      return value.getTime();
    case 'bytes':
      throw refuse(kind, 'bytes cannot stand in a list');
  }
}

function bytesOrNull(kind: Kind, value: unknown): Uint8Array | null {
  if (value instanceof Uint8Array) return value;
  if (kind.nullable && value === null) return null;
  throw refuse(kind, 'not bytes');
}

/** PostgreSQL stores neither NUL nor half of a surrogate pair; SQLite would, so both refuse here alike.
 *  `JSON.stringify` writes both as escapes, which makes the common case one scan. */
function storable(json: string): string {
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json;
  // An escaped backslash before a literal "u0000" is harmless text.
  if (/\\u(?:0000|d[89a-f])/.test(json.replaceAll('\\\\', ''))) {
    throw refuse({ name: '' }, 'text with a NUL character or half of a surrogate pair cannot be stored');
  }
  return json;
}

function refuse(kind: { name: string }, message: string): DomainError {
  return new DomainError('invalid_input', { errors: [{ path: kind.name, message }] });
}

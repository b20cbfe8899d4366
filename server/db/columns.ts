/** Values on their way into set-based SQL and back: named, typed columns, the same for both engines.
 *
 *  Types: `int` is 32 bits (a JavaScript number), `bigint` 64 bits (a bigint), `text`, `bool`, `instant` (a Date, to the
 *  millisecond), `bytes`. A trailing `?` says that null may occur. */

import { DomainError } from '../core/errors.ts';

export type ScalarType = 'int' | 'bigint' | 'text' | 'bool' | 'instant' | 'bytes';
export type ColumnType = ScalarType | `${ScalarType}?`;

/** Column names as the database knows them (snake_case), in the order in which they are written. */
export type Columns = Readonly<Record<string, ColumnType>>;

interface ScalarValues {
  int: number;
  bigint: bigint;
  text: string;
  bool: boolean;
  instant: Date;
  bytes: Uint8Array;
}

export type ValueOf<T extends ColumnType> = T extends `${infer S extends ScalarType}?`
  ? ScalarValues[S] | null
  : T extends ScalarType
    ? ScalarValues[T]
    : never;

/** One row: an object with a value for each column. */
export type RowOf<C extends Columns> = { -readonly [K in keyof C]: ValueOf<C[K]> };

/** Rows ready to be bound: JSON text, and the concatenation of all `bytes` values that the text points into. */
interface EncodedRows {
  json: string;
  blob: Uint8Array;
}

/** How an engine wants its rows: arrays are the most compact, PostgreSQL unpacks objects with the keys c0, c1 … faster. */
export type RowShape = 'arrays' | 'objects';

const INT_MAX = 2_147_483_647;
const BIGINT_MAX = 9_223_372_036_854_775_807n;
const SAFE = 9_007_199_254_740_991n;

export function scalarOf(type: ColumnType): { scalar: ScalarType; nullable: boolean } {
  const nullable = type.endsWith('?');
  return { scalar: (nullable ? type.slice(0, -1) : type) as ScalarType, nullable };
}

/** Writes rows as one JSON text. Integers beyond 2^53 keep every digit; `bytes` become an offset (from 1) and a length.
 *  @throws DomainError invalid_input: a number outside its type, a missing value, text that PostgreSQL cannot store */
export function encodeRows<C extends Columns>(columns: C, rows: readonly RowOf<C>[], shape: RowShape): EncodedRows {
  const writers = Object.entries(columns).map(([name, type]) => ({ name, ...scalarOf(type) }));
  const blobs: Uint8Array[] = [];
  let blobOffset = 1;
  const json = rows.map((row) => {
    let place = 0;
    const cells: string[] = [];
    const put = (cell: string) => {
      cells.push(shape === 'arrays' ? cell : `"c${place}":${cell}`);
      place += 1;
    };
    for (const { name, scalar, nullable } of writers) {
      const value = row[name] as unknown;
      if (scalar === 'bytes') {
        const bytes = bytesOrNull(name, value, nullable);
        put(bytes ? String(blobOffset) : 'null');
        put(bytes ? String(bytes.length) : 'null');
        if (bytes) {
          blobs.push(bytes);
          blobOffset += bytes.length;
        }
      } else put(jsonCell(name, { scalar, nullable }, value));
    }
    return shape === 'arrays' ? `[${cells.join(',')}]` : `{${cells.join(',')}}`;
  });
  // One byte at the end that nothing points to: SQLite's driver binds empty bytes as null.
  blobs.push(Buffer.alloc(1));
  return { json: storable(`[${json.join(',')}]`), blob: Buffer.concat(blobs) };
}

/** Writes a list of values of one type as a JSON array.
 *  @throws DomainError invalid_input as `encodeRows` */
export function encodeList(type: ColumnType, values: readonly unknown[]): string {
  const kind = scalarOf(type);
  return storable(`[${values.map((value) => jsonCell('list', kind, value)).join(',')}]`);
}

/** Checks one value that is bound by itself and turns it into what the JSON would hold: instants are milliseconds.
 *  @throws DomainError invalid_input as `encodeRows` */
export function checkScalar(
  name: string,
  type: ColumnType,
  value: unknown,
): bigint | string | boolean | Uint8Array | null {
  const kind = scalarOf(type);
  if (kind.scalar === 'bytes') return bytesOrNull(name, value, kind.nullable);
  const cell = jsonCell(name, kind, value);
  if (cell === 'null') return null;
  if (kind.scalar === 'text') {
    storable(cell);
    return value as string;
  }
  return kind.scalar === 'bool' ? (value as boolean) : BigInt(cell);
}

/** Reads rows as the driver gave them into the types that the columns promise, whatever the engine made of them.
 *  @throws Error a column is missing or holds null against its type: the statement and its `returns` disagree */
export function decodeRows<C extends Columns>(columns: C, rows: readonly Record<string, unknown>[]): RowOf<C>[] {
  const readers = Object.entries(columns).map(([name, type]) => ({ name, ...scalarOf(type) }));
  return rows.map((row) => {
    const read: Record<string, unknown> = {};
    for (const { name, scalar, nullable } of readers) {
      const value = row[name];
      if (value === undefined) throw new Error(`The statement does not return the column "${name}"`);
      if (value === null && !nullable) throw new Error(`The column "${name}" is null against its type "${scalar}"`);
      read[name] = value === null ? null : decodeValue(scalar, value);
    }
    return read as RowOf<C>;
  });
}

function decodeValue(scalar: ScalarType, value: unknown): unknown {
  switch (scalar) {
    case 'int':
      return safeNumber(value as number | bigint);
    case 'bigint':
      return BigInt(value as number | bigint);
    case 'bool':
      return typeof value === 'boolean' ? value : Number(value) !== 0;
    case 'instant':
      return value instanceof Date ? value : new Date(Number(value));
    default:
      return value;
  }
}

function safeNumber(value: number | bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new Error(`${value} is no exact number: read the column as "bigint"`);
  return number;
}

function jsonCell(name: string, kind: { scalar: ScalarType; nullable: boolean }, value: unknown): string {
  if (value === null || value === undefined) {
    if (kind.nullable && value === null) return 'null';
    throw refuse(name, 'a value is missing');
  }
  switch (kind.scalar) {
    case 'int':
      if (!Number.isInteger(value) || Math.abs(value as number) > INT_MAX) throw refuse(name, 'not a 32-bit integer');
      return String(value);
    case 'bigint':
      return bigintCell(name, value);
    case 'text':
      if (typeof value !== 'string') throw refuse(name, 'not a text');
      return JSON.stringify(value);
    case 'bool':
      if (typeof value !== 'boolean') throw refuse(name, 'not a boolean');
      return value ? 'true' : 'false';
    case 'instant':
      if (!(value instanceof Date) || Number.isNaN(value.getTime())) throw refuse(name, 'not an instant');
      return String(value.getTime());
    case 'bytes':
      throw refuse(name, 'bytes cannot stand in a list');
  }
}

function bigintCell(name: string, value: unknown): string {
  if (typeof value !== 'bigint') throw refuse(name, 'not a bigint');
  if (value <= SAFE && value >= -SAFE) return String(Number(value));
  if (value > BIGINT_MAX || value < -BIGINT_MAX) throw refuse(name, 'beyond 64 bits');
  return value.toString();
}

function bytesOrNull(name: string, value: unknown, nullable: boolean): Uint8Array | null {
  if (value instanceof Uint8Array) return value;
  if (nullable && value === null) return null;
  throw refuse(name, 'not bytes');
}

/** PostgreSQL stores neither NUL nor half of a surrogate pair; SQLite would, so both refuse here alike.
 *  `JSON.stringify` writes both as escapes, which makes the common case one scan. */
function storable(json: string): string {
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json;
  // An escaped backslash before a literal "u0000" is harmless text.
  if (/\\u(?:0000|d[89a-f])/.test(json.replaceAll('\\\\', ''))) {
    throw refuse('', 'text with a NUL character or half of a surrogate pair cannot be stored');
  }
  return json;
}

function refuse(path: string, message: string): DomainError {
  return new DomainError('invalid_input', { errors: [{ path, message }] });
}

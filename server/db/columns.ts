/** Values on their way into set-based SQL and back: named, typed columns, the same for both engines.
 *
 *  Types: `int` is 32 bits (a JavaScript number), `bigint` 64 bits (a bigint), `text`, `bool`, `instant` (a Date, to the
 *  millisecond), `bytes`. A trailing `?` says that null may occur. */

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

export function scalarOf(type: ColumnType): { scalar: ScalarType; nullable: boolean } {
  const nullable = type.endsWith('?');
  return { scalar: (nullable ? type.slice(0, -1) : type) as ScalarType, nullable };
}

/** A column, taken apart. */
export interface Kind {
  name: string;
  scalar: ScalarType;
  nullable: boolean;
}

const kinds = new WeakMap<Columns, readonly Kind[]>();

/** The columns taken apart, once for each set: they are constants, and asked for with every receipt. */
export function kindsOf(columns: Columns): readonly Kind[] {
  let known = kinds.get(columns);
  if (!known) {
    known = Object.entries(columns).map(([name, type]) => ({ name, ...scalarOf(type) }));
    kinds.set(columns, known);
  }
  return known;
}

/** Rows by place, as a driver has them before it makes objects of them. */
export interface Table {
  names: readonly string[];
  rows: readonly (readonly unknown[])[];
}

/** Reads rows as the driver gave them into the types that the columns promise, whatever the engine made of them.
 *  @throws Error a column is missing or holds null against its type: the statement and its `returns` disagree */
export function decodeRows<C extends Columns>(columns: C, rows: readonly Record<string, unknown>[]): RowOf<C>[] {
  const readers = kindsOf(columns);
  return rows.map((row) => {
    const read: Record<string, unknown> = {};
    for (const kind of readers) read[kind.name] = decodeCell(kind, row[kind.name]);
    return read as RowOf<C>;
  });
}

/** As `decodeRows`.
 *  @throws Error as `decodeRows` */
export function decodeTable<C extends Columns>(columns: C, { names, rows }: Table): RowOf<C>[] {
  const readers = kindsOf(columns).map((kind) => ({ kind, place: names.lastIndexOf(kind.name) }));
  return rows.map((row) => {
    const read: Record<string, unknown> = {};
    for (const { kind, place } of readers) read[kind.name] = decodeCell(kind, row[place]);
    return read as RowOf<C>;
  });
}

function decodeCell({ name, scalar, nullable }: Kind, value: unknown): unknown {
  if (value === undefined) throw new Error(`The statement does not return the column "${name}"`);
  if (value !== null) return decodeValue(scalar, value);
  if (!nullable) throw new Error(`The column "${name}" is null against its type "${scalar}"`);
  return null;
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

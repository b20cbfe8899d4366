/** Kinds of wire fields: which column a field comes from, and how its value is written (protocol 1.2). Null is never "". */
import { decimalToText } from '../../core/decimal.ts';
import { isWireId, normalizeWireId } from '../../core/ids.ts';
import { divideRounded } from '../../core/rounding.ts';
import type { ColumnType, ScalarType, ValueOf } from '../../db/index.ts';

export type WireValue = string | number | boolean | null;

/** One field of a resource. `write` gets the column's value; undefined leaves the field out, so that a till keeps what it
 *  has. */
export interface Field {
  /** Expression on the row `t`; a plain column name stands for itself. */
  column: string;
  type: ColumnType;
  write(value: never): WireValue | undefined;
}

function kind<S extends ScalarType>(scalar: S, write: (value: ValueOf<S>) => WireValue, absent: WireValue = null) {
  return (column: string): Field => ({
    column,
    type: `${scalar}?`,
    write: (value: ValueOf<S> | null) => (value === null ? absent : write(value)),
  });
}

/** Required text: null is written as an empty one. */
export const text = kind('text', (value) => value, '');
export const textOrNull = kind('text', (value) => (value === '' ? null : value));
/** A text whose name ends in `_id`: the till would take 32 hex digits for a UUID and drop the row. */
export const identityText = kind('text', (value) => (value === '' || isWireId(value) ? null : value));
/** JSON travels as text; what is none says nothing. */
export const jsonText = kind('text', (value) => (isJson(value) ? value : null));
export const uuid = kind('text', (value) => normalizeWireId(value));
export const int = kind('int', (value) => value);
export const bool = kind('bool', (value) => value, false);
/** Money with four decimals. */
export const money4 = kind('bigint', (value) => decimalToText(value, 4));
/** Ten-thousandths in a field of two decimals. */
export const decimal2 = kind('bigint', (value) => decimalToText(divideRounded(value, 100n, 'half-up'), 2));
/** Millionths in a field of four decimals. */
export const rate4 = kind('bigint', (value) => decimalToText(divideRounded(value, 100n, 'half-up'), 4));
/** Basis points as a percentage with two decimals. */
export const percent = kind('int', (value) => decimalToText(BigInt(value), 2));
/** Basis points where four decimals are meant. */
export const percent4 = kind('int', (value) => decimalToText(BigInt(value) * 100n, 4));
/** A fraction in ten-thousandths. */
export const fraction4 = kind('int', (value) => decimalToText(BigInt(value), 4));
/** A quantity where tills count whole units: what is left of a unit does not count (protocol, trap 15). */
export const wholeUnits = kind('bigint', (value) => Number(divideRounded(value, 10_000n, 'down')), 0);
export const dateTime = kind('instant', (value) => wireDateTime(value));
/** `HH:MM:SS`. */
export const time = kind('text', (value) => (/^\d{2}:\d{2}:\d{2}$/.test(value) ? value : null));

/** The same field, left out when there is nothing to say. */
export function ifKnown(field: Field): Field {
  return { ...field, write: (value: never) => (value === null ? undefined : field.write(value)) };
}

/** A value that is the same in every row. */
export function constant(value: WireValue): Field {
  return { column: 'NULL', type: 'text?', write: () => value };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The last one that was written: rows that were saved together say the same. */
let written = { at: Number.NaN, text: '' };

/** UTC without a zone: the till drops zones instead of converting them. Microseconds only when there are any. */
export function wireDateTime(at: Date): string {
  const time = at.getTime();
  if (time === written.at) return written.text;
  const iso = at.toISOString();
  const text = iso.endsWith('.000Z') ? iso.slice(0, 19) : `${iso.slice(0, 23)}000`;
  written = { at: time, text };
  return text;
}

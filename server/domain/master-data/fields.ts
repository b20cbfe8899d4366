/** Kinds of columns of master data: what a value must be, and as what it is stored. */

import { z } from 'zod';
import { normalizeWireId } from '../../core/ids.ts';
import { trimmed } from '../../core/trimmed.ts';

type Scalar = 'int' | 'bigint' | 'text' | 'bool' | 'instant';

export interface Field<S extends z.ZodType = z.ZodType> {
  schema: S;
  type: Scalar | `${Scalar}?`;
  /** The column's name where it is not the field's name in snake case. */
  column?: string;
}

export type Fields = Readonly<Record<string, Field>>;

const int32 = z.int().min(-2_147_483_648).max(2_147_483_647);
const int64 = z
  .bigint()
  .min(-(2n ** 63n))
  .max(2n ** 63n - 1n);
const wireId = z.string().transform((value, context) => {
  const id = normalizeWireId(value);
  if (id !== null) return id;
  context.addIssue({ code: 'custom', message: 'must be a UUID' });
  return z.NEVER;
});
const jsonText = z.string().refine(isJson, 'must be JSON');

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Text that is not empty, up to `max` characters. */
export const text = (max: number) => field(z.string().overwrite(trimmed).min(1).max(max), 'text');
/** Text or null (the default), up to `max` characters; an empty text is null. */
export const optionalText = (max: number) =>
  field(
    z
      .string()
      .trim()
      .max(max)
      .nullable()
      .default(null)
      .transform((value) => value || null),
    'text?',
  );
/** Text with a default, up to `max` characters. */
export const defaultText = (max: number, value: string) => field(z.string().trim().max(max).default(value), 'text');
/** One of a closed list. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) => field(z.enum(values), 'text');
export const integer = () => field(int32, 'int');
export const optionalInteger = () => field(int32.nullable().default(null), 'int?');
export const defaultInteger = (value: number) => field(int32.default(value), 'int');
/** Ten-thousandths of a unit of money, quantity or points, not negative. */
export const amountE4 = () => field(int64.min(0n), 'bigint');
export const optionalAmountE4 = () => field(int64.min(0n).nullable().default(null), 'bigint?');
export const defaultAmountE4 = (value: bigint) => field(int64.min(0n).default(value), 'bigint');
/** A percentage in basis points, 0 to 100 %. */
export const basisPoints = () => field(z.int().min(0).max(10_000), 'int');
export const optionalBasisPoints = () => field(z.int().min(0).max(10_000).nullable().default(null), 'int?');
export const flag = (value: boolean) => field(z.boolean().default(value), 'bool');
/** A UUID of another row. */
export const reference = () => field(wireId, 'text');
export const optionalReference = () => field(wireId.nullable().default(null), 'text?');
/** The compact id of a store; null is every store. */
export const optionalStore = () => field(int32.min(1).nullable().default(null), 'int?');
export const optionalInstant = () => field(z.date().nullable().default(null), 'instant?');
/** `HH:MM:SS`. */
export const optionalTime = () =>
  field(
    z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, 'must be HH:MM:SS')
      .nullable()
      .default(null),
    'text?',
  );
/** ISO 4217 letters. */
export const currencyCode = () => field(z.string().regex(/^[A-Z]{3}$/, 'must be three capital letters'), 'text');
/** JSON as text, or null. */
export const optionalJson = () => field(jsonText.nullable().default(null), 'text?');
/** The fields that only terminals use, as an object in JSON text. */
export const terminalFields = () =>
  field(jsonText.refine((value) => value.trimStart().startsWith('{'), 'must be a JSON object').default('{}'), 'text');

/** The same field under another column name. */
export function inColumn<S extends z.ZodType>(column: string, from: Field<S>): Field<S> {
  return { ...from, column };
}

function field<S extends z.ZodType>(schema: S, type: Field['type']): Field<S> {
  return { schema, type };
}

/** What a change of many rows does to one of them, and how values are kept until it is undone. */

import { divideRounded, type RoundingMode } from '../../core/rounding.ts';

/** Values by column, as the database has them. */
export type Values = Record<string, unknown>;

/** One column's change. Numbers are what the column holds: ten-thousandths of money, hundredths of a percent. */
export type ColumnChange =
  | { column: string; set: unknown }
  | { column: string; add: bigint }
  /** By so many hundredths of a percent, then rounded to a multiple of `step`. */
  | { column: string; percent: bigint; step: bigint; rounding: RoundingMode };

/** The columns as they would be. What is empty stays empty: there is nothing to add to. */
export function changed(before: Values, changes: readonly ColumnChange[]): Values {
  return Object.fromEntries(changes.map((change) => [change.column, next(before[change.column], change)]));
}

function next(value: unknown, change: ColumnChange): unknown {
  if ('set' in change) return change.set;
  if (typeof value !== 'bigint' && typeof value !== 'number') return value ?? null;
  const now = BigInt(value);
  const result =
    'add' in change
      ? now + change.add
      : divideRounded(now * (10_000n + change.percent), 10_000n * change.step, change.rounding) * change.step;
  return typeof value === 'number' ? Number(result) : result;
}

/** Values as JSON that keeps what JSON has no word for. */
export function encode(values: Values): string {
  return JSON.stringify(Object.fromEntries(Object.entries(values).map(([column, value]) => [column, packed(value)])));
}

export function decode(text: string | null): Values {
  const values = JSON.parse(text ?? '{}') as Values;
  return Object.fromEntries(Object.entries(values).map(([column, value]) => [column, unpacked(value)]));
}

/** Changes as they are kept. */
export function encodeChanges(changes: readonly ColumnChange[]): string {
  return JSON.stringify(changes.map((change) => JSON.parse(encode(change)) as object));
}

export function decodeChanges(text: string): ColumnChange[] {
  const kept = JSON.parse(text) as object;
  // Written by `encodeChanges` and by nothing else.
  return Array.isArray(kept) ? kept.map((change) => decode(JSON.stringify(change)) as ColumnChange) : [];
}

function packed(value: unknown): unknown {
  if (typeof value === 'bigint') return { whole: String(value) };
  return value instanceof Date ? { at: value.toISOString() } : value;
}

function unpacked(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { whole, at } = value as { whole?: string; at?: string };
  if (whole !== undefined) return BigInt(whole);
  return at === undefined ? value : new Date(at);
}

/** Equal for equal values, whatever they are. */
export function comparable(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  return typeof value === 'bigint' ? String(value) : (value ?? null);
}

/** The columns of these in which two states of a row differ, as they were and as they are. */
export function sidesOf(before: Values, after: Values, columns: readonly string[]): { before: Values; after: Values } {
  const names = columns.filter((name) => comparable(before[name]) !== comparable(after[name]));
  const pick = (from: Values) => Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
  return { before: pick(before), after: pick(after) };
}

/** Values as a form holds them: plain text that is read back exactly, never by way of a number of JavaScript's own. */

import { localText, localToInstant } from '../../server/core/business-day.ts';
import { decimalToShortText, readDecimal } from '../../server/core/decimal.ts';
import { moneyToPlain } from '../../server/core/money.ts';
import { decimalsOf } from './kinds.ts';
import type { Place } from './places.ts';
import type { ColumnInfo } from './source.ts';

/** What a field of the form holds for a stored value: `12.50`, `2026-07-01T10:30:00` by the clocks of the place, `true`. */
export function fieldText({ kind }: Pick<ColumnInfo, 'kind'>, value: unknown, place: Place): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return localText(value, place.timeZone).replace(' ', 'T');
  const decimals = decimalsOf(kind);
  if (decimals === null) return String(value);
  const scaled = BigInt(value as number | bigint);
  const plain = kind === 'money' && place.currency !== null ? moneyToPlain(scaled, place.currency) : null;
  const isWhole = plain !== null && isExactly(plain, scaled, decimals);
  return isWhole ? plain : decimalToShortText(scaled, decimals);
}

/** Amounts may be finer than the currency's coins. */
function isExactly(text: string, scaled: bigint, decimals: number): boolean {
  const reading = readDecimal(text, decimals);
  return reading.ok && reading.value === scaled;
}

export type FieldReading = { ok: true; value: unknown } | { ok: false; message: string };

const wrong = (message: string): FieldReading => ({ ok: false, message });
const right = (value: unknown): FieldReading => ({ ok: true, value });

/** The column's own type from what a person typed. Nothing is null, or undefined where the column's default stands for it. */
export function readField(info: ColumnInfo, typed: unknown, place: Place): FieldReading {
  const { field, kind } = info;
  if (field.type === 'Boolean') return readFlag(typed);
  if (typed === null || typed === undefined) return right(field.isRequired ? undefined : null);
  const text = String(typed);
  if (text.includes('\0')) return wrong('holds a character that cannot be stored');
  if (text.trim() === '') return right(emptyOf(info));
  if (field.type === 'DateTime') return readInstant(text.trim(), place);
  if (field.type === 'Int' || field.type === 'BigInt') return readInteger(info, text, decimalsOf(kind) ?? 0);
  return right(text);
}

function emptyOf({ field }: ColumnInfo): unknown {
  if (!field.isRequired) return null;
  return field.type === 'String' ? '' : undefined;
}

function readFlag(typed: unknown): FieldReading {
  if (typed === true || typed === 'true') return right(true);
  if (typed === false || typed === 'false' || typed === '') return right(false);
  return wrong('must be yes or no');
}

/** `2026-07-01 10:30` by the clocks of the place; with a zone of its own it means that. */
function readInstant(text: string, place: Place): FieldReading {
  const isAbsolute = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text);
  if (isAbsolute) {
    const at = new Date(text);
    return Number.isNaN(at.getTime()) ? wrong(noInstant) : right(at);
  }
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?)?$/.exec(text);
  if (!parts) return wrong(noInstant);
  const [, day, minutes = '00:00', seconds = ':00'] = parts;
  const at = localToInstant(`${day} ${minutes}${seconds}`, place.timeZone);
  return at === null ? wrong(noInstant) : right(new Date(at));
}

const noInstant = 'must be a date and time such as 2026-07-01 10:30';

function readInteger({ field, kind }: ColumnInfo, typed: string, decimals: number): FieldReading {
  const bare = kind === 'percent' ? typed.replace(/%\s*$/, '').trim() : typed.trim();
  // A comma before one or two digits groups no thousands: it is how much of the world writes decimals.
  const text = decimals > 0 && /^[+-]?\d+,\d{1,2}$/.test(bare) ? bare.replace(',', '.') : bare;
  const reading = readDecimal(text, decimals);
  if (!reading.ok) {
    if (reading.problem === 'too_large') return wrong('is too large');
    return wrong(decimals === 0 ? 'must be a whole number' : `must be a number with at most ${decimals} decimals`);
  }
  if (field.type === 'BigInt') return right(reading.value);
  if (reading.value > 2_147_483_647n || reading.value < -2_147_483_648n) return wrong('is too large');
  return right(Number(reading.value));
}

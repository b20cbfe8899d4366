/** Values as a person reads them. Everything a page shows is text made here, so that no bigint meets JSON. */

import { decimalToShortText } from '../../server/core/decimal.ts';
import { type Language, localeOf } from '../../server/core/languages.ts';
import { formatMoney, moneyToPlain, moneyToText } from '../../server/core/money.ts';
import { decimalsOf, type Kind } from './kinds.ts';
import type { Place } from './places.ts';

/** Text of a value; booleans stay what they are, JSON is indented, null stays null. */
export function displayValue(kind: Kind, value: unknown, place: Place): string | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  const { language = 'en' } = place;
  if (value instanceof Date) return formatInstant(value, place.timeZone, language);
  if (kind === 'money' && typeof value === 'bigint') {
    return place.currency === null ? moneyToText(value) : formatMoney(value, place.currency, localeOf[language]);
  }
  if (kind === 'day') return dayText(String(value), language);
  if (kind === 'json') return indented(String(value));
  const decimals = decimalsOf(kind);
  if (decimals === null) return String(value);
  const plain = decimalToShortText(BigInt(value as number | bigint), decimals);
  const text = language === 'en' ? plain : plain.replace('.', ',');
  if (kind !== 'percent') return text;
  return language === 'tr' ? `%${text}` : `${text} %`;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** "2026-03-01 14:05:09 GMT", by the clocks of the zone; in Turkish and German "01.03.2026 14:05:09 MEZ". Two spaces, always. */
export function formatInstant(at: Date, timeZone: string, language: Language = 'en'): string {
  const key = `${language} ${timeZone}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(localeOf[language], {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
      timeZoneName: 'short',
    });
    formatters.set(key, formatter);
  }
  const parts = Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, value]));
  const day = dayText(`${parts['year']}-${parts['month']}-${parts['day']}`, language);
  return `${day} ${parts['hour']}:${parts['minute']}:${parts['second']} ${parts['timeZoneName']}`;
}

/** A day `YYYY-MM-DD` as it is written in the language. */
function dayText(day: string, language: Language): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  return language === 'en' || date === undefined ? day : `${date}.${month}.${year}`;
}

/** What is no JSON is shown as it is. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** The same for files: numbers that a spreadsheet can compute with, instants in UTC. */
export function plainValue(kind: Kind, value: unknown, place: Place): { text: string; isNumber: boolean } {
  if (value instanceof Date) return { text: value.toISOString(), isNumber: false };
  if (kind === 'money' && typeof value === 'bigint') {
    return { text: place.currency === null ? moneyToText(value) : moneyToPlain(value, place.currency), isNumber: true };
  }
  const decimals = decimalsOf(kind);
  if (decimals !== null)
    return { text: decimalToShortText(BigInt(value as number | bigint), decimals), isNumber: true };
  return { text: String(value), isNumber: kind === 'number' };
}

/** Numbers as people type them, in their own language's points and commas, read exactly. What could mean two things is refused
 *  with both readings: a price that is wrong by a thousand is worse than a form that comes back. */

import { powerOfTen } from './decimal.ts';
import { type Language, localeOf } from './languages.ts';

/** `value` is scaled by 10^places. `ambiguous` carries the ways to write what may have been meant. */
export type TypedNumber =
  | { ok: true; value: bigint }
  | { ok: false; problem: 'empty' | 'not_a_number' | 'negative' | 'too_large' }
  | { ok: false; problem: 'too_precise'; decimals: number }
  | { ok: false; problem: 'ambiguous'; readings: readonly [string, string] };

/** Why a number was not read. */
export type DecimalProblem = Extract<TypedNumber, { ok: false }>['problem'];

interface Rules {
  /** By whose points and commas. */
  language: Language;
  /** Scale of the result. */
  places: number;
  /** Digits after the decimal sign that may be typed. */
  decimals: number;
}

/** Past every price and weight that anybody sells by, and inside a 64-bit column at four places. */
const mostDigits = 12;

/** Signs that people and spreadsheets put between groups of three digits besides points and commas. */
const quietGroups = /(?<=\d)[\s\u00a0\u202f'’](?=\d{3}(?!\d))/g;

/** Currency signs and letters at either end say nothing about the number. */
const dressing = /^[\s\p{Sc}]+|[\s\p{Sc}]+$|^(?:TL|GBP|EUR|USD|TRY)\s*|\s*(?:TL|GBP|EUR|USD|TRY)$/giu;

/** Reads `1.234,50`, `1,234.50`, `12,5`, `1 234.5`. One sign that stands alone before exactly three digits is read by the
 *  language where that groups thousands there, unless it would be more usual as a decimal sign: then it is ambiguous. */
export function readTypedNumber(typed: string, rules: Rules): TypedNumber {
  const text = typed.normalize('NFKC').replace(dressing, '').replace(quietGroups, '').trim();
  if (text === '') return { ok: false, problem: 'empty' };
  if (/^[-−]\d/.test(text)) return { ok: false, problem: 'negative' };
  if (!/^\d*(?:[.,]\d+)*$/.test(text)) return { ok: false, problem: 'not_a_number' };
  const signs = text.replaceAll(/\d/g, '');
  if (signs === '') return scaled(text, '', rules);
  return signs.length === 1 ? withOneSign(text, signs, rules) : withManySigns(text, signs, rules);
}

function withOneSign(text: string, sign: string, rules: Rules): TypedNumber {
  const [whole = '', rest = ''] = text.split(sign);
  // Nobody groups nothing, a zero, or more than three digits; and one or two digits after a sign are decimals.
  const couldGroup = rest.length === 3 && /^[1-9]\d{0,2}$/.test(whole);
  if (!couldGroup) return scaled(whole, rest, rules);
  // Three decimals are not written in this currency: it can only be thousands, if the language writes them so.
  const isGroupSign = sign !== decimalSignOf(rules.language);
  if (isGroupSign && rules.decimals < 3) return scaled(whole + rest, '', rules);
  if (!isGroupSign && rules.decimals >= 3) return scaled(whole, rest, rules);
  return { ok: false, problem: 'ambiguous', readings: readingsOf(whole, rest, rules) };
}

/** The last sign may be the decimal one, all others group thousands. */
function withManySigns(text: string, signs: string, rules: Rules): TypedNumber {
  const last = signs.at(-1) ?? '';
  const others = signs.slice(0, -1);
  const isAllOne = others.includes(last);
  const group = isAllOne ? last : (others[0] ?? '');
  if ([...others].some((sign) => sign !== group)) return { ok: false, problem: 'not_a_number' };
  const at = isAllOne ? text.length : text.lastIndexOf(last);
  const groups = text.slice(0, at).split(group);
  const isGrouped = /^\d{1,3}$/.test(groups[0] ?? '') && groups.slice(1).every((part) => part.length === 3);
  if (!isGrouped) return { ok: false, problem: 'not_a_number' };
  return scaled(groups.join(''), text.slice(at + 1), rules);
}

function scaled(whole: string, rest: string, { places, decimals }: Rules): TypedNumber {
  const digits = whole.replace(/^0+(?=\d)/, '');
  const fraction = rest.replace(/0+$/, '');
  if (digits.length > mostDigits) return { ok: false, problem: 'too_large' };
  if (fraction.length > decimals) return { ok: false, problem: 'too_precise', decimals };
  return { ok: true, value: BigInt((digits || '0') + fraction) * powerOfTen(places - fraction.length) };
}

/** Both meanings, each as the language writes it without room for doubt. */
function readingsOf(whole: string, rest: string, { language, decimals }: Rules): readonly [string, string] {
  const sign = decimalSignOf(language);
  const shown = rest.slice(0, decimals);
  return [`${whole}${rest}`, decimals === 0 ? whole : `${whole}${sign}${shown}`];
}

const decimalSigns = new Map<Language, string>();

/** The decimal sign of a language: a point in English, a comma in Turkish and German. */
export function decimalSignOf(language: Language): string {
  let sign = decimalSigns.get(language);
  if (sign === undefined) {
    const parts = new Intl.NumberFormat(localeOf[language]).formatToParts(1.5);
    sign = parts.find(({ type }) => type === 'decimal')?.value ?? '.';
    decimalSigns.set(language, sign);
  }
  return sign;
}

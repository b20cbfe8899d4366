/** What a typed text may mean: names, a number of a document, an amount, a telephone number. Pure. */

import { foldForSearch } from '../../core/search-text.ts';
import { readTypedNumber } from '../../core/typed-number.ts';

/** Further characters say nothing that the first ones do not. */
const mostCharacters = 200;
const mostWords = 6;
/** As in the index: longer words are cut there too. */
const mostLetters = 60;

export interface ReadText {
  /** Trimmed. */
  text: string;
  /** In lower case, without accents' compatibility forms; each is looked for as the beginning of a word. */
  words: readonly string[];
  /** As typed and in capitals: numbers of documents and barcodes are compared letter by letter. Empty: it cannot be one. */
  codes: readonly string[];
  /** In lower case; null: it is none. */
  uuid: string | null;
  /** Ten-thousandths; two when a point may divide thousands or decimals. */
  amounts: readonly bigint[];
  /** Digits of a telephone number without what stands for the country or the trunk; null: it is none. */
  phone: string | null;
  /** Number of a closure: "42", "Z42", "Z 42"; null: it is none. */
  closureNumber: number | null;
}

export function readText(typed: string): ReadText {
  const text = typed.normalize('NFC').trim().slice(0, mostCharacters);
  const isUuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
  return {
    text,
    words: isUuid ? [] : wordsOf(text),
    codes: codesOf(text),
    uuid: isUuid ? text.toLowerCase() : null,
    amounts: amountsOf(text),
    phone: phoneOf(text),
    closureNumber: closureNumberOf(text),
  };
}

const spelledOut: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l' };

/** The index spells the same letters out (prisma/search-index.ts). */
function spellOut(text: string): string {
  return foldForSearch(text).replace(/[ßæœøđł]/g, (letter) => spelledOut[letter] ?? letter);
}

/** In the form in which titles are compared: without accents as well. */
export function plainForm(text: string): string {
  return spellOut(text)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC');
}

function wordsOf(text: string): string[] {
  const words = spellOut(text)
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
    .map((word) => [...word].slice(0, mostLetters).join(''));
  return [...new Set(words)].slice(0, mostWords);
}

function codesOf(text: string): string[] {
  // A digit somewhere: otherwise every name would be looked for among the documents.
  if (!/^[\x20-\x7e]{2,64}$/.test(text) || !/\d/.test(text)) return [];
  return [...new Set([text, text.toUpperCase()])];
}

/** Longer runs of digits are barcodes and telephone numbers. */
const mostDigits = 9;

function amountsOf(text: string): bigint[] {
  const bare = text.replace(/^([\p{Sc}\s]*)[-−]/u, '$1');
  if (bare.replace(/\D/g, '').length > mostDigits) return [];
  const amounts = (['en', 'tr'] as const).flatMap((language) => {
    const read = readTypedNumber(bare, { language, places: 4, decimals: 2 });
    if (read.ok) return [read.value];
    return read.problem === 'ambiguous' ? [BigInt(read.readings[0]) * 10_000n] : [];
  });
  return [...new Set(amounts)].filter((amount) => amount > 0n);
}

function phoneOf(text: string): string | null {
  if (!/^[+\d][\d\s()./-]*$/.test(text)) return null;
  const digits = text.replace(/\(0\)/g, '').replace(/\D/g, '').replace(/^0+/, '');
  return digits.length >= 5 && digits.length <= 15 ? digits : null;
}

function closureNumberOf(text: string): number | null {
  const digits = /^[zZ]?\s?(\d{1,7})$/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

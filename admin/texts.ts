/** The same texts on the server, for what it writes itself: views, notices, files. */

import { readdirSync, readFileSync } from 'node:fs';
import { type Language, localeOf } from '../server/core/languages.ts';
import { translateSentence } from '../server/core/translate.ts';
import type { Ctx } from '../server/db/index.ts';
import { type Facts, fillText } from './components/fill-text.ts';

/** An English text in somebody's language: `say('Save')`, `say('{count} row | {count} rows', { count: 3 })`. Literal texts only: a
 *  test looks for those that have no translation. */
export type Say = (english: string, facts?: Facts) => string;

const readers = new WeakMap<Ctx, { language: Language; timeZone: string | null }>();

/** Remembers in which language the person behind a request reads, and by which clocks; a null zone: by those of each shop. */
export function speakTo(ctx: Ctx, reader: { language: Language; timeZone: string | null }): void {
  readers.set(ctx, reader);
}

export function languageOf(ctx: Ctx): Language {
  return readers.get(ctx)?.language ?? 'en';
}

/** The zone that the person chose for themselves; null: none. */
export function timeZoneOf(ctx: Ctx): string | null {
  return readers.get(ctx)?.timeZone ?? null;
}

/** Texts for the person behind a request. */
export function sayTo(ctx: Ctx): Say {
  return sayIn(languageOf(ctx));
}

/** A sentence that an operation said in English, for the person behind a request. */
export function told(ctx: Ctx, sentence: string): string {
  return translateSentence(sentence, languageOf(ctx));
}

/** Texts in a language. */
export function sayIn(language: Language): Say {
  const texts = textsOf(language);
  return (english, facts) => fillText(texts[english] ?? english, localeOf[language], facts);
}

const books = new Map<Language, Readonly<Record<string, string>>>();

/** Everything that is said in a language other than English, by the English text. */
export function textsOf(language: Language): Readonly<Record<string, string>> {
  const book = books.get(language) ?? (language === 'en' ? {} : readBook(language));
  books.set(language, book);
  return book;
}

function readBook(language: Language): Record<string, string> {
  const folder = new URL(`./locales/${language}/`, import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.assign({}, ...files.map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as object));
}

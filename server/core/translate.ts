/** Texts for people, by key and language. They lie in `server/locales/<language>/<area>.json`; the first part of a key is the
 *  name of its file. */

import { readdirSync, readFileSync } from 'node:fs';
import { createInstance } from 'i18next';
import { type Language, languages } from './languages.ts';

/** A text: `t('stores.list.empty')`, `t('stores.count', { count: 3 })`. In texts `{name}` stands for a fact; plurals are
 *  `key_one` and `key_other` and are chosen by `count`. Nothing is escaped: templates do that.
 *  @throws Error the key has no text; a test knows before anybody else does */
export type Translate = (key: string, facts?: Readonly<Record<string, unknown>>) => string;

const localesFolder = new URL('../locales/', import.meta.url);
const sentencesFile = 'sentences.json';

const engine = createInstance({
  lng: 'en',
  fallbackLng: false,
  initAsync: false,
  ns: [],
  resources: Object.fromEntries(languages.map((language) => [language, { texts: textsOf(language) }])),
  defaultNS: 'texts',
  nsSeparator: false,
  interpolation: { prefix: '{', suffix: '}', escapeValue: false },
  returnObjects: false,
});
engine.init();

const translators = new Map<Language, Translate>(
  languages.map((language) => {
    const text = engine.getFixedT(language);
    const find = (key: string, facts: object) => {
      const found = text(key, { ...facts, defaultValue: '' });
      if (found === '') throw new Error(`no text for ${key} in ${language}`);
      return found;
    };
    /** Most texts have no facts: looked up once. */
    const plain = new Map<string, string>();
    return [
      language,
      (key, facts) => {
        if (facts !== undefined && Object.keys(facts).length > 0) return find(key, facts);
        const known = plain.get(key) ?? find(key, {});
        plain.set(key, known);
        return known;
      },
    ];
  }),
);

const english = translatorOf('en');

export function translatorOf(language: Language): Translate {
  return translators.get(language) ?? english;
}

/** A sentence that an operation said in English, in another language. Numbers, quoted names and codes in it are put into the
 *  sentence's pattern in `sentences.json`; one that has no translation stays as it is. */
export function translateSentence(sentence: string, language: Language): string {
  if (language === 'en') return sentence;
  const known = sentencesOf(language);
  if (known[sentence] !== undefined) return known[sentence];
  const { pattern, parts } = patternOf(sentence);
  return (known[pattern] ?? sentence).replace(/\{(\d+)\}/g, (hole, at: string) => parts[Number(at)] ?? hole);
}

/** What stands for something else in a sentence: text in quotation marks, codes in capitals with digits, numbers. */
const variableParts = /“[^”]*”|"[^"]*"|\b\d[\d.,:/-]*\d\b|\b\d+\b/g;

/** The sentence with `{0}`, `{1}` … in place of what changes, and what stood there. */
export function patternOf(sentence: string): { pattern: string; parts: string[] } {
  const parts: string[] = [];
  const pattern = sentence.replace(variableParts, (part) => `{${parts.push(part) - 1}}`);
  return { pattern, parts };
}

const sentenceBooks = new Map<Language, Readonly<Record<string, string>>>();

function sentencesOf(language: Language): Readonly<Record<string, string>> {
  let book = sentenceBooks.get(language);
  if (book === undefined) {
    book = readJson(new URL(`${language}/${sentencesFile}`, localesFolder)) as Record<string, string>;
    sentenceBooks.set(language, book);
  }
  return book;
}

function textsOf(language: Language): Record<string, unknown> {
  const folder = new URL(`${language}/`, localesFolder);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== sentencesFile);
  return Object.fromEntries(files.map((name) => [name.slice(0, -'.json'.length), readJson(new URL(name, folder))]));
}

function readJson(file: URL): object {
  return JSON.parse(readFileSync(file, 'utf8')) as object;
}

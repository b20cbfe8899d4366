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

/** A sentence that an operation said in English, in another language. Keys of `sentences.json` are such sentences, with `{0}`,
 *  `{1}` … for what changes in them; what stood there is put into the translation, itself translated where it is a sentence.
 *  One that has no translation stays as it is. */
export function translateSentence(sentence: string, language: Language): string {
  if (language === 'en' || sentence.length > longestSentence) return sentence;
  const { exact, patterns } = sentencesOf(language);
  const known = exact.get(sentence);
  if (known !== undefined) return known;
  for (const { form, translation } of patterns) {
    const [, ...parts] = form.exec(sentence) ?? [];
    if (parts.length === 0) continue;
    return translation.replace(/\{(\d+)\}/g, (hole, at: string) => partIn(parts[Number(at)] ?? hole, language));
  }
  return sentence;
}

/** Longer ones carry somebody's text and are not ours. */
const longestSentence = 600;

/** What stands in a hole: a name in the quotation marks of the language, or a sentence within the sentence. */
function partIn(part: string, language: Language): string {
  const quoted = /^[“"](.*)[”"]$/.exec(part)?.[1];
  if (quoted !== undefined) return language === 'de' ? `„${quoted}“` : `“${quoted}”`;
  return part.includes(' ') ? translateSentence(part, language) : part;
}

interface Sentences {
  /** Those without holes. */
  exact: ReadonlyMap<string, string>;
  /** Those with holes; the one that says most itself comes first. */
  patterns: readonly { form: RegExp; translation: string }[];
}

const sentenceBooks = new Map<Language, Sentences>();

function sentencesOf(language: Language): Sentences {
  const book = sentenceBooks.get(language) ?? readSentences(language);
  sentenceBooks.set(language, book);
  return book;
}

function readSentences(language: Language): Sentences {
  const book = Object.entries(
    readJson(new URL(`${language}/${sentencesFile}`, localesFolder)) as Record<string, string>,
  );
  const ownWords = (key: string) => key.replace(/\{\d+\}/g, '').length;
  const withHoles = book.filter(([key]) => key.includes('{0}')).sort(([a], [b]) => ownWords(b) - ownWords(a));
  return {
    exact: new Map(book.filter(([key]) => !key.includes('{0}'))),
    patterns: withHoles.map(([key, translation]) => ({ form: formOf(key), translation })),
  };
}

/** The pattern of a key. Each hole is as short as it can be. */
function formOf(key: string): RegExp {
  const own = key.split(/\{\d+\}/).map((words) => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${own.join('(.+?)')}$`, 's');
}

function textsOf(language: Language): Record<string, unknown> {
  const folder = new URL(`${language}/`, localesFolder);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== sentencesFile);
  return Object.fromEntries(files.map((name) => [name.slice(0, -'.json'.length), readJson(new URL(name, folder))]));
}

function readJson(file: URL): object {
  return JSON.parse(readFileSync(file, 'utf8')) as object;
}

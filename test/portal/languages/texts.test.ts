import { describe, expect, it } from 'vitest';
import { languages } from '../../../server/core/languages.ts';
import { ruleWords, verdictWords } from '../../../server/domain/reconciliation/index.ts';
import { problems } from '../../../server/http/problem.ts';
import { type Found, keysAsked, literalsOf, readSources, type Source, spokenLiterals } from './sources.ts';
import { type Book, differences, keysOfTemplate, literalWords, readBooks, stem } from './texts.ts';

const books = readBooks();
const pages = ['portal', 'reports', 'server/http', 'server/api/v1/docs'];
const folders = [...pages, 'server/domain', 'server/core', 'server/jobs'];
const code = readSources(folders, '.ts').filter(({ file }) => !file.includes('/assets/'));
const templates = readSources(pages, '.hbs');
const mailTemplates = readSources(['server/domain/mail'], '.hbs');

const book = (texts: Record<string, string>): Book => new Map(Object.entries(texts));
const source = (text: string): Source => ({ file: 'x', text });

/** What a key with holes fits: one name for each hole. */
function formOf(text: string): RegExp {
  const own = text.split(/\{\d+\}/).map((words) => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${own.join('[\\w-]+')}$`);
}

/** Keys that are asked for and not there. */
function askedInVain(english: Book, asked: readonly Found[]): string[] {
  const known = new Set([...english.keys()].map(stem));
  return asked
    .filter(({ text }) => ![...(text.includes('{') ? [...known].filter((key) => formOf(text).test(key)) : [])].length)
    .filter(({ text }) => !known.has(text) && !english.has(text))
    .map(({ file, text }) => `${file}: ${text}`);
}

/** Keys that nobody asks for. */
function neverAsked(english: Book, mentioned: readonly Found[]): string[] {
  const plain = new Set(mentioned.map(({ text }) => text));
  const areas = new Set([...english.keys()].map((key) => key.split('.')[0]));
  const isOurs = (text: string) => areas.has(text.split('.')[0]) && text.includes('.');
  const forms = mentioned.filter(({ text }) => text.includes('{0}') && isOurs(text)).map(({ text }) => formOf(text));
  return [...new Set([...english.keys()].map(stem))].filter(
    (key) => !plain.has(key) && !forms.some((form) => form.test(key)),
  );
}

/** Facts that a template owes to a text. */
function owedFacts(english: Book, asked: ReturnType<typeof keysOfTemplate>): string[] {
  return asked.flatMap(({ file, text, facts }) => {
    const texts = [...english].filter(([key]) => key === text || stem(key) === text).map(([, words]) => words);
    const needed = new Set(texts.flatMap((words) => [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')));
    return [...needed].filter((name) => !facts.includes(name)).map((name) => `${file}: ${text} needs ${name}`);
  });
}

describe('texts', () => {
  it('are there in every language, with the same facts', () => {
    for (const language of languages) expect(differences(books.en, books[language]), language).toEqual([]);
  });

  it('name their facts in single braces: doubled ones would be read as they stand', () => {
    for (const language of languages) {
      const doubled = [...books[language]].filter(([, text]) => text.includes('{{')).map(([key]) => key);
      expect(doubled, language).toEqual([]);
    }
  });

  it('that are asked for exist', () => {
    const asked = [...code.flatMap(keysAsked), ...templates.flatMap(keysOfTemplate)];
    expect(asked.length).toBeGreaterThan(500);
    expect(askedInVain(books.en, asked)).toEqual([]);
  });

  it('are all asked for', () => {
    const mentioned = [...code.flatMap(literalsOf), ...[...templates, ...mailTemplates].flatMap(keysOfTemplate)];
    expect(neverAsked(books.en, mentioned)).toEqual([]);
  });

  it('get the facts that they name from the templates', () => {
    expect(owedFacts(books.en, templates.flatMap(keysOfTemplate))).toEqual([]);
  });

  it('are never written into a template', () => {
    expect(templates.flatMap((each) => literalWords(each).map((words) => `${each.file}: ${words}`))).toEqual([]);
  });

  it('are never written into a page or a script', () => {
    const sources = readSources(['portal/pages', 'portal/assets/scripts'], '.ts');
    const views = readSources(['reports'], '.ts').filter(({ file }) => /(?:view|page|chart|csv|cells)\.ts$/.test(file));
    expect([...sources, ...views].flatMap(spokenLiterals)).toEqual([]);
  });

  it('of scripts stand in the page: a button that copies says what it will say', () => {
    const buttons = templates.flatMap(({ text }) => text.match(/<button[^>]*data-copy=[^>]*>/g) ?? []);
    expect(buttons.length).toBeGreaterThan(0);
    for (const button of buttons) expect(button).toMatch(/data-copied="\{\{t .*data-marked="\{\{t /);
  });

  it('say in English what other doors say', () => {
    for (const [codeName, { title }] of Object.entries(problems)) {
      expect(books.en.get(`problems.titles.${codeName}`)).toBe(title);
    }
    for (const [rule, words] of Object.entries(ruleWords)) expect(books.en.get(`closures.rules.${rule}`)).toBe(words);
    for (const [verdict, words] of Object.entries(verdictWords)) {
      expect(books.en.get(`closures.verdicts.${verdict}`)).toBe(words);
    }
  });
});

describe('each of these checks finds what it looks for', () => {
  it('a key that a language does not have, or has alone, or with other facts, code or markup', () => {
    const english = book({ 'a.b': 'Till {code}', 'a.c': 'Type `x`', 'a.d_one': '{count} till', 'a.e': 'plain' });
    const same = book({ 'a.b': '{code} kasası', 'a.c': '`x` yazın', 'a.d_one': 'bir kasa', 'a.e': 'düz' });
    expect(differences(english, same)).toEqual([]);
    expect(differences(english, book({ 'a.b': 'Kasse', 'a.c': 'Tippen', 'a.d_one': 'eine', 'a.f': '' }))).toEqual([
      'a.e is missing',
      'a.b has other facts: {code} / ',
      'a.c has other code',
      'a.f does not exist in English',
    ]);
    expect(differences(english, book({ ...Object.fromEntries(same), 'a.e': '<b>düz</b>' }))).toHaveLength(1);
  });

  it('a key that is not there, and one that nobody asks for', () => {
    const english = book({ 'a.b': 'x', 'a.c_one': 'x', 'a.c_other': 'x', 'a.kinds.cash': 'x', 'a.old': 'x' });
    const asked = keysAsked(
      source(`t('a.b'); visit.t(yes ? 'a.c' : 'a.gone', {}); t(\`a.kinds.\${kind}\`); t(\`a.no.\${x}\`)`),
    );
    expect(askedInVain(english, asked)).toEqual(['x: a.gone', 'x: a.no.{0}']);
    expect(neverAsked(english, asked)).toEqual(['a.old']);
    const inTemplates = keysOfTemplate(
      source("{{#each x}}{{#if (eq a 'b')}}{{rich 'a.b' n=1}}{{/if}}{{/each}}<p>{{t 'a.d'}}"),
    );
    expect(askedInVain(english, inTemplates)).toEqual(['x: a.d']);
  });

  it('a fact that a template forgets', () => {
    const english = book({ 'a.b': 'Till {code} of {store}', 'a.c_one': '{count} till', 'a.c_other': '{count} tills' });
    const asked = keysOfTemplate(source("{{t 'a.b' code=code}}{{t 'a.c'}}"));
    expect(owedFacts(english, asked)).toEqual(['x: a.b needs store', 'x: a.c needs count']);
  });

  it('words in a page', () => {
    const said = `page({ title: 'Closures', lead: \`\${a} · \${b}\`, class: 'is-live' }); flash('It is done'); t('a.b.c')`;
    expect(spokenLiterals(source(said))).toEqual(['x: Closures', 'x: It is done']);
  });

  it('words in a template, as text or in what is read aloud', () => {
    expect(literalWords(source("<p title=\"{{t 'a'}}\">{{t 'b'}} · <code>ls x</code> 12 × GATE</p>"))).toEqual([]);
    expect(
      literalWords(source('<p title="Price">{{#if x}}Not yet{{/if}} <input placeholder="Name, {{y}}"></p>')),
    ).toEqual(['Not yet', 'title="Price"', 'placeholder="Name, \u0001"']);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../server/core/errors.ts';
import { translateSentence, translatorOf } from '../../../server/core/translate.ts';
import { literalsOf, readSources, type Source, sentencesOf } from './sources.ts';

/** Operations that no page of the portal calls: taking over a PyPOS database, what tills and programs load and send, what is said to the
 *  operator of the hub and to its staff. Their sentences are not for the merchant. */
const notForMerchants = [
  ...['domain/import-pypos', 'domain/feed', 'domain/init', 'domain/verification', 'domain/sales', 'domain/closures'],
  ...['domain/stock', 'domain/audit/verify', 'customers/record-points'],
  ...['stores/admit-terminal', 'layouts/import-layout', 'layouts/standard', 'layouts/ensure-default', 'mail/send-mail'],
  ...['stores/admit-device', 'access/pairing/poll', 'domain/pull', 'domain/resources', 'listing/cursor', 'reports/api'],
  ...['mail/read-mail', 'company-deletion/export', 'db/sqlite', 'db/foreign', 'http/hosts', 'http/unreadable'],
];

/** Sentences that a page says anew from the same facts (`portal/pages/closure-words.ts`). */
const saidAnew = ['reconciliation/judgement'];

const folders = ['server/domain', 'server/core', 'server/db', 'server/http', 'portal/trpc', 'portal/pages', 'reports'];

const sources = readSources(folders, '.ts').filter(
  ({ file }) => ![...notForMerchants, ...saidAnew].some((part) => file.includes(part)),
);

/** Sentences of a file, those that are handed on by a helper included. */
function toldBy(source: Source): string[] {
  const whole = /^[A-Z“{][^\n<]* [^\n<]* [^\n<]*\.$/;
  const handedOn = source.file.includes('domain/') ? literalsOf(source).filter(({ text }) => whole.test(text)) : [];
  const all = [...sentencesOf(source), ...handedOn].map(({ text }) => text);
  // Pieces that are put together elsewhere have no words of their own.
  return [...new Set(all)].filter((text) => /[a-z]{3}/.test(text.replace(/\{\d+\}/g, '')));
}

function untranslated(source: Source, language: 'tr' | 'de'): string[] {
  return toldBy(source)
    .map((text) => text.replace(/\{\d+\}/g, 'X7'))
    .filter((sentence) => translateSentence(sentence, language) === sentence)
    .map((sentence) => `${source.file}: ${sentence}`);
}

const book = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../../server/locales/${language}/sentences.json`, import.meta.url), 'utf8'));

describe('a sentence that an operation refuses with', () => {
  it('is there in Turkish and German', () => {
    expect(sources.flatMap(toldBy).length).toBeGreaterThan(150);
    for (const language of ['tr', 'de'] as const) {
      expect(sources.flatMap((source) => untranslated(source, language))).toEqual([]);
    }
  });

  it('has the same holes in every language', () => {
    const holes = (text: string) => [...new Set(text.match(/\{\d+\}/g) ?? [])].sort();
    const [tr, de] = [book('tr'), book('de')];
    expect(Object.keys(tr).sort()).toEqual(Object.keys(de).sort());
    for (const translated of [tr, de]) {
      for (const [key, text] of Object.entries(translated)) {
        if (!key.startsWith('Invalid ')) expect([key, holes(text)]).toEqual([key, holes(key)]);
      }
    }
  });

  it('keeps names and numbers, in the quotation marks of the language', () => {
    const sentence = 'The barcode “Süt {0} $&” belongs to “x” (code “7”).';
    expect(translateSentence(sentence, 'de')).toBe('Der Barcode „Süt {0} $&“ gehört zu „x“ (Code „7“).');
    expect(translateSentence('at most 20 networks', 'tr')).toBe('en çok 20 ağ');
    expect(translateSentence('form MAIN, control OK: sticks out of its panel', 'de')).toBe(
      'Formular MAIN, Bedienelement OK: ragt aus seinem Feld heraus',
    );
    expect(translateSentence('Nobody has said this.', 'de')).toBe('Nobody has said this.');
    expect(translateSentence('There is no such day.', 'en')).toBe('There is no such day.');
  });

  it('or else the code it refuses with is told in words', () => {
    for (const language of ['en', 'tr', 'de'] as const) {
      for (const code of errorCodes) expect(translatorOf(language)(`problems.titles.${code}`)).toMatch(/\S/);
    }
  });
});

describe('the search for sentences', () => {
  it('finds them in errors, in rules of zod, in fields and behind constants', () => {
    const text = `
      const tooFew = 'Too few of them.';
      throw new DomainError('conflict', { errors: [{ path: 'a', message: \`no \${x} here\` }] }, many ? 'So many there are.' : tooFew);
      z.string().min(1, 'Say something.').regex(/x/, { error: 'Only x here.' });
      errors.push({ path, message });`;
    expect(sentencesOf({ file: 'x', text }).map((found) => found.text)).toEqual([
      'So many there are.',
      'Too few of them.',
      'no {0} here',
      'Say something.',
      'Only x here.',
    ]);
  });

  it('fails on one that nobody translated', () => {
    const source = { file: 'domain/x', text: "refuse('It rains cats today.')" };
    expect(untranslated(source, 'tr')).toEqual(['domain/x: It rains cats today.']);
    expect(untranslated({ file: 'domain/x', text: "refuse('There is no such day.')" }, 'tr')).toEqual([]);
  });
});

/** What a mail looks like: its texts put into the one frame, as plain text and as HTML. */

import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import type { Language } from '../../core/languages.ts';
import { translatorOf } from '../../core/translate.ts';
import type { MailFacts } from './queue-mail.ts';

export interface Letter {
  language: Language;
  kind: string;
  facts: MailFacts;
  /** Of the hub, behind the button; empty: no button. */
  path: string;
}

export interface Composed {
  /** One line. */
  subject: string;
  text: string;
  html: string;
}

const maxSubject = 200;
const engine = Handlebars.create();
const textFrame = compile('mail.text.hbs', { noEscape: true });
const htmlFrame = compile('mail.html.hbs', { noEscape: false });

/** What a mail says, finished, in the order in which it is read. */
export interface MailWords {
  /** One line. */
  subject: string;
  heading: string;
  paragraphs: string[];
  /** Somebody's own words, line by line; empty: none. */
  quote: string[];
}

/** @throws Error there are no texts of this kind */
export function wordsOfMail({ language, kind, facts }: Omit<Letter, 'path'>): MailWords {
  const say = speaker({ language, kind, facts });
  return {
    subject: oneLine(say('subject')).slice(0, maxSubject),
    heading: oneLine(say('heading')),
    paragraphs: linesOf(say('text')),
    quote: linesOf(String(facts['message'] ?? facts['reason'] ?? '')),
  };
}

/** @param publicUrl what people call this hub, without a trailing slash
 *  @throws Error there are no texts of this kind */
export function composeMail(letter: Letter, publicUrl: string): Composed {
  const { language, path } = letter;
  const t = translatorOf(language);
  const words = wordsOfMail(letter);
  const model = {
    ...words,
    language,
    quote: words.quote.length > 0 ? words.quote : null,
    quoteLabel: t('mail.frame.quote'),
    link: path === '' ? null : `${publicUrl}${path}`,
    button: path === '' ? null : oneLine(speaker(letter)('button')),
    copy: t('mail.frame.copy'),
    sentBy: t('mail.frame.sentBy', { hub: publicUrl }),
    noReply: t('mail.frame.noReply'),
  };
  return { subject: words.subject, text: textFrame(model), html: htmlFrame(model) };
}

function speaker({ language, kind, facts }: Omit<Letter, 'path'>): (part: string) => string {
  const t = translatorOf(language);
  const known = factsOf(facts);
  return (part) => t(`mail.${kind}.${part}`, known);
}

/** Facts stand inside sentences: each is one line. A number of days decides about the plural. */
function factsOf(facts: MailFacts): Record<string, string | number> {
  const single = Object.entries(facts).map(([name, value]) => [
    name,
    typeof value === 'number' ? value : oneLine(value),
  ]);
  const days = facts['days'];
  return { ...Object.fromEntries(single), ...(days === undefined ? {} : { count: Number(days) }) };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const unprintable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** What a header can hold and a reader can see: no line ends, nothing that turns the direction of writing. */
function oneLine(text: string): string {
  return text.replace(unprintable, ' ').trim();
}

function linesOf(text: string): string[] {
  return text
    .split(/\r\n?|\n/)
    .map(oneLine)
    .filter((line) => line !== '');
}

function compile(file: string, options: { noEscape: boolean }): (model: object) => string {
  const text = readFileSync(new URL(`./views/${file}`, import.meta.url), 'utf8');
  return engine.compile(text, { ...options, strict: false });
}

/** The texts of the hub as a test sees them: books by language, and what templates ask of them. */

import { readdirSync, readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { type Language, languages } from '../../../server/core/languages.ts';
import type { Found, Source } from './sources.ts';

/** Texts by their whole key. */
export type Book = ReadonlyMap<string, string>;

const locales = new URL('../../../server/locales/', import.meta.url);

export function readBooks(): Record<Language, Book> {
  return Object.fromEntries(languages.map((language) => [language, readBook(language)])) as Record<Language, Book>;
}

function readBook(language: Language): Book {
  const folder = new URL(`${language}/`, locales);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'sentences.json');
  const texts = new Map<string, string>();
  for (const name of files) flatten(JSON.parse(readFileSync(new URL(name, folder), 'utf8')), name.slice(0, -5), texts);
  return texts;
}

function flatten(node: unknown, path: string, into: Map<string, string>): void {
  if (typeof node === 'string') into.set(path, node);
  else for (const [name, inner] of Object.entries(node as object)) flatten(inner, `${path}.${name}`, into);
}

/** `key_one` and `key_other` are one key, `key`. */
export function stem(key: string): string {
  return key.replace(/_(?:zero|one|two|few|many|other)$/, '');
}

const wholes = (text: string, form: RegExp) => [...new Set(text.match(form) ?? [])].sort().join(' ');

/** Where a book differs from the English one: a key too few or too many, other facts, other markup. */
export function differences(english: Book, other: Book): string[] {
  const faults = [...english.keys()].filter((key) => !other.has(key)).map((key) => `${key} is missing`);
  for (const [key, text] of other) {
    const original = english.get(key);
    if (original === undefined) {
      faults.push(`${key} does not exist in English`);
      continue;
    }
    // "One till" needs no number.
    const facts = (words: string) =>
      wholes(words, /\{\w+\}/g)
        .replace(key === stem(key) ? /(?!)/ : '{count}', '')
        .trim();
    if (facts(text) !== facts(original)) faults.push(`${key} has other facts: ${facts(original)} / ${facts(text)}`);
    if (wholes(text, /`[^`]+`/g) !== wholes(original, /`[^`]+`/g)) faults.push(`${key} has other code`);
    if (/<\w/.test(text)) faults.push(`${key} has markup of its own`);
  }
  return faults;
}

/** Keys that a template asks for, with the facts it gives. */
export function keysOfTemplate({ file, text }: Source): (Found & { facts: string[] })[] {
  const found: (Found & { facts: string[] })[] = [];
  const look = (node: hbs.AST.Node) => {
    if ('path' in node && 'params' in node) {
      const call = node as hbs.AST.MustacheStatement;
      const [key] = call.params;
      const name = (call.path as hbs.AST.PathExpression).original;
      if ((name === 't' || name === 'rich') && key?.type === 'StringLiteral') {
        const facts = (call.hash?.pairs ?? []).map((pair) => pair.key);
        found.push({ file, text: (key as hbs.AST.StringLiteral).value, facts });
      }
    }
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) for (const inner of value) if (isNode(inner)) look(inner);
      if (isNode(value)) look(value);
    }
  };
  look(Handlebars.parse(text));
  return found;
}

function isNode(value: unknown): value is hbs.AST.Node {
  return typeof value === 'object' && value !== null && ('type' in value || 'body' in value || 'pairs' in value);
}

/** Words that are the same in every language, and names. */
const everywhere = new Set(['GATE', 'SaleFlex', 'CSV', 'QR', 'PDF', 'px', 'JSON', 'UTC', 'code', 'toml']);

const spokenAttributes = /\s(title|aria-label|placeholder|alt|data-label|data-copied|data-marked)="([^"]*)"/g;

/** Words of a template that are written into it instead of being asked for. */
export function literalWords({ text }: Source): string[] {
  const isSpoken = (words: string) => (words.match(/\p{L}{2,}/gu) ?? []).some((word) => !everywhere.has(word));
  // What Handlebars puts in cannot be seen here; what stands around it can.
  const plain = text.replace(/\{\{\{?[^}]*\}?\}\}/g, '\u0001');
  const attributes = [...plain.matchAll(spokenAttributes)].map(([, name, value]) => ({ name, value: value ?? '' }));
  const body = plain.replace(/<(script|style|code|svg\b[^>]*aria-hidden)[\s\S]*?<\/(script|style|code|svg)>/g, ' ');
  const nodes = body.replace(/<[^>]*>/g, '\n').split('\n');
  return [
    ...nodes.map((node) => node.replaceAll('\u0001', ' ').replace(/&\w+;/g, ' ').trim()).filter(isSpoken),
    ...attributes.filter(({ value }) => isSpoken(value)).map(({ name, value }) => `${name}="${value}"`),
  ];
}

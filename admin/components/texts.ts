/** Texts in the language of the page, which the server chose. */

import { type Facts, fillText } from './fill-text.ts';

interface Spoken extends Window {
  GATE_TEXTS?: Readonly<Record<string, string>>;
}

/** The page's language: en, tr or de. */
export const language = document.documentElement.lang || 'en';

const known = (window as Spoken).GATE_TEXTS ?? {};

/** An English text in the page's language: `t('Save')`, `t('{count} row | {count} rows', { count: 3 })`. Literal texts only: a test
 *  looks for those that have no translation. */
export function t(english: string, facts?: Facts): string {
  return fillText(known[english] ?? english, language, facts);
}

/** A word or label of a definition in the page's language: names of groups, closed value sets. What has no translation stays. */
export function named(english: string): string {
  return known[english] ?? english;
}

/** In which language an error of a procedure is to be told. Errors themselves stay English: the log reads them too. */

import type { Language } from '../../server/core/languages.ts';

const languages = new WeakMap<object, Language>();

/** Notes whose call the error answers. */
export function noteHearer(error: unknown, language: Language): void {
  if (typeof error === 'object' && error !== null) languages.set(error, language);
}

export function hearerOf(error: object): Language {
  return languages.get(error) ?? 'en';
}

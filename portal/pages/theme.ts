import { isLanguage } from '../../server/core/languages.ts';
import type { FormHandler } from '../visit.ts';

/** Keeps the visitor's choice of colours and goes back to where it was made. */
export const themeForm: FormHandler = async ({ fields, ownPath }) => {
  const theme = fields['theme'] === 'dark' ? 'dark' : 'light';
  return { redirect: ownPath(fields['next'], '/'), theme };
};

/** Keeps the language that the visitor chose and goes back to where it was chosen. */
export const languageForm: FormHandler = async ({ fields, ownPath, language }) => {
  const chosen = fields['language'];
  return { redirect: ownPath(fields['next'], '/'), language: isLanguage(chosen) ? chosen : language };
};

import { isLanguage } from '../../server/core/languages.ts';
import type { FormHandler } from '../visit.ts';

/** Keeps the visitor's choice of colours and goes back to where it was made. A person's choice goes with them to other browsers. */
export const themeForm: FormHandler = async ({ call, actor, fields, ownPath }) => {
  const theme = fields['theme'] === 'dark' ? 'dark' : 'light';
  if (actor.kind === 'user') await call.account.own.updateProfile({ theme });
  return { redirect: ownPath(fields['next'], '/'), theme };
};

/** Keeps the language that the visitor chose and goes back to where it was chosen. A person's choice goes with them to other
 *  browsers. */
export const languageForm: FormHandler = async (visit) => {
  const { call, actor, fields, ownPath } = visit;
  const language = isLanguage(fields['language']) ? fields['language'] : visit.language;
  if (actor.kind === 'user') await call.account.own.updateProfile({ language });
  return { redirect: ownPath(fields['next'], '/'), language };
};

import type { FormHandler } from '../visit.ts';

/** Keeps the visitor's choice of colours and goes back to where it was made. */
export const themeForm: FormHandler = async ({ fields, ownPath }) => {
  const theme = fields['theme'] === 'dark' ? 'dark' : 'light';
  return { redirect: ownPath(fields['next'], '/'), theme };
};

import { loadTemplate } from '../../server/http/templates.ts';
import type { FormHandler, PageHandler, Shown } from '../visit.ts';
import { fieldErrors, formProblem } from './problems.ts';

const template = loadTemplate(new URL('../views/set-up.hbs', import.meta.url));

/** The one-time link that the first start prints. */
export const setUpPage: PageHandler = async ({ call, params }) => {
  await call.account.setUpLink({ token: params['token'] ?? '' });
  return form({});
};

/** Makes the first staff account and signs it in. */
export const setUpForm: FormHandler = async ({ call, params, fields }) => {
  const { username = '', password = '', again = '' } = fields;
  const token = params['token'] ?? '';
  if (password !== again) {
    await call.account.setUpLink({ token });
    return form({ username, errors: { again: ['The two passwords differ.'] } });
  }
  try {
    await call.account.setUp({ token, username, password });
  } catch (error) {
    return form({ username, errors: fieldErrors(formProblem(error)) });
  }
  const text = 'The hub is yours. This account administers everything; the link that led here works no more.';
  return { redirect: '/dashboard/', flash: { level: 'success', text } };
};

function form(model: { username?: string; errors?: Record<string, string[]> }): Shown {
  return { title: 'Set up this hub', template, model, hasHeading: false };
}

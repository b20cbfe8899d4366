import { loadTemplate } from '../../server/http/templates.ts';
import type { FormHandler, PageHandler, Shown } from '../visit.ts';
import { formProblem } from './problems.ts';

const template = loadTemplate(new URL('../views/sign-in.hbs', import.meta.url));

/** The status of a refused form: the page again, as a page. */
const refused = 200;

export const signInPage: PageHandler = async ({ query }) => form({ next: query.get('next') ?? '' });

/** Signs in and goes on to `next` where that is a page of ours. What was wrong is never said. */
export const signInForm: FormHandler = async ({ call, fields, ownPath }) => {
  const { username = '', password = '', next = '' } = fields;
  try {
    await call.account.signIn({ username, password });
  } catch (error) {
    const problem = formProblem(error);
    const status = problem.code === 'too_many_requests' ? problem.status : refused;
    const message = problem.detail ?? 'The username or the password is not right.';
    return { ...form({ next, username, message }), status };
  }
  return { redirect: ownPath(next, '/dashboard/') };
};

export const signOutForm: FormHandler = async ({ call }) => {
  await call.account.signOut();
  return { redirect: '/', flash: { level: 'success', text: 'You are signed out.' } };
};

function form(model: { next: string; username?: string; message?: string }): Shown {
  return { title: 'Sign in', template, model, hasHeading: false };
}

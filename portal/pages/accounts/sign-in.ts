import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { formProblem } from '../problems.ts';
import { accountForm, type Refusal, refusalOf } from './form.ts';
import { isOver } from './notice.ts';

const codeHref = '/accounts/login/code/';

export const signInPage: PageHandler = async (visit) => form(visit, { next: visit.query.get('next') ?? '' });

/** Signs in and goes on to `next` where that is a page of ours; with two-factor on the code is asked for first. What was wrong
 *  is never said. */
export const signInForm: FormHandler = async (visit) => {
  const { username = '', password = '', next = '' } = visit.fields;
  try {
    const { needsCode } = await visit.call.account.signIn({ username, password });
    if (needsCode) return { redirect: next === '' ? codeHref : `${codeHref}?next=${encodeURIComponent(next)}` };
  } catch (error) {
    const { status, message } = refusalOf(error);
    return form(visit, { next, username, message: message ?? visit.t('accounts.login.wrong'), status: status ?? 200 });
  }
  return { redirect: visit.ownPath(next, '/dashboard/') };
};

/** The second step. Without the first one there is nothing to ask. */
export const codePage: PageHandler = async (visit) => {
  const next = visit.query.get('next') ?? '';
  return (await visit.call.account.isAskedForCode()) ? codeForm(visit, { next }) : startAgain(next);
};

export const codeFormHandler: FormHandler = async (visit) => {
  const { code = '', next = '' } = visit.fields;
  try {
    await visit.call.account.completeSignIn({ code });
  } catch (error) {
    return isRefusal(error) ? codeForm(visit, { next, ...refusalOf(error) }) : startAgain(next);
  }
  return { redirect: visit.ownPath(next, '/dashboard/') };
};

export const signOutForm: FormHandler = async ({ call, t }) => {
  await call.account.signOut();
  return { redirect: '/', flash: { level: 'success', text: t('accounts.login.out') } };
};

/** Whether the code was wrong, and not the question over. */
function isRefusal(error: unknown): boolean {
  try {
    formProblem(error);
    return true;
  } catch {
    return !isOver(error);
  }
}

function startAgain(next: string) {
  return { redirect: next === '' ? '/accounts/login/' : `/accounts/login/?next=${encodeURIComponent(next)}` };
}

async function form(
  visit: Visit,
  { next, username, ...refusal }: Refusal & { next: string; username?: string },
): Promise<Shown> {
  const { t } = visit;
  const { name: service } = await visit.call.account.external.offer();
  const external = next === '' ? '/accounts/external/' : `/accounts/external/?next=${encodeURIComponent(next)}`;
  const register = next === '' ? '/accounts/register/' : `/accounts/register/?next=${encodeURIComponent(next)}`;
  return accountForm(visit, {
    title: t('accounts.login.title'),
    button: t('accounts.login.button'),
    next,
    otherWay: service === null ? null : { href: external, text: t('accounts.external.button', { service }) },
    fields: [
      { name: 'username', label: t('accounts.fields.usernameOrEmail'), autocomplete: 'username', value: username },
      { name: 'password', label: t('accounts.fields.password'), type: 'password', autocomplete: 'current-password' },
    ],
    links: [
      { href: '/accounts/password/reset/', text: t('accounts.login.forgotten') },
      { href: register, text: t('accounts.login.register') },
    ],
    ...refusal,
  });
}

function codeForm(visit: Visit, { next, ...refusal }: Refusal & { next: string }): Shown {
  const { t } = visit;
  return accountForm(visit, {
    title: t('accounts.code.title'),
    sentences: [t('accounts.code.text')],
    button: t('accounts.code.button'),
    next,
    fields: [{ name: 'code', label: t('accounts.code.field'), autocomplete: 'one-time-code', maxLength: 40 }],
    links: [{ href: '/accounts/login/', text: t('accounts.code.again') }],
    ...refusal,
  });
}

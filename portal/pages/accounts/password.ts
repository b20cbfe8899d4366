import { judgeStrength } from '../../../server/domain/tenancy/index.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { accountForm, differs, newPasswordFields, type Refusal, refusalOf, strengthText } from './form.ts';
import { isOver, linkIsOver, notice } from './notice.ts';

const resetHref = '/accounts/password/reset/';

export const changePasswordPage: PageHandler = async (visit) => changeForm(visit, {});

/** Gives the person another password; every other browser is signed out. */
export const changePasswordForm: FormHandler = async (visit) => {
  const { current = '', password = '' } = visit.fields;
  const different = differs(visit);
  if (different) return changeForm(visit, different);
  try {
    await visit.call.account.own.changePassword({ current, password });
  } catch (error) {
    return changeForm(visit, refusalOf(error));
  }
  const text = strengthText(visit, judgeStrength(password));
  return { redirect: '/accounts/password/change/done/', flash: { level: 'success', text } };
};

export const passwordDonePage: PageHandler = async ({ t }) =>
  notice({
    title: t('accounts.password.doneTitle'),
    sentences: [t('accounts.password.doneText')],
    links: [
      { href: '/dashboard/', text: t('accounts.toDashboard') },
      { href: '/accounts/profile/', text: t('accounts.profile.title') },
      { href: '/accounts/sessions/', text: t('accounts.sessions.title') },
    ],
  });

export const askResetPage: PageHandler = async (visit) => askForm(visit, {});

/** The answer is the same whether the address has an account or not. */
export const askResetForm: FormHandler = async (visit) => {
  const { t, fields } = visit;
  try {
    await visit.call.account.askPasswordReset({ email: fields['email'] ?? '' });
  } catch (error) {
    return askForm(visit, refusalOf(error));
  }
  return notice({
    title: t('accounts.reset.sentTitle'),
    sentences: [t('accounts.reset.sentText'), t('accounts.reset.sentHint')],
    links: [{ href: '/accounts/login/', text: t('accounts.register.signIn') }],
  });
};

export const resetPage: PageHandler = async (visit) => {
  const token = visit.params['token'] ?? '';
  try {
    return newForm(visit, await visit.call.account.passwordReset({ token }), {});
  } catch (error) {
    isOver(error);
    return over(visit);
  }
};

/** Sets the new password by the link of a mail. */
export const resetForm: FormHandler = async (visit) => {
  const { password = '' } = visit.fields;
  const token = visit.params['token'] ?? '';
  try {
    const link = await visit.call.account.passwordReset({ token });
    const different = differs(visit);
    if (different) return newForm(visit, link, different);
    const refusal = await reset(visit, { token, password });
    if (refusal) return newForm(visit, link, refusal);
  } catch (error) {
    isOver(error);
    return over(visit);
  }
  return { redirect: '/accounts/login/', flash: { level: 'success', text: visit.t('accounts.reset.done') } };
};

async function reset(visit: Visit, input: { token: string; password: string }): Promise<Refusal | null> {
  try {
    await visit.call.account.resetPassword(input);
    return null;
  } catch (error) {
    return refusalOf(error);
  }
}

function changeForm(visit: Visit, refusal: Refusal): Shown {
  const { t } = visit;
  return accountForm(visit, {
    title: t('accounts.password.changeTitle'),
    lead: t('accounts.password.changeLead'),
    button: t('accounts.password.change'),
    backHref: '/accounts/profile/',
    fields: [
      { name: 'current', label: t('accounts.fields.current'), type: 'password', autocomplete: 'current-password' },
      ...newPasswordFields(visit),
    ],
    ...refusal,
  });
}

function askForm(visit: Visit, refusal: Refusal): Shown {
  const { t, fields } = visit;
  return accountForm(visit, {
    title: t('accounts.reset.title'),
    sentences: [t('accounts.reset.text')],
    button: t('accounts.reset.button'),
    fields: [
      {
        name: 'email',
        label: t('accounts.fields.email'),
        type: 'email',
        autocomplete: 'email',
        value: fields['email'],
      },
    ],
    links: [{ href: '/accounts/login/', text: t('accounts.register.signIn') }],
    ...refusal,
  });
}

function newForm(visit: Visit, { username }: { username: string }, refusal: Refusal): Shown {
  const { t } = visit;
  return accountForm(visit, {
    title: t('accounts.reset.newTitle'),
    sentences: [t('accounts.reset.newText', { username })],
    button: t('accounts.password.change'),
    fields: newPasswordFields(visit),
    ...refusal,
  });
}

function over(visit: Visit): Shown {
  return linkIsOver(visit, { href: resetHref, text: visit.t('accounts.reset.again') });
}

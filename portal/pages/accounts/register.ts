import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { accountForm, differs, newPasswordFields, type Refusal, refusalOf } from './form.ts';

/** Making an account. Whoever came by an invitation is led back to it. */
export const registerPage: PageHandler = async (visit) => {
  if (visit.actor.kind === 'user') return { redirect: visit.ownPath(nextOf(visit.query), '/dashboard/') };
  return form(visit, { next: nextOf(visit.query) });
};

export const registerForm: FormHandler = async (visit) => {
  const { username = '', email = '', password = '', next = '' } = visit.fields;
  if (visit.actor.kind === 'user') return { redirect: '/dashboard/' };
  const different = differs(visit);
  if (different) return form(visit, { next, ...different });
  try {
    await visit.call.account.register({ username, email, password });
  } catch (error) {
    return form(visit, { next, ...refusalOf(error) });
  }
  const address = email.trim();
  const text = address ? visit.t('accounts.register.mailed', { email: address }) : visit.t('accounts.register.done');
  return { redirect: visit.ownPath(next, '/dashboard/'), flash: { level: 'success', text } };
};

function nextOf(query: URLSearchParams): string {
  const token = query.get('invitation');
  return query.get('next') ?? (token ? `/invitations/${encodeURIComponent(token)}/` : '');
}

function form(visit: Visit, { next, ...refusal }: Refusal & { next: string }): Shown {
  const { t, fields } = visit;
  return accountForm(visit, {
    title: t('accounts.register.title'),
    button: t('accounts.register.button'),
    next,
    fields: [
      {
        name: 'username',
        label: t('accounts.fields.username'),
        help: t('accounts.register.usernameHelp'),
        autocomplete: 'username',
        value: fields['username'],
        maxLength: 150,
      },
      {
        name: 'email',
        label: t('accounts.fields.email'),
        help: t('accounts.register.emailHelp'),
        type: 'email',
        autocomplete: 'email',
        value: fields['email'],
        isOptional: true,
      },
      ...newPasswordFields(visit, t('accounts.fields.password')),
    ],
    links: [
      {
        href: next ? `/accounts/login/?next=${encodeURIComponent(next)}` : '/accounts/login/',
        text: t('accounts.register.signIn'),
      },
    ],
    ...refusal,
  });
}

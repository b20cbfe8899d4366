import type { FormHandler, PageHandler, Shown, Visit } from '../visit.ts';
import { accountForm, differs, newPasswordFields, type Refusal, refusalOf } from './accounts/form.ts';

/** The one-time link that the first start prints. */
export const setUpPage: PageHandler = async (visit) => {
  await visit.call.account.setUpLink({ token: visit.params['token'] ?? '' });
  return form(visit, {});
};

/** Makes the first staff account and signs it in. */
export const setUpForm: FormHandler = async (visit) => {
  const { call, params, fields, t } = visit;
  const { username = '', password = '' } = fields;
  const token = params['token'] ?? '';
  const different = differs(visit);
  if (different) {
    await call.account.setUpLink({ token });
    return form(visit, different);
  }
  try {
    await call.account.setUp({ token, username, password });
  } catch (error) {
    return form(visit, refusalOf(error));
  }
  return { redirect: '/dashboard/', flash: { level: 'success', text: t('accounts.setUp.done') } };
};

function form(visit: Visit, refusal: Refusal): Shown {
  const { t, fields } = visit;
  return accountForm(visit, {
    title: t('accounts.setUp.title'),
    sentences: [t('accounts.setUp.text')],
    button: t('accounts.register.button'),
    fields: [
      {
        name: 'username',
        label: t('accounts.fields.username'),
        help: t('accounts.register.usernameHelp'),
        autocomplete: 'username',
        value: fields['username'],
        maxLength: 150,
      },
      ...newPasswordFields(visit, t('accounts.fields.password')),
    ],
    ...refusal,
  });
}

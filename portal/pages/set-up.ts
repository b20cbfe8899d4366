import type { FormHandler, PageHandler, Shown, Visit } from '../visit.ts';
import { accountForm, differs, newPasswordFields, type Refusal, refusalOf } from './accounts/form.ts';
import { isOver, notice } from './accounts/notice.ts';

/** The one-time link that the first start prints. */
export const setUpPage: PageHandler = async (visit) => {
  const over = await overOf(visit);
  return over ?? form(visit, {});
};

/** Makes the first staff account and signs it in. */
export const setUpForm: FormHandler = async (visit) => {
  const { call, params, fields, t } = visit;
  const { username = '', password = '' } = fields;
  const token = params['token'] ?? '';
  const over = await overOf(visit);
  if (over) return over;
  const different = differs(visit);
  if (different) return form(visit, different);
  try {
    await call.account.setUp({ token, username, password });
  } catch (error) {
    return form(visit, refusalOf(error));
  }
  return { redirect: '/dashboard/', flash: { level: 'success', text: t('accounts.setUp.done') } };
};

/** What is shown for a link that does not work any more; null where it does. */
async function overOf({ call, params, t }: Visit): Promise<Shown | null> {
  try {
    await call.account.setUpLink({ token: params['token'] ?? '' });
    return null;
  } catch (error) {
    isOver(error);
    return notice({
      title: t('accounts.link.title'),
      sentences: [t('accounts.setUp.over')],
      links: [{ href: '/accounts/login/', text: t('accounts.login.button') }],
      status: 410,
    });
  }
}

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

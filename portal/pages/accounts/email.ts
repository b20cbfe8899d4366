import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { formProblem } from '../problems.ts';
import { accountForm, proofField, type Refusal, refusalOf } from './form.ts';
import { isOver, linkIsOver, notice } from './notice.ts';

const profileHref = '/accounts/profile/';

export const emailPage: PageHandler = async (visit) => {
  const { email, asked } = await visit.call.account.own.address();
  return form(visit, { email: asked ?? email ?? '' });
};

/** Another address, or none. A new one has to be confirmed. */
export const emailForm: FormHandler = async (visit) => {
  const { email = '', proof = '' } = visit.fields;
  try {
    await visit.call.account.own.changeAddress({ email, proof });
  } catch (error) {
    return form(visit, { email, ...refusalOf(error) });
  }
  const address = email.trim();
  const text = address ? visit.t('accounts.email.sent', { email: address }) : visit.t('accounts.email.removed');
  return { redirect: profileHref, flash: { level: address ? 'info' : 'success', text } };
};

/** Sends the link once more. */
export const resendForm: FormHandler = async ({ call, t }) => {
  try {
    const { email } = await call.account.own.resendConfirmation();
    const text = email === null ? t('accounts.email.nothing') : t('accounts.email.sent', { email });
    return { redirect: profileHref, flash: { level: 'info', text } };
  } catch (error) {
    const { detail, title } = formProblem(error);
    return { redirect: profileHref, flash: { level: 'error', text: detail ?? title } };
  }
};

/** What a link would confirm. Looking at it changes nothing: programs that look at mail open links, too. */
export const confirmPage: PageHandler = async (visit) => {
  const { t } = visit;
  try {
    const { email, username } = await visit.call.account.confirmation({ token: visit.params['token'] ?? '' });
    return notice({
      title: t('accounts.email.confirmTitle'),
      sentences: [t('accounts.email.confirmText', { email, username })],
      confirm: t('accounts.email.confirmButton'),
    });
  } catch (error) {
    isOver(error);
    return over(visit);
  }
};

export const confirmForm: FormHandler = async (visit) => {
  const { t, actor } = visit;
  try {
    await visit.call.account.confirmAddress({ token: visit.params['token'] ?? '' });
  } catch (error) {
    return isTaken(error) ?? over(visit);
  }
  const redirect = actor.kind === 'user' ? profileHref : '/accounts/login/';
  return { redirect, flash: { level: 'success', text: t('accounts.email.done') } };
};

/** The page that says that somebody else has confirmed the address; null when the link is over. */
function isTaken(error: unknown): Shown | null {
  try {
    isOver(error);
    return null;
  } catch (other) {
    const { detail, title } = formProblem(other);
    return notice({ title, sentences: detail ? [detail] : [], status: 409 });
  }
}

function over(visit: Visit): Shown {
  return linkIsOver(visit, { href: profileHref, text: visit.t('accounts.email.again') });
}

function form(visit: Visit, { email, ...refusal }: Refusal & { email: string }): Shown {
  const { t } = visit;
  return accountForm(visit, {
    title: t('accounts.email.title'),
    lead: t('accounts.email.lead'),
    button: t('words.save'),
    backHref: profileHref,
    fields: [
      {
        name: 'email',
        label: t('accounts.fields.email'),
        help: t('accounts.email.help'),
        type: 'email',
        autocomplete: 'email',
        value: email,
        isOptional: true,
      },
      proofField(visit),
    ],
    ...refusal,
  });
}

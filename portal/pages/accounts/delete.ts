import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { accountForm, proofField, type Refusal, refusalOf } from './form.ts';

const aloneTemplate = loadTemplate(new URL('../../views/accounts/delete.hbs', import.meta.url));

type End = Awaited<ReturnType<Caller['account']['own']['end']>>;

/** What deleting the account would end, and what stands in its way. */
export const deletePage: PageHandler = async (visit) => page(visit, await visit.call.account.own.end(), {});

export const deleteForm: FormHandler = async (visit) => {
  try {
    await visit.call.account.own.delete({ proof: visit.fields['proof'] ?? '' });
  } catch (error) {
    const refusal = refusalOf(error);
    return page(visit, await visit.call.account.own.end(), refusal);
  }
  return { redirect: '/', flash: { level: 'success', text: visit.t('accounts.delete.done') } };
};

function page(visit: Visit, end: End, refusal: Refusal): Shown {
  return end.aloneIn.length > 0 ? inTheWay(visit, end) : form(visit, end, refusal);
}

function inTheWay({ t }: Visit, { aloneIn }: End): Shown {
  return {
    title: t('accounts.delete.title'),
    template: aloneTemplate,
    active: 'profile',
    model: {
      companies: aloneIn.map(({ slug, name }) => ({
        name,
        href: `/companies/${slug}/`,
        ownersHref: `/companies/${slug}/owners/grant/`,
        deleteHref: `/companies/${slug}/delete/`,
      })),
    },
  };
}

function form(visit: Visit, { memberships, requests, sessions }: End, refusal: Refusal): Shown {
  const { t, formats } = visit;
  return accountForm(visit, {
    title: t('accounts.delete.title'),
    lead: t('accounts.delete.lead'),
    button: t('accounts.delete.button'),
    backHref: '/accounts/profile/',
    isDanger: true,
    sentences: [t('accounts.delete.text'), t('accounts.delete.kept')],
    facts: [
      { name: t('accounts.delete.memberships'), value: formats.count(memberships) },
      { name: t('accounts.delete.requests'), value: formats.count(requests) },
      { name: t('accounts.delete.sessions'), value: formats.count(sessions) },
    ],
    fields: [proofField(visit)],
    ...refusal,
  });
}

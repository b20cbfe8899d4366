/** Pages that ask before somebody loses something: the owner tag, a member, one's own place in a company. */
import { loadTemplate } from '../../../server/http/templates.ts';
import type { FormHandler, PageHandler, Shown } from '../../visit.ts';
import { act, companyOf, faceOf, memberOf } from './words.ts';

const template = loadTemplate(new URL('../../views/companies/confirm.hbs', import.meta.url));

interface Question {
  title: string;
  lead: string;
  /** What will happen, a sentence each. */
  sentences: readonly string[];
  /** What the button says; null: it cannot be done, and the sentences say why. */
  button: string | null;
  backHref: string;
}

/** A page of its own that says what a button will do. */
export function question({ title, lead, ...model }: Question): Shown {
  return { title, lead, template, active: 'people', model };
}

export const leavePage: PageHandler = async (visit) => {
  const company = await visit.call.companies.get(companyOf(visit));
  const { t } = visit;
  return question({
    title: t('companies.leave.title', { name: company.name }),
    lead: company.name,
    sentences: company.isOwner
      ? [t('companies.leave.owner')]
      : [t('companies.leave.access'), t('companies.leave.invitations'), t('companies.leave.back')],
    button: company.isOwner ? null : t('companies.leave.button'),
    backHref: `/companies/${company.slug}/`,
  });
};

export const leaveForm: FormHandler = async (visit) => {
  const { name, slug } = await visit.call.companies.get(companyOf(visit));
  const answer = await act(visit, '/companies/', async () => {
    await visit.call.companies.leave(companyOf(visit));
    return { level: 'success', text: visit.t('companies.leave.done', { name }) };
  });
  return answer.flash?.level === 'error' ? { ...answer, redirect: `/companies/${slug}/` } : answer;
};

export const removePage: PageHandler = async (visit) => {
  const { company, member } = await visit.call.companies.member(memberOf(visit));
  const { t } = visit;
  const { name } = faceOf(member.user);
  return question({
    title: t('companies.remove.title', { name }),
    lead: company.name,
    sentences: member.isOwner
      ? [t('companies.remove.owner')]
      : [
          t('companies.remove.access', { name, company: company.name }),
          t('companies.remove.roles', { count: member.roles.length }),
          t('companies.remove.invitations', { name }),
        ],
    button: member.isOwner ? null : t('companies.remove.button', { name }),
    backHref: `/companies/${company.slug}/members/${member.user.id}/`,
  });
};

export const removeForm: FormHandler = (visit) =>
  act(visit, `/companies/${companyOf(visit).company}/`, async () => {
    const { username } = await visit.call.companies.removeMember(memberOf(visit));
    return { level: 'success', text: visit.t('companies.remove.done', { name: username }) };
  });

export const dropTagPage: PageHandler = async (visit) => {
  const company = await visit.call.companies.get(companyOf(visit));
  const { t } = visit;
  return question({
    title: t('companies.dropTag.title'),
    lead: company.name,
    sentences: company.isOwner
      ? [t('companies.dropTag.loses'), t('companies.dropTag.keeps'), t('companies.dropTag.last')]
      : [t('companies.dropTag.none')],
    button: company.isOwner ? t('companies.dropTag.button') : null,
    backHref: `/companies/${company.slug}/`,
  });
};

export const dropTagForm: FormHandler = (visit) => {
  const { company } = companyOf(visit);
  return act(visit, `/companies/${company}/`, async () => {
    await visit.call.companies.dropOwnerTag({ company });
    return { level: 'success', text: visit.t('companies.dropTag.done') };
  });
};

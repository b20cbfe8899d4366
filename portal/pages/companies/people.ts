import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { FormHandler, PageHandler, Visit } from '../../visit.ts';
import { editForm } from './details.ts';
import { badgesOf, clockOf, companyOf, faceOf, roleTexts, whenText } from './words.ts';

const template = loadTemplate(new URL('../../views/companies/people.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['companies']['people']>>;
type Company = Got['company'];

/** A company: what is known about it, who is in it, and who wants to be. */
export const peoplePage: PageHandler = async (visit) => {
  const { query } = visit;
  const search = (query.get('q') ?? '').slice(0, 200);
  const show = query.get('show');
  const got = await visit.call.companies.people({
    ...companyOf(visit),
    search,
    page: Number(query.get('page') ?? 1),
    show: show === 'everyone' || show === 'mine' ? show : null,
  });
  const { company } = got;
  const own = `/companies/${company.slug}/`;
  return {
    title: visit.t('companies.people.title'),
    lead: company.isMember ? company.name : visit.t('companies.people.leadStaff', { name: company.name }),
    template,
    active: 'people',
    model: {
      ...{ own, search, slug: company.slug },
      ...company,
      badges: company.isMember ? badgesOf(company, visit) : [],
      logoHref: company.logoId && `/pictures/${company.logoId}/`,
      facts: factsOf(company, visit),
      storeHref: got.needsStore ? `/stores/${company.slug}/create/` : null,
      mayDropTag: company.isOwner && !got.isOnlyOwner,
      mayLeave: company.isMember && !company.isOwner,
      waiting: got.requests.map((request) => waitingModel(request, { own, visit })),
      rows: got.people.members.map((member) => rowModel(member, { own, visit })),
      tabs: tabsOf(got, { own, visit }),
      ...pagesOf(got, { own, search, show }),
      total: visit.t('companies.people.total', { count: got.people.total }),
    },
  };
};

/** The form on this page's address; any other is a visit. */
export const peopleForm: FormHandler = (visit) =>
  visit.fields['form_id'] === 'company_registration' ? editForm(visit) : peoplePage(visit);

/** What is known; empty registration fields are left out. */
function factsOf(company: Company, { t }: Visit) {
  const { companiesHouseNumber, vatNumber, registeredOffice, currency, timeZone, dayStartMinutes } = company;
  const all = [
    { name: t('companies.form.companiesHouseNumber'), value: companiesHouseNumber },
    { name: t('companies.form.vatNumber'), value: vatNumber },
    { name: t('companies.form.registeredOffice'), value: registeredOffice },
    { name: t('companies.form.currency'), value: currency },
    { name: t('companies.form.timeZone'), value: timeZone },
    { name: t('companies.form.dayStart'), value: clockOf(dayStartMinutes) },
  ];
  return all.filter(({ value }) => value !== '');
}

interface Around {
  own: string;
  visit: Visit;
}

function waitingModel({ id, user, message, createdAt }: Got['requests'][number], { own, visit }: Around) {
  return {
    ...faceOf(user),
    message,
    asked: whenText(createdAt, visit),
    approveHref: `${own}join/${id}/approve/`,
    rejectHref: `${own}join/${id}/reject/`,
  };
}

function rowModel(member: Got['people']['members'][number], { own, visit }: Around) {
  const { actor } = visit;
  return {
    ...faceOf(member.user),
    badges: badgesOf(member, visit),
    roles: roleTexts(member.roles, visit),
    isYou: actor.kind === 'user' && actor.userId === member.user.id,
    href: `${own}members/${member.user.id}/`,
  };
}

/** A manager who is bound to stores chooses between their people and everyone. */
function tabsOf({ people }: Got, { own, visit: { t } }: Around) {
  if (!people.isBound) return [];
  return [
    { name: t('companies.people.mine'), href: `${own}?show=mine`, isChosen: people.isMine },
    { name: t('companies.people.everyone'), href: `${own}?show=everyone`, isChosen: !people.isMine },
  ];
}

function pagesOf({ people }: Got, { own, search, show }: { own: string; search: string; show: string | null }) {
  const at = (page: number) =>
    `${own}?${new URLSearchParams({ ...(search && { q: search }), ...(show && { show }), page: String(page) })}#people`;
  return {
    previousHref: people.page > 1 ? at(people.page - 1) : null,
    nextHref: people.page < people.pages ? at(people.page + 1) : null,
    page: people.page,
    pages: people.pages,
    hasPages: people.pages > 1,
    show,
  };
}

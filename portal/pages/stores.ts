import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { PageHandler, Visit } from '../visit.ts';

const companiesTemplate = loadTemplate(new URL('../views/store-companies.hbs', import.meta.url));
const template = loadTemplate(new URL('../views/stores.hbs', import.meta.url));

type List = Awaited<ReturnType<Caller['stores']['list']>>;

/** Whose stores? Asked only where there is a choice. */
export const storeCompaniesPage: PageHandler = async ({ call, t, formats }) => {
  const companies = (await call.stores.companies()).sort((a, b) => formats.compare(a.name, b.name));
  const [only] = companies;
  if (only && companies.length === 1) return { redirect: `/stores/${only.slug}/` };
  return {
    title: t('stores.list.title'),
    lead: t('stores.companies.lead'),
    template: companiesTemplate,
    active: 'stores',
    model: { companies },
  };
};

/** The stores of a company, each with its tills by state. */
export const storesPage: PageHandler = async ({ call, params, t }) => {
  const { company, stores, mayCreate } = await call.stores.list({ company: params['slug'] ?? '' });
  const ownHref = `/stores/${company.slug}/`;
  return {
    title: t('stores.list.title'),
    lead: company.name,
    template,
    active: 'stores',
    model: {
      ownHref,
      createHref: mayCreate ? `${ownHref}create/` : null,
      rows: stores.map((store) => rowModel(t, store, company.slug)),
    },
  };
};

const shownStates = ['live', 'silent', 'never', 'off', 'revoked'] as const;

function rowModel(t: Visit['t'], store: List['stores'][number], slug: string) {
  const tills = shownStates.reduce((sum, state) => sum + store.counts[state], 0);
  return {
    href: `/stores/${slug}/${store.uuid}/`,
    code: store.code,
    name: store.name,
    tills,
    isClosed: !store.isActive,
    isCodeOnly: store.codeOnlyAccess,
    states: shownStates
      .filter((state) => store.counts[state] > 0)
      .map((state) => ({
        name: t(`tills.states.${state}`),
        count: store.counts[state],
        stateClass: `is-till-${state}`,
      })),
  };
}

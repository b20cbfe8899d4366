import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { PageHandler } from '../visit.ts';
import { stateWords } from './till-words.ts';

const companiesTemplate = loadTemplate(new URL('../views/store-companies.hbs', import.meta.url));
const template = loadTemplate(new URL('../views/stores.hbs', import.meta.url));

type List = Awaited<ReturnType<Caller['stores']['list']>>;

/** Whose stores? Asked only where there is a choice. */
export const storeCompaniesPage: PageHandler = async ({ call }) => {
  const companies = await call.stores.companies();
  const [only] = companies;
  if (only && companies.length === 1) return { redirect: `/stores/${only.slug}/` };
  return {
    title: 'Stores and tills',
    lead: 'Choose a company',
    template: companiesTemplate,
    active: 'stores',
    model: { companies },
  };
};

/** The stores of a company, each with its tills by state. */
export const storesPage: PageHandler = async ({ call, params }) => {
  const { company, stores } = await call.stores.list({ company: params['slug'] ?? '' });
  return {
    title: 'Stores and tills',
    lead: company.name,
    template,
    active: 'stores',
    model: { rows: stores.map((store) => rowModel(store, company.slug)) },
  };
};

const shownStates = ['live', 'silent', 'never', 'off', 'revoked'] as const;

function rowModel(store: List['stores'][number], slug: string) {
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
      .map((state) => ({ name: stateWords[state], count: store.counts[state], stateClass: `is-till-${state}` })),
  };
}

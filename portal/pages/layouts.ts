import { translateSentence } from '../../server/core/translate.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { FormHandler, PageHandler, Visit } from '../visit.ts';

const choice = loadTemplate(new URL('../views/layout-companies.hbs', import.meta.url));
const template = loadTemplate(new URL('../views/layouts.hbs', import.meta.url));

type List = Awaited<ReturnType<Caller['layouts']['list']>>;

/** Whose till screens? Asked only where there is a choice. */
export const layoutCompaniesPage: PageHandler = async ({ call, t, formats }) => {
  const companies = (await call.closures.companies()).sort((a, b) => formats.compare(a.name, b.name));
  const [only] = companies;
  if (only && companies.length === 1) return { redirect: `/layouts/${only.slug}/` };
  return {
    title: t('layouts.title'),
    lead: t('words.chooseCompany'),
    template: choice,
    active: 'layouts',
    model: { companies },
  };
};

/** The screens that a company's tills show, and which of them show which. */
export const layoutsPage: PageHandler = async (visit) => {
  const { call, params, t } = visit;
  const list = await call.layouts.list({ company: params['slug'] ?? '' });
  return {
    title: t('layouts.title'),
    lead: t('layouts.list.lead', { company: list.company.name }),
    template,
    active: 'layouts',
    model: listModel(visit, list),
  };
};

/** Gives a layout to the company, a store or a till. */
export const assignLayoutForm: FormHandler = async ({ call, params, fields, t }) => {
  const company = params['slug'] ?? '';
  await call.layouts.assign({ company, target: fields['target'] ?? '', layout: fields['layout'] ?? '' });
  const text = t('layouts.list.given');
  return { redirect: `/layouts/${company}/`, flash: { level: 'success', text } };
};

function listModel({ t, language }: Visit, { company, layouts, stores, mayChange }: List) {
  return {
    mayChange,
    layouts: layouts.map((layout) => ({
      href: `/layouts/${company.slug}/${layout.id}/`,
      id: layout.id,
      name: shownName(layout, language),
      isHub: layout.companyId === null,
      number: layout.currentNumber,
      description: layout.companyId === null ? translateSentence(layout.description, language) : layout.description,
      users: [
        ...(layout.ofCompany ? [t('layouts.list.usersRest')] : []),
        ...layout.stores.map(({ name, code }) => t('layouts.list.usersStore', { name, code })),
        ...layout.terminals.map((till) => t('layouts.list.usersTill', { code: till.code, store: till.store.name })),
      ],
    })),
    stores: stores.map(({ code, name, keyCodes, id, terminals }) => ({
      ...{ id, name, code, terminals },
      keysHref: `/layouts/${company.slug}/keys/${encodeURIComponent(code)}/`,
      keys:
        keyCodes.length === 0 ? t('layouts.list.bestSellers') : t('layouts.list.chosen', { count: keyCodes.length }),
    })),
  };
}

/** The hub's own layouts are named in the visitor's language. */
export function shownName(
  { name, companyId }: { name: string; companyId: number | null },
  language: Visit['language'],
): string {
  return companyId === null ? translateSentence(name, language) : name;
}

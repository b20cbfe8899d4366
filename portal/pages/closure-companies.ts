import { loadTemplate } from '../../server/http/templates.ts';
import type { PageHandler } from '../visit.ts';

const template = loadTemplate(new URL('../views/closure-companies.hbs', import.meta.url));

/** Whose closures? Asked only where there is a choice. */
export const closureCompaniesPage: PageHandler = async ({ call, t, formats }) => {
  const companies = (await call.closures.companies()).sort((a, b) => formats.compare(a.name, b.name));
  const [only] = companies;
  if (only && companies.length === 1) return { redirect: `/closures/${only.slug}/` };
  return {
    title: t('closures.list.title'),
    lead: t('words.chooseCompany'),
    template,
    active: 'closures',
    model: { companies },
  };
};

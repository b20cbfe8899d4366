/** The lists of VAT rates and of departments. */

import { presets } from '../../../server/domain/provisioning/index.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { refusalOf } from '../shop-forms.ts';
import { tabsOf } from './tabs.ts';

const vatTemplate = loadTemplate(new URL('../../views/catalog/vat.hbs', import.meta.url));
const departmentsTemplate = loadTemplate(new URL('../../views/catalog/departments.hbs', import.meta.url));

export type Groups = Awaited<ReturnType<Caller['catalog']['groups']>>;

/** What these lists and forms are about. */
export const readGroupsOf = (visit: Visit) => visit.call.catalog.groups({ company: visit.params['slug'] ?? '' });

/** The VAT rates of a company, and which departments have them. */
export const vatPage: PageHandler = async (visit) => vatList(visit, await readGroupsOf(visit), null);

/** The usual rates of a country, as long as there are no products. */
export const vatForm: FormHandler = async (visit) => {
  const { params, fields, t } = visit;
  const company = params['slug'] ?? '';
  try {
    await visit.call.groups.useCountry({ company, country: fields['country'] ?? '' });
  } catch (error) {
    return vatList(visit, await readGroupsOf(visit), refusalOf(error, []).message);
  }
  return { redirect: `/catalog/${company}/vat/`, flash: { level: 'success', text: t('catalog.vat.countryUsed') } };
};

function vatList(visit: Visit, groups: Groups, message: string | null): Shown {
  const { t, formats, language } = visit;
  const { company, vatRates, departments, counts, mayWrite } = groups;
  const names = new Intl.DisplayNames(language, { type: 'region' });
  const rows = vatRates.map((rate) => ({
    ...{ number: rate.number, name: rate.name, description: rate.description, isDeleted: rate.deletedAt !== null },
    rate: formats.percent(rate.rateBasisPoints),
    href: `/catalog/${company.slug}/vat/${rate.id}/`,
    departments: departments
      .filter((each) => each.vatRateId === rate.id && each.deletedAt === null)
      .map((each) => `${each.code} ${each.name}`),
  }));
  return {
    title: t('catalog.vat.title'),
    template: vatTemplate,
    active: 'catalog',
    model: {
      tabs: tabsOf(visit, company.slug, 'vat'),
      rows: rows.filter(({ isDeleted }) => !isDeleted),
      deleted: rows.filter(({ isDeleted }) => isDeleted),
      mayWrite,
      newHref: `/catalog/${company.slug}/vat/new/`,
      message,
      // Rates are given a country's only before there is anything to sell at them.
      countries:
        counts.size > 0 ? [] : presets.map(({ country }) => ({ value: country, name: names.of(country) ?? country })),
    },
  };
}

/** The departments of a company with their divisions. */
export const departmentsPage: PageHandler = async (visit) => {
  const { t, formats } = visit;
  const { company, vatRates, departments, counts, mayWrite } = await readGroupsOf(visit);
  const base = `/catalog/${company.slug}`;
  const rateOf = (id: string | null) => vatRates.find((rate) => rate.id === id && rate.deletedAt === null);
  const rows = departments.map((department) => {
    const rate = rateOf(department.vatRateId);
    return {
      ...{ code: department.code, name: department.name, isDeleted: department.deletedAt !== null },
      vat: rate ? `${rate.name} · ${formats.percent(rate.rateBasisPoints)}` : null,
      products: formats.count(counts.get(department.id) ?? 0),
      productsHref: `${base}/?department=${department.id}`,
      href: `${base}/departments/${department.id}/`,
      newDivisionHref: `${base}/divisions/new/?department=${department.id}`,
      divisions: department.subGroups
        .filter(({ deletedAt }) => deletedAt === null || department.deletedAt !== null)
        .map((division) => ({
          ...{ code: division.code, name: division.name, href: `${base}/divisions/${division.id}/` },
          products: formats.count(counts.get(division.id) ?? 0),
        })),
      deletedDivisions: department.subGroups
        .filter(({ deletedAt }) => deletedAt !== null && department.deletedAt === null)
        .map((division) => ({
          code: division.code,
          name: division.name,
          href: `${base}/divisions/${division.id}/delete/`,
        })),
    };
  });
  return {
    title: t('catalog.departments.title'),
    template: departmentsTemplate,
    active: 'catalog',
    model: {
      tabs: tabsOf(visit, company.slug, 'departments'),
      rows: rows.filter(({ isDeleted }) => !isDeleted),
      deleted: rows.filter(({ isDeleted }) => isDeleted),
      mayWrite,
      newHref: `${base}/departments/new/`,
    },
  };
};

/** Giving the owner tag by user name. */
import { loadTemplate } from '../../../server/http/templates.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { act, companyOf, refusalOf } from './words.ts';

const template = loadTemplate(new URL('../../views/companies/owner-tag.hbs', import.meta.url));

export const giveTagPage: PageHandler = (visit) => form(visit, { username: visit.query.get('username') ?? '' });

/** A member is an owner at once. For anybody else the answer does not tell whether the name is somebody's. */
export const giveTagForm: FormHandler = async (visit) => {
  const { company } = companyOf(visit);
  const { username = '' } = visit.fields;
  try {
    const { outcome } = await visit.call.companies.giveOwnerTag({ company, username });
    const text = visit.t(`companies.giveTag.${outcome}`, { name: username.trim() });
    const level = outcome === 'already' ? 'info' : 'success';
    return { redirect: `/companies/${company}/`, flash: { level, text } };
  } catch (error) {
    if (isForbidden(error)) return act(visit, `/companies/${company}/`, () => Promise.reject(error));
    return form(visit, { username, ...refusalOf(error) });
  }
};

function isForbidden(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return code === 'forbidden' || cause?.code === 'forbidden';
}

async function form(visit: Visit, typed: object): Promise<Shown> {
  const company = await visit.call.companies.get(companyOf(visit));
  return {
    title: visit.t('companies.giveTag.title'),
    lead: company.name,
    template,
    active: 'people',
    model: { backHref: `/companies/${company.slug}/`, mayTag: company.mayTag, ...typed },
  };
}

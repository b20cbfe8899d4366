import { loadTemplate } from '../../server/http/templates.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../visit.ts';
import { fieldErrors, formProblem } from './problems.ts';

const template = loadTemplate(new URL('../views/key-products.hbs', import.meta.url));

/** The product keys of one store: chosen by hand, or left to the best sellers. */
export const keyProductsPage: PageHandler = async (visit) => form(visit);

export const keyProductsForm: FormHandler = async (visit) => {
  const [company, store, codes] = [
    visit.params['slug'] ?? '',
    visit.params['store'] ?? '',
    visit.fields['codes'] ?? '',
  ];
  try {
    await visit.call.layouts.chooseKeys({ company, store, codes });
  } catch (error) {
    return form(visit, { codes, errors: fieldErrors(formProblem(error)) });
  }
  const text = visit.t('layouts.keys.saved');
  return { redirect: `/layouts/${company}/keys/${encodeURIComponent(store)}/`, flash: { level: 'success', text } };
};

async function form(visit: Visit, typed?: { codes: string; errors: Record<string, string[]> }): Promise<Shown> {
  const company = visit.params['slug'] ?? '';
  const keys = await visit.call.layouts.keys({ company, store: visit.params['store'] ?? '' });
  return {
    title: visit.t('layouts.keys.title'),
    lead: keys.store.name,
    template,
    active: 'layouts',
    model: {
      backHref: `/layouts/${company}/`,
      codes: keys.store.keyCodes.join('\n'),
      isChosen: keys.store.keyCodes.length > 0,
      now: keys.products,
      ...typed,
    },
  };
}

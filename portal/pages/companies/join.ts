import { loadTemplate } from '../../../server/http/templates.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../../visit.ts';
import { refusalOf } from './words.ts';

const template = loadTemplate(new URL('../../views/companies/join.hbs', import.meta.url));

/** Asking to be taken in. */
export const joinPage: PageHandler = async (visit) => form(visit, { slug: visit.query.get('company') ?? '' });

/** The answer is the same whether there is such a company: nobody learns here which exist. */
export const joinForm: FormHandler = async (visit) => {
  const { slug = '', message = '' } = visit.fields;
  try {
    const asked = await visit.call.joining.ask({ slug, message });
    if (asked.outcome === 'member') {
      const text = visit.t('companies.join.member');
      return { redirect: `/companies/${asked.slug}/`, flash: { level: 'info', text } };
    }
    const text = visit.t(`companies.join.${asked.outcome}`);
    return { redirect: '/companies/', flash: { level: asked.outcome === 'asked' ? 'success' : 'info', text } };
  } catch (error) {
    return form(visit, { slug, message, ...namedMessage(refusalOf(error)) });
  }
};

/** The form's own field is called `message` too. */
function namedMessage({ errors, message }: ReturnType<typeof refusalOf>) {
  return { errors, refusal: message };
}

function form({ t }: Visit, typed: object): Shown {
  return {
    title: t('companies.join.title'),
    lead: t('companies.join.lead'),
    template,
    active: 'companies',
    model: typed,
  };
}

import { loadTemplate } from '../../server/http/templates.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../visit.ts';
import { formProblem } from './problems.ts';
import { blankFields, fieldsOf, formModel, type StoreFields, saidOf } from './store-form.ts';
import { refusalModel } from './till-words.ts';

const template = loadTemplate(new URL('../views/store-edit.hbs', import.meta.url));

/** A store that does not exist yet. A name is all that has to be typed. */
export const newStorePage: PageHandler = async (visit) => {
  const blank = await visit.call.stores.blank({ company: visit.params['slug'] ?? '' });
  return newForm(visit, blank, { fields: blankFields(blank.choices) });
};

/** Opens it and goes on to its first till. */
export const newStoreForm: FormHandler = async (visit) => {
  const company = visit.params['slug'] ?? '';
  const { fields, t } = visit;
  try {
    const { uuid } = await visit.call.stores.create({ ...saidOf(fields), company, code: fields['code'] ?? '' });
    const text = t('stores.form.created', { name: (fields['name'] ?? '').trim() });
    return { redirect: `/stores/${company}/${uuid}/`, flash: { level: 'success', text } };
  } catch (error) {
    const refusal = refusalOf(error);
    return newForm(visit, await visit.call.stores.blank({ company }), { fields, ...refusal });
  }
};

export const storeEditPage: PageHandler = async (visit) => {
  const got = await visit.call.stores.profile(storeOf(visit));
  return editForm(visit, got, { fields: fieldsOf(got.store) });
};

/** Saves what was typed, unless somebody else was faster. */
export const storeEditForm: FormHandler = async (visit) => {
  const { company, uuid } = storeOf(visit);
  const { fields, t } = visit;
  try {
    await visit.call.stores.update({
      ...saidOf(fields),
      company,
      uuid,
      version: Number(fields['version'] || Number.NaN),
    });
  } catch (error) {
    const refusal = refusalOf(error);
    return editForm(visit, await visit.call.stores.profile({ company, uuid }), { fields, ...refusal });
  }
  return { redirect: `/stores/${company}/${uuid}/`, flash: { level: 'success', text: t('stores.form.saved') } };
};

/** Parts of the path, as the procedures want them. */
export function storeOf({ params }: Pick<Visit, 'params'>) {
  return { company: params['slug'] ?? '', uuid: params['uuid'] ?? '' };
}

/** The field for the start of the day has a name of its own. */
function refusalOf(error: unknown) {
  const problem = formProblem(error);
  const { errors, message } = refusalModel(problem);
  const { dayStartMinutes, ...others } = errors;
  return {
    errors: dayStartMinutes ? { ...others, dayStart: dayStartMinutes } : others,
    message,
    isStale: problem.code === 'stale',
  };
}

interface Typed {
  fields: StoreFields;
  errors?: Record<string, string[]>;
  message?: string | null;
  isStale?: boolean;
}

type Blank = Awaited<ReturnType<Visit['call']['stores']['blank']>>;
type Got = Awaited<ReturnType<Visit['call']['stores']['profile']>>;

function newForm(visit: Visit, { company, choices }: Blank, { fields, ...refusal }: Typed): Shown {
  const { t } = visit;
  return {
    title: t('stores.form.newTitle'),
    lead: t('stores.form.newLead', { company: company.name }),
    template,
    active: 'stores',
    model: {
      ...formModel(fields, choices, visit),
      ...refusal,
      isNew: true,
      isOpen:
        refusal.errors !== undefined && Object.keys(refusal.errors).some((name) => name !== 'name' && name !== 'code'),
      backHref: `/stores/${company.slug}/`,
    },
  };
}

function editForm(visit: Visit, { company, store, choices }: Got, { fields, ...refusal }: Typed): Shown {
  const { t } = visit;
  const own = `/stores/${company.slug}/${store.uuid}/`;
  return {
    title: t('stores.form.editTitle'),
    lead: `${store.name} · ${store.code}`,
    template,
    active: 'stores',
    crumbs: [{ name: store.name, href: own }],
    model: {
      ...formModel(fields, choices, visit),
      ...refusal,
      // Whoever saves again after having been told means the row as it is now.
      version: refusal.isStale ? String(store.version) : fields['version'],
      current: refusal.isStale ? { name: store.name, href: `${own}edit/` } : null,
      code: store.code,
      isOpen: true,
      backHref: own,
    },
  };
}

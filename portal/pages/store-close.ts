import { loadTemplate } from '../../server/http/templates.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../visit.ts';
import { formProblem } from './problems.ts';
import { storeOf } from './store-edit.ts';
import { refusalModel } from './till-words.ts';

const template = loadTemplate(new URL('../views/store-close.hbs', import.meta.url));

type Got = Awaited<ReturnType<Visit['call']['stores']['closing']>>;

/** What closing a store would do, and to how many tills; of a closed one, what opening it again would. */
export const storeClosePage: PageHandler = async (visit) =>
  page(visit, await visit.call.stores.closing(storeOf(visit)), {});

export const storeCloseForm: FormHandler = async (visit) => {
  const { company, uuid } = storeOf(visit);
  const { fields, t } = visit;
  const change = { company, uuid, version: Number(fields['version'] || Number.NaN) };
  const isReopening = fields['step'] === 'reopen';
  try {
    await (isReopening ? visit.call.stores.reopen(change) : visit.call.stores.close(change));
  } catch (error) {
    const refusal = refusalModel(formProblem(error));
    return page(visit, await visit.call.stores.closing({ company, uuid }), refusal);
  }
  const text = t(isReopening ? 'stores.close.reopened' : 'stores.close.closed');
  return { redirect: `/stores/${company}/${uuid}/`, flash: { level: 'success', text } };
};

function page({ t }: Visit, { company, store, effect }: Got, refusal: object): Shown {
  const own = `/stores/${company.slug}/${store.uuid}/`;
  return {
    title: t(store.isActive ? 'stores.close.title' : 'stores.close.reopenTitle'),
    lead: `${store.name} · ${store.code}`,
    template,
    active: 'stores',
    crumbs: [{ name: store.name, href: own }],
    model: { ...refusal, effect, isOpen: store.isActive, storeName: store.name, version: store.version, backHref: own },
  };
}

import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { FormHandler, PageHandler, Shown, Visit } from '../visit.ts';
import { formProblem } from './problems.ts';
import { linesOf, refusalModel } from './till-words.ts';

const template = loadTemplate(new URL('../views/code-only.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['stores']['get']>>;

/** Networks from which a store's tills need no secret. */
export const codeOnlyPage: PageHandler = async (visit) => {
  const got = await visit.call.stores.get(storeOf(visit));
  return form(visit, got, { networks: got.store.codeOnlyNetworks.join('\n') });
};

export const codeOnlyForm: FormHandler = async (visit) => {
  const { company, uuid } = storeOf(visit);
  const networks = visit.fields['close'] === undefined ? linesOf(visit.fields['networks']) : [];
  const back = `/stores/${company}/${uuid}/`;
  if (networks.length > 0 && visit.fields['understood'] !== 'yes') {
    const errors = { understood: [visit.t('tills.codeOnly.mustTick')] };
    return form(visit, await visit.call.stores.get(storeOf(visit)), { networks: visit.fields['networks'], errors });
  }
  try {
    await visit.call.stores.setCodeOnly({ company, uuid, networks });
  } catch (error) {
    const refusal = refusalModel(formProblem(error), networks);
    const isUnderstood = visit.fields['understood'] === 'yes';
    return form(visit, await visit.call.stores.get(storeOf(visit)), {
      networks: visit.fields['networks'],
      isUnderstood,
      ...refusal,
    });
  }
  const text =
    networks.length > 0
      ? visit.t('tills.codeOnly.opened', { networks: networks.join(', ') })
      : visit.t('tills.codeOnly.closedDone');
  return { redirect: back, flash: { level: networks.length > 0 ? 'warning' : 'success', text } };
};

function storeOf({ params }: { params: Readonly<Record<string, string>> }) {
  return { company: params['slug'] ?? '', uuid: params['uuid'] ?? '' };
}

function form({ t }: Visit, { company, store }: Got, typed: object): Shown {
  return {
    title: t('tills.codeOnly.title'),
    lead: `${store.name} · ${store.code}`,
    template,
    active: 'stores',
    model: {
      backHref: `/stores/${company.slug}/${store.uuid}/`,
      isOpen: store.codeOnlyNetworks.length > 0,
      openTo: store.codeOnlyNetworks.join(', '),
      ...typed,
    },
  };
}

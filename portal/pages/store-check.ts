import { translateSentence } from '../../server/core/translate.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { PageHandler, Visit } from '../visit.ts';
import { storeOf } from './store-edit.ts';

const template = loadTemplate(new URL('../views/store-check.hbs', import.meta.url));

type Health = NonNullable<Awaited<ReturnType<Caller['stores']['check']>>['health']>;

/** What a till of the store would miss, and what to do about it. */
export const storeCheckPage: PageHandler = async (visit) => {
  const { company, store, health } = await visit.call.stores.check(storeOf(visit));
  const findings = (health?.findings ?? []).map((finding) => findingModel(visit, finding));
  return {
    title: visit.t('stores.check.title'),
    lead: `${store.name} · ${store.code}`,
    template,
    active: 'stores',
    model: {
      backHref: `/stores/${company.slug}/${store.uuid}/`,
      isClosed: health === null,
      isFine: health !== null && findings.length === 0,
      isLacking: health?.ok === false,
      findings,
    },
  };
};

function findingModel({ t, language }: Visit, { level, sentence, todo, subjects }: Health['findings'][number]) {
  return {
    badge: t(`stores.check.${level}`),
    badgeClass: level === 'missing' ? 'is-unexplained' : 'is-explained',
    sentence: translateSentence(sentence, language),
    todo: translateSentence(todo, language),
    subjects: subjects.length === 0 ? null : subjects.join(', '),
  };
}

import { DomainError } from '../../server/core/errors.ts';
import { type HealthTrouble, healthTroubles } from '../../server/domain/sync-health/index.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import type { PageHandler, Visit } from '../visit.ts';
import { healthModel } from './sync-words.ts';

const template = loadTemplate(new URL('../views/sync.hbs', import.meta.url));

/** How tills stand with the hub, the worst first. */
export const syncPage: PageHandler = async (visit) => {
  const { call, params, query, t, formats } = visit;
  const asked = query.get('trouble') || undefined;
  if (asked !== undefined && !healthTroubles.some((name) => name === asked)) throw new DomainError('not_found');
  const trouble = asked as HealthTrouble | undefined;
  const got = await call.sync.list({ company: params['slug'] ?? '', trouble, after: placeOf(query.get('after')) });
  const { company, counts, terminals, list, next, now } = got;
  const own = `/sync/${company.slug}/`;
  const tab = (name: HealthTrouble | undefined, text: string, count: number) => ({
    ...{ name: text, count: formats.count(count), isChosen: name === trouble },
    href: name === undefined ? own : `?trouble=${name}`,
  });
  return {
    title: t('sync.title'),
    lead: t('sync.lead', { company: company.name }),
    template,
    active: 'sync',
    model: {
      tabs: [
        tab(undefined, t('sync.all'), terminals),
        ...healthTroubles.map((name) => tab(name, t(`sync.troubles.${name}`), counts[name])),
      ],
      rows: list.map((health) => ({
        ...listed(healthModel(visit, health, now)),
        href: `/tills/${company.slug}/${health.terminal.uuid}/`,
        till: health.terminal.code,
        store: health.store.name,
      })),
      empty: emptyModel(visit, { terminals, trouble, isFirst: !query.has('after') }),
      allHref: terminals === 0 ? `/stores/${company.slug}/` : own,
      allText: t(terminals === 0 ? 'sync.toStores' : 'sync.showAll'),
      nextHref: next && `?${new URLSearchParams({ ...(trouble && { trouble }), after: `${next.weight}-${next.id}` })}`,
    },
  };
};

/** Its state says already that it is silent. */
function listed(model: ReturnType<typeof healthModel>) {
  return { ...model, badges: model.troubles.filter(({ isState }) => !isState) };
}

interface Emptiness {
  terminals: number;
  trouble: string | undefined;
  isFirst: boolean;
}

function emptyModel({ t }: Visit, { terminals, trouble, isFirst }: Emptiness) {
  const which = terminals === 0 ? 'none' : isFirst && trouble ? 'fine' : 'end';
  return { isFine: which === 'fine', title: t(`sync.empty.${which}.title`), text: t(`sync.empty.${which}.text`) };
}

/** Where the page before ended. */
function placeOf(text: string | null) {
  const [, weight, id] = /^(\d{1,3})-(\d{1,9})$/.exec(text ?? '') ?? [];
  return weight === undefined || id === undefined ? null : { weight: Number(weight), id: Number(id) };
}

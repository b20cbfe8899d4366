import { loadTemplate } from '../../../server/http/templates.ts';
import type { Caller } from '../../trpc/root.ts';
import type { PageHandler, Visit } from '../../visit.ts';
import { documentName, fieldModel, reasonModel, stateModel } from './words.ts';

const template = loadTemplate(new URL('../../views/quarantine/list.hbs', import.meta.url));

type List = Awaited<ReturnType<Caller['quarantine']['list']>>;
type Row = List['rows'][number];
type Filter = Readonly<Record<'state' | 'what' | 'store' | 'till', string | undefined>>;

/** Fields that a line names. */
const namedFields = 3;

/** What tills sent and the hub could not book. */
export const quarantinePage: PageHandler = async (visit) => {
  const { call, params, query, t } = visit;
  const asked = (name: string) => query.get(name) || undefined;
  const filter: Filter = { state: asked('state'), what: asked('what'), store: asked('store'), till: asked('till') };
  const list = await call.quarantine.list({
    ...filter,
    company: params['slug'] ?? '',
    state: filter.state as 'waiting' | 'settled' | undefined,
    what: filter.what as 'refused' | 'conflict' | undefined,
    after: placeOf(asked('after')),
  });
  return {
    title: t('quarantine.list.title'),
    lead: t('quarantine.list.lead', { company: list.company.name }),
    template,
    active: 'quarantine',
    model: listModel(visit, list, { filter, isFirst: !query.has('after') }),
  };
};

/** Where the page before ended: two ids, either of them empty. */
function placeOf(text: string | undefined) {
  if (text === undefined) return null;
  const [refused = '', conflict = ''] = text.split('-');
  const id = (part: string) => (part === '' ? null : Number(part));
  return { refused: id(refused), conflict: id(conflict) };
}

function listModel(visit: Visit, list: List, { filter, isFirst }: { filter: Filter; isFirst: boolean }) {
  const { t } = visit;
  const own = `/quarantine/${list.company.slug}/`;
  const href = (changes: Record<string, string | undefined>) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...filter, ...changes })) if (value) query.set(name, value);
    return query.size === 0 ? own : `?${query}`;
  };
  const { refused, conflicts } = list.waiting;
  const count = filter.what === 'refused' ? refused : filter.what === 'conflict' ? conflicts : refused + conflicts;
  const isSettled = filter.state === 'settled';
  const isNarrow = [filter.what, filter.store, filter.till].some((value) => value !== undefined);
  return {
    filter,
    isSettled,
    tabs: [
      {
        name: t('quarantine.list.waiting'),
        count,
        hasCount: true,
        href: href({ state: undefined }),
        isChosen: !isSettled,
      },
      { name: t('quarantine.list.settled'), href: href({ state: 'settled' }), isChosen: isSettled },
    ],
    stores: list.company.stores.map(({ code, name }) => ({ code, name, isChosen: code === filter.store })),
    kinds: ['refused', 'conflict'].map((what) => ({
      what,
      name: t(`quarantine.kinds.${what}`),
      isChosen: what === filter.what,
    })),
    rows: list.rows.map((row) => rowModel(visit, row, own)),
    empty: emptyModel(visit, { isSettled, isNarrow, isFirst, own }),
    nextHref: list.next && href({ after: `${list.next.refused ?? ''}-${list.next.conflict ?? ''}` }),
  };
}

interface Emptiness {
  isSettled: boolean;
  isNarrow: boolean;
  isFirst: boolean;
  own: string;
}

function emptyModel({ t }: Visit, { isSettled, isNarrow, isFirst, own }: Emptiness) {
  const which = !isFirst ? 'end' : isNarrow ? 'narrow' : isSettled ? 'settled' : 'booked';
  return {
    isGood: which === 'booked',
    title: t(`quarantine.empty.${which}.title`),
    text: t(`quarantine.empty.${which}.text`),
    allHref: which === 'narrow' || which === 'end' ? own : null,
  };
}

function rowModel(visit: Visit, row: Row, own: string) {
  const { t, formats } = visit;
  const { store } = row.terminal;
  const first = formats.instant(row.firstReceivedAt, store.timeZone);
  const last = formats.instant(row.lastReceivedAt, store.timeZone);
  return {
    href: `${own}${row.what === 'refused' ? 'items' : 'conflicts'}/${row.id}/`,
    name: documentName(visit, row),
    store: store.name,
    till: row.terminal.code,
    times: t('quarantine.list.times', { count: formats.count(row.repeatCount) }),
    first,
    last: first === last ? null : t('quarantine.list.last', { time: last }),
    ...stateModel(visit, row),
    ...(row.what === 'refused' ? refusedModel(visit, row) : conflictModel(visit, row)),
  };
}

function refusedModel(visit: Visit, row: Extract<Row, { what: 'refused' }>) {
  const { summary, field } = reasonModel(visit, row);
  return { why: summary, fields: field === null ? [] : [field], more: null };
}

function conflictModel(visit: Visit, { paths }: Extract<Row, { what: 'conflict' }>) {
  const more = paths.length - namedFields;
  return {
    why: visit.t('quarantine.conflict.why'),
    fields: paths.slice(0, namedFields).map((path) => fieldModel(visit, path)),
    more: more > 0 ? visit.t('quarantine.conflict.more', { count: more }) : null,
  };
}

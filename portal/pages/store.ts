import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { PageHandler, Visit } from '../visit.ts';
import { storeOf } from './store-edit.ts';
import { clockModel, stateModel } from './till-words.ts';

const template = loadTemplate(new URL('../views/store.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['stores']['get']>>;
type Terminal = Got['terminals'][number];

/** One store: its tills and kitchen screens, and how they are doing. Retired ones are shown when they are asked for. */
export const storePage: PageHandler = async (visit) => {
  const got = await visit.call.stores.get(storeOf(visit));
  const isRetired = visit.query.get('show') === 'retired';
  return {
    title: got.store.name,
    lead: `${got.company.name} · ${got.store.code}`,
    template,
    active: 'stores',
    model: storeModel(visit, got, isRetired),
  };
};

function storeModel(visit: Visit, got: Got, isRetired: boolean) {
  const { t, formats } = visit;
  const { company, store, terminals, now } = got;
  const own = `/stores/${company.slug}/${store.uuid}/`;
  const shown = terminals.filter(({ state }) => (state === 'retired') === isRetired);
  const retired = terminals.filter(({ state }) => state === 'retired').length;
  const isKitchen = ({ kind }: Terminal) => kind === 'kitchen';
  return {
    isRetired,
    tabs: [
      { name: t('stores.store.inUse'), count: terminals.length - retired, href: own, isChosen: !isRetired },
      { name: t('stores.store.retired'), count: retired, href: `${own}?show=retired`, isChosen: isRetired },
    ],
    hasTabs: retired > 0 || isRetired,
    registerHref: got.mayManageTills ? `${own}register/` : null,
    kitchenHref: got.mayManageTills ? `${own}register/?kind=kitchen` : null,
    editHref: got.mayManageStore ? `${own}edit/` : null,
    closeHref: got.mayManageStore ? `${own}close/` : null,
    checkHref: got.mayManageStore && store.isActive ? `${own}check/` : null,
    codeOnlyHref: got.mayManageStore ? `${own}code-only/` : null,
    codeOnlyNetworks: store.codeOnlyNetworks.join(', '),
    isClosed: !store.isActive,
    // Asked for again by the page's script, so that what a till does is seen without a reload.
    live: { id: 'tills', href: isRetired ? `${own}?show=retired` : own },
    asOf: formats.clock(now, store.timeZone),
    rows: shown.filter((terminal) => !isKitchen(terminal)).map((terminal) => rowModel(visit, terminal, got)),
    kitchens: shown.filter(isKitchen).map((terminal) => rowModel(visit, terminal, got)),
  };
}

function rowModel(visit: Visit, terminal: Terminal, { company, store, now }: Got) {
  const { lastDocument } = terminal;
  const clock = clockModel(visit, terminal);
  return {
    href: `/tills/${company.slug}/${terminal.uuid}/`,
    code: terminal.code,
    name: terminal.name === terminal.code ? null : terminal.name,
    ...stateModel(visit, terminal, { now, timeZone: store.timeZone }),
    document: lastDocument && { number: lastDocument.number, at: visit.formats.local(lastDocument.occurredText) },
    period: terminal.closureNumber,
    receipt: terminal.receiptNumber,
    clock: clock.text,
    isClockWrong: clock.isWrong,
    agent: terminal.lastAgent,
    repeats: terminal.repeats,
    conflicts: terminal.conflicts,
    quarantined: terminal.quarantined,
  };
}

import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { PageHandler } from '../visit.ts';
import { clockModel, stateModel } from './till-words.ts';
import { localText } from './times.ts';

const template = loadTemplate(new URL('../views/store.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['stores']['get']>>;

/** One store: its tills and how they are doing. Retired ones are shown when they are asked for. */
export const storePage: PageHandler = async ({ call, params, query }) => {
  const got = await call.stores.get({ company: params['slug'] ?? '', uuid: params['uuid'] ?? '' });
  const isRetired = query.get('show') === 'retired';
  return {
    title: got.store.name,
    lead: `${got.company.name} · ${got.store.code}`,
    template,
    active: 'stores',
    model: storeModel(got, isRetired),
  };
};

function storeModel(got: Got, isRetired: boolean) {
  const { company, store, terminals } = got;
  const own = `/stores/${company.slug}/${store.uuid}/`;
  const shown = terminals.filter(({ state }) => (state === 'retired') === isRetired);
  const retired = terminals.filter(({ state }) => state === 'retired').length;
  return {
    backHref: `/stores/${company.slug}/`,
    isRetired,
    tabs: [
      { name: 'In use', count: terminals.length - retired, href: own, isChosen: !isRetired },
      { name: 'Retired', count: retired, href: `${own}?show=retired`, isChosen: isRetired },
    ],
    hasTabs: retired > 0 || isRetired,
    registerHref: got.mayManageTills ? `${own}register/` : null,
    codeOnlyHref: got.mayManageStore ? `${own}code-only/` : null,
    codeOnlyNetworks: store.codeOnlyNetworks.join(', '),
    isClosed: !store.isActive,
    rows: shown.map((terminal) => rowModel(terminal, got)),
  };
}

function rowModel(terminal: Got['terminals'][number], { company, store, now }: Got) {
  const { lastDocument } = terminal;
  const clock = clockModel(terminal);
  return {
    href: `/tills/${company.slug}/${terminal.uuid}/`,
    code: terminal.code,
    name: terminal.name === terminal.code ? null : terminal.name,
    ...stateModel(terminal, now, store.timeZone),
    document: lastDocument && { number: lastDocument.number, at: localText(lastDocument.occurredText) },
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

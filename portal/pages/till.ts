import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { PageHandler } from '../visit.ts';
import { clockModel, stateModel, zonedText } from './till-words.ts';
import { localText } from './times.ts';

const template = loadTemplate(new URL('../views/till.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['tills']['get']>>;

/** Parts of the path, as the procedures want them. */
export function tillOf({ params }: { params: Readonly<Record<string, string>> }) {
  return { company: params['slug'] ?? '', uuid: params['uuid'] ?? '' };
}

/** One till: how it is doing, and what can be done with it. */
export const tillPage: PageHandler = async (visit) => {
  const got = await visit.call.tills.get(tillOf(visit));
  const isKitchen = got.terminal.kind === 'kitchen';
  return {
    title: isKitchen ? visit.t('stores.kitchen.title', { code: got.terminal.code }) : `Till ${got.terminal.code}`,
    lead: `${got.store.name} · ${got.store.code}${got.terminal.name === got.terminal.code ? '' : ` · ${got.terminal.name}`}`,
    template,
    active: 'stores',
    crumbs: [{ name: got.store.name, href: `/stores/${got.company.slug}/${got.store.uuid}/` }],
    model: { ...tillModel(got), isKitchen },
  };
};

function tillModel(got: Got) {
  const { company, store, terminal, mayManage, now } = got;
  const own = `/tills/${company.slug}/${terminal.uuid}/`;
  const isRetired = terminal.state === 'retired';
  return {
    backHref: `/stores/${company.slug}/${store.uuid}/${isRetired ? '?show=retired' : ''}`,
    storeName: store.name,
    own,
    isRetired,
    canChange: mayManage && !isRetired,
    isRevoked: terminal.state === 'revoked',
    ...stateModel(terminal, now, store.timeZone),
    ...troubleModel(got),
    lead: leadModel(got),
    facts: factsModel(got),
  };
}

/** Figures that people look for first. */
function leadModel({ company, store, terminal, mayReadReceipts }: Got) {
  const { lastDocument } = terminal;
  const clock = clockModel(terminal);
  const period = new URLSearchParams({
    store: store.code,
    till: terminal.code,
    period: String(terminal.closureNumber),
  });
  return {
    periodHref: mayReadReceipts ? `/receipts/${company.slug}/?${period}` : null,
    period: terminal.closureNumber,
    receipt: terminal.receiptNumber,
    documentHref: mayReadReceipts && lastDocument ? `/receipts/${company.slug}/${lastDocument.uuid}/` : null,
    document: lastDocument && `No. ${lastDocument.number}`,
    documentAt: lastDocument && localText(lastDocument.occurredText),
    clock: clock.text,
    clockNote: clock.note,
    isClockWrong: clock.isWrong,
    repeats: terminal.repeats,
    conflicts: terminal.conflicts,
    quarantined: terminal.quarantined,
  };
}

/** What somebody should know before anything else. */
function troubleModel({ store, terminal, formers, now }: Got) {
  const at = (date: Date) => zonedText(date, store.timeZone);
  const warnings = [
    !store.isActive && 'Its store is switched off: the hub refuses every till there.',
    terminal.quarantined > 0 &&
      `${terminal.quarantined} of its documents could not be read and wait in quarantine. The till sends them again until somebody repairs them.`,
    terminal.conflicts > 0 &&
      `${terminal.conflicts} of its documents came again with other values. The first ones count; what differs is kept for staff.`,
    terminal.state === 'revoked' &&
      terminal.graceUntil !== null &&
      terminal.graceUntil > now &&
      `Until ${at(terminal.graceUntil)} it may still deliver what it has sold. It gets nothing from the hub.`,
    ...formers.map(
      ({ validUntil, storeName }) =>
        `Settings that were replaced may still deliver until ${at(validUntil)}, booked on ${storeName}.`,
    ),
  ];
  return { warnings: warnings.filter((text) => text !== false) };
}

function factsModel({ store, terminal, now }: Got) {
  const at = (date: Date | null) => (date === null ? 'never' : zonedText(date, store.timeZone));
  const secret = terminal.isPaired
    ? `ends in ${terminal.secretHint}, issued ${at(terminal.secretIssuedAt)}`
    : 'none yet';
  return [
    ['Last seen', at(terminal.heardAt)],
    ['Last delivery', at(terminal.lastPushAt)],
    ['Last full load', at(terminal.lastInitAt)],
    ['Calls from', terminal.lastAddress],
    ['Program', terminal.lastAgent],
    ['Secret', terminal.state === 'retired' ? 'none any more' : secret],
    ['Networks', terminal.networks.length === 0 ? 'may call from anywhere' : terminal.networks.join(', ')],
    ['Number in the store', String(terminal.number)],
    ['Serial number', terminal.serialNumber],
    ['Operating system', terminal.operatingSystem],
    ['Registered', at(terminal.createdAt)],
    ['Clock of the store', `${store.timeZone}, now ${zonedText(now, store.timeZone)}`],
    ['Id', terminal.uuid],
  ].flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

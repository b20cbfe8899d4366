import { loadTemplate } from '../../server/http/templates.ts';
import type { Caller } from '../trpc/root.ts';
import type { PageHandler, Visit } from '../visit.ts';
import { messageModel } from './message-words.ts';
import { authorityModel, healthModel } from './sync-words.ts';
import { clockModel, stateModel } from './till-words.ts';

const template = loadTemplate(new URL('../views/till.hbs', import.meta.url));

type Got = Awaited<ReturnType<Caller['tills']['get']>>;
type Keys = Awaited<ReturnType<Caller['tillKeys']['list']>>;

/** Parts of the path, as the procedures want them. */
export function tillOf({ params }: { params: Readonly<Record<string, string>> }) {
  return { company: params['slug'] ?? '', uuid: params['uuid'] ?? '' };
}

/** One till: how it is doing, and what can be done with it. */
export const tillPage: PageHandler = async (visit) => {
  const till = tillOf(visit);
  const [got, keys] = await Promise.all([
    visit.call.tills.get({ ...till, isWatched: true }),
    visit.call.tillKeys.list(till),
  ]);
  const isKitchen = got.terminal.kind === 'kitchen';
  return {
    title: visit.t(isKitchen ? 'stores.kitchen.title' : 'tills.title', { code: got.terminal.code }),
    lead: `${got.store.name} · ${got.store.code}${got.terminal.name === got.terminal.code ? '' : ` · ${got.terminal.name}`}`,
    template,
    active: 'stores',
    crumbs: [{ name: got.store.name, href: `/stores/${got.company.slug}/${got.store.uuid}/` }],
    model: { ...tillModel(visit, got), keys: keysModel(visit, got, keys), isKitchen },
  };
};

function tillModel(visit: Visit, got: Got) {
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
    ...stateModel(visit, terminal, { now, timeZone: store.timeZone }),
    ...troubleModel(visit, got),
    lead: leadModel(visit, got),
    health: got.health && healthModel(visit, got.health, now),
    authority: isRetired ? null : authorityModel(visit, terminal.manages),
    ...messagesModel(visit, got),
    facts: factsModel(visit, got),
  };
}

/** What it was told last, and where to tell it something. */
function messagesModel(visit: Visit, { company, store, terminal, messages, maySend, health }: Got) {
  const own = `/messages/${company.slug}/`;
  return {
    messages: health && messages.map((message) => messageModel(visit, message, { own, zone: store.timeZone })),
    messagesHref: own,
    writeHref: maySend ? `${own}?to=till:${terminal.uuid}` : null,
  };
}

function keysModel({ t, formats }: Visit, { company, store, terminal, now }: Got, keys: Keys) {
  const at = (date: Date) => formats.instant(date, store.timeZone);
  return keys.map(({ id, prefix, createdAt, worksUntil, lastUsedAt, lastAddress }) => ({
    prefix,
    made: t('pairing.key.made', { time: at(createdAt) }),
    until: worksUntil && t('pairing.key.until', { time: at(worksUntil) }),
    lastUse: lastUsedAt === null ? t('pairing.key.never') : formats.ago(lastUsedAt, now),
    lastAddress,
    revokeHref: `/tills/${company.slug}/${terminal.uuid}/key/${id}/revoke/`,
  }));
}

/** Figures that people look for first. */
function leadModel(visit: Visit, { company, store, terminal, mayReadReceipts, maySeeTroubles }: Got) {
  const { t, formats } = visit;
  const { lastDocument } = terminal;
  const clock = clockModel(visit, terminal);
  const troubles = new URLSearchParams({ store: store.code, till: terminal.code });
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
    document: lastDocument && t('words.number', { number: lastDocument.number }),
    documentAt: lastDocument && formats.local(lastDocument.occurredText),
    clock: clock.text,
    clockNote: clock.note,
    isClockWrong: clock.isWrong,
    repeats: terminal.repeats,
    conflicts: terminal.conflicts,
    quarantined: terminal.quarantined,
    troublesHref: maySeeTroubles ? `/quarantine/${company.slug}/?${troubles}` : null,
  };
}

/** What somebody should know before anything else. */
function troubleModel({ t, formats }: Visit, { store, terminal, formers, now }: Got) {
  const at = (date: Date) => formats.instant(date, store.timeZone);
  const { quarantined, conflicts, graceUntil } = terminal;
  const isInGrace = terminal.state === 'revoked' && graceUntil !== null && graceUntil > now;
  const warnings = [
    !store.isActive && t('tills.trouble.storeOff'),
    quarantined > 0 && t('tills.trouble.quarantined', { count: quarantined }),
    conflicts > 0 && t('tills.trouble.conflicts', { count: conflicts }),
    isInGrace && t('tills.trouble.grace', { time: at(graceUntil) }),
    ...formers.map(({ validUntil, storeName }) =>
      t('tills.trouble.former', { time: at(validUntil), store: storeName }),
    ),
  ];
  return { warnings: warnings.filter((text) => text !== false) };
}

function factsModel({ t, formats }: Visit, { store, terminal, now }: Got) {
  const at = (date: Date | null) => (date === null ? t('tills.facts.never') : formats.instant(date, store.timeZone));
  const secret = terminal.isPaired
    ? t('tills.facts.secretEnds', { hint: terminal.secretHint, time: at(terminal.secretIssuedAt) })
    : t('tills.facts.secretNone');
  return [
    [t('tills.facts.lastSeen'), at(terminal.heardAt)],
    [t('tills.facts.lastDelivery'), at(terminal.lastPushAt)],
    [t('tills.facts.lastLoad'), at(terminal.lastInitAt)],
    [t('tills.facts.callsFrom'), terminal.lastAddress],
    [t('tills.facts.program'), terminal.lastAgent],
    [t('tills.facts.secret'), terminal.state === 'retired' ? t('tills.facts.secretGone') : secret],
    [t('tills.facts.networks'), terminal.networks.join(', ') || t('tills.facts.anywhere')],
    [t('tills.facts.syncMinutes'), t('tills.facts.everyMinutes', { count: terminal.syncMinutes })],
    [t('tills.facts.number'), String(terminal.number)],
    [t('tills.facts.serialNumber'), terminal.serialNumber],
    [t('tills.facts.operatingSystem'), terminal.operatingSystem],
    [t('tills.facts.registered'), at(terminal.createdAt)],
    [t('tills.facts.clock'), t('tills.facts.clockNow', { zone: store.timeZone, time: at(now) })],
    [t('tills.facts.id'), terminal.uuid],
  ].flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

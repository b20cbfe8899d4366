/** A terminal: how it is doing, and the buttons that end its access. Pairing, moving and changing it are forms of the portal,
 *  where staff are signed in too. */

import { formatsOf } from '../../server/core/formats.ts';
import { formatMoney } from '../../server/core/money.ts';
import type { Ctx } from '../../server/db/index.ts';
import { openPeriods } from '../../server/domain/reconciliation/index.ts';
import { getTerminalLife, retireTerminal, revokeTerminal } from '../../server/domain/stores/index.ts';
import { getSyncHealth, type SyncHealth } from '../../server/domain/sync-health/index.ts';
import { can, seesPersonalData } from '../../server/domain/tenancy/index.ts';
import type { RecordAction } from '../adapter/definition.ts';
import { formatInstant } from '../adapter/display.ts';
import { mask } from '../adapter/field-rules.ts';
import type { DocumentView } from '../components/document-view.ts';
import { languageOf, sayTo } from '../texts.ts';
import { tellTerminal } from './notification-view.ts';
import { deviceSection } from './terminal-devices.ts';
import { fact, facts, linkTo, raw, table } from './view-parts.ts';

type Found = Awaited<ReturnType<typeof getTerminalLife>>;

const states: Readonly<Record<Found['terminal']['state'], { label: string }>> = {
  live: { label: 'Live' },
  silent: { label: 'Silent' },
  never: { label: 'Never connected' },
  off: { label: 'Switched off' },
  revoked: { label: 'Revoked' },
  retired: { label: 'Retired' },
};

export async function terminalView(ctx: Ctx, id: string): Promise<DocumentView> {
  const found = await getTerminalLife(ctx, { id: Number(id) });
  const { terminal, companyId, formers } = found;
  const row = await ctx.db.reader.terminal.findUniqueOrThrow({
    where: { id: terminal.id },
    select: {
      terminalFields: true,
      syncPolicy: true,
      version: true,
      sequences: { select: { name: true, value: true, updatedAt: true }, orderBy: { name: 'asc' } },
      company: { select: { name: true, slug: true } },
    },
  });
  const zone = found.store.timeZone;
  const open = can(ctx, 'closure.see', { companyId, storeId: found.store.id })
    ? (await openPeriods(ctx, { companyId, terminalId: terminal.id })).rows
    : [];
  const health = terminal.retiredAt === null ? await getSyncHealth(ctx, { companyId, terminalId: terminal.id }) : null;
  return {
    title: `${terminal.code} ${terminal.name === terminal.code ? '' : terminal.name}`.trim(),
    facts: [
      ...facts(
        fact('Company', row.company.name, { href: linkTo('Company', companyId) }),
        fact('Store', `${found.store.code} ${found.store.name}`, { href: linkTo('Store', found.store.id) }),
      ),
      ...lifeFacts(ctx, found),
      ...(health ? healthFacts(ctx, health) : []),
      ...facts(
        fact('Version', row.version),
        fact('Settings, move, changes', 'in the portal', {
          isWord: true,
          href: `/tills/${row.company.slug}/${terminal.uuid}/`,
        }),
      ),
    ],
    sections: [
      ...(health ? syncSection(health) : []),
      ...openSection(open),
      ...(seesPersonalData(ctx) ? deviceSection(row.terminalFields) : []),
      ...table('Replaced secrets that may still deliver', formers, [
        ['Until', ({ validUntil }) => formatInstant(validUntil, zone)],
        ['Booked on', ({ storeName }) => storeName],
      ]),
      ...table('Counters', row.sequences, [
        ['Name', ({ name }) => name],
        ['Value', ({ value }) => String(value), 'figure'],
        ['Updated', ({ updatedAt }) => formatInstant(updatedAt, zone)],
      ]),
    ],
    raw: [
      raw('Fields that only the terminal uses', seesPersonalData(ctx) ? JSON.parse(row.terminalFields) : mask),
      raw('Who manages what', JSON.parse(row.syncPolicy)),
    ],
    buttons: buttonsFor(ctx, found),
  };
}

const troubles: Readonly<Record<SyncHealth['troubles'][number], { label: string }>> = {
  refusing: { label: 'Something that it sent could not be booked' },
  silent: { label: 'Nothing was heard of it for longer than it may be quiet' },
  clock: { label: 'Its clock is wrong' },
  behind: { label: 'It has not fetched changes for longer than it should' },
};

function healthFacts(ctx: Ctx, { troubles: found, behind, driftMs }: SyncHealth) {
  return facts(
    ...found.map((name) => fact('Trouble', troubles[name].label, { tone: 'bad', isWord: true })),
    fact('Changes that it has not fetched', behind),
    fact('Its clock minus the hub’s', driftMs === null ? null : spanOf(ctx, driftMs)),
  );
}

/** By the till's own clock, written as moments are here. */
const clockOf = (text: string) => text.slice(0, 19).replace('T', ' ');

/** Seconds as long as they say more than minutes do. */
function spanOf(ctx: Ctx, ms: number): string {
  const span =
    Math.abs(ms) < 120_000 ? `${Math.round(Math.abs(ms) / 1000)} s` : formatsOf(languageOf(ctx)).span(Math.abs(ms));
  return ms < 0 ? `−${span}` : span;
}

/** What it pushes and pulls, type by type. */
function syncSection({ kinds, store }: SyncHealth) {
  return table('Sync by type', kinds, [
    ['Type', ({ kind }) => kind],
    ['Last', ({ lastAt }) => formatInstant(lastAt, store.timeZone)],
    ['Rows or documents', ({ items }) => String(items), 'figure'],
    ['Version', ({ version }) => (version === null ? null : String(version)), 'figure'],
    ['Not booked', ({ refused }) => String(refused), 'figure'],
    ['Last not booked', ({ lastRefusedAt }) => lastRefusedAt && formatInstant(lastRefusedAt, store.timeZone)],
  ]);
}

/** What it has sold since it last closed, by the arithmetic that will judge the closure. */
function openSection(periods: readonly Awaited<ReturnType<typeof openPeriods>>['rows'][number][]) {
  type Row = (typeof periods)[number];
  const money = (of: (row: Row) => bigint) => (row: Row) => formatMoney(of(row), row.store.currency);
  return table('Open periods, running figures', periods, [
    ['Period', ({ number }) => String(number), 'figure'],
    ['Documents', ({ figures }) => String(figures.documents), 'figure'],
    ['Cancelled', ({ figures }) => String(figures.cancelled), 'figure'],
    ['Returns', ({ figures }) => String(figures.returns), 'figure'],
    ['Net', money(({ ours }) => ours.netE4), 'figure'],
    ['VAT', money(({ ours }) => ours.vatE4), 'figure'],
    ['Cash in the drawer', money(({ ours }) => ours.cashE4), 'figure'],
    ['Last document', ({ lastText }) => clockOf(lastText)],
  ]);
}

function lifeFacts(ctx: Ctx, { terminal, store }: Found) {
  const say = sayTo(ctx);
  const at = (date: Date | null) => (date === null ? null : formatInstant(date, store.timeZone));
  const bad = { tone: 'bad' } as const;
  const word = { isWord: true } as const;
  return facts(
    fact('State', states[terminal.state].label, terminal.state === 'revoked' ? { ...bad, ...word } : word),
    fact('Last seen', at(terminal.heardAt) ?? say('never')),
    fact('Last push', at(terminal.lastPushAt)),
    fact('Last full load', at(terminal.lastInitAt)),
    fact(
      'Last document',
      terminal.lastDocument &&
        say('No. {number}, {time}', {
          number: String(terminal.lastDocument.number),
          time: clockOf(terminal.lastDocument.occurredText),
        }),
    ),
    fact('Open period', terminal.closureNumber),
    fact('Next receipt', terminal.receiptNumber),
    fact('Shortest delay of its latest documents', terminal.lagMs === null ? null : spanOf(ctx, terminal.lagMs)),
    fact('Repeated documents', terminal.repeats),
    fact('Conflicts', terminal.conflicts, terminal.conflicts > 0 ? bad : {}),
    fact('Quarantine', terminal.quarantined, terminal.quarantined > 0 ? bad : {}),
    fact('Last address', terminal.lastAddress),
    fact('Program', terminal.lastAgent),
    fact(
      'Secret',
      terminal.isPaired
        ? say('ends in {hint}, issued {time}', {
            hint: terminal.secretHint ?? '',
            time: at(terminal.secretIssuedAt) ?? '',
          })
        : say('none'),
    ),
    fact('Revoked', at(terminal.revokedAt), bad),
    fact('May deliver until', at(terminal.graceUntil)),
    fact('Retired', at(terminal.retiredAt)),
    fact('Networks', terminal.networks.join(', ') || say('any')),
    fact('Kind', terminal.kind, { isWord: true }),
    fact('Number in its store', terminal.number),
    fact('Serial number', terminal.serialNumber),
    fact('Operating system', terminal.operatingSystem),
    fact('Registered', at(terminal.createdAt)),
    fact('Id on the wire', terminal.uuid),
  );
}

function buttonsFor(ctx: Ctx, { terminal, store, companyId }: Found): DocumentView['buttons'] {
  if (terminal.retiredAt !== null || !can(ctx, 'terminal.manage', { companyId, storeId: store.id })) return [];
  const say = sayTo(ctx);
  const retire = {
    action: retireAction.name,
    label: 'Retire for good',
    isDestructive: true,
    question: say('Retire {code}? It is out of use for good, and what it has not delivered is lost to the hub.', {
      code: terminal.code,
    }),
  };
  if (terminal.state === 'revoked') return [retire];
  const tell = {
    action: tellTerminal.name,
    label: 'Write to this till',
    question: 'What shall it show? It is told for a week, until it has shown it.',
    asksWhy: true as const,
  };
  const question = say('Refuse {code} from the next call on? Pairing it again takes this back.', {
    code: terminal.code,
  });
  const revoke = { action: revokeAction.name, label: 'Revoke access', isDestructive: true, question };
  return [tell, revoke, retire];
}

/** Refuses the terminal from the next call on, without a time of grace. */
export const revokeAction: RecordAction = {
  name: 'revoke',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'terminal.manage'),
  async run(ctx, id) {
    await revokeTerminal(ctx, Number(id));
    return { notice: sayTo(ctx)('Revoked: the hub refuses this terminal from now on.') };
  },
};

/** Takes the terminal out of use for good. */
export const retireAction: RecordAction = {
  name: 'retire',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'terminal.manage'),
  async run(ctx, id) {
    await retireTerminal(ctx, Number(id));
    return { notice: sayTo(ctx)('Retired for good. Its documents stay.') };
  },
};

/** A terminal: how it is doing, and the buttons that end its access. Pairing, moving and changing it are forms of the portal,
 *  where staff are signed in too. */

import { formatMoney } from '../../server/core/money.ts';
import type { Ctx } from '../../server/db/index.ts';
import { openPeriods } from '../../server/domain/reconciliation/index.ts';
import { getTerminalLife, retireTerminal, revokeTerminal } from '../../server/domain/stores/index.ts';
import { can, seesPersonalData } from '../../server/domain/tenancy/index.ts';
import type { RecordAction } from '../adapter/definition.ts';
import { formatInstant } from '../adapter/display.ts';
import { mask } from '../adapter/field-rules.ts';
import type { DocumentView } from '../components/document-view.ts';
import { fact, facts, linkTo, raw, table } from './view-parts.ts';

type Found = Awaited<ReturnType<typeof getTerminalLife>>;

const states = {
  live: 'Live',
  silent: 'Silent',
  never: 'Never connected',
  off: 'Switched off',
  revoked: 'Revoked',
  retired: 'Retired',
} as const;

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
  return {
    title: `${terminal.code} ${terminal.name === terminal.code ? '' : terminal.name}`.trim(),
    facts: [
      ...facts(
        fact('Company', row.company.name, { href: linkTo('Company', companyId) }),
        fact('Store', `${found.store.code} ${found.store.name}`, { href: linkTo('Store', found.store.id) }),
      ),
      ...lifeFacts(found),
      ...facts(
        fact('Version', row.version),
        fact('Settings, move, changes', 'in the portal', {
          isWord: true,
          href: `/tills/${row.company.slug}/${terminal.uuid}/`,
        }),
      ),
    ],
    sections: [
      ...openSection(open),
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
    ['Last document', ({ lastText }) => lastText],
  ]);
}

function lifeFacts({ terminal, store }: Found) {
  const at = (date: Date | null) => (date === null ? null : formatInstant(date, store.timeZone));
  const bad = { tone: 'bad' } as const;
  return facts(
    fact('State', states[terminal.state], terminal.state === 'revoked' ? bad : {}),
    fact('Last seen', at(terminal.heardAt) ?? 'never'),
    fact('Last push', at(terminal.lastPushAt)),
    fact('Last full load', at(terminal.lastInitAt)),
    fact(
      'Last document',
      terminal.lastDocument && `No. ${terminal.lastDocument.number}, ${terminal.lastDocument.occurredText}`,
    ),
    fact('Open period', terminal.closureNumber),
    fact('Next receipt', terminal.receiptNumber),
    fact(
      'Shortest delay of its latest documents',
      terminal.lagMs === null ? null : `${Math.round(terminal.lagMs / 1000)} s`,
    ),
    fact('Repeated documents', terminal.repeats),
    fact('Conflicts', terminal.conflicts, terminal.conflicts > 0 ? bad : {}),
    fact('Quarantine', terminal.quarantined, terminal.quarantined > 0 ? bad : {}),
    fact('Last address', terminal.lastAddress),
    fact('Program', terminal.lastAgent),
    fact(
      'Secret',
      terminal.isPaired ? `ends in ${terminal.secretHint}, issued ${at(terminal.secretIssuedAt)}` : 'none',
    ),
    fact('Revoked', at(terminal.revokedAt), bad),
    fact('May deliver until', at(terminal.graceUntil)),
    fact('Retired', at(terminal.retiredAt)),
    fact('Networks', terminal.networks.join(', ') || 'any'),
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
  const retire = {
    action: retireAction.name,
    label: 'Retire for good',
    question: `Retire ${terminal.code}? It is out of use for good, and what it has not delivered is lost to the hub.`,
  };
  if (terminal.state === 'revoked') return [retire];
  const question = `Refuse ${terminal.code} from the next call on? Pairing it again takes this back.`;
  return [{ action: revokeAction.name, label: 'Revoke access', question }, retire];
}

/** Refuses the terminal from the next call on, without a time of grace. */
export const revokeAction: RecordAction = {
  name: 'revoke',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'terminal.manage'),
  async run(ctx, id) {
    await revokeTerminal(ctx, Number(id));
    return { notice: 'Revoked: the hub refuses this terminal from now on.' };
  },
};

/** Takes the terminal out of use for good. */
export const retireAction: RecordAction = {
  name: 'retire',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'terminal.manage'),
  async run(ctx, id) {
    await retireTerminal(ctx, Number(id));
    return { notice: 'Retired for good. Its documents stay.' };
  },
};

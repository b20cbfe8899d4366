/** A conflict as its page shows it: what was stored first, what came later under the same id, and where they differ. */

import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import { settleConflict } from '../../server/domain/quarantine/index.ts';
import { unpackBody } from '../../server/domain/sales/index.ts';
import { authorize, can, companyWhere, scopeFor, seesPersonalData } from '../../server/domain/tenancy/index.ts';
import type { RecordAction } from '../adapter/definition.ts';
import { formatInstant } from '../adapter/display.ts';
import type { DocumentView } from '../components/document-view.ts';
import { sayTo } from '../texts.ts';
import { aboutPeople, fact, facts, linkTo, received, table } from './view-parts.ts';

interface Difference {
  path: string;
  stored: unknown;
  received: unknown;
}

const names: Readonly<Record<string, { title: string }>> = {
  transaction: { title: 'Conflict about a receipt' },
  closure: { title: 'Conflict about a closure' },
  warehouse_movement: { title: 'Conflict about a movement of goods' },
};
const other = { title: 'Conflict about an event' };

export async function conflictView(ctx: Ctx, id: string): Promise<DocumentView> {
  authorize(ctx, 'quarantine.see');
  const { reader } = ctx.db;
  const conflict = await reader.conflict.findFirst({
    where: { AND: [companyWhere(scopeFor(ctx, 'quarantine.see')), { id: Number(id) }] },
    include: { company: true, terminal: { include: { store: true } } },
  });
  if (!conflict) throw new DomainError('not_found', { id });
  const { company, terminal, kind, documentUuid, companyId } = conflict;
  const where = { companyId_uuid: { companyId, uuid: documentUuid } };
  const stored =
    kind === 'closure'
      ? named(await reader.closure.findUnique({ where, select: { id: true, kind: true, number: true, body: true } }))
      : kind === 'transaction'
        ? named(await reader.transaction.findUnique({ where, select: { id: true, uniqueId: true, body: true } }))
        : null;
  const event =
    stored === null
      ? await reader.deviceEvent.findFirst({ where: { companyId, kind, uuid: documentUuid }, select: { body: true } })
      : null;
  const zone = terminal.store.timeZone;
  return {
    ...(names[kind] ?? other),
    facts: facts(
      fact('Company', company.name, { href: linkTo('Company', companyId) }),
      fact('Sent by', `${terminal.store.code} ${terminal.code}`, { href: linkTo('Terminal', terminal.id) }),
      fact('Kind', kind),
      fact(
        'Document',
        stored?.name ?? documentUuid,
        stored ? { href: linkTo(kind === 'closure' ? 'Closure' : 'Transaction', stored.id) } : {},
      ),
      fact('First received', formatInstant(conflict.firstReceivedAt, zone)),
      fact('Last received', formatInstant(conflict.lastReceivedAt, zone)),
      fact('Times received', conflict.repeatCount),
      conflict.resolvedAt
        ? fact('Settled', formatInstant(conflict.resolvedAt, zone), { tone: 'good' })
        : fact('State', sayTo(ctx)('open: the first body stays'), { tone: 'bad' }),
      fact('Note', aboutPeople(ctx, conflict.note)),
      fact('Document id', documentUuid),
    ),
    sections: table('Differences', seesPersonalData(ctx) ? readDifferences(conflict.differences) : [], [
      ['Field', ({ path }) => path],
      ['Stored', ({ stored: value }) => shown(value)],
      ['Received', ({ received }) => shown(received)],
    ]),
    raw: [
      ...(event ? [received(ctx, 'Body that came first, and stays', JSON.parse(event.body))] : []),
      ...(stored?.body ? [received(ctx, 'Body that came first, and stays', JSON.parse(unpackBody(stored.body)))] : []),
      received(ctx, 'Body that came later', JSON.parse(unpackBody(conflict))),
    ],
    buttons:
      conflict.resolvedAt === null && can(ctx, 'quarantine.resolve', { companyId, storeId: terminal.storeId })
        ? [
            {
              action: settle.name,
              label: 'Keep the first and settle',
              question:
                'What did you find? The first body stays and counts; the other one is kept beside it with your note.',
              asksWhy: true,
            },
          ]
        : [],
  };
}

interface Stored {
  id: number;
  kind?: string;
  number?: number;
  uniqueId?: string;
  body: Parameters<typeof unpackBody>[0] | null;
}

function named(row: Stored | null): (Stored & { name: string }) | null {
  return row && { ...row, name: row.uniqueId ?? `${row.kind} ${row.number}` };
}

/** Settles it: the first body stays. */
export const settle: RecordAction = {
  name: 'settle',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'quarantine.resolve'),
  async run(ctx, id, note) {
    await settleConflict(ctx, Number(id), note);
    return { notice: sayTo(ctx)('Settled: the first body stays.') };
  },
};

function readDifferences(text: string): Difference[] {
  const list: unknown = JSON.parse(text);
  return Array.isArray(list) ? (list as Difference[]) : [];
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

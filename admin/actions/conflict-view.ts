/** A conflict as its page shows it: what was stored first, what came later under the same id, and where they differ. */

import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import { unpackBody } from '../../server/domain/sales/index.ts';
import { authorize, companyWhere, scopeFor, seesPersonalData } from '../../server/domain/tenancy/index.ts';
import { formatInstant } from '../adapter/display.ts';
import type { DocumentView } from '../components/document-view.ts';
import { fact, facts, linkTo, received, table } from './view-parts.ts';

interface Difference {
  path: string;
  stored: unknown;
  received: unknown;
}

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
      ? await reader.closure.findUnique({ where, select: { id: true } })
      : await reader.transaction.findUnique({ where, select: { id: true } });
  const zone = terminal.store.timeZone;
  return {
    title: `Conflict about a ${kind}`,
    facts: facts(
      fact('Company', company.name, { href: linkTo('Company', companyId) }),
      fact('Sent by', `${terminal.store.code} ${terminal.code}`, { href: linkTo('Terminal', terminal.id) }),
      fact('Kind', kind),
      fact(
        'Document',
        documentUuid,
        stored ? { href: linkTo(kind === 'closure' ? 'Closure' : 'Transaction', stored.id) } : {},
      ),
      fact('First received', formatInstant(conflict.firstReceivedAt, zone)),
      fact('Last received', formatInstant(conflict.lastReceivedAt, zone)),
      fact('Times received', conflict.repeatCount),
      conflict.resolvedAt
        ? fact('Resolved', formatInstant(conflict.resolvedAt, zone), { tone: 'good' })
        : fact('State', 'open: the first body stays', { tone: 'bad' }),
    ),
    sections: table('Differences', seesPersonalData(ctx) ? readDifferences(conflict.differences) : [], [
      ['Field', ({ path }) => path],
      ['Stored', ({ stored: value }) => shown(value)],
      ['Received', ({ received }) => shown(received)],
    ]),
    raw: [received(ctx, 'Body that came later', JSON.parse(unpackBody(conflict)))],
    buttons: [],
  };
}

function readDifferences(text: string): Difference[] {
  const list: unknown = JSON.parse(text);
  return Array.isArray(list) ? (list as Difference[]) : [];
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

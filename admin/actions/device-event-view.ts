/** What a device told that the hub keeps: as it was received, without personal data for whoever may not see it. */

import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import { companyWhere, scopeFor } from '../../server/domain/tenancy/index.ts';
import { formatInstant } from '../adapter/display.ts';
import type { DocumentView } from '../components/document-view.ts';
import { fact, facts, linkTo, received } from './view-parts.ts';

export async function deviceEventView(ctx: Ctx, id: string): Promise<DocumentView> {
  const event = await ctx.db.reader.deviceEvent.findFirst({
    where: { AND: [companyWhere(scopeFor(ctx, 'quarantine.see')), { id: Number(id) }] },
  });
  if (!event) throw new DomainError('not_found', { id });
  const terminal = await ctx.db.reader.terminal.findUnique({
    where: { id: event.terminalId },
    select: { code: true, store: { select: { name: true } }, company: { select: { name: true } } },
  });
  return {
    title: event.kind,
    facts: facts(
      fact('Company', terminal?.company.name ?? null, { href: linkTo('Company', event.companyId) }),
      fact('Store', terminal?.store.name ?? null, { href: linkTo('Store', event.storeId) }),
      fact('Sent by', terminal?.code ?? null, { href: linkTo('Terminal', event.terminalId) }),
      fact('Kind', event.kind),
      fact('Occurred', event.occurredAt && formatInstant(event.occurredAt, 'UTC')),
      fact('Received', formatInstant(event.receivedAt, 'UTC')),
      fact('Times received', event.repeats + 1),
      fact('Document id', event.uuid),
    ),
    sections: [],
    raw: [{ ...received(ctx, 'As received', bodyOf(event.body)), isOpen: true }],
    buttons: [],
  };
}

/** As it came, also where somebody has written into the table by hand. */
function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

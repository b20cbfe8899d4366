/** A quarantined item: why it was refused, what was sent, and the button that judges it again. */

import type { Ctx } from '../../server/db/index.ts';
import {
  dismissQuarantined,
  getQuarantinedItem,
  reprocessQuarantined,
  reprocessReason,
} from '../../server/domain/quarantine/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import type { RecordAction } from '../adapter/definition.ts';
import { formatInstant } from '../adapter/display.ts';
import type { DocumentView } from '../components/document-view.ts';
import { sayTo, told } from '../texts.ts';
import { aboutPeople, fact, facts, linkTo, received } from './view-parts.ts';

const names: Readonly<Record<string, { title: string }>> = {
  transaction: { title: 'Quarantined receipt' },
  closure: { title: 'Quarantined closure' },
  warehouse_movement: { title: 'Quarantined movement of goods' },
};
const other = { title: 'Quarantined event' };

export async function quarantineView(ctx: Ctx, id: string): Promise<DocumentView> {
  const item = await getQuarantinedItem(ctx, Number(id));
  const { company, terminal, resolvedAt } = item;
  const mayResolve = can(ctx, 'quarantine.resolve', { companyId: company.id, storeId: terminal.store.id });
  return {
    ...(names[item.kind] ?? other),
    facts: facts(
      fact('Reason', aboutPeople(ctx, item.reason), { tone: resolvedAt ? 'good' : 'bad' }),
      fact('Code', item.reasonCode),
      fact('Company', company.name, { href: linkTo('Company', company.id) }),
      fact('Terminal', `${terminal.store.code} ${terminal.code} ${terminal.name}`, {
        href: linkTo('Terminal', terminal.id),
      }),
      fact('Kind', item.kind, { isWord: true }),
      fact('Document', item.documentUuid),
      fact('Times received', item.repeatCount),
      fact('First received', formatInstant(item.firstReceivedAt, 'UTC')),
      fact('Last received', formatInstant(item.lastReceivedAt, 'UTC')),
      item.note === null ? null : fact('Dismissed because', aboutPeople(ctx, item.note)),
      resolvedAt && fact('Settled', `${formatInstant(resolvedAt, 'UTC')}, ${item.resolution}`, { tone: 'good' }),
    ),
    sections: [],
    raw: [{ ...received(ctx, 'Body as received', readable(item.text)), isOpen: true }],
    buttons:
      resolvedAt === null && mayResolve
        ? [
            {
              action: 'reprocess',
              label: 'Process again',
              question: 'Judge this item again, as if the terminal sent it once more?',
            },
            {
              action: reprocessAll.name,
              label: 'Process all of this reason',
              question: sayTo(ctx)('Judge every open item of {company} with the reason {code} again?', {
                company: company.name,
                code: item.reasonCode,
              }),
            },
            {
              action: dismiss.name,
              label: 'Dismiss',
              question: 'Why does this item need no booking? It is kept with your reason, and never booked.',
              asksWhy: true,
            },
          ]
        : [],
  };
}

/** Settles the item without booking it. */
export const dismiss: RecordAction = {
  name: 'dismiss',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'quarantine.resolve'),
  async run(ctx, id, reason) {
    await dismissQuarantined(ctx, Number(id), reason);
    return { notice: sayTo(ctx)('Dismissed: the item is settled and counts nowhere.') };
  },
};

/** Judges the item again and says how it went. */
export const reprocess: RecordAction = {
  name: 'reprocess',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'quarantine.resolve'),
  async run(ctx, id) {
    const { outcome, message } = await reprocessQuarantined(ctx, Number(id));
    const say = sayTo(ctx);
    const sentences = {
      stored: say('Stored: the document counts now.'),
      completed: say('A document was stored that said less: it has been completed with this one.'),
      duplicate: say('It was stored already: the item is settled.'),
      conflict: say('Another body is stored under this id: a conflict was recorded, the item is settled.'),
      quarantined: say('Still refused: {reason}', { reason: told(ctx, message ?? '') }),
    };
    return { notice: sentences[outcome] };
  },
};

/** The same for every open item of the company with this item's reason. */
export const reprocessAll: RecordAction = {
  name: 'reprocessAll',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'quarantine.resolve'),
  async run(ctx, id) {
    const { company, reasonCode } = await getQuarantinedItem(ctx, Number(id));
    const { accepted, refused, hasMore } = await reprocessReason(ctx, { companyId: company.id, reasonCode });
    const say = sayTo(ctx);
    const notice = say('{accepted} accepted, {refused} still refused.', { accepted, refused });
    return { notice: hasMore ? `${notice} ${say('There are more: do it again.')}` : notice };
  },
};

function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

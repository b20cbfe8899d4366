/** A notification: whom it is for, what became of it at each till, and taking it back. */

import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  type DeliveryState,
  deliveryStates,
  getNotification,
  listDeliveries,
  sendNotification,
  withdrawNotification,
} from '../../server/domain/notifications/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import type { RecordAction } from '../adapter/definition.ts';
import { formatInstant } from '../adapter/display.ts';
import type { DocumentView } from '../components/document-view.ts';
import { sayTo } from '../texts.ts';
import { aboutPeople, fact, facts, linkTo, table } from './view-parts.ts';

const states: Readonly<Record<DeliveryState, { label: string }>> = {
  waiting: { label: 'Waiting' },
  delivered: { label: 'Delivered' },
  shown: { label: 'Shown' },
  failed: { label: 'Failed' },
  expired: { label: 'Expired' },
  withdrawn: { label: 'Withdrawn' },
};

const everyTill = { label: 'every till' };

export async function notificationView(ctx: Ctx, id: string): Promise<DocumentView> {
  const which = await whichOf(ctx, id);
  const [sent, deliveries] = await Promise.all([getNotification(ctx, which), listDeliveries(ctx, which)]);
  const at = (time: Date | null) => time && formatInstant(time, 'UTC');
  return {
    title: sent.title,
    facts: facts(
      fact('Company', String(which.companyId), { href: linkTo('Company', which.companyId) }),
      fact('Kind', sent.type),
      fact(
        'To',
        sent.terminal?.code ?? sent.store?.name ?? everyTill.label,
        sent.store === null ? { isWord: true } : {},
      ),
      fact('Text', sent.body),
      fact('Sent', at(sent.createdAt)),
      fact('Sent by', aboutPeople(ctx, sent.createdBy)),
      fact('Expires', at(sent.expiresAt)),
      fact('Withdrawn', at(sent.withdrawnAt), { tone: 'bad' }),
      ...deliveryStates.map((state) =>
        sent.counts[state] === 0
          ? null
          : fact(states[state].label, sent.counts[state], state === 'failed' ? { tone: 'bad' } : {}),
      ),
    ),
    sections: [],
    tabs: table('Deliveries', deliveries, [
      ['Store', ({ store }) => `${store.code} ${store.name}`],
      ['Terminal', ({ terminal, terminalId }) => ({ text: terminal.code, href: linkTo('Terminal', terminalId) })],
      ['State', ({ state }) => states[state].label, 'word'],
      ['Delivered', ({ deliveredAt }) => at(deliveredAt)],
      ['Shown', ({ shownAt }) => at(shownAt)],
      ['Failed', ({ failedAt }) => at(failedAt)],
      ['What the till said', ({ failure }) => aboutPeople(ctx, failure)],
    ]),
    raw: [],
    buttons: sent.isWithdrawable
      ? [
          {
            action: withdrawAction.name,
            label: 'Withdraw',
            question: 'Take it back? Tills that have not shown it get it no more.',
          },
        ]
      : [],
  };
}

/** Takes it back. */
export const withdrawAction: RecordAction = {
  name: 'withdraw',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'notification.send'),
  async run(ctx, id) {
    await withdrawNotification(ctx, await whichOf(ctx, id));
    return { notice: sayTo(ctx)('Withdrawn: tills that have not shown it get it no more.') };
  },
};

/** @throws not_found there is none */
async function whichOf({ db }: Ctx, id: string) {
  const found = await db.reader.notification.findUnique({ where: { id }, select: { companyId: true } });
  if (!found) throw new DomainError('not_found', { id });
  return { companyId: found.companyId, id };
}

/** Shows a message at one till; a week, unless it is shown before. */
export const tellTerminal: RecordAction = {
  name: 'tell',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'notification.send'),
  async run(ctx, id, title) {
    const terminalId = Number(id);
    const { companyId } = await ctx.db.reader.terminal.findUniqueOrThrow({
      where: { id: terminalId },
      select: { companyId: true },
    });
    await sendNotification(ctx, { companyId, terminalId, type: 'terminal_message', title });
    return { notice: sayTo(ctx)('The till will be told.') };
  },
};

/** Shows a message at every till of a store. */
export const tellStore: RecordAction = {
  name: 'tell',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'notification.send'),
  button: (ctx, row) => {
    const where = { companyId: Number(row['companyId']), storeId: Number(row['id']) };
    if (row['isActive'] !== true || row['deletedAt'] !== null || !can(ctx, 'notification.send', where)) return null;
    return {
      label: sayTo(ctx)('Write to its tills'),
      question: sayTo(ctx)('What shall every till of this store show? It is told for a week.'),
      asksWhy: true,
    };
  },
  async run(ctx, id, title) {
    const storeId = Number(id);
    const { companyId } = await ctx.db.reader.store.findUniqueOrThrow({
      where: { id: storeId },
      select: { companyId: true },
    });
    const { terminals } = await sendNotification(ctx, { companyId, storeId, type: 'terminal_message', title });
    return { notice: sayTo(ctx)('Tills that will be told: {count}.', { count: terminals }) };
  },
};

/** Shows a message at every till of a company. */
export const tellCompany: RecordAction = {
  name: 'tell',
  isRead: false,
  isAllowed: (ctx) => can(ctx, 'notification.send'),
  button: (ctx, row) =>
    row['deletedAt'] === null && can(ctx, 'notification.send', { companyId: Number(row['id']) })
      ? {
          label: sayTo(ctx)('Write to its tills'),
          question: sayTo(ctx)('What shall every till of this company show? It is told for a week.'),
          asksWhy: true,
        }
      : null,
  async run(ctx, id, title) {
    const { terminals } = await sendNotification(ctx, { companyId: Number(id), type: 'terminal_message', title });
    return { notice: sayTo(ctx)('Tills that will be told: {count}.', { count: terminals }) };
  },
};

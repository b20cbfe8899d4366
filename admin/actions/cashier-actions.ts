/** What staff does with cashiers: letting them go and taking them back, at all tills or in one store. */

import type { Ctx } from '../../server/db/index.ts';
import { assignCashier, setCashierActive } from '../../server/domain/stores/index.ts';
import type { RecordAction, Row } from '../adapter/definition.ts';
import { sayTo } from '../texts.ts';
import { changeAction } from './change-action.ts';

const managed = { right: 'cashier.manage', isOfCompany: true } as const;
const isGone = (row: Row) => row['isActive'] === false || (row['deletedAt'] ?? null) !== null;

async function setActive(ctx: Ctx, cashierId: string, isActive: boolean): Promise<void> {
  const select = { companyId: true, version: true } as const;
  const { companyId, version } = await ctx.db.reader.cashier.findUniqueOrThrow({ where: { id: cashierId }, select });
  await setCashierActive(ctx, { companyId, cashierId, seen: version, isActive });
}

export const cashierActions: readonly RecordAction[] = [
  changeAction({
    ...managed,
    name: 'letGo',
    isOffered: (row) => !isGone(row),
    button: (say) => ({
      label: say('Let go'),
      isDestructive: true,
      question: say('Let this cashier go? From the next refresh on no till knows them; receipts keep naming them.'),
      reloads: true,
    }),
    async run(ctx, id) {
      await setActive(ctx, id, false);
      return sayTo(ctx)('No till knows this cashier from its next refresh on.');
    },
  }),
  changeAction({
    ...managed,
    name: 'takeBack',
    isOffered: isGone,
    button: (say) => ({
      label: say('Take back'),
      question: say('Let this cashier work again, where and with what they did before?'),
      reloads: true,
    }),
    async run(ctx, id) {
      await setActive(ctx, id, true);
      return sayTo(ctx)('Tills know this cashier again from their next refresh on.');
    },
  }),
];

/** The same place as before, open or closed. */
async function setPlace(ctx: Ctx, id: string, isActive: boolean): Promise<void> {
  const { cashierId, storeId, allTerminals, terminals } = await ctx.db.reader.cashierStore.findUniqueOrThrow({
    where: { id },
    select: { cashierId: true, storeId: true, allTerminals: true, terminals: { select: { terminalId: true } } },
  });
  const chosen = allTerminals ? {} : { terminalIds: terminals.map(({ terminalId }) => terminalId) };
  await assignCashier(ctx, { cashierId, storeId, isActive, ...chosen });
}

export const placeActions: readonly RecordAction[] = [
  changeAction({
    ...managed,
    name: 'endPlace',
    isOffered: (row) => row['isActive'] === true,
    button: (say) => ({
      label: say('End this place'),
      isDestructive: true,
      question: say('End it? The tills of this store are told to forget this cashier.'),
      reloads: true,
    }),
    async run(ctx, id) {
      await setPlace(ctx, id, false);
      return sayTo(ctx)('This cashier works there no more.');
    },
  }),
  changeAction({
    ...managed,
    name: 'openPlace',
    isOffered: (row) => row['isActive'] === false,
    button: (say) => ({
      label: say('Open this place again'),
      question: say('Let this cashier work there again, at the same tills?'),
      reloads: true,
    }),
    async run(ctx, id) {
      await setPlace(ctx, id, true);
      return sayTo(ctx)('This cashier works there again.');
    },
  }),
];

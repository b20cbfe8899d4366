/** What staff does with cashiers: letting them go and taking them back, at all tills or in one store. */

import type { Ctx } from '../../server/db/index.ts';
import { assignCashier, setCashierActive } from '../../server/domain/stores/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import type { RecordAction, Row } from '../adapter/definition.ts';
import { sayTo } from '../texts.ts';

const mayManage = (ctx: Ctx) => can(ctx, 'cashier.manage');
const isGone = (row: Row) => row['isActive'] === false || (row['deletedAt'] ?? null) !== null;

async function setActive(ctx: Ctx, cashierId: string, isActive: boolean): Promise<void> {
  const select = { companyId: true, version: true } as const;
  const { companyId, version } = await ctx.db.reader.cashier.findUniqueOrThrow({ where: { id: cashierId }, select });
  await setCashierActive(ctx, { companyId, cashierId, seen: version, isActive });
}

const letGo: RecordAction = {
  name: 'letGo',
  isRead: false,
  isAllowed: mayManage,
  button: (ctx, row) =>
    isGone(row) || !can(ctx, 'cashier.manage', { companyId: Number(row['companyId']) })
      ? null
      : {
          label: sayTo(ctx)('Let go'),
          isDestructive: true,
          question: sayTo(ctx)(
            'Let this cashier go? From the next refresh on no till knows them; receipts keep naming them.',
          ),
          reloads: true,
        },
  async run(ctx, id) {
    await setActive(ctx, id, false);
    return { notice: sayTo(ctx)('No till knows this cashier from its next refresh on.') };
  },
};

const takeBack: RecordAction = {
  name: 'takeBack',
  isRead: false,
  isAllowed: mayManage,
  button: (ctx, row) =>
    isGone(row) && can(ctx, 'cashier.manage', { companyId: Number(row['companyId']) })
      ? {
          label: sayTo(ctx)('Take back'),
          question: sayTo(ctx)('Let this cashier work again, where and with what they did before?'),
          reloads: true,
        }
      : null,
  async run(ctx, id) {
    await setActive(ctx, id, true);
    return { notice: sayTo(ctx)('Tills know this cashier again from their next refresh on.') };
  },
};

export const cashierActions: readonly RecordAction[] = [letGo, takeBack];

/** The same place as before, open or closed. */
async function setPlace(ctx: Ctx, id: string, isActive: boolean): Promise<void> {
  const { cashierId, storeId, allTerminals, terminals } = await ctx.db.reader.cashierStore.findUniqueOrThrow({
    where: { id },
    select: { cashierId: true, storeId: true, allTerminals: true, terminals: { select: { terminalId: true } } },
  });
  const chosen = allTerminals ? {} : { terminalIds: terminals.map(({ terminalId }) => terminalId) };
  await assignCashier(ctx, { cashierId, storeId, isActive, ...chosen });
}

const endPlace: RecordAction = {
  name: 'endPlace',
  isRead: false,
  isAllowed: mayManage,
  button: (ctx, row) =>
    row['isActive'] === true
      ? {
          label: sayTo(ctx)('End this place'),
          isDestructive: true,
          question: sayTo(ctx)('End it? The tills of this store are told to forget this cashier.'),
          reloads: true,
        }
      : null,
  async run(ctx, id) {
    await setPlace(ctx, id, false);
    return { notice: sayTo(ctx)('This cashier works there no more.') };
  },
};

const openPlace: RecordAction = {
  name: 'openPlace',
  isRead: false,
  isAllowed: mayManage,
  button: (ctx, row) =>
    row['isActive'] === false
      ? {
          label: sayTo(ctx)('Open this place again'),
          question: sayTo(ctx)('Let this cashier work there again, at the same tills?'),
          reloads: true,
        }
      : null,
  async run(ctx, id) {
    await setPlace(ctx, id, true);
    return { notice: sayTo(ctx)('This cashier works there again.') };
  },
};

export const placeActions: readonly RecordAction[] = [endPlace, openPlace];

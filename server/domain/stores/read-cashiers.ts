import { DomainError } from '../../core/errors.ts';
import type { Ctx } from '../../db/index.ts';
import { authorize, can, scopeFor } from '../tenancy/index.ts';

interface CashierFilter {
  companyId: number;
  /** Part of a name or user name, or the number. */
  search?: string | undefined;
  state?: 'active' | 'inactive' | undefined;
  /** Those who work in this store. */
  storeId?: number | undefined;
  /** The last number of the page before. */
  afterNumber?: number | undefined;
  most: number;
}

/** Stores of a company in which the actor may see (or, with another action, change) cashiers; null: in all of them, those
 *  that nobody has opened yet included.
 *  @throws not_found the company is none that the actor sees
 *  @throws forbidden the actor may nowhere in it */
export function cashierReach(
  ctx: Ctx,
  companyId: number,
  action: 'cashier.see' | 'cashier.manage' = 'cashier.see',
): readonly number[] | null {
  if (can(ctx, action, { companyId })) return null;
  authorize(ctx, 'company.see', { companyId });
  const { companyIds, storeIds } = scopeFor(ctx, action);
  const holds = companyIds === null || companyIds.includes(companyId);
  if (!holds || storeIds === null) throw new DomainError('forbidden', { action, companyId });
  return storeIds;
}

/** People who work the tills of a company, in the order of their numbers; whoever manages chosen stores sees those who work
 *  there. Nothing of their passwords is read. */
export async function listCashiers(ctx: Ctx, filter: CashierFilter) {
  const { companyId, search = '', state, storeId, afterNumber, most } = filter;
  const reach = cashierReach(ctx, companyId);
  const words = search.normalize('NFKC').trim();
  const rows = await ctx.db.reader.cashier.findMany({
    where: {
      companyId,
      ...(state === 'inactive'
        ? { OR: [{ isActive: false }, { NOT: { deletedAt: null } }] }
        : { deletedAt: null, isActive: true }),
      ...(afterNumber !== undefined && { number: { gt: afterNumber } }),
      AND: [
        reach === null ? {} : { stores: { some: { isActive: true, storeId: { in: [...reach] } } } },
        storeId === undefined ? {} : { stores: { some: { isActive: true, storeId } } },
        words === '' ? {} : { OR: matches(words) },
      ],
    },
    select: cashierFields,
    orderBy: { number: 'asc' },
    take: most + 1,
  });
  const shown = rows.slice(0, most);
  return { rows: shown, next: rows.length > most ? (shown.at(-1)?.number ?? null) : null };
}

/** SQLite compares letters as they are written outside of ASCII, so names are looked for in the usual spellings. */
function matches(words: string) {
  const spellings = [
    ...new Set([words, words.toLowerCase(), words.charAt(0).toUpperCase() + words.slice(1).toLowerCase()]),
  ];
  const number = /^\d{1,6}$/.test(words) ? [{ number: Number(words) }] : [];
  return [
    ...spellings.flatMap((contains) => [
      { firstName: { contains } },
      { lastName: { contains } },
      { userName: { contains } },
    ]),
    ...number,
  ];
}

const cashierFields = {
  id: true,
  number: true,
  userName: true,
  firstName: true,
  lastName: true,
  identityNumber: true,
  description: true,
  isAdministrator: true,
  isManager: true,
  isActive: true,
  passwordSetAt: true,
  deletedAt: true,
  version: true,
  stores: {
    where: { isActive: true },
    select: {
      allTerminals: true,
      store: { select: { id: true, code: true, name: true } },
      terminals: { select: { terminal: { select: { id: true, code: true, name: true } } } },
    },
  },
} as const;

/** One cashier with the stores and tills where they work.
 *  @throws not_found there is none of this id, or the actor manages no store where they work */
export async function getCashierLife(ctx: Ctx, { companyId, cashierId }: { companyId: number; cashierId: string }) {
  const reach = cashierReach(ctx, companyId);
  const cashier = await ctx.db.reader.cashier.findFirst({ where: { id: cashierId, companyId }, select: cashierFields });
  const isSeen = reach === null || cashier?.stores.some(({ store }) => reach.includes(store.id));
  if (!cashier || !isSeen) throw new DomainError('not_found', { cashierId });
  const mayManage = cashierReach(ctx, companyId, 'cashier.manage');
  return {
    ...cashier,
    /** Whoever manages chosen stores changes who somebody is only where nobody else is concerned. */
    isOwnBusiness: mayManage === null || isWithin(cashier, mayManage),
  };
}

/** Whether somebody works nowhere but in these stores; an administrator works everywhere. */
export function isWithin(
  cashier: { isAdministrator: boolean; stores: readonly { store: { id: number } }[] },
  stores: readonly number[],
): boolean {
  return !cashier.isAdministrator && cashier.stores.every(({ store }) => stores.includes(store.id));
}

/** Stores with their tills, where the actor may send cashiers. */
export function listCashierPlaces(ctx: Ctx, companyId: number) {
  const reach = cashierReach(ctx, companyId, 'cashier.manage');
  return ctx.db.reader.store.findMany({
    where: { companyId, deletedAt: null, ...(reach && { id: { in: [...reach] } }) },
    select: {
      id: true,
      code: true,
      name: true,
      terminals: {
        where: { deletedAt: null },
        select: { id: true, code: true, name: true },
        orderBy: { number: 'asc' },
      },
    },
    orderBy: { code: 'asc' },
  });
}

/** Companies, stores, terminals, and who works in them. */

import { listMembersById } from '../../companies/index.ts';
import { type ListScope, listTableOf } from '../../listing/index.ts';
import { readFeatureFlags, readTerminalColumns } from '../../stores/index.ts';
import { scopeFor } from '../../tenancy/index.ts';
import { ofCompany, presentOfStores, storesReached } from '../reach.ts';
import type { ResourceSource } from '../read-rows.ts';

const numbers = (ids: readonly (string | number)[]) => ({ id: { in: ids.map(Number) } });
const texts = (ids: readonly (string | number)[]) => ({ id: { in: ids.map(String) } });

/** A source whose rows are what `read` gives. */
function source<Row extends { id: string | number }>(declared: ResourceSource<Row>): ResourceSource<Row> {
  return declared;
}

/** Every company that the actor reaches. */
export const companySource = source({
  model: 'Company',
  reach(ctx): ListScope {
    const { companyIds } = scopeFor(ctx, 'company.see');
    const present = { is: 'empty', column: 'deletedAt' } as const;
    return [companyIds === null ? [present] : [present, { is: 'among', column: 'id', values: companyIds }]];
  },
  read: ({ db }, ids) =>
    db.reader.company.findMany({
      where: numbers(ids),
      select: {
        ...{ id: true, uuid: true, slug: true, name: true, officeCode: true, companiesHouseNumber: true },
        ...{ vatNumber: true, registeredOffice: true, currency: true, timeZone: true, dayStartMinutes: true },
        ...{ createdAt: true, updatedAt: true, version: true },
      },
    }),
});

/** Stores that the actor sees. */
export const storeSource = (companyId: number) =>
  source({
    model: 'Store',
    reach: presentOfStores('store.see', companyId, 'id'),
    async read({ db }, ids) {
      const rows = await db.reader.store.findMany({
        where: numbers(ids),
        select: {
          ...{ id: true, uuid: true, code: true, name: true, brandName: true, description: true, webPageUrl: true },
          ...{ street: true, blockNo: true, district: true, postalCode: true, cityId: true, countryId: true },
          ...{ phoneNumber: true, email: true, timeZone: true, dayStartMinutes: true, currency: true },
          ...{ isActive: true, stockPolicy: true, warehouseId: true, featureFlags: true },
          ...{ createdAt: true, updatedAt: true, version: true },
        },
      });
      return rows.map((row) => ({ ...row, featureFlags: readFeatureFlags(row.featureFlags) }));
    },
  });

/** Terminals that are not retired, with how they are doing. */
export const terminalSource = (companyId: number) =>
  source({
    model: 'Terminal',
    reach: presentOfStores('terminal.see', companyId),
    read: (ctx, ids) => readTerminalColumns(ctx, ids.map(Number)),
  });

/** Cashiers with the places where they work; whoever sees chosen stores sees those who work there. Nothing of their passwords
 *  is read. */
export const cashierSource = (companyId: number) => cashiersThat('empty', companyId);

/** The same of those who were deleted: where they worked. */
export const deletedCashierSource = (companyId: number) => cashiersThat('filled', companyId);

const cashiersThat = (deleted: 'empty' | 'filled', companyId: number) =>
  source({
    model: 'Cashier',
    reach(ctx): ListScope {
      const stores = storesReached(ctx, 'cashier.see', companyId);
      const known = { is: deleted, column: 'deletedAt' } as const;
      const own = { is: 'equal', column: 'companyId', value: companyId } as const;
      if (stores === null) return [[own, known]];
      const where = {
        is: 'all',
        of: [
          { is: 'equal', column: 'isActive', value: true },
          { is: 'among', column: 'storeId', values: stores },
        ],
      } as const;
      const works = {
        is: 'related',
        column: 'id',
        table: listTableOf('CashierStore'),
        key: 'cashierId',
        where,
      } as const;
      return [[own, known, works]];
    },
    read: ({ db }, ids) =>
      db.reader.cashier.findMany({
        where: texts(ids),
        select: {
          ...{ id: true, number: true, userName: true, firstName: true, lastName: true, identityNumber: true },
          ...{ description: true, isAdministrator: true, isManager: true, isActive: true, passwordSetAt: true },
          ...{ createdAt: true, updatedAt: true, version: true },
          stores: {
            where: { isActive: true },
            select: {
              allTerminals: true,
              store: { select: { id: true, uuid: true, code: true } },
              terminals: { select: { terminal: { select: { id: true, uuid: true } } } },
            },
            orderBy: { storeId: 'asc' },
          },
        },
      }),
  });

/** People of the company; of roles those that the actor sees. */
export const memberSource = (companyId: number) =>
  source({
    model: 'CompanyMembership',
    reach: ofCompany('member.see', companyId),
    read: (ctx, ids) => listMembersById(ctx, companyId, ids.map(String)),
  });

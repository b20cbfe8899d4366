/** Stores, terminals, cashiers, companies and people, by the operations that the merchants' pages use too. */

import { updatePersonIn } from '../accounts/index.ts';
import { updateCompanyIn } from '../companies/index.ts';
import { createStoreIn, createTerminalIn, updateCashierIn, updateStoreIn, updateTerminalIn } from '../stores/index.ts';
import { type Action, can, holdCompany } from '../tenancy/index.ts';
import { ofEntity, readOne } from './entity-operations.ts';
import type { ColumnRule, RowOperations, Values } from './operations.ts';

const text = (maxLength: number): ColumnRule => ({ isRequired: false, maxLength });
const needed = (maxLength: number): ColumnRule => ({ isRequired: true, maxLength });
const free: ColumnRule = { isRequired: false };
const oneOf = (values: readonly string[]): ColumnRule => ({ isRequired: true, values, initial: values[0] });
const fixed = (rule: ColumnRule): ColumnRule => ({ ...rule, isFixed: true });

function allowing(action: Action): RowOperations['isAllowed'] {
  return (ctx, companyId) =>
    companyId === null ? false : companyId === undefined ? can(ctx, action) : can(ctx, action, { companyId });
}

/** What the operations take is checked by them; here values are known by their columns only. */
const as = <T>(values: Values): T => values as T;

/** Null where there is nothing, as forms say it, for an operation that takes an empty text. */
function texts(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']));
}

const withNetworks = ({ networks, ...values }: Values): Values =>
  networks === undefined ? values : { ...values, networks: JSON.parse(String(networks ?? '[]')) };

export const entities: readonly RowOperations[] = [
  ofEntity({
    model: 'Company',
    subject: 'company',
    key: ['slug'],
    rules: {
      name: needed(200),
      companiesHouseNumber: text(32),
      vatNumber: text(32),
      registeredOffice: text(2000),
      currency: needed(3),
      timeZone: needed(60),
      dayStartMinutes: { isRequired: true, initial: 0 },
    },
    isAllowed: allowing('company.edit'),
    update: async ({ tx, ctx }, { row, values, seen }) => {
      const companyId = Number(row['id']);
      const current = await holdCompany(ctx, tx, companyId);
      await updateCompanyIn({ tx, ctx: current }, as({ ...values, companyId, version: seen }));
    },
  }),
  ofEntity({
    model: 'Store',
    subject: 'store',
    key: ['code'],
    rules: {
      code: fixed(needed(50)),
      name: needed(100),
      brandName: text(50),
      description: text(100),
      webPageUrl: text(250),
      street: text(150),
      blockNo: text(20),
      district: text(100),
      postalCode: text(20),
      cityId: free,
      countryId: free,
      phoneNumber: text(20),
      email: text(100),
      timeZone: needed(60),
      dayStartMinutes: { isRequired: true, initial: 0 },
      currency: needed(3),
      stockPolicy: oneOf(['terminal', 'hub']),
      warehouseId: free,
    },
    isAllowed: allowing('store.manage'),
    update: (at, { row, values, seen }) =>
      updateStoreIn(at, as({ ...values, storeId: Number(row['id']), version: seen })),
    create: (at, { companyId, values }) => createStoreIn(at, as({ ...values, companyId })),
  }),
  ofEntity({
    model: 'Terminal',
    subject: 'terminal',
    key: ['storeId', 'code'],
    rules: {
      storeId: fixed({ isRequired: true }),
      code: fixed(needed(50)),
      name: needed(100),
      number: { isRequired: false },
      kind: fixed(oneOf(['pypos', 'kitchen', 'office', 'mobile'])),
      networks: free,
      serialNumber: text(100),
      operatingSystem: text(100),
    },
    isAllowed: allowing('terminal.manage'),
    update: (at, { row, values, seen }) =>
      updateTerminalIn(at, as({ ...withNetworks(values), terminalId: Number(row['id']), seen })),
    create: async (at, { companyId, values }) => {
      await readOne(at, 'Store', { id: String(values['storeId']), companyId });
      return createTerminalIn(at, as(withNetworks(values)));
    },
  }),
  ofEntity({
    model: 'Cashier',
    subject: 'cashier',
    key: ['number'],
    rules: {
      number: { isRequired: true },
      userName: needed(50),
      firstName: needed(50),
      lastName: text(50),
      identityNumber: text(24),
      description: text(100),
      isAdministrator: free,
      isManager: free,
    },
    isAllowed: allowing('cashier.manage'),
    update: (at, { row, values, seen }) =>
      updateCashierIn(at, as({ ...texts(values), cashierId: String(row['id']), seen })),
  }),
  ofEntity({
    model: 'User',
    subject: 'user',
    key: ['username'],
    rules: {
      displayName: text(150),
      firstName: text(150),
      lastName: text(150),
      language: { isRequired: false, values: ['', 'en', 'tr', 'de'] },
      timeZone: text(60),
      theme: { isRequired: false, values: ['', 'light', 'dark'] },
      notifyByMail: free,
    },
    // Whose account it may be, the operation says.
    isAllowed: (ctx) => ctx.actor.kind === 'user' && ctx.actor.staffRole !== null && can(ctx, 'member.manage'),
    update: (at, { row, values, seen }) =>
      updatePersonIn(at, as({ ...texts(values), userId: String(row['id']), seen })),
  }),
];

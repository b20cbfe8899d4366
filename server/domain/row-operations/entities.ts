/** Companies, stores and terminals, by the operations that the merchants' pages use too. */

import { updateCompanyIn } from '../companies/index.ts';
import { openCompany } from '../provisioning/index.ts';
import {
  createStoreIn,
  createTerminalIn,
  deviceNames,
  readDevices,
  updateStoreIn,
  updateTerminalIn,
} from '../stores/index.ts';
import { can, holdCompany } from '../tenancy/index.ts';
import { ledgers } from './entities-ledgers.ts';
import { people } from './entities-people.ts';
import { ofEntity, readOne } from './entity-operations.ts';
import {
  allowing,
  as,
  fixed,
  free,
  needed,
  oneOf,
  renaming,
  saidOf,
  text,
  texts,
  tillVaultOf,
} from './entity-rules.ts';
import type { ColumnRule, RowOperations, Values } from './operations.ts';

const withNetworks = ({ networks, ...values }: Values): Values =>
  networks === undefined ? values : { ...values, networks: JSON.parse(String(networks ?? '[]')) };

const isDevice = (name: string) => (deviceNames as readonly string[]).includes(name);

const deviceRule = (name: string): ColumnRule =>
  name === 'force_to_work_online' ? { isRequired: false, values: ['', 'yes', 'no'] } : text(20);

/** What hangs on a till is one setting of it; nothing said takes a setting back. */
function withDevices(values: Values): Values {
  const entries = Object.entries(values);
  const devices = texts(Object.fromEntries(entries.filter(([name]) => isDevice(name))));
  const others = Object.fromEntries(entries.filter(([name]) => !isDevice(name)));
  return Object.keys(devices).length === 0 ? others : { ...others, devices };
}

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
    making: {
      name: needed(200),
      ownerUserId: { isRequired: true, reference: 'User' },
      officeCode: text(32),
      companiesHouseNumber: text(32),
      vatNumber: text(32),
      registeredOffice: text(2000),
      currency: { ...needed(3), initial: 'GBP' },
      timeZone: { ...needed(60), initial: 'Europe/London' },
      dayStartMinutes: { isRequired: true, initial: 0 },
    },
    isAllowed: allowing('company.edit'),
    // Naming somebody else as the owner is the superusers' alone.
    mayCreate: (ctx) => can(ctx, 'staff.admin'),
    open: (ctx, { values: { officeCode, ...values } }) =>
      openCompany(ctx, as({ ...texts(values), ...saidOf({ officeCode }) }), tillVaultOf(ctx)),
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
    parts: {
      rules: Object.fromEntries(deviceNames.map((name) => [name, deviceRule(name)])),
      read: (row) => readDevices(String(row['terminalFields'] ?? '{}')),
    },
    isAllowed: allowing('terminal.manage'),
    update: (at, { row, values, seen }) => {
      const changes = { ...withDevices(withNetworks(values)), terminalId: Number(row['id']), seen };
      return renaming({}, () => updateTerminalIn(at, as(changes)));
    },
    create: async (at, { companyId, values }) => {
      await readOne(at, 'Store', { id: String(values['storeId']), companyId });
      return createTerminalIn(at, as(withNetworks(values)));
    },
  }),
  ...people,
  ...ledgers,
];

/** Builds a company of the demonstration out of its plan, by the operations that people and the API use. */
import type { Vault } from '../../server/core/vault.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  assignCashier,
  createCashier,
  createStore,
  createTerminal,
  setCodeOnlyAccess,
  type TerminalIdentity,
} from '../../server/domain/stores/index.ts';
import { addMember, createCompany, grantRole } from '../../server/domain/tenancy/index.ts';
import type { CompanyPlan, StorePlan, TerminalPlan } from './plans.ts';

export interface BuiltTill {
  plan: TerminalPlan;
  identity: TerminalIdentity;
  /** `pos_settings.id`. */
  uuid: string;
  number: number;
  store: BuiltStore;
}

export interface BuiltStore {
  plan: StorePlan;
  id: number;
  uuid: string;
  cashierIds: string[];
}

export interface BuiltCompany {
  plan: CompanyPlan;
  id: number;
  stores: BuiltStore[];
  tills: BuiltTill[];
  administratorId: string;
}

export interface SetUp {
  ctx: Ctx;
  vault: Vault;
  /** Ids of accounts by username. */
  accounts: ReadonlyMap<string, string>;
}

/** The four digits that every cashier of the demonstration types. */
export const cashierPassword = '1234';

/** From here the code-only dialect is let in: this machine alone. */
const loopback = ['127.0.0.0/8', '::1/128'];

/** Company, members, stores, terminals and cashiers; the stores take tills by their codes alone from this machine. */
export async function setUpCompany(setUp: SetUp, plan: CompanyPlan): Promise<BuiltCompany> {
  const { ctx, accounts } = setUp;
  const company = await createCompany(ctx, {
    name: plan.name,
    officeCode: plan.officeCode,
    companiesHouseNumber: plan.companiesHouseNumber,
    vatNumber: plan.vatNumber,
    registeredOffice: plan.registeredOffice,
    currency: plan.currency,
    timeZone: plan.timeZone,
    ownerUserId: accountId(accounts, plan.owner),
  });
  const built: BuiltCompany = { plan, id: company.id, stores: [], tills: [], administratorId: '' };
  await addMembers(setUp, built);
  for (const store of plan.stores) await openStore(setUp, built, store);
  await hireCashiers(setUp, built);
  return built;
}

function accountId(accounts: SetUp['accounts'], username: string): string {
  const id = accounts.get(username);
  if (id === undefined) throw new Error(`there is no account ${username}`);
  return id;
}

async function addMembers({ ctx, accounts }: SetUp, { id: companyId, plan }: BuiltCompany): Promise<void> {
  for (const { account, is } of plan.members) {
    const userId = accountId(accounts, account);
    await addMember(ctx, { companyId, userId, isOwner: is === 'owner', isAdministrator: is === 'administrator' });
    if (is === 'accountant') await grantRole(ctx, { companyId, userId, role: 'accountant', storeId: null });
  }
}

async function openStore({ ctx }: SetUp, built: BuiltCompany, plan: StorePlan): Promise<void> {
  const reader = ctx.db.reader;
  const city = await reader.city.findFirst({ where: { companyId: null, code: plan.cityCode } });
  const country = await reader.country.findFirst({ where: { companyId: null, isoAlpha2: built.plan.country } });
  const { id, uuid } = await createStore(ctx, {
    companyId: built.id,
    code: plan.code,
    name: plan.name,
    brandName: `${built.plan.name.replace(/ Ltd$/, '')} ${plan.name}`,
    street: plan.street,
    blockNo: plan.blockNo,
    postalCode: plan.postalCode || null,
    phoneNumber: plan.phoneNumber || null,
    cityId: city?.id ?? null,
    countryId: country?.id ?? null,
  });
  await setCodeOnlyAccess(ctx, id, loopback);
  const store: BuiltStore = { plan, id, uuid, cashierIds: [] };
  built.stores.push(store);
  for (const [index, terminal] of plan.terminals.entries()) {
    const number = index + 1;
    const created = await createTerminal(ctx, { storeId: id, code: terminal.code, name: terminal.name, number });
    built.tills.push({
      plan: terminal,
      uuid: created.uuid,
      number,
      store,
      identity: {
        terminalId: created.id,
        storeId: id,
        companyId: built.id,
        officeCode: built.plan.officeCode,
        storeCode: plan.code,
        terminalCode: terminal.code,
        timeZone: built.plan.timeZone,
        dayStartMinutes: 0,
        currency: built.plan.currency,
      },
    });
  }
}

async function hireCashiers({ ctx, vault }: SetUp, built: BuiltCompany): Promise<void> {
  for (const [index, { stores, ...person }] of built.plan.cashiers.entries()) {
    const input = { ...person, companyId: built.id, number: index + 1, password: cashierPassword };
    const { id: cashierId } = await createCashier(ctx, input, vault);
    if (person.isAdministrator) built.administratorId ||= cashierId;
    for (const store of built.stores) {
      if (!stores.includes(store.plan.code)) continue;
      await assignCashier(ctx, { cashierId, storeId: store.id });
      store.cashierIds.push(cashierId);
    }
  }
}

import { beforeAll, describe, expect, it } from 'vitest';
import { createVault } from '../../../server/core/vault.ts';
import type { Ctx } from '../../../server/db/index.ts';
import {
  changeProduct,
  createProduct,
  deleteProduct,
  getProduct,
  moveVatRate,
  readGroups,
  restoreProduct,
  saveDepartment,
  saveDivision,
  saveVatRate,
} from '../../../server/domain/catalog/index.ts';
import { eraseCustomer, getCustomer, saveCustomer, setCustomerActive } from '../../../server/domain/customers/index.ts';
import { ensureDefaultLayout } from '../../../server/domain/layouts/index.ts';
import { setPrice } from '../../../server/domain/pricing/index.ts';
import { openCompany } from '../../../server/domain/provisioning/index.ts';
import { seedReferenceData } from '../../../server/domain/reference/index.ts';
import {
  addCashier,
  changeCashier,
  createStore,
  createTerminal,
  getCashierLife,
  issueTerminalSecret,
  setCashierActive,
} from '../../../server/domain/stores/index.ts';
import { call, type DeviceHub, type Json, only, startDeviceHub } from '../../api/support.ts';
import { withDatabase } from '../../support/database.ts';
import { makeUser, signedIn } from '../../support/people.ts';

const test = withDatabase();
let hub: DeviceHub;
let ctx: Ctx;
let companyId: number;
let storeId: number;
let terminalId: number;
let baseUrl: string;

const vault = () => createVault(hub.deps.config.secrets.vault);

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  await seedReferenceData(hub.ctx);
  await ensureDefaultLayout(hub.ctx);
  await makeUser(test.db, 'the.owner');
  const company = await openCompany(await signedIn(test.db, 'the.owner'), { name: 'Corner' }, vault());
  ctx = await signedIn(test.db, 'the.owner');
  companyId = company.id;
  storeId = (await createStore(ctx, { companyId, code: 'S1', name: 'High Street' })).id;
  ctx = await signedIn(test.db, 'the.owner');
  terminalId = (await createTerminal(ctx, { storeId, code: 'T1' })).id;
  baseUrl = (await issueTerminalSecret(hub.ctx, terminalId, hub.url)).baseUrl;
  return () => hub[Symbol.asyncDispose]();
});

type Init = Record<string, Json[]>;

async function pull(): Promise<Init> {
  const { status, body } = await call(`${baseUrl}/api/v1/pos/init`);
  expect(status).toBe(200);
  return Object.fromEntries(
    Object.entries(body.data).map(([name, rows]) => [name, Array.isArray(rows) ? rows : [rows]]),
  );
}

/** Rows that a till gets otherwise than before: `resource/id`. A password that nobody may know is drawn anew each time; keys of
 *  the screens show what the catalogue has and follow it. */
async function changedBy(work: () => Promise<unknown>): Promise<string[]> {
  const before = await pull();
  await work();
  const after = await pull();
  const isNobody = (row: Json) => row.is_deleted || row.is_active === false;
  const text = (row: Json) => JSON.stringify({ ...row, ...(isNobody(row) && { password: null }) });
  const names = Object.keys(after).filter((name) => name !== 'form_controls');
  return names.flatMap((name) => {
    const old = new Map((before[name] ?? []).map((row) => [row.id, text(row)]));
    const fresh = (after[name] ?? []).filter((row) => old.get(row.id) !== text(row)).map((row) => `${name}/${row.id}`);
    const gone = [...old.keys()]
      .filter((id) => !(after[name] ?? []).some((row) => row.id === id))
      .map((id) => `${name}/-${id}`);
    return [...fresh, ...gone];
  });
}

const said = {
  ...{ shortName: '', description: '', unitId: null, isScalable: false, allowsDiscount: true, allowsReturn: true },
  purchasePriceE4: null,
};

describe('F-UI-2: a change of master data reaches the tills in exactly its own row', () => {
  it('a VAT rate that is added, changed, deleted and restored; no reason is asked for (fault 19)', async () => {
    let id = '';
    const add = () =>
      saveVatRate(ctx, { companyId, name: 'Special', rateBasisPoints: 1250 }).then((row) => (id = row.id));
    expect(await changedBy(add)).toEqual([`vat_rates/${id}`]);
    const seen = async () => (await readGroups(ctx, companyId)).vatRates.find((row) => row.id === id)?.version ?? 0;
    const change = async () =>
      saveVatRate(ctx, { companyId, id, seen: await seen(), name: 'Special', rateBasisPoints: 1300 });
    expect(await changedBy(change)).toEqual([`vat_rates/${id}`]);
    for (const isBack of [false, true]) {
      const move = async () => moveVatRate(ctx, { companyId, id, seen: await seen(), isBack });
      expect(await changedBy(move)).toEqual([`vat_rates/${id}`]);
    }
  });

  it('a department comes with one division; a change of its VAT is its own', async () => {
    const { vatRates } = await readGroups(ctx, companyId);
    let id = '';
    const add = () =>
      saveDepartment(ctx, { companyId, name: 'Bakery', vatRateId: vatRates[0]?.id ?? '' }).then((row) => (id = row.id));
    const added = await changedBy(add);
    expect(added.map((row) => row.split('/')[0]).sort()).toEqual(['department_main_groups', 'department_sub_groups']);
    const { departments } = await readGroups(ctx, companyId);
    const seen = departments.find((row) => row.id === id)?.version;
    const change = () => saveDepartment(ctx, { companyId, id, seen, name: 'Bakery', vatRateId: vatRates[1]?.id ?? '' });
    expect(await changedBy(change)).toEqual([`department_main_groups/${id}`]);
    let division = '';
    const addDivision = () =>
      saveDivision(ctx, { companyId, name: 'Cakes', departmentId: id }).then((row) => (division = row.id));
    expect(await changedBy(addDivision)).toEqual([`department_sub_groups/${division}`]);
  });

  it('a product with its barcode, its price, its going and its return', async () => {
    const { departments } = await readGroups(ctx, companyId);
    const divisionId = departments[0]?.subGroups[0]?.id ?? '';
    let productId = '';
    const product = { ...said, companyId, code: '', name: 'Loaf', divisionId, barcodes: ['4006381333931'] };
    const add = () =>
      createProduct(ctx, { ...product, prices: [{ storeId: null, priceE4: 21_500n }] }).then(
        (row) => (productId = row.id),
      );
    const added = await changedBy(add);
    expect(added.map((row) => row.split('/')[0]).sort()).toEqual(['product_barcodes', 'products']);
    const barcode = added.find((row) => row.startsWith('product_barcodes')) ?? '';

    const price = () => setPrice(ctx, { companyId, productId, storeId: null, priceE4: 22_000n, seenE4: 21_500n });
    // A barcode without a price of its own has the product's.
    expect((await changedBy(price)).sort()).toEqual([barcode, `products/${productId}`].sort());
    const seen = async () => (await getProduct(ctx, { companyId, productId })).seen;
    const rename = async () =>
      changeProduct(ctx, { ...product, productId, seen: await seen(), code: '', name: 'Big loaf', prices: [] });
    expect(await changedBy(rename)).toEqual([`products/${productId}`]);
    const remove = async () => deleteProduct(ctx, { companyId, productId, seen: await seen() });
    expect((await changedBy(remove)).sort()).toEqual([barcode, `products/${productId}`].sort());
    const restore = async () => restoreProduct(ctx, { companyId, productId, seen: await seen() });
    expect((await changedBy(restore)).sort()).toEqual([barcode, `products/${productId}`].sort());
    const stale = changeProduct(ctx, { ...product, productId, seen: 1, code: '', name: 'Lost', prices: [] });
    await expect(stale).rejects.toMatchObject({ code: 'stale' });
  });

  it('a cashier who comes, gets another PIN, moves and goes', async () => {
    let cashierId = '';
    const person = {
      userName: 'Bob',
      firstName: 'Bob',
      lastName: '',
      description: '',
      isAdministrator: false,
      isManager: false,
    };
    const places = [{ storeId, terminalIds: null }];
    const add = () =>
      addCashier(ctx, { ...person, companyId, password: '7391', places }, vault()).then((row) => (cashierId = row.id));
    expect(await changedBy(add)).toEqual([`cashiers/${cashierId}`]);
    const seen = async () => (await getCashierLife(ctx, { companyId, cashierId })).version;
    const repin = async () =>
      changeCashier(ctx, { companyId, cashierId, seen: await seen(), password: '8402', places }, vault());
    expect(await changedBy(repin)).toEqual([`cashiers/${cashierId}`]);
    const row = (await pull())['cashiers']?.find((each) => each.id === cashierId);
    expect(row).toMatchObject({ password: '8402', user_name: 'bob', is_deleted: false });
    const leave = async () => setCashierActive(ctx, { companyId, cashierId, seen: await seen(), isActive: false });
    expect(await changedBy(leave)).toEqual([`cashiers/${cashierId}`]);
  });

  it('a customer who comes, changes, goes out of use and is erased: sales stay, nothing personal does', async () => {
    let customerId = '';
    const person = {
      ...{
        name: 'Grace',
        lastName: 'Hopper',
        phoneNumber: '07700 900123',
        email: 'grace@example.com',
        addressLine1: 'Pier 1',
      },
      ...{ addressLine2: '', addressLine3: '', zipCode: '', taxId: '', description: '', dateOfBirth: '1906-12-09' },
      ...{ marketingConsent: true, smsConsent: false, emailConsent: true },
    };
    const add = () => saveCustomer(ctx, { ...person, companyId }).then((row) => (customerId = row.id));
    expect(await changedBy(add)).toEqual([`customers/${customerId}`]);
    const row = (await pull())['customers']?.find((each) => each.id === customerId);
    expect(row).toMatchObject({
      marketing_consent: true,
      sms_consent: false,
      email_consent: true,
      phone_normalized: '447700900123',
    });
    const twin = saveCustomer(ctx, { ...person, companyId, name: 'Other' });
    await expect(twin).rejects.toMatchObject({
      code: 'already_exists',
      message: 'The number belongs to “Grace Hopper”.',
    });
    const seen = async () => (await getCustomer(ctx, { companyId, customerId })).version;
    const leave = async () => setCustomerActive(ctx, { companyId, customerId, seen: await seen(), isActive: false });
    expect(await changedBy(leave)).toEqual([`customers/${customerId}`]);
    const erase = async () => eraseCustomer(ctx, { companyId, customerId, seen: await seen() });
    expect(await changedBy(erase)).toEqual([`customers/${customerId}`]);
    const left =
      JSON.stringify(await pull()) +
      JSON.stringify(await test.db.reader.auditEntry.findMany({ where: { chain: companyId } }));
    for (const trace of ['Grace', 'Hopper', '7700900123', '07700 900123', 'example.com', 'Pier 1', '1906-12-09'])
      expect(left).not.toContain(trace);
  });
});

describe('F-RBAC-7', () => {
  it('a cashier works at all active tills of a store, or at those of a list', async () => {
    const other = await createTerminal(ctx, { storeId, code: 'T2' });
    const person = {
      userName: 'carol',
      firstName: 'Carol',
      lastName: '',
      description: '',
      isAdministrator: false,
      isManager: false,
    };
    const { id } = await addCashier(
      ctx,
      { ...person, companyId, password: '5937', places: [{ storeId, terminalIds: [other.id] }] },
      vault(),
    );
    const here = async () => (await pull())['cashiers']?.find((row) => row.id === id);
    // A till hears of everybody who is not for it as gone.
    expect((await here())?.is_deleted ?? true).toBe(true);
    const seen = async () => (await getCashierLife(ctx, { companyId, cashierId: id })).version;
    await changeCashier(
      ctx,
      { companyId, cashierId: id, seen: await seen(), places: [{ storeId, terminalIds: null }] },
      vault(),
    );
    expect(await here()).toMatchObject({ is_deleted: false, password: '5937' });
    const foreign = changeCashier(
      ctx,
      { companyId, cashierId: id, seen: await seen(), places: [{ storeId, terminalIds: [999_999] }] },
      vault(),
    );
    await expect(foreign).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

it('fault 14: what a cashier types is nowhere in clear text: not in its row, not in the audit trail', async () => {
  const person = {
    userName: 'dave',
    firstName: 'Dave',
    lastName: '',
    description: '',
    isAdministrator: false,
    isManager: false,
  };
  const password = 'Secret4711xyz';
  const { id } = await addCashier(ctx, { ...person, companyId, password, places: [] }, vault());
  const row = await test.db.reader.cashier.findUniqueOrThrow({ where: { id } });
  const trail = await test.db.reader.auditEntry.findMany({ where: { chain: companyId } });
  expect(JSON.stringify([row, trail])).not.toContain(password);
  expect(row.passwordEncrypted).toMatch(/^v1\./);
  expect(JSON.stringify(await getCashierLife(ctx, { companyId, cashierId: id }))).not.toMatch(/password[^S]|v1\./);
});

it('fault 15: two first prices at once leave one, and another company has numbers of its own', async () => {
  const { departments } = await readGroups(ctx, companyId);
  const divisionId = departments[0]?.subGroups[0]?.id ?? '';
  const { id: productId } = await createProduct(ctx, {
    ...said,
    companyId,
    code: 'RACE',
    name: 'Race',
    divisionId,
    barcodes: [],
    prices: [],
  });
  const set = (priceE4: bigint) => setPrice(ctx, { companyId, productId, storeId: null, priceE4, seenE4: null });
  const outcomes = await Promise.allSettled([set(10_000n), set(20_000n)]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await test.db.reader.price.count({ where: { productId, deletedAt: null } })).toBe(1);

  const second = await openCompany(ctx, { name: 'Second' }, vault());
  const numbers = await test.db.reader.paymentType.findMany({
    where: { companyId: second.id },
    select: { number: true },
  });
  expect(numbers.map(({ number }) => number).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(only(await test.db.reader.cashier.findMany({ where: { companyId: second.id } }))).toMatchObject({
    number: 1,
    userName: 'admin',
  });
});

/** Rows that staff makes by an operation of their own: people, places at tills, and entries of ledgers. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVault } from '../../server/core/vault.ts';
import { inTransaction } from '../../server/db/index.ts';
import { readReset, resetPassword } from '../../server/domain/accounts/index.ts';
import { cashierContext } from '../../server/domain/stores/index.ts';
import { addMember, createUser, systemCtx } from '../../server/domain/tenancy/index.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { everything, type Rows } from './everything.ts';
import { at, form, make, press } from './forms.ts';
import { type Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
let office: Office;
let rows: Rows;
let companyId: number;
let elsewhere: Rows;
const people = {} as Record<'superuser' | 'operator' | 'support' | 'limited', Browser>;

beforeAll(async () => {
  office = await openOffice(test.db);
  rows = await everything(test.db, 'alpha');
  elsewhere = await everything(test.db, 'beta');
  await inTransaction(test.db, (tx) => tx.auditEntry.deleteMany());
  companyId = Number(rows.get('Company')?.['id']);
  for (const role of ['superuser', 'operator', 'support'] as const) people[role] = await office.person(role, { role });
  people.limited = await office.person('limited', { role: 'operator', companyIds: [companyId] });
}, 60_000);
afterAll(() => office[Symbol.asyncDispose]());

const own = (values: Record<string, string>) => ({ companyId: String(companyId), ...values });
const trail = (subjectId: string) =>
  test.db.reader.auditEntry.findMany({ where: { subjectId }, orderBy: { id: 'asc' } });

describe('a form', () => {
  const field = async (model: string, name: string) =>
    (await form(people.superuser, model)).fields.find((each) => each.name === name);

  it('asks for addresses on one line, says what numbers count, and what an empty field means', async () => {
    expect((await field('User', 'email'))?.input).toBe('text');
    expect((await field('Store', 'webPageUrl'))?.input).toBe('text');
    expect(await field('Company', 'dayStartMinutes')).toMatchObject({
      label: 'Day starts (minutes after midnight)',
      hint: '240 is 04:00',
    });
    expect((await field('MembershipRole', 'storeId'))?.hint).toBe('Empty: every store');
  });
});

describe('a cashier', () => {
  const ada = () =>
    own({ userName: 'ada', firstName: 'Ada', password: 'k7m2', storeId: String(rows.get('Store')?.['id']) });

  it('is made with a first password, which tills can read and nobody here, and works where it is said', async () => {
    const { status, told } = await make(people.operator, 'Cashier', ada());
    expect({ status, told }).toMatchObject({ status: 200 });
    const row = await test.db.reader.cashier.findUniqueOrThrow({ where: { id: told.id }, include: { stores: true } });
    expect(row).toMatchObject({ companyId, userName: 'ada', firstName: 'Ada', isAdministrator: false, isActive: true });
    expect(row.stores.map(({ storeId, allTerminals }) => [storeId, allTerminals])).toEqual([
      [rows.get('Store')?.['id'], true],
    ]);
    const vault = createVault(office.deps.config.secrets.vault);
    expect(vault.open(row.passwordEncrypted, cashierContext(row.id))).toBe('k7m2');
    const shown = JSON.stringify(await form(people.superuser, 'Cashier', told.id));
    expect(shown).not.toContain('k7m2');
    expect(shown).not.toMatch(/password/i);
    const entries = await trail(told.id);
    expect(entries[0]).toMatchObject({ action: 'cashier.create', door: 'admin', actorName: 'operator' });
    expect(JSON.stringify(entries)).not.toContain('k7m2');
  });

  it('is refused beside the field: a password like 1234, a name that is taken, a store elsewhere', async () => {
    const weak = await make(people.operator, 'Cashier', { ...ada(), userName: 'bob', password: '1234' });
    expect([weak.status, Object.keys(weak.told.faults)]).toEqual([400, ['password']]);
    const twice = await make(people.operator, 'Cashier', ada());
    expect([twice.status, Object.keys(twice.told.faults)]).toEqual([409, ['userName']]);
    const store = String(elsewhere.get('Store')?.['id']);
    const before = await test.db.reader.cashier.count();
    // The last one is no number that a row can have.
    for (const storeId of [store, '9000000000000']) {
      const away = await make(people.operator, 'Cashier', { ...ada(), userName: 'eve', storeId });
      expect([away.status, Object.keys(away.told.faults)]).toEqual([400, ['storeId']]);
    }
    expect(await test.db.reader.cashier.count()).toBe(before);
  });

  it('is let go and taken back, once each', async () => {
    const { told } = await make(people.operator, 'Cashier', { ...ada(), userName: 'grace' });
    expect((await press(people.operator, 'Cashier', told.id, 'letGo')).notice?.type).toBe('success');
    expect((await test.db.reader.cashier.findUniqueOrThrow({ where: { id: told.id } })).isActive).toBe(false);
    const buttons = await (await people.operator.get(`/admin/api/hub/buttons/Cashier/${told.id}`)).json();
    expect(JSON.stringify(buttons)).toContain('Take back');
    expect((await press(people.operator, 'Cashier', told.id, 'takeBack')).notice?.type).toBe('success');
    expect((await trail(told.id)).map(({ action }) => action)).toEqual([
      'cashier.create',
      'cashier.assign',
      'cashier.deactivate',
      'cashier.activate',
    ]);
  });

  it('gets another place, which ends and opens again', async () => {
    const { told: cashier } = await make(people.operator, 'Cashier', { ...ada(), userName: 'mary', storeId: '' });
    const place = own({ cashierId: cashier.id, storeId: String(rows.get('Store')?.['id']) });
    const { status, told } = await make(people.operator, 'CashierStore', place);
    expect({ status, told }).toMatchObject({ status: 200 });
    const isActive = async () =>
      (await test.db.reader.cashierStore.findUniqueOrThrow({ where: { id: told.id } })).isActive;
    await press(people.operator, 'CashierStore', told.id, 'endPlace');
    expect(await isActive()).toBe(false);
    await press(people.operator, 'CashierStore', told.id, 'openPlace');
    expect(await isActive()).toBe(true);
    expect(
      (await people.operator.post(at('CashierStore', `${told.id}/save`), { seen: '0', values: '{}' })).status,
    ).toBe(403);
  });
});

describe('an account', () => {
  const person = { username: 'hedy', email: 'hedy@example.test', firstName: 'Hedy', language: 'de' };

  it('is made without a password; the mail lets the person choose one, and proves the address', async () => {
    const { status, told } = await make(people.operator, 'User', person);
    expect({ status, told }).toMatchObject({ status: 200 });
    const mail = await test.db.reader.mailMessage.findFirstOrThrow({ where: { toAddress: person.email } });
    expect(mail).toMatchObject({ kind: 'account-made', language: 'de' });
    const token = /reset\/([^/]+)\//.exec(mail.path)?.[1] ?? '';
    const ctx = systemCtx(office.deps, 'test', 'portal');
    expect(await readReset(ctx, token)).toEqual({ username: 'hedy' });
    await resetPassword(ctx, { token, password: 'a quiet harbour 1907' });
    const user = await test.db.reader.user.findUniqueOrThrow({ where: { id: told.id } });
    expect(user).toMatchObject({ emailKey: 'hedy@example.test', staffRole: null });
    expect(user.emailConfirmedAt).not.toBeNull();
    await expect(readReset(ctx, token)).rejects.toMatchObject({ code: 'expired' });
    const entries = await trail(told.id);
    expect(entries[0]).toMatchObject({ action: 'user.create', actorName: 'operator' });
  });

  it('with an address that somebody has confirmed proves nothing by its link, and still opens', async () => {
    const { told } = await make(people.operator, 'User', { ...person, username: 'hedy2' });
    const mail = await test.db.reader.mailMessage.findFirstOrThrow({ where: { facts: { contains: 'hedy2' } } });
    const token = /reset\/([^/]+)\//.exec(mail.path)?.[1] ?? '';
    await resetPassword(systemCtx(office.deps, 'test', 'portal'), { token, password: 'another harbour 1908' });
    const user = await test.db.reader.user.findUniqueOrThrow({ where: { id: told.id } });
    expect(user).toMatchObject({ emailConfirmedAt: null, emailKey: null });
  });

  it('needs an address, a free name, and staff of the whole hub', async () => {
    const nowhere = await make(people.operator, 'User', { ...person, username: 'ida', email: 'nowhere' });
    expect([nowhere.status, Object.keys(nowhere.told.faults)]).toEqual([400, ['email']]);
    const twice = await make(people.operator, 'User', { ...person, email: 'h@example.test' });
    expect([twice.status, Object.keys(twice.told.faults)]).toEqual([409, ['username']]);
    const before = await test.db.reader.user.count();
    for (const who of [people.limited, people.support]) {
      expect((await make(who, 'User', { ...person, username: 'ida' })).status).toBe(403);
      expect((await who.get(at('User', 'form'))).status).toBe(403);
    }
    expect(await test.db.reader.user.count()).toBe(before);
  });
});

describe('a company', () => {
  it('is opened by a superuser for somebody, with everything that a till needs', async () => {
    const { id } = await createUser(hubCtx(test.db), {
      username: 'owner',
      password: 'a quiet harbour 1907',
      email: null,
    });
    const values = {
      name: 'Quay Stores',
      ownerUserId: id,
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      dayStartMinutes: '0',
    };
    const { status, told } = await make(people.superuser, 'Company', values);
    expect({ status, told }).toMatchObject({ status: 200 });
    const company = await test.db.reader.company.findUniqueOrThrow({
      where: { id: Number(told.id) },
      include: { memberships: true, cashiers: true },
    });
    expect(company).toMatchObject({ name: 'Quay Stores', currency: 'EUR', timeZone: 'Europe/Berlin' });
    expect(company.memberships.map(({ userId, isOwner }) => [userId, isOwner])).toEqual([[id, true]]);
    expect(company.cashiers.map(({ userName }) => userName)).toEqual(['admin']);
    expect((await make(people.operator, 'Company', values)).status).toBe(403);
  });

  it('takes in people by invitations, roles and requests that staff answers', async () => {
    const invited = await make(people.operator, 'CompanyInvitation', own({ email: 'joan@example.test' }));
    expect({ status: invited.status, told: invited.told }).toMatchObject({ status: 200 });
    expect(
      await test.db.reader.mailMessage.count({ where: { toAddress: 'joan@example.test', kind: 'invitation' } }),
    ).toBe(1);
    expect((await press(people.operator, 'CompanyInvitation', invited.told.id, 'resend')).notice?.type).toBe('success');
    const wrong = await make(people.operator, 'CompanyInvitation', own({ email: 'joan' }));
    expect([wrong.status, Object.keys(wrong.told.faults)]).toEqual([400, ['email']]);

    const { id: userId } = await createUser(hubCtx(test.db), {
      username: 'kay',
      password: 'a quiet harbour 1907',
      email: null,
    });
    await addMember(hubCtx(test.db), { companyId, userId, isOwner: false, isAdministrator: false });
    const role = await make(people.operator, 'MembershipRole', own({ member: 'Kay', role: 'manager', storeId: '' }));
    expect({ status: role.status, told: role.told }).toMatchObject({ status: 200 });
    const stranger = await make(people.operator, 'MembershipRole', own({ member: 'nobody', role: 'manager' }));
    expect([stranger.status, Object.keys(stranger.told.faults)]).toEqual([400, ['member']]);
    await press(people.operator, 'MembershipRole', role.told.id, 'takeRole');
    expect(await test.db.reader.membershipRole.count({ where: { id: role.told.id } })).toBe(0);

    const { id: membershipId } = await test.db.reader.companyMembership.findFirstOrThrow({
      where: { companyId, userId },
    });
    const flag = async () =>
      (await test.db.reader.companyMembership.findUnique({ where: { id: membershipId } }))?.isAdministrator;
    await press(people.operator, 'CompanyMembership', membershipId, 'grantAdministrator');
    expect(await flag()).toBe(true);
    await press(people.operator, 'CompanyMembership', membershipId, 'revokeAdministrator');
    expect(await flag()).toBe(false);
    expect((await press(people.support, 'CompanyMembership', membershipId, 'remove')).notice).toBeUndefined();
    expect(await flag()).toBe(false);
    await press(people.operator, 'CompanyMembership', membershipId, 'remove');
    expect(await flag()).toBeUndefined();
  });
});

describe('a ledger', () => {
  it('of stock takes a movement with its reason, and moves the balance', async () => {
    const where = {
      productId: String(rows.get('Product')?.['id']),
      toLocationId: String(rows.get('WarehouseLocation')?.['id']),
    };
    const values = own({ ...where, movementType: 'RECEIPT', quantityE4: '2.5', reason: 'Delivery of Monday' });
    const { status, told } = await make(people.operator, 'StockMovement', values);
    expect({ status, told }).toMatchObject({ status: 200 });
    const row = await test.db.reader.stockMovement.findUniqueOrThrow({ where: { id: Number(told.id) } });
    expect(row).toMatchObject({ companyId, quantityE4: 25_000n, reason: 'Delivery of Monday', fromLocationId: null });
    const [entry] = await trail(row.uuid);
    expect(entry).toMatchObject({ action: 'stock.move', actorName: 'operator' });
    expect(entry?.content).toContain('Delivery of Monday');
    const none = await make(
      people.operator,
      'StockMovement',
      own({ ...where, movementType: 'RECEIPT', quantityE4: '0' }),
    );
    expect([none.status, Object.keys(none.told.faults)]).toEqual([400, ['quantityE4']]);
    expect(
      (await people.operator.post(at('StockMovement', `${told.id}/save`), { seen: '0', values: '{}' })).status,
    ).toBe(403);
  });

  it('of points takes an entry, and moves the balance', async () => {
    const membershipId = String(rows.get('LoyaltyMembership')?.['id']);
    const before = await test.db.reader.loyaltyMembership.findUniqueOrThrow({ where: { id: membershipId } });
    const values = own({ membershipId, entryType: 'BONUS', points: '40', description: 'Sorry for the wait' });
    const { status, told } = await make(people.operator, 'LoyaltyEntry', values);
    expect({ status, told }).toMatchObject({ status: 200 });
    const after = await test.db.reader.loyaltyMembership.findUniqueOrThrow({ where: { id: membershipId } });
    expect(after.availablePoints - before.availablePoints).toBe(40);
    expect((await trail(told.id))[0]?.content).toContain('Sorry for the wait');
    const theirs = String(elsewhere.get('LoyaltyMembership')?.['id']);
    expect((await make(people.operator, 'LoyaltyEntry', { ...values, membershipId: theirs })).status).toBe(400);
  });
});

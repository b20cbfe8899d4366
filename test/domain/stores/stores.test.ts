import { beforeAll, describe, expect, it } from 'vitest';
import { createVault } from '../../../server/core/vault.ts';
import type { Ctx } from '../../../server/db/index.ts';
import { listAuditChains, verifyAuditChain } from '../../../server/domain/audit/index.ts';
import {
  assignCashier,
  createCashier,
  createStore,
  createTerminal,
  isInNetworks,
  issueTerminalSecret,
  revokeTerminal,
  setCodeOnlyAccess,
  updateCashier,
  updateStore,
  updateTerminal,
} from '../../../server/domain/stores/index.ts';
import { createCompany, createUser, systemCtx } from '../../../server/domain/tenancy/index.ts';
import { createLogger } from '../../../server/log.ts';
import { withDatabase } from '../../support/database.ts';

const test = withDatabase();
const vault = createVault('a secret of enough characters for this');
let ctx: Ctx;
let companyId: number;
let owner: Ctx;
let stranger: Ctx;

/** The hub's context with somebody else's rights. */
async function personOf(name: string): Promise<{ userId: string; acting(grants: readonly object[]): Ctx }> {
  const { id: userId } = await createUser(ctx, { username: name, password: 'A long password 1' });
  const base = { kind: 'user', userId, username: name, staffRole: null, staffCompanyIds: null } as const;
  return { userId, acting: (grants) => ({ ...ctx, actor: { ...base, grants: grants as never } }) };
}

const grant = (company: number, more: object) => ({
  companyId: company,
  isOwner: false,
  isAdministrator: false,
  roles: [],
  ...more,
});

beforeAll(async () => {
  const log = createLogger({ logLevel: 'silent' });
  ctx = systemCtx({ db: test.db, log, now: () => new Date('2026-11-21T10:00:00Z') }, 'test', 'job');
  const [a, b] = [await personOf('owner-a'), await personOf('owner-b')];
  const company = await createCompany(ctx, { name: 'Company A', ownerUserId: a.userId });
  const other = await createCompany(ctx, { name: 'Company B', ownerUserId: b.userId });
  companyId = company.id;
  owner = a.acting([grant(companyId, { isOwner: true, isAdministrator: true })]);
  stranger = b.acting([grant(other.id, { isOwner: true, isAdministrator: true })]);
});

const code = (error: unknown) => (error as { code: string }).code;
const refusal = (work: Promise<unknown>) => work.then(() => 'done', code);

describe('stores and terminals', () => {
  it('are made by whoever may, take their defaults, and leave a trace and a version', async () => {
    const before = await test.db.reader.company.findUniqueOrThrow({ where: { id: companyId } });
    const { id, uuid } = await createStore(owner, { companyId, code: 'S1', name: ' High Street ', brandName: '' });
    const store = await test.db.reader.store.findUniqueOrThrow({ where: { id } });
    expect(store).toMatchObject({
      uuid,
      name: 'High Street',
      brandName: null,
      timeZone: before.timeZone,
      currency: before.currency,
      version: before.versionCounter + 1,
      codeOnlyAccess: false,
      stockPolicy: 'terminal',
    });
    const first = await createTerminal(owner, { storeId: id, code: 'T1' });
    const second = await createTerminal(owner, { storeId: id, code: 'T2', networks: ['10.0.0.7', '10.0.0.9/24'] });
    const terminals = await test.db.reader.terminal.findMany({ where: { storeId: id }, orderBy: { id: 'asc' } });
    expect(terminals.map(({ id: key, number, name, networks }) => [key, number, name, networks])).toEqual([
      [first.id, 1, 'T1', '[]'],
      [second.id, 2, 'T2', '["10.0.0.7/32","10.0.0.0/24"]'],
    ]);
    const trail = await test.db.reader.auditEntry.findMany({ where: { companyId, subjectType: 'terminal' } });
    expect(trail.map(({ action, subjectId }) => [action, subjectId])).toEqual([
      ['terminal.create', String(first.id)],
      ['terminal.create', String(second.id)],
    ]);
  });

  it('have codes and numbers of their own', async () => {
    const { id: storeId } = await createStore(owner, { companyId, code: 'S2', name: 'Two' });
    expect(await refusal(createStore(owner, { companyId, code: 'S2', name: 'Twice' }))).toBe('already_exists');
    expect(await refusal(createStore(owner, { companyId, code: 's2', name: 'Other case' }))).toBe('done');
    const { id } = await createTerminal(owner, { storeId, code: 'T1' });
    await createTerminal(owner, { storeId, code: 'T2' });
    expect(await refusal(createTerminal(owner, { storeId, code: 'T1' }))).toBe('already_exists');
    expect(await refusal(createTerminal(owner, { storeId, code: 'T3', number: 2 }))).toBe('already_exists');
    expect(await refusal(updateTerminal(owner, { terminalId: id, number: 2 }))).toBe('already_exists');
  });

  it.each([
    ['a zone that is none', { timeZone: 'Mars/Base' }],
    ['a currency in small letters', { currency: 'gbp' }],
    ['an empty name', { name: '  ' }],
    ['a code with a line break', { code: 'A\nB' }],
    ['half a character', { name: 'A\ud800' }],
    ['a day that begins tomorrow', { dayStartMinutes: 1440 }],
  ])('refuse %s', async (_what, wrong) => {
    expect(await refusal(createStore(owner, { companyId, code: 'S9', name: 'Nine', ...wrong }))).toBe('invalid_input');
  });

  it('do not exist for another company, whatever is asked of them', async () => {
    const { id: storeId } = await createStore(owner, { companyId, code: 'S3', name: 'Three' });
    const { id: terminalId } = await createTerminal(owner, { storeId, code: 'T1' });
    const { id: cashierId } = await createCashier(
      owner,
      { companyId, userName: 'c1', firstName: 'C', password: 'p' },
      vault,
    );
    for (const work of [
      () => createStore(stranger, { companyId, code: 'X', name: 'X' }),
      () => updateStore(stranger, { storeId, name: 'X' }),
      () => setCodeOnlyAccess(stranger, storeId, ['10.0.0.0/8']),
      () => createTerminal(stranger, { storeId, code: 'X' }),
      () => updateTerminal(stranger, { terminalId, name: 'X' }),
      () => issueTerminalSecret(stranger, terminalId, 'https://hub'),
      () => revokeTerminal(stranger, terminalId),
      () => createCashier(stranger, { companyId, userName: 'x', firstName: 'X', password: 'p' }, vault),
      () => updateCashier(stranger, { cashierId, firstName: 'X' }, vault),
      () => assignCashier(stranger, { cashierId, storeId }),
    ]) {
      expect(await refusal(work())).toBe('not_found');
    }
  });

  it('are for a store manager those of the own stores', async () => {
    const [mine, theirs] = [
      await createStore(owner, { companyId, code: 'S4', name: 'Four' }),
      await createStore(owner, { companyId, code: 'S5', name: 'Five' }),
    ];
    const { acting } = await personOf('manager');
    const manager = acting([grant(companyId, { roles: [{ role: 'manager', storeIds: [mine.id] }] })]);
    expect(await refusal(createTerminal(manager, { storeId: mine.id, code: 'T1' }))).toBe('done');
    expect(await refusal(createTerminal(manager, { storeId: theirs.id, code: 'T1' }))).toBe('not_found');
    expect(await refusal(createStore(manager, { companyId, code: 'S6', name: 'Six' }))).toBe('forbidden');
  });
});

describe('cashiers', () => {
  it('have sealed passwords, folded names, and numbers that are never given twice', async () => {
    const person = { companyId, firstName: 'Ann', password: 'anns-password' };
    const { id } = await createCashier(owner, { ...person, userName: ' Ann ' }, vault);
    const row = await test.db.reader.cashier.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ userName: 'ann', firstName: 'Ann', lastName: '', isActive: true });
    expect(JSON.stringify(row)).not.toContain('anns-password');
    expect(vault.open(row.passwordEncrypted, `cashier:${id}`)).toBe('anns-password');
    expect(await refusal(createCashier(owner, { ...person, userName: 'ANN' }, vault))).toBe('already_exists');
    const next = await createCashier(owner, { ...person, userName: 'bob' }, vault);
    const bob = await test.db.reader.cashier.findUniqueOrThrow({ where: { id: next.id } });
    expect(bob.number).toBe(row.number + 1);
    expect(await refusal(updateCashier(owner, { cashierId: next.id, number: row.number }, vault))).toBe(
      'already_exists',
    );
    const trail = await test.db.reader.auditEntry.findMany({ where: { companyId, subjectType: 'cashier' } });
    expect(JSON.stringify(trail.map((entry) => entry.content))).not.toContain('anns-password');
  });

  it('work on terminals of the store that they are assigned to', async () => {
    const [a, b] = [
      await createStore(owner, { companyId, code: 'S7', name: 'Seven' }),
      await createStore(owner, { companyId, code: 'S8', name: 'Eight' }),
    ];
    const elsewhere = await createTerminal(owner, { storeId: b.id, code: 'T1' });
    const input = { companyId, userName: 'carl', firstName: 'Carl', password: 'p' };
    const { id: cashierId } = await createCashier(owner, input, vault);
    const wrong = { cashierId, storeId: a.id, terminalIds: [elsewhere.id] };
    expect(await refusal(assignCashier(owner, wrong))).toBe('invalid_input');
    await assignCashier(owner, { cashierId, storeId: a.id });
    await assignCashier(owner, { cashierId, storeId: a.id });
    expect(await test.db.reader.cashierStore.count({ where: { cashierId } })).toBe(1);
  });
});

describe('networks', () => {
  it.each([
    ['10.1.2.3', ['10.0.0.0/8'], true],
    ['::ffff:10.1.2.3', ['10.0.0.0/8'], true],
    ['11.1.2.3', ['10.0.0.0/8', '11.1.2.3'], true],
    ['2001:db8::1', ['2001:db8::/32'], true],
    ['2001:db8::1', ['10.0.0.0/8'], false],
    ['', ['0.0.0.0/0', '::/0'], false],
    ['10.1.2.3', [], false],
    ['10.1.2.3', ['nonsense'], false],
  ])('%s in %j: %s', (address, networks, is) => {
    expect(isInNetworks(address, networks)).toBe(is);
  });
});

it('every trace of all this still proves', async () => {
  for (const chain of await listAuditChains(test.db)) {
    expect(await verifyAuditChain(test.db, chain)).toMatchObject({ ok: true });
  }
});

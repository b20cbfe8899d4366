import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyAuditChain } from '../../../server/domain/audit/index.ts';
import { createStore } from '../../../server/domain/stores/index.ts';
import {
  addMember,
  createCompany,
  ensureSetupToken,
  getCompanyBySlug,
  grantRole,
  requireSetupToken,
  scopeFor,
  useSetupToken,
} from '../../../server/domain/tenancy/index.ts';
import { slugFrom } from '../../../server/domain/tenancy/slug.ts';
import { createDatabase, withDatabase } from '../../support/database.ts';
import {
  goodPassword,
  hubCtx,
  makeCompany,
  makeMember,
  makeStaff,
  makeUser,
  signedIn,
  visitor,
} from '../../support/people.ts';

const test = withDatabase();

async function makeStore(companyId: number, code: string): Promise<number> {
  const store = await createStore(hubCtx(test.db), {
    companyId,
    code,
    name: code,
    timeZone: 'Europe/London',
    currency: 'GBP',
  });
  return store.id;
}

describe('slugs', () => {
  it('are made from the name by the rules of the old hub', () => {
    const made: Record<string, string> = {
      'Harbour Grocers Ltd': 'harbour-grocers-ltd',
      'Çağ & Söz': 'cag-soz',
      'a/b': 'ab',
      '  --Reed   Coffee-- ': 'reed-coffee',
      山田商店: 'company',
      '!!!': 'company',
      Snake_Case: 'snake_case',
      // Cut at the very end, as the old hub did.
      [`${'x'.repeat(79)} y`]: `${'x'.repeat(79)}-`,
    };
    for (const [name, slug] of Object.entries(made)) expect(slugFrom(name)).toBe(slug);
  });

  it('are never empty, never long, and need no escaping in an address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (name) => /^[a-z0-9_-]{1,80}$/.test(slugFrom(name))),
    );
  });

  it('are not those of fixed routes, and never taken twice', async () => {
    const { id: ownerUserId } = await makeUser(test.db, 'slug.owner');
    const make = (name: string) => createCompany(hubCtx(test.db), { name, ownerUserId });
    for (const name of ['Create', 'JOIN!', '  join ', 'Invitations']) {
      await expect(make(name)).rejects.toMatchObject({
        code: 'invalid_input',
        facts: { errors: [{ path: 'name', message: expect.stringMatching(/^The address of this company/) }] },
      });
    }
    expect((await make('Reed Coffee')).slug).toBe('reed-coffee');
    expect((await make('Reed Coffee')).slug).toMatch(/^reed-coffee-[0-9a-f]{6}$/);
  });

  it('and office codes differ for companies created at the same time', async () => {
    const { id: ownerUserId } = await makeUser(test.db, 'twin.owner');
    const make = () => createCompany(hubCtx(test.db), { name: 'Twins', ownerUserId });
    const made = await Promise.all([make(), make(), make()]);
    expect(new Set(made.map(({ slug }) => slug)).size).toBe(3);
    expect(new Set(made.map(({ officeCode }) => officeCode)).size).toBe(3);
  });
});

describe('a company', () => {
  it('is created by anyone who is signed in, who becomes owner and administrator', async () => {
    await makeUser(test.db, 'founder');
    const { slug } = await createCompany(await signedIn(test.db, 'founder'), { name: 'Founders' });
    const ctx = await signedIn(test.db, 'founder');
    const company = await getCompanyBySlug(ctx, slug);
    expect(ctx.actor).toMatchObject({ grants: [{ companyId: company.id, isOwner: true, isAdministrator: true }] });
  });

  it('is not created by a stranger, nor for somebody else', async () => {
    const { id } = await makeUser(test.db, 'unasked');
    await makeUser(test.db, 'pusher');
    const stranger = { ...hubCtx(test.db), actor: { kind: 'anonymous' } as const };
    await expect(createCompany(stranger, { name: 'X' })).rejects.toMatchObject({ code: 'not_signed_in' });
    const pusher = await signedIn(test.db, 'pusher');
    await expect(createCompany(pusher, { name: 'X', ownerUserId: id })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('refuses bad fields and an office code that is taken', async () => {
    const { id: ownerUserId } = await makeUser(test.db, 'careless');
    const make = (input: object) => createCompany(hubCtx(test.db), { name: 'Careless', ownerUserId, ...input });
    for (const bad of [
      { name: '  ' },
      { name: 'x'.repeat(201) },
      { currency: 'XXZ' },
      { timeZone: 'Mars/Olympus' },
      { officeCode: 'a b' },
    ]) {
      await expect(make(bad), JSON.stringify(bad)).rejects.toMatchObject({ code: 'invalid_input' });
    }
    await make({ officeCode: 'TAKEN-1' });
    await expect(make({ officeCode: 'TAKEN-1' })).rejects.toMatchObject({ code: 'already_exists' });
  });

  it('looks the same to an outsider whether it exists or not', async () => {
    const { slug } = await makeCompany(test.db, 'Hidden');
    await makeUser(test.db, 'outsider');
    const ctx = await signedIn(test.db, 'outsider');
    const [hidden, missing] = await Promise.all(
      [slug, 'no-such-company'].map((asked) =>
        getCompanyBySlug(ctx, asked).catch((error: { code: string; message: string }) => [error.code, error.message]),
      ),
    );
    expect(hidden).toEqual(missing);
  });
});

describe('members', () => {
  it('are taken in by owners and administrators, once', async () => {
    const company = await makeCompany(test.db, 'Takers');
    const { id: userId } = await makeUser(test.db, 'taken.in');
    const owner = await signedIn(test.db, company.ownerName);
    await addMember(owner, { companyId: company.id, userId });
    await expect(addMember(owner, { companyId: company.id, userId })).rejects.toMatchObject({ code: 'already_exists' });
    const member = await signedIn(test.db, 'taken.in');
    const input = { companyId: company.id, userId: company.ownerId };
    await expect(addMember(member, input)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(grantRole(member, { ...input, role: 'manager', storeId: null })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('get the owner tag from owners only', async () => {
    const company = await makeCompany(test.db, 'Taggers');
    const { id: adminId } = await makeUser(test.db, 'tag.admin');
    const { id: userId } = await makeUser(test.db, 'tag.wanted');
    await addMember(hubCtx(test.db), { companyId: company.id, userId: adminId, isAdministrator: true });
    const admin = await signedIn(test.db, 'tag.admin');
    await expect(addMember(admin, { companyId: company.id, userId, isOwner: true })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await addMember(admin, { companyId: company.id, userId });
  });

  it('of one company are nobody in another: no operation tells that it exists', async () => {
    const ours = await makeCompany(test.db, 'Ours');
    const theirs = await makeCompany(test.db, 'Theirs');
    const ctx = await signedIn(test.db, ours.ownerName);
    for (const companyId of [theirs.id, 999_999]) {
      const input = { companyId, userId: ours.ownerId };
      await expect(addMember(ctx, input)).rejects.toMatchObject({ code: 'not_found' });
      await expect(grantRole(ctx, { ...input, role: 'stock', storeId: null })).rejects.toMatchObject({
        code: 'not_found',
      });
    }
    await expect(getCompanyBySlug(ctx, theirs.slug)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('roles', () => {
  it('reach the person’s next request, and only the stores they were given for', async () => {
    const company = await makeCompany(test.db, 'Roles');
    const [first, second] = [await makeStore(company.id, 'S1'), await makeStore(company.id, 'S2')];
    const { id: userId } = await makeMember(test.db, company.id, 'role.manager');
    const owner = await signedIn(test.db, company.ownerName);
    expect(scopeFor(await signedIn(test.db, 'role.manager'), 'figures.see')).toEqual({ companyIds: [], storeIds: [] });
    const grant = { companyId: company.id, userId, role: 'manager', storeId: first } as const;
    await grantRole(owner, grant);
    await grantRole(owner, grant);
    const bound = await signedIn(test.db, 'role.manager');
    expect(scopeFor(bound, 'figures.see')).toEqual({ companyIds: [company.id], storeIds: [first] });
    await grantRole(owner, { ...grant, storeId: null });
    const whole = await signedIn(test.db, 'role.manager');
    expect(scopeFor(whole, 'figures.see')).toEqual({ companyIds: [company.id], storeIds: null });
    expect(second).not.toBe(first);
  });

  it('for a store of another company, or for somebody who is no member, are refused as not found', async () => {
    const company = await makeCompany(test.db, 'Borders');
    const other = await makeCompany(test.db, 'Beyond');
    const foreignStore = await makeStore(other.id, 'S1');
    const owner = await signedIn(test.db, company.ownerName);
    const role = { companyId: company.id, userId: company.ownerId, role: 'stock' } as const;
    await expect(grantRole(owner, { ...role, storeId: foreignStore })).rejects.toMatchObject({ code: 'not_found' });
    await expect(grantRole(owner, { ...role, userId: other.ownerId, storeId: null })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('in one company and ownership of another mix store by store', async () => {
    const own = await makeCompany(test.db, 'Mix One');
    const other = await makeCompany(test.db, 'Mix Two');
    const ownStores = [await makeStore(own.id, 'A'), await makeStore(own.id, 'B')];
    const chosen = await makeStore(other.id, 'A');
    await makeStore(other.id, 'B');
    await addMember(hubCtx(test.db), { companyId: other.id, userId: own.ownerId });
    await grantRole(hubCtx(test.db), { companyId: other.id, userId: own.ownerId, role: 'accountant', storeId: chosen });
    const scope = scopeFor(await signedIn(test.db, own.ownerName), 'figures.see');
    expect(scope.companyIds).toEqual([own.id, other.id]);
    expect([...(scope.storeIds ?? [])].sort((a, b) => a - b)).toEqual([...ownStores, chosen]);
  });
});

describe('limited staff', () => {
  it('see the companies they were given; given none, they see none', async () => {
    const company = await makeCompany(test.db, 'Supported');
    await makeStaff(test.db, 'limited.some', { role: 'support', companyIds: [company.id] });
    await makeStaff(test.db, 'limited.none', { role: 'superuser', companyIds: [] });
    await makeStaff(test.db, 'unlimited', { role: 'support' });
    expect(scopeFor(await signedIn(test.db, 'limited.some'), 'figures.see')).toEqual({
      companyIds: [company.id],
      storeIds: null,
    });
    expect(scopeFor(await signedIn(test.db, 'limited.none'), 'figures.see')).toEqual({ companyIds: [], storeIds: [] });
    expect(scopeFor(await signedIn(test.db, 'unlimited'), 'figures.see')).toEqual({ companyIds: null, storeIds: null });
  });
});

describe('the set-up link', () => {
  it('works once, for the first staff account; only its hash is stored', async () => {
    await using database = await createDatabase();
    const ctx = hubCtx(database.db);
    const first = await ensureSetupToken(ctx);
    const token = await ensureSetupToken(ctx);
    if (first === null || token === null) throw new Error('an empty hub must offer a link');
    await expect(requireSetupToken(ctx, first)).rejects.toMatchObject({ code: 'expired' });
    await requireSetupToken(ctx, token);
    const stored = await database.db.reader.hubState.findMany();
    expect(JSON.stringify(stored)).not.toContain(token);

    const input = { token, username: 'first.chief', password: goodPassword, visitor };
    await expect(useSetupToken(ctx, { ...input, password: 'short' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(useSetupToken(ctx, { ...input, token: first })).rejects.toMatchObject({ code: 'expired' });
    const both = await Promise.allSettled([
      useSetupToken(ctx, input),
      useSetupToken(ctx, { ...input, username: 'second.chief' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await database.db.reader.user.count({ where: { staffRole: 'superuser' } })).toBe(1);
    expect(await ensureSetupToken(ctx)).toBe(null);
    await expect(useSetupToken(ctx, input)).rejects.toMatchObject({ code: 'expired' });
    expect(await verifyAuditChain(database.db, 0)).toMatchObject({ ok: true });
  });
});

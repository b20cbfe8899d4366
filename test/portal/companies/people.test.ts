/** The people of a company: owners, administrators, roles, and the ways out. */
import { describe, expect, it } from 'vitest';
import { newId } from '../../../server/core/ids.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { listMembers } from '../../../server/domain/companies/index.ts';
import { hubCtx } from '../../support/people.ts';
import type { Visitor } from '../../support/visitor.ts';
import { Desk, flashAfter, type Shop } from './support.ts';

const desk = new Desk();

const home = (shop: Shop) => `/companies/${shop.slug}/`;
const member = (shop: Shop, kind: keyof Shop['ids']) => `${home(shop)}members/${shop.ids[kind]}/`;
const standing = async (shop: Shop, kind: keyof Shop['ids']) => {
  const where = { companyId_userId: { companyId: shop.id, userId: shop.ids[kind] } };
  const row = await desk.db.reader.companyMembership.findUnique({ where });
  return row && { isOwner: row.isOwner, isAdministrator: row.isAdministrator };
};

/** Presses a button and reads what the next page says. */
async function press(visitor: Visitor, path: string, fields: Record<string, string> = {}): Promise<string> {
  const answer = await visitor.post(path, fields);
  return answer.status === 302 ? flashAfter(visitor, answer) : String(answer.status);
}

describe('F-TEN-8: owner tag and administrator in the portal', () => {
  it('administrators and owners grant and revoke the flag, and are told what was so already', async () => {
    const shop = await desk.shop();
    const visitor = await desk.as(shop.nameOf('administrator'));
    const path = member(shop, 'member');
    const name = shop.nameOf('member');
    expect(await press(visitor, `${path}grant-admin/`)).toBe(`success: ${name} is an administrator now.`);
    expect(await press(visitor, `${path}grant-admin/`)).toBe(`info: ${name} was an administrator already.`);
    expect(await standing(shop, 'member')).toEqual({ isOwner: false, isAdministrator: true });
    expect(await press(visitor, `${path}revoke-admin/`)).toBe(`success: ${name} is no longer an administrator.`);
    expect(await press(visitor, `${path}revoke-admin/`)).toBe(`info: ${name} was no administrator.`);
    expect(await press(visitor, `${member(shop, 'administrator')}revoke-admin/`)).toMatch(
      /^error: Another administrator/,
    );
    expect(await press(visitor, `${member(shop, 'owner')}revoke-admin/`)).toMatch(
      /^error: An owner stays administrator/,
    );
    const plain = await desk.as(name);
    expect(await press(plain, `${path}grant-admin/`)).toBe('error: Your role in this company does not allow this.');
    expect(await press(await desk.as(shop.nameOf('outsider')), `${path}grant-admin/`)).toBe('404');
    expect(await press(visitor, `${home(shop)}members/${newId()}/grant-admin/`)).toBe('404');
  });

  it('the owner tag reaches a member at once; the last owner keeps it', async () => {
    const shop = await desk.shop();
    const owner = await desk.as(shop.nameOf('owner'));
    const give = (username: string) => press(owner, `${home(shop)}owners/grant/`, { username });
    expect(await give(shop.nameOf('member'))).toBe(`success: ${shop.nameOf('member')} is an owner now.`);
    expect(await give(shop.nameOf('member').toUpperCase())).toMatch(/^info: .* was an owner already\.$/);
    expect(await standing(shop, 'member')).toEqual({ isOwner: true, isAdministrator: true });
    const empty = await owner.post(`${home(shop)}owners/grant/`, { username: '  ' });
    expect([empty.status, empty.body]).toEqual([200, expect.stringContaining('Type a user name.')]);
    const drop = `${home(shop)}owners/self-remove/`;
    for (const kind of ['member', 'co-owner'] as const) {
      const visitor = await desk.as(shop.nameOf(kind));
      expect((await visitor.get(drop)).body).toContain('You stay a member and administrator.');
      expect(await press(visitor, drop)).toBe('success: You are no longer an owner.');
      expect(await standing(shop, kind)).toEqual({ isOwner: false, isAdministrator: true });
    }
    expect(await press(owner, drop)).toMatch(/^error: You are the only owner\. Give the owner tag/);
    const administrator = await desk.as(shop.nameOf('administrator'));
    expect(await press(administrator, drop)).toBe('error: Your role in this company does not allow this.');
    expect(await press(administrator, `${home(shop)}owners/grant/`, { username: shop.nameOf('member') })).toMatch(
      /^error/,
    );
  });

  it('each person’s page offers exactly what the visitor may do to them', async () => {
    const shop = await desk.shop();
    const offers = async (visitor: Visitor, kind: keyof Shop['ids']) => {
      const { body } = await visitor.get(member(shop, kind));
      const found = [
        ...body.matchAll(/(?:action|href)="[^"]*\/(grant-admin|revoke-admin|roles|remove|owners\/grant)\/[^"]*"/g),
      ];
      return found.map(([, name]) => name).sort();
    };
    const owner = await desk.as(shop.nameOf('owner'));
    expect(await offers(owner, 'member')).toEqual(['grant-admin', 'owners/grant', 'remove', 'roles']);
    expect(await offers(owner, 'administrator')).toEqual(['owners/grant', 'remove', 'revoke-admin', 'roles']);
    expect(await offers(owner, 'co-owner')).toEqual(['roles']);
    expect(await offers(owner, 'owner')).toEqual(['roles']);
    const administrator = await desk.as(shop.nameOf('administrator'));
    expect(await offers(administrator, 'member')).toEqual(['grant-admin', 'remove', 'roles']);
    expect(await offers(administrator, 'administrator')).toEqual(['roles']);
    expect(await offers(await desk.as(shop.nameOf('manager')), 'member')).toEqual([]);
  });
});

describe('fault 6: ways out', () => {
  it('a member leaves after being told what happens; access ends with the next request', async () => {
    const shop = await desk.shop();
    const visitor = await desk.as(shop.nameOf('member'));
    const page = await visitor.get(`${home(shop)}leave/`);
    expect(page.body).toContain('You lose your access to this company at once');
    expect(await press(visitor, `${home(shop)}leave/`)).toBe(`success: You have left ${shop.name}.`);
    expect((await visitor.get(home(shop))).status).toBe(404);
    expect(await standing(shop, 'member')).toBeNull();
  });

  it('an owner cannot leave or be removed; a member can, with a page that says to how many roles', async () => {
    const shop = await desk.shop();
    const owner = await desk.as(shop.nameOf('owner'));
    expect((await owner.get(`${home(shop)}leave/`)).body).not.toContain('btn-danger');
    expect(await press(owner, `${home(shop)}leave/`)).toMatch(/^error: Give up the owner tag first/);
    expect(await press(owner, `${member(shop, 'co-owner')}remove/`)).toMatch(/^error: An owner cannot be removed/);
    const asked = await owner.get(`${member(shop, 'accountant')}remove/`);
    expect(asked.body).toContain('1 role goes with it.');
    const victim = await desk.as(shop.nameOf('accountant'));
    expect(await press(owner, `${member(shop, 'accountant')}remove/`)).toMatch(/^success: .* is removed\.$/);
    expect((await victim.get(home(shop))).status).toBe(404);
    const self = await desk.as(shop.nameOf('administrator'));
    expect(await press(self, `${member(shop, 'administrator')}remove/`)).toMatch(/^error: Nobody removes themselves/);
    expect(await press(await desk.as(shop.nameOf('member')), `${member(shop, 'manager')}remove/`)).toMatch(/^error/);
  });
});

describe('roles', () => {
  it('F-RBAC-1: are given for the company or for single stores, and reach exactly these', async () => {
    const shop = await desk.shop();
    const owner = await desk.as(shop.nameOf('owner'));
    const [quay, market] = shop.stores;
    const path = `${member(shop, 'member')}roles/`;
    expect(await press(owner, path, { [`role-manager-${quay?.id}`]: 'yes', 'role-stock-company': 'yes' })).toMatch(
      /^success/,
    );
    const { body } = await owner.get(member(shop, 'member'));
    expect(body).toContain('Manager: Quay');
    expect(body).toContain('Stock keeper: Every store');
    const visitor = await desk.as(shop.nameOf('member'));
    const list = await visitor.get(`/stores/${shop.slug}/`);
    expect([list.body.includes('Quay'), list.body.includes('Market')]).toEqual([true, false]);
    expect(await press(owner, path, { [`role-manager-${market?.id}`]: 'yes' })).toMatch(/^success/);
    const moved = await visitor.get(`/stores/${shop.slug}/`);
    expect([moved.body.includes('Quay'), moved.body.includes('Market')]).toEqual([false, true]);
    expect(await press(owner, path, { [`role-manager-${market?.id}`]: 'yes' })).toMatch(/^info/);
  });

  it('of another company’s stores are refused, with the boxes as they were ticked', async () => {
    const [shop, other] = [await desk.shop(), await desk.shop()];
    const owner = await desk.as(shop.nameOf('owner'));
    const answer = await owner.post(`${member(shop, 'member')}roles/`, {
      [`role-manager-${other.stores[0]?.id}`]: 'yes',
      'role-stock-company': 'yes',
    });
    expect([answer.status, answer.body]).toEqual([200, expect.stringContaining('Choose stores of this company.')]);
    expect(answer.body).toMatch(/name="role-stock-company" value="yes" aria-label="Stock keeper: Every store" checked/);
    expect((await owner.get(`${home(shop)}members/${other.ids.member}/`)).status).toBe(404);
  });

  it('F-RBAC-3: owners and administrators decide about users and invitations, nobody else', async () => {
    const shop = await desk.shop();
    const pages = ['joining/', 'invite/', `members/${shop.ids.member}/roles/`].map((page) => `${home(shop)}${page}`);
    for (const kind of ['owner', 'administrator'] as const) {
      const visitor = await desk.as(shop.nameOf(kind));
      for (const page of pages) expect((await visitor.get(page)).status, `${kind} ${page}`).toBe(200);
    }
    for (const kind of ['manager', 'accountant', 'member'] as const) {
      const visitor = await desk.as(shop.nameOf(kind));
      for (const page of pages) expect((await visitor.get(page)).status, `${kind} ${page}`).toBe(403);
      expect(
        await press(visitor, `${home(shop)}members/${shop.ids.member}/roles/`, { 'role-manager-company': 'yes' }),
      ).toBe('403');
    }
    const outsider = await desk.as(shop.nameOf('outsider'));
    for (const page of pages) expect((await outsider.get(page)).status).toBe(404);
  });

  it('F-RBAC-5: an accountant for every store sees reports across stores and changes nothing', async () => {
    const shop = await desk.shop();
    const visitor = await desk.as(shop.nameOf('accountant'));
    const report = await visitor.get(`/reports/sales-by-day?company=${shop.slug}`);
    expect(report.status).toBe(200);
    for (const { name } of shop.stores) expect(report.body).toContain(name);
    expect((await visitor.get(`/stores/${shop.slug}/`)).status).toBe(403);
    expect((await visitor.post(`${home(shop)}edit/`, { name: 'X' })).location).toBe(home(shop));
  });

  it('F-RBAC-8: the office role can be given and taken', async () => {
    const shop = await desk.shop();
    const owner = await desk.as(shop.nameOf('owner'));
    const path = `${member(shop, 'member')}roles/`;
    const held = async () =>
      (
        await desk.db.reader.membershipRole.findMany({
          where: { companyId: shop.id, membership: { userId: shop.ids.member } },
        })
      ).map(({ role, scopeKey }) => `${role} ${scopeKey}`);
    await press(owner, path, { 'role-office-company': 'yes' });
    expect(await held()).toEqual(['office company']);
    expect((await owner.get(path)).body).toContain('May use OFFICE.');
    await press(owner, path);
    expect(await held()).toEqual([]);
  });
});

describe('the list of people', () => {
  it('shows names, badges and roles; a manager bound to stores sees their people first, and no roles elsewhere', async () => {
    const shop = await desk.shop();
    const owner = await desk.as(shop.nameOf('owner'));
    await press(owner, `${member(shop, 'member')}roles/`, { [`role-stock-${shop.stores[1]?.id}`]: 'yes' });
    const manager = await desk.as(shop.nameOf('manager'));
    const mine = await manager.get(home(shop));
    expect(mine.body).toContain(`>${shop.nameOf('manager')}</a>`);
    expect(mine.body).not.toContain(`>${shop.nameOf('member')}</a>`);
    const everyone = await manager.get(`${home(shop)}?show=everyone`);
    expect(everyone.body).toContain(`>${shop.nameOf('member')}</a>`);
    expect(everyone.body).not.toContain('Stock keeper');
    expect(everyone.body).not.toContain('Accountant');
    const plain = await desk.as(shop.nameOf('member'));
    const seen = await plain.get(home(shop));
    expect(seen.body).toContain('Stock keeper: Market');
    expect(seen.body).not.toContain('Manager: Quay');
    expect((await owner.get(home(shop))).body).toContain('Manager: Quay');
  });

  it('is searched by any part of a name, and says what to do when nobody is found', async () => {
    const shop = await desk.shop();
    const owner = await desk.as(shop.nameOf('owner'));
    const found = await owner.get(`${home(shop)}?q=ACCOUNT`);
    expect(found.body).toContain(`>${shop.nameOf('accountant')}</a>`);
    expect(found.body).not.toContain(`>${shop.nameOf('manager')}</a>`);
    expect(found.body).toContain('1 person');
    const none = await owner.get(`${home(shop)}?q=${encodeURIComponent('<nobody>')}`);
    expect(none.body).toContain('Nobody found');
    expect(none.body).toContain('value="&lt;nobody&gt;"');
  });

  it('fault 18: costs the same few queries for five people and for sixty, page by page', async () => {
    const shop = await desk.shop();
    const calls: string[] = [];
    const ctx = hubCtx(desk.db);
    const reader = new Proxy(desk.db.reader, {
      get(target, name, receiver) {
        if (typeof name === 'string' && /^[a-z]/.test(name) && !name.startsWith('then')) calls.push(name);
        return Reflect.get(target, name, receiver);
      },
    });
    const counted = { ...ctx, db: { ...desk.db, reader } };
    const count = async (page: number) => {
      calls.length = 0;
      const { members, pages } = await listMembers(counted, { companyId: shop.id, search: '', page, show: 'everyone' });
      return { queries: [...calls], shown: members.length, pages };
    };
    const few = await count(1);
    expect(few).toEqual({ queries: ['companyMembership', 'membershipRole'], shown: 6, pages: 1 });
    const ids = Array.from({ length: 54 }, () => newId());
    await inTransaction(desk.db, async (tx) => {
      await tx.user.createMany({
        data: ids.map((id) => ({ id, username: `crowd-${id}`, usernameFolded: `crowd-${id}` })),
      });
      await tx.companyMembership.createMany({
        data: ids.map((userId) => ({ id: newId(), companyId: shop.id, userId })),
      });
    });
    expect(await count(1)).toEqual({ ...few, shown: 25, pages: 3 });
    expect(await count(3)).toEqual({ ...few, shown: 10, pages: 3 });
    const owner = await desk.as(shop.nameOf('owner'));
    const second = await owner.get(`${home(shop)}?page=2`);
    expect(second.body).toContain('Page 2 of 3');
    expect(second.body).toContain('rel="prev"');
    expect((await owner.get(`${home(shop)}?page=no`)).body).toContain('Page 1 of 3');
    expect((await owner.get(`${home(shop)}?page=99`)).body).toContain('Page 3 of 3');
  });
});

describe('fault 11: signed out in the middle', () => {
  it('a button pressed by a stranger leads to the sign-in and then to a page, never to a 405', async () => {
    const shop = await desk.shop();
    for (const path of ['grant-admin/', 'revoke-admin/', 'remove/'].map((end) => `${member(shop, 'member')}${end}`)) {
      const visitor = desk.stranger();
      const answer = await visitor.post(path, {});
      expect([answer.status, answer.location]).toEqual([302, expect.stringMatching(/^\/accounts\/login\//)]);
      const next = new URL(answer.location ?? '', desk.server.url).searchParams.get('next') ?? '';
      const signedIn = await visitor.post('/accounts/login/', {
        username: shop.nameOf('owner'),
        password: 'marble-Kettle-7-orbit',
        next,
      });
      expect(signedIn.status).toBe(302);
      expect((await visitor.get(signedIn.location ?? '')).status).toBe(200);
    }
    expect(await standing(shop, 'member')).toEqual({ isOwner: false, isAdministrator: false });
  });
});

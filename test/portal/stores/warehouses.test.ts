/** Warehouses in the portal, and with them the screens of the whole organisation. */
import { describe, expect, it } from 'vitest';
import { grantRole } from '../../../server/domain/tenancy/index.ts';
import { hubCtx, makeMember } from '../../support/people.ts';
import { withDesk } from './desk.ts';

const shop = withDesk();
const base = () => `/warehouses/${shop.desk.slug}/`;
const back = { name: 'Back room', code: 'BACK-1', warehouseType: 'BACKROOM', isActive: 'yes' };
const rows = () =>
  shop.desk.server.deps.db.reader.warehouse.findMany({
    where: { companyId: shop.desk.companyId },
    orderBy: { code: 'asc' },
  });
const errorsOf = (body: string) =>
  [...body.matchAll(/class="invalid-feedback"[^>]*>([^<]+)</g)].map(([, text]) => text);
const hiddenOf = (body: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '';

async function storeIdOf(path: string): Promise<string> {
  const uuid = path.split('/').at(-2) ?? '';
  return String((await shop.desk.server.deps.db.reader.store.findUniqueOrThrow({ where: { uuid } })).id);
}

describe('the warehouses of a company', () => {
  it('F-UI-1: companies, stores, warehouses, users and roles are screens of their own, each reached from every page', async () => {
    const owner = await shop.desk.owner;
    const store = await shop.desk.open({ name: 'Quay' });
    const { id: userId } = await makeMember(shop.desk.server.deps.db, shop.desk.companyId, 'organised.member');
    const roles = `/companies/${shop.desk.slug}/members/${userId}/roles/`;
    expect((await owner.get(base())).body).toContain('No warehouse yet');
    await owner.post(`${base()}new/`, { ...back, storeId: await storeIdOf(store) });
    await owner.post(roles, { 'role-manager-company': 'on' });
    const screens = {
      [`/companies/${shop.desk.slug}/`]: ['organised.member', 'Manager'],
      [`/stores/${shop.desk.slug}/`]: ['Quay'],
      [base()]: ['Back room', 'BACK-1', 'Quay'],
      [roles]: ['Manager', 'Accountant', 'Stock keeper', 'Waiter', 'Office'],
    };
    for (const [path, words] of Object.entries(screens)) {
      const { status, body } = await owner.get(path);
      const main = /<main[\s\S]*<\/main>/.exec(body)?.[0] ?? '';
      expect([path, status, words.filter((word) => !main.includes(word))]).toEqual([path, 200, []]);
      for (const href of Object.keys(screens).filter((each) => each !== roles))
        expect(body).toContain(`href="${href}"`);
    }
    expect((await owner.get('/companies/')).body).toContain('Grocer');
  });

  it('one is made, changed, deleted and restored; what is wrong stands beside its field', async () => {
    const owner = await shop.desk.owner;
    const wrong = await owner.post(`${base()}new/`, { ...back, name: '', code: 'x'.repeat(21), storeId: '' });
    expect(errorsOf(wrong.body)).toEqual(['Give the warehouse a name.', 'Use at most 20 characters.']);
    const made = await owner.post(`${base()}new/`, {
      ...back,
      name: 'Depot',
      code: 'DEPOT',
      warehouseType: 'MAIN',
      storeId: '',
    });
    expect([made.status, made.location]).toEqual([302, base()]);
    const twin = await owner.post(`${base()}new/`, { ...back, name: 'Twin', code: 'DEPOT', storeId: '' });
    expect(errorsOf(twin.body)).toEqual(['The code DEPOT belongs to “Depot”.']);
    expect(twin.body).toContain('value="Twin"');
    const depot = (await rows()).find(({ code }) => code === 'DEPOT');
    expect(depot).toMatchObject({ storeId: null, warehouseType: 'MAIN', isActive: true });
    const path = `${base()}${depot?.id}/`;
    const seen = hiddenOf((await owner.get(path)).body, 'seen');
    const said = { ...back, name: 'Old depot', code: 'DEPOT', warehouseType: 'MAIN', storeId: '', isActive: '' };
    expect((await owner.post(path, { ...said, seen })).location).toBe(base());
    expect((await owner.post(path, { ...said, seen, name: 'Late' })).body).toContain('Somebody else changed this');
    expect((await rows()).find(({ code }) => code === 'DEPOT')).toMatchObject({ name: 'Old depot', isActive: false });
    const way = (body: string) => ({ seen: hiddenOf(body, 'seen'), way: hiddenOf(body, 'way') });
    for (const isGone of [true, false]) {
      const ask = await owner.get(`${path}delete/`);
      expect((await owner.post(`${path}delete/`, way(ask.body))).location).toBe(base());
      expect((await rows()).find(({ code }) => code === 'DEPOT')?.deletedAt !== null).toBe(isGone);
    }
  });

  it('stays while a store sells from it, which is said before anybody tries', async () => {
    const owner = await shop.desk.owner;
    await owner.post(`${base()}new/`, { ...back, name: 'Used', code: 'USED', storeId: '' });
    const used = (await rows()).find(({ code }) => code === 'USED');
    await shop.desk.open({ name: 'Seller', warehouseId: used?.id ?? '' });
    expect((await owner.get(base())).body).toMatch(/Used[\s\S]*?Seller/);
    const ask = await owner.get(`${base()}${used?.id}/delete/`);
    expect(ask.body).toContain('It is still used');
    expect(ask.body).not.toContain('type="submit" class="btn btn-danger"');
    const refused = await owner.post(`${base()}${used?.id}/delete/`, {
      seen: hiddenOf(ask.body, 'seen'),
      way: 'delete',
    });
    expect(refused.body).toContain('Stores sell from it: give them another first.');
    expect((await rows()).find(({ code }) => code === 'USED')?.deletedAt).toBeNull();
  });

  it('is written by stock keepers of its store and by nobody of another one; central ones by those of the whole company', async () => {
    const { db } = shop.desk.server.deps;
    const [mine, other] = [await shop.desk.open({ name: 'Mine' }), await shop.desk.open({ name: 'Other' })];
    const keeper = await makeMember(db, shop.desk.companyId, 'keeper.of.mine');
    const storeId = Number(await storeIdOf(mine));
    await grantRole(hubCtx(db), { companyId: shop.desk.companyId, userId: keeper.id, role: 'stock', storeId });
    const visitor = await shop.desk.as('keeper.of.mine');
    const put = (code: string, store: string) =>
      visitor.post(`${base()}new/`, { ...back, name: code, code, storeId: store });
    expect((await put('KEPT', String(storeId))).status).toBe(302);
    expect((await put('ELSEWHERE', await storeIdOf(other))).status).toBe(404);
    expect((await put('CENTRAL', '')).status).toBe(403);
    expect((await rows()).map(({ code }) => code)).not.toEqual(expect.arrayContaining(['ELSEWHERE']));
    expect((await rows()).some(({ code }) => code === 'CENTRAL')).toBe(false);
    const stranger = await shop.desk.as('owner.books');
    expect((await stranger.get(base())).status).toBe(404);
    expect((await (await shop.desk.as('grocer.member')).get(base())).status).toBe(403);
  });

  it('of another company are not found by their id', async () => {
    const [own] = await rows();
    const stranger = await shop.desk.as('owner.books');
    for (const path of [`${own?.id}/`, `${own?.id}/delete/`]) {
      expect((await stranger.get(`/warehouses/${shop.books.slug}/${path}`)).status).toBe(404);
      expect((await stranger.post(`/warehouses/${shop.books.slug}/${path}`, { ...back, storeId: '' })).status).toBe(
        404,
      );
    }
  });
});

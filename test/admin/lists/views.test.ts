import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { View } from '../../../admin/components/list/list-view.ts';
import { withDatabase } from '../../support/database.ts';
import { someCompany } from '../../support/hub.ts';
import { type Browser, type Office, openOffice } from '../office.ts';

const test = withDatabase();
const address = '/admin/api/hub/views';
const fields = {
  ...{ model: 'Transaction', name: 'Returns', sharedTo: '', isPinned: 'false' },
  query: 'filters.transactionType=return&filters.transactionType=exchange&filters.businessDay~~during=last-7-days',
  columns: 'businessDay,totalE4',
  sort: 'businessDay asc',
};
let office: Office;
let boss: Browser;
let operator: Browser;
let support: Browser;

const views = async (who: Browser, query = '') =>
  ((await (await who.get(`${address}?model=Transaction${query}`)).json()) as { views: View[] }).views;
const save = async (who: Browser, changes: Record<string, string> = {}) => {
  const answer = await who.post(address, { ...fields, ...changes });
  return { status: answer.status, view: (await answer.json()) as View };
};

beforeAll(async () => {
  office = await openOffice(test.db);
  boss = await office.person('boss', { role: 'superuser' });
  operator = await office.person('operator', { role: 'operator' });
  support = await office.person('support', { role: 'support' });
});
afterAll(() => office[Symbol.asyncDispose]());

describe('a saved view', () => {
  it('keeps filters, columns and order of a list, and its address shows them again', async () => {
    const { status, view } = await save(boss);
    expect(status).toBe(201);
    const [kept] = await views(boss);
    expect(kept).toEqual(view);
    const params = new URLSearchParams(kept?.search);
    expect(params.getAll('filters.transactionType')).toEqual(['return', 'exchange']);
    expect(params.get('filters.businessDay~~during')).toBe('last-7-days');
    expect(params.get('columns')).toBe('businessDay,totalE4');
    params.delete('view');
    const shown = await boss.get(`/admin/api/resources/Transaction/actions/list?${params}`);
    expect({ status: shown.status, text: shown.status === 200 ? '' : await shown.text() }).toEqual({
      status: 200,
      text: '',
    });
    expect((await save(boss)).status).toBe(409);
  });

  it('is the own of who saved it until it is shared with a role', async () => {
    expect(await views(operator)).toEqual([]);
    const [{ id = '' } = {}] = await views(boss);
    expect((await save(boss, { view: id, name: 'Goods back', sharedTo: 'operator', isPinned: 'true' })).status).toBe(
      201,
    );
    expect((await views(operator, '&pinned=1')).map(({ name, isOwn, owner }) => ({ name, isOwn, owner }))).toEqual([
      { name: 'Goods back', isOwn: false, owner: 'boss' },
    ]);
    expect(await views(support)).toEqual([]);
    expect((await save(operator, { view: id, name: 'Mine now' })).status).toBe(404);
    expect((await operator.post(`${address}/${id}/delete`)).status).toBe(404);
    expect((await views(boss)).map(({ name }) => name)).toEqual(['Goods back']);
  });

  it('of support is for themselves alone', async () => {
    expect((await save(support, { sharedTo: 'everyone' })).status).toBe(403);
    expect((await save(support)).status).toBe(201);
    expect(await views(support)).toHaveLength(1);
  });

  it('that filters by what somebody may not see is not shown to them', async () => {
    const personal = { model: 'Customer', query: 'filters.createdAt~~during=today', columns: '', sort: 'name asc' };
    expect((await save(boss, { ...personal, name: 'By name', sharedTo: 'everyone' })).status).toBe(201);
    const seen = async (who: Browser) =>
      (await (await who.get(`${address}?model=Customer`)).json()) as { views: View[] };
    expect((await seen(operator)).views).toHaveLength(1);
    expect((await seen(support)).views).toEqual([]);
  });

  it('that looks for somebody by their name is not shown to who may not see names, and whose it is neither', async () => {
    const shared = { model: 'Customer', columns: '', sort: '', sharedTo: 'everyone' };
    const seen = async () => (await support.get(`${address}?model=Customer`)).text();
    expect((await save(boss, { ...shared, name: 'One', query: 'filters.search=lovelace' })).status).toBe(201);
    expect(await seen()).not.toContain('lovelace');
    expect((await save(boss, { ...shared, name: 'New ones', query: 'filters.createdAt~~during=today' })).status).toBe(
      201,
    );
    expect(await seen()).toContain('New ones');
    expect(await seen()).not.toContain('boss');
    expect(await (await operator.get(`${address}?model=Customer`)).text()).toContain('boss');
  });

  it('of another company’s rows is not shown to staff that does not see them', async () => {
    const [own, other] = [await someCompany(test.db), await someCompany(test.db)];
    const limited = await office.person('limited', { role: 'operator', companyIds: [own] });
    const shared = { model: 'Closure', sharedTo: 'everyone', columns: '', sort: '' };
    for (const [name, query] of [
      ['Own day', `filters.companyId=${own}`],
      ['Other day', `filters.companyId=${other}`],
      ['Both', `filters.companyId=${own}&filters.companyId=${other}`],
    ] as const) {
      expect((await save(boss, { ...shared, name, query })).status).toBe(201);
    }
    const names = async (who: Browser) => {
      const { views } = (await (await who.get(`${address}?model=Closure`)).json()) as { views: View[] };
      return views.map(({ name }) => name);
    };
    expect(await names(limited)).toEqual(['Own day']);
    expect(await names(operator)).toEqual(['Both', 'Other day', 'Own day']);
  });

  it('holds only what its list offers', async () => {
    for (const wrong of [
      { query: 'filters.bodyHash=x' },
      { query: 'sortBy=id' },
      { columns: 'bodyHash' },
      { sort: 'bodyHash asc' },
      { sort: 'id sideways' },
      { sharedTo: 'owner' },
      { name: ' ' },
    ]) {
      expect({ wrong, status: (await save(boss, { name: 'Other', ...wrong })).status }).toEqual({ wrong, status: 400 });
    }
    expect((await save(boss, { model: 'HubState' })).status).toBe(404);
  });

  it('is taken away by its owner, and the trail tells of all of it', async () => {
    const [{ id = '' } = {}] = await views(boss);
    expect((await boss.post(`${address}/${id}/delete`)).status).toBe(200);
    expect(await views(operator)).toEqual([]);
    const trail = await test.db.reader.auditEntry.findMany({
      where: { subjectType: 'saved_view', subjectId: id },
      orderBy: { position: 'asc' },
    });
    expect(trail.map(({ action }) => action)).toEqual(['view.create', 'view.update', 'view.delete']);
    expect(trail.map(({ content }) => content).join()).not.toContain('exchange');
  });

  it('changes nothing for another site', async () => {
    const answer = await boss.post(address, { ...fields, name: 'Foreign' }, { 'sec-fetch-site': 'cross-site' });
    expect(answer.status).toBe(403);
    expect((await views(boss)).map(({ name }) => name)).not.toContain('Foreign');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isHidden } from '../../admin/adapter/model.ts';
import { definitions } from '../../admin/resources/index.ts';
import { inTransaction } from '../../server/db/index.ts';
import { dataModel } from '../../server/domain/listing/index.ts';
import { rowOperationsOf } from '../../server/domain/row-operations/index.ts';
import { withDatabase } from '../support/database.ts';
import { everything, largeE4, planted, type Rows } from './everything.ts';
import { type Answer, type Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
let office: Office;
let staff: Browser;
let own: Rows;

beforeAll(async () => {
  office = await openOffice(test.db);
  own = await everything(test.db, 'alpha');
  await everything(test.db, 'beta');
  staff = await office.person('staff', { role: 'superuser' });
});
afterAll(() => office[Symbol.asyncDispose]());

const models = definitions.map(({ model }) => model as string);

describe.each(models)('%s', (model) => {
  it('fault 17: is listed and shown, and neither answer holds a hidden value', async () => {
    const list = await staff.get(`/admin/api/resources/${model}/actions/list`);
    const text = await list.text();
    expect(list.status).toBe(200);
    expect(text).not.toContain(planted);
    const { records = [], meta } = JSON.parse(text) as Answer;
    expect(records.length).toBeGreaterThanOrEqual(2);
    // Exports are audited, so that trail is longer than a page.
    if (model !== 'AuditEntry') expect(meta?.total).toBe(records.length);

    const show = await staff.get(`/admin/api/resources/${model}/records/${own.get(model)?.['id']}/show`);
    expect(show.status).toBe(200);
    const shown = await show.text();
    expect(shown).not.toContain(planted);
    expect((JSON.parse(shown) as Answer).notice).toBeUndefined();
  });

  it('is found by its search field and exported without hidden values', async () => {
    const search = await staff.get(`/admin/api/resources/${model}/actions/search/alpha`);
    expect(search.status).toBe(200);
    expect(await search.text()).not.toContain(planted);
    const file = await staff.get(`/admin/export/${model}.csv`);
    expect(file.status).toBe(200);
    const text = await file.text();
    expect(text.split('\r\n').length).toBeGreaterThanOrEqual(3);
    expect(text).not.toContain(planted);
  });

  it('refuses to filter, sort or search by what it does not show', async () => {
    const fields = dataModel().datamodel.models.find(({ name }) => name === model)?.fields ?? [];
    const hidden = fields.filter((field) => field.kind === 'scalar' && isHidden(field)).map(({ name }) => name);
    const relations = fields.filter(({ kind }) => kind === 'object').map(({ name }) => name);
    for (const name of [...hidden, ...relations, 'nothing', '__proto__', 'constructor', 'OR', 'AND', 'NOT']) {
      for (const query of [`filters.${name}=x`, `filters.${name}~~from=a`, `filters.${name}.x=a`, `sortBy=${name}`]) {
        const list = await staff.get(`/admin/api/resources/${model}/actions/list?${query}`);
        expect({ query, status: list.status }).toEqual({ query, status: 400 });
      }
      const address = `/admin/api/resources/${model}/actions/search/x?searchProperty=${name}`;
      const status = (await staff.get(address)).status;
      expect({ address, isRefused: status === 400 || /^(__proto__|constructor)/.test(name) }).toEqual({
        address,
        isRefused: true,
      });
      expect((await staff.get(`/admin/export/${model}.csv?filters.${name}=x`)).status).not.toBe(500);
    }
  });

  it('is read-only unless its rows have no rules of their own', async () => {
    const writable = rowOperationsOf(model) !== null;
    const id = own.get(model)?.['id'];
    const before = await (await staff.get(`/admin/export/${model}.csv`)).text();
    const fields = { name: 'changed', description: 'changed', status: 'changed', isActive: 'false', companyId: '1' };
    for (const address of [
      `resources/${model}/actions/new`,
      `resources/${model}/records/${id}/edit`,
      `resources/${model}/records/${id}/delete`,
    ]) {
      if (writable) continue;
      const answer = await staff.post(`/admin/api/${address}`, fields);
      expect({ address, status: answer.status }).toEqual({ address, status: 403 });
    }
    expect((await staff.post(`/admin/api/resources/${model}/bulk/bulkDelete?recordIds=${id}`)).status).toBe(404);
    expect((await staff.get(`/admin/api/resources/${model}/records/${id}/delete`)).status).not.toBe(200);
    expect((await staff.post(`/admin/api/resources/${model}/actions/list`)).status).toBe(405);
    if (model !== 'AuditEntry') expect(await (await staff.get(`/admin/export/${model}.csv`)).text()).toBe(before);
  });
});

describe('figures', () => {
  it('keep integers that a JSON number cannot hold', async () => {
    const { records = [] } = await staff.json('/admin/api/resources/Product/actions/list');
    expect(records[0]?.params['purchasePriceE4']).toBe('£900,719,925,474.10');
    const id = own.get('StockLevel')?.['id'];
    const { record } = await staff.json(`/admin/api/resources/StockLevel/records/${id}/show`);
    expect(record?.params['onHandE4']).toBe('900719925474.0993');
    expect(largeE4).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
  });

  it('show instants by the clocks of the store', async () => {
    const id = own.get('Transaction')?.['id'];
    const { record } = await staff.json(`/admin/api/resources/Transaction/records/${id}/show`);
    expect(record?.params['occurredAt']).toBe('2026-07-01 11:30:00 BST');
  });

  it('name what ids refer to', async () => {
    const { records = [] } = await staff.json('/admin/api/resources/Transaction/actions/list');
    const mine = records.find((record) => record.id === own.get('Transaction')?.['id']);
    expect(mine?.populated['companyId']?.title).toBe('name alpha');
    expect(mine?.populated['storeId']?.title).toBe('code alpha · name alpha');
  });
});

describe('filters', () => {
  const list = (query: string) => staff.json(`/admin/api/resources/Product/actions/list?${query}`);
  const count = async (query: string) => (await list(query)).records?.length;

  it('find text anywhere in it, in any case', async () => {
    expect(await count('filters.search=NAME%20ALPHA')).toBe(1);
    expect(await count('filters.search=nothing%20like%20it')).toBe(0);
  });

  it('find figures by range, in the units that people read', async () => {
    expect(await count('filters.purchasePriceE4~~from=900719925474.0993')).toBe(2);
    expect(await count('filters.purchasePriceE4~~from=900719925474.0994')).toBe(0);
    expect(await count('filters.purchasePriceE4~~to=1000000000000.0000')).toBe(2);
    expect((await list('filters.purchasePriceE4~~from=dear')).code).toBe('invalid_input');
  });

  it('find references, truths and moments', async () => {
    expect(await count(`filters.companyId=${own.get('Company')?.['id']}`)).toBe(1);
    expect(await count(`filters.mainGroupId=${own.get('DepartmentMainGroup')?.['id']}`)).toBe(1);
    expect(await count('filters.isScalable=true')).toBe(2);
    expect(await count('filters.isScalable=false')).toBe(0);
    const moments = await staff.json(
      '/admin/api/resources/Company/actions/list?filters.createdAt~~from=2026-07-02T00:00:00Z',
    );
    expect(moments.records).toEqual([]);
    const days = await staff.json(
      '/admin/api/resources/Transaction/actions/list?filters.businessDay~~from=2026-07-01&filters.businessDay~~to=2026-07-01',
    );
    expect(days.records).toHaveLength(2);
  });

  it('refuse values that are none', async () => {
    for (const query of [
      'filters.companyId=one',
      'filters.companyId=99999999999',
      'filters.isScalable=maybe',
      `filters.search=${'x'.repeat(300)}`,
      'filters.search=%00',
      'filters.purchasePriceE4~~below=1',
      'page=50000000',
      'cursor=nobody-made-this',
      'columns=code,pinEncrypted',
      'filters.isScalable~~is=perhaps',
      'filters.purchasePriceE4~~during=today',
      'filters.deletedAt~~during=tomorrow',
      'page=-1',
      'sortBy=terminalFields',
    ]) {
      expect({ query, code: (await list(query)).code }).toEqual({ query, code: 'invalid_input' });
    }
  });

  it('find the same of a table with a gap of a quarter of a million ids', async () => {
    const address = '/admin/api/resources/Transaction/actions/list';
    const { id: _, ...old } = own.get('Transaction') as { id: number; companyId: number; uuid: string };
    const data = { ...old, id: 250_000, uuid: crypto.randomUUID() } as never;
    await inTransaction(test.db, (tx) => tx.transaction.create({ data }));
    expect((await staff.json(address)).records?.length).toBe(3);
    const byCompany = await staff.json(`${address}?filters.companyId=${old.companyId}&sortBy=id&direction=desc`);
    expect(byCompany.records?.map(({ id }) => id)).toEqual([250_000, own.get('Transaction')?.['id']]);
    const store = String(own.get('Store')?.['id']);
    const byIndex = await staff.json(`${address}?filters.storeId=${store}&filters.businessDay=2026-07-01`);
    expect(byIndex.records?.length).toBe(2);
    expect((await staff.json(`${address}?filters.search=${old.uuid}`)).records?.length).toBe(1);
  });
});

/** Master data that comes from elsewhere: what an ERP feeds through the API stands on the pages of the merchant, and is sold by them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVault } from '../../../server/core/vault.ts';
import { openCompany } from '../../../server/domain/provisioning/index.ts';
import { createStore } from '../../../server/domain/stores/index.ts';
import { call } from '../../api/support.ts';
import { bearer, programKey } from '../../api/v1/support.ts';
import { goodPassword, hubCtx, makeUser, signedIn } from '../../support/people.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { Visitor } from '../../support/visitor.ts';

let server: TestServer;
let slug: string;
let companyId: number;
let api: string;
let store: { id: number; uuid: string };
let owner: Visitor;
let erp: Record<string, string>;

beforeAll(async () => {
  server = await startTestServer();
  const { db, config } = server.deps;
  await makeUser(db, 'the.owner');
  const vault = createVault(config.secrets.vault);
  ({ slug, id: companyId } = await openCompany(await signedIn(db, 'the.owner'), { name: 'Corner Shop' }, vault));
  const { uuid } = await db.reader.company.findUniqueOrThrow({ where: { id: companyId } });
  api = `${server.url}/api/v1/companies/${uuid}`;
  store = await createStore(hubCtx(db), { companyId, code: 'S1', name: 'Quay' });
  owner = new Visitor(server.url);
  await owner.signIn('the.owner', goodPassword);
  const actions = ['catalog.see', 'catalog.write', 'price.write', 'store.see'] as const;
  erp = bearer((await programKey(db, { companyId, actions: [...actions], storeIds: null })).text);
});
afterAll(() => server[Symbol.asyncDispose]());

describe('F-UI-2: products, assortments and price lists, fed by an ERP', () => {
  it('a product that an ERP sends stands in its department, at the price of the company and that of one store', async () => {
    const division = await server.deps.db.reader.departmentSubGroup.findFirstOrThrow({
      where: { companyId },
      include: { mainGroup: true },
    });
    const sent = await call(`${api}/products`, {
      method: 'POST',
      headers: erp,
      json: {
        ...{ code: 'ERP-1', name: 'Sent loaf', division_id: division.id, barcodes: ['4006381333931'] },
        prices: [
          { store_id: null, price: '2.15' },
          { store_id: store.uuid, price: '2.45' },
        ],
      },
    });
    expect([sent.status, sent.body.code]).toEqual([201, 'ERP-1']);
    // The assortment: what stands in a department, and what in none of its neighbours.
    const inDepartment = (id: string) => owner.get(`/catalog/${slug}/?department=${id}`);
    expect((await inDepartment(division.mainGroupId ?? '')).body).toContain('Sent loaf');
    const other = await server.deps.db.reader.departmentMainGroup.findFirstOrThrow({
      where: { companyId, id: { not: division.mainGroupId ?? '' } },
    });
    expect((await inDepartment(other.id)).body).not.toContain('Sent loaf');
    // The price lists: of the company, and of a store where it differs.
    const row = (body: string) => /Sent loaf[\s\S]*?<\/tr>/.exec(body)?.[0] ?? '';
    expect(row((await owner.get(`/catalog/${slug}/`)).body)).toContain('2.15');
    expect(row((await owner.get(`/catalog/${slug}/?store=S1`)).body)).toContain('2.45');
  });

  it('what people change afterwards is what the ERP reads, and the record says who did which', async () => {
    const { db } = server.deps;
    const product = await db.reader.product.findFirstOrThrow({ where: { companyId, code: 'ERP-1' } });
    const list = await owner.get(`/catalog/${slug}/`);
    const seen = /name="seen" value="([^"]*)"/.exec(list.body)?.[1] ?? '';
    expect((await owner.post(`/catalog/${slug}/`, { id: product.id, seen, price: '2.75' })).status).toBe(302);
    const read = await call(`${api}/prices?product_id=${product.id}`, { headers: erp });
    expect(JSON.stringify(read.body)).toContain('2.75');
    const entries = await db.reader.auditEntry.findMany({
      where: { chain: companyId, action: { in: ['product.create', 'product.price'] } },
      orderBy: { position: 'asc' },
    });
    expect(entries.map(({ actorKind, door }) => [actorKind, door])).toEqual([
      ['program', 'api'],
      ['user', 'portal'],
    ]);
  });
});

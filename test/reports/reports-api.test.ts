import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { plainValue } from '../../reports/api/answer.ts';
import { QuestionLimit } from '../../reports/api/limit.ts';
import { catalogue } from '../../reports/catalogue.ts';
import { runReport } from '../../reports/engine/run.ts';
import { askedWithOptions } from '../../reports/engine/window.ts';
import { inTransaction } from '../../server/db/index.ts';
import { grantRole } from '../../server/domain/tenancy/index.ts';
import { hubCtx } from '../support/hub.ts';
import { goodPassword, makeCompany, makeMember } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { fillShop, type Shop } from './file-shop.ts';

const now = new Date('2026-11-20T12:00:00Z');
const query = 'range=own&from=2026-11-02&to=2026-11-19';

let server: TestServer;
let shop: Shop;
let document: OpenApi;

interface OpenApi {
  openapi: string;
  paths: Record<string, { get: { parameters: { name: string; in: string; required: boolean; schema: object }[] } }>;
  components: { schemas: Record<string, object> };
}

beforeAll(async () => {
  server = await startTestServer({ now: () => now });
  const { db } = server.deps;
  const company = await makeCompany(db, 'Corner');
  shop = await fillShop(db, company, now);
  const { storeId } = shop.tills[1] as Shop['tills'][number];
  for (const username of ['one.store', 'stock.keeper', 'nobody']) {
    const { id: userId } = await makeMember(db, company.id, username);
    const grant = { companyId: company.id, userId, storeId };
    if (username === 'one.store') await grantRole(hubCtx(db, now), { ...grant, role: 'manager' });
    if (username === 'stock.keeper') await grantRole(hubCtx(db, now), { ...grant, storeId: null, role: 'stock' });
  }
  await inTransaction(db, (tx) =>
    tx.user.updateMany({ where: { username: 'owner.corner' }, data: { language: 'de' } }),
  );
  document = JSON.parse((await as('owner.corner').then((owner) => owner.get('/api/v1/openapi.json'))).body);
  return async () => server[Symbol.asyncDispose]();
});

async function as(username: string): Promise<Visitor> {
  const visitor = new Visitor(server.url);
  expect((await visitor.signIn(username, goodPassword)).status).toBe(302);
  return visitor;
}

const shapeOf = (name: string) => z.fromJSONSchema(document.components.schemas[name] as never);

describe('the document', () => {
  it('is OpenAPI 3.1 and names every report', () => {
    expect(document.openapi).toBe('3.1.0');
    const parameters = document.paths['/api/v1/reports/{name}']?.get.parameters ?? [];
    const names = parameters.find(({ name }) => name === 'name')?.schema as { enum: string[] };
    expect(names.enum).toEqual(catalogue.map(({ name }) => name));
    expect(parameters.filter(({ required }) => required).map(({ name }) => name)).toEqual(['name', 'company']);
  });

  it('is what answers match', async () => {
    const owner = await as('owner.corner');
    const list = await owner.get('/api/v1/reports');
    expect(list.status).toBe(200);
    shapeOf('ReportList').parse(JSON.parse(list.body));
    for (const { name } of catalogue) {
      const answer = await owner.get(`/api/v1/reports/${name}?company=${shop.slug}&${query}`);
      expect([name, answer.status]).toEqual([name, 200]);
      shapeOf('ReportAnswer').parse(JSON.parse(answer.body));
    }
    const problem = await owner.get(`/api/v1/reports/no-such?company=${shop.slug}`);
    shapeOf('Problem').parse(JSON.parse(problem.body));
  });
});

describe('a report', () => {
  it.each(catalogue.map((report) => [report.name, report] as const))(
    '%s has the numbers of the page',
    async (name, report) => {
      const owner = await as('owner.corner');
      const json = JSON.parse((await owner.get(`/api/v1/reports/${name}?company=${shop.slug}&${query}`)).body);
      const asked = { ...Object.fromEntries(new URLSearchParams(query)), company: shop.slug };
      const answer = await runReport(hubCtx(server.deps.db, now), report, askedWithOptions.parse(asked));
      const plain = (values: Readonly<Record<string, never>>, currency: string | null) =>
        Object.fromEntries(
          report.columns.map((column) => [column.name, plainValue(column, values[column.name] ?? null, currency)]),
        );
      expect(json.sections.map((section: { rows: { key: string; values: object }[] }) => section.rows)).toMatchObject(
        answer.sections.map(({ rows, currency }) =>
          rows.map(({ key, values }) => ({ key, values: plain(values as never, currency) })),
        ),
      );
      expect(json.sections.map((section: { total: object }) => section.total)).toEqual(
        answer.sections.map(({ total, currency }) => total && plain(total as never, currency)),
      );
    },
  );

  it('tells amounts as exact decimal text, and says whose and how fresh they are', async () => {
    const owner = await as('owner.corner');
    const { body } = await owner.get(`/api/v1/reports/sales-by-store?company=${shop.slug}&${query}&language=tr`);
    const answer = JSON.parse(body);
    expect(answer).toMatchObject({
      report: { name: 'sales-by-store', title: 'Mağazaya göre satışlar' },
      range: { from: '2026-11-02', to: '2026-11-19' },
      compared: { kind: 'previous', from: '2026-10-15', to: '2026-11-01' },
      isPart: false,
      asOf: now.toISOString(),
    });
    // 1234.56 + (99.99 − 9.99) − 9.005 + 50000.
    expect(answer.sections.map(({ total }: { total: { net: string } }) => total.net)).toEqual([
      '51315.555',
      '51315.555',
    ]);
  });

  it('answers in the language of the profile, and in another when asked', async () => {
    const owner = await as('owner.corner');
    const title = async (more: string) =>
      JSON.parse((await owner.get(`/api/v1/reports/sales-by-store?company=${shop.slug}${more}`)).body).report.title;
    const [own, english] = [await title(''), await title('&language=en')];
    expect(english).toBe('Sales by store');
    expect(own).not.toBe(english);
  });

  it('shows a manager of one store that store, and says so', async () => {
    const visitor = await as('one.store');
    const { body } = await visitor.get(`/api/v1/reports/sales-by-store?company=${shop.slug}&${query}`);
    const answer = JSON.parse(body);
    expect(answer.isPart).toBe(true);
    expect(answer.stores.map(({ code }: { code: string }) => code)).toEqual(['STORE-002']);
    const other = await visitor.get(`/api/v1/reports/sales-by-store?company=${shop.slug}&store=STORE-001`);
    expect(other.status).toBe(404);
  });

  it('does not exist for who may not see it, and needs somebody', async () => {
    const path = `/api/v1/reports/sales-by-store?company=${shop.slug}`;
    expect((await (await as('nobody')).get(path)).status).toBe(404);
    expect((await (await as('stock.keeper')).get(path)).status).toBe(404);
    const stranger = await new Visitor(server.url).get(path);
    expect([stranger.status, stranger.headers.get('content-type')]).toEqual([
      401,
      'application/problem+json; charset=utf-8',
    ]);
  });

  it('names the field that is wrong', async () => {
    const owner = await as('owner.corner');
    for (const [more, field] of [
      ['range=always', 'range'],
      ['from=2026-02-30&to=2026-03-01', 'from'],
      ['colour=red', 'colour'],
      ['in=euro', 'in'],
      ['language=fr', 'language'],
    ] as const) {
      const answer = await owner.get(`/api/v1/reports/sales-by-store?company=${shop.slug}&${more}`);
      expect([more, answer.status]).toEqual([more, 400]);
      expect(JSON.parse(answer.body).errors.map(({ path }: { path: string }) => path)).toContain(field);
    }
    const nowhere = await owner.get('/api/v1/reports/sales-by-store');
    expect([nowhere.status, JSON.parse(nowhere.body).errors[0].path]).toEqual([400, 'company']);
  });

  it('is only read', async () => {
    const owner = await as('owner.corner');
    const answer = await owner.send('POST', '/api/v1/reports/sales-by-store', {
      headers: { accept: 'application/json' },
    });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('is the same over tRPC', async () => {
    const owner = await as('owner.corner');
    const asked = { company: shop.slug, ...Object.fromEntries(new URLSearchParams(query)) };
    const input = encodeURIComponent(JSON.stringify({ json: { name: 'sales-by-store', asked } }));
    const { status, body } = await owner.get(`/trpc/reports.run?input=${input}`, { accept: 'application/json' });
    expect(status).toBe(200);
    const overHttp = await owner.get(`/api/v1/reports/sales-by-store?company=${shop.slug}&${query}`);
    expect(JSON.parse(body).result.data.json).toEqual(JSON.parse(overHttp.body));
  });
});

it('tills still find their door at the same place', async () => {
  const answer = await fetch(`${server.url}/api/v1/health`);
  expect(answer.status).toBe(200);
  const typeOf = async (path: string) => (await fetch(`${server.url}/api/v1/${path}`)).headers.get('content-type');
  expect(await typeOf('pos/nothing')).toMatch(/^application\/json/);
  expect(await typeOf('nothing')).toMatch(/^application\/problem\+json/);
});

it('somebody who asks too often is told how long to wait, and nobody else is', () => {
  const limit = new QuestionLimit(60);
  for (let question = 0; question < 60; question += 1) limit.take('ada', 0);
  expect(() => limit.take('ada', 0)).toThrowError(
    expect.objectContaining({ code: 'too_many_requests', facts: { retryAfterSeconds: 1 } }),
  );
  limit.take('bob', 0);
  limit.take('ada', 1000);
  expect(() => limit.take('ada', 1500)).toThrow();
  limit.take('ada', 3000);
});

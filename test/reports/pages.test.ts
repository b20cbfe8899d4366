import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../reports/catalogue.ts';
import { addMember, grantRole } from '../../server/domain/tenancy/index.ts';
import { goodPassword, hubCtx, makeUser } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { makeWorld, now, sell, type World } from './world.ts';

let server: TestServer;
let world: World;
let other: World;
const evilName = `<script>alert('x')</script>"&`;

beforeAll(async () => {
  server = await startTestServer({ now: () => now });
  const { db } = server.deps;
  world = await makeWorld(db, [{ code: 'STORE-001', name: evilName }, { code: 'STORE-002' }]);
  other = await makeWorld(db, [{ code: 'STORE-001', name: 'Not ours' }]);
  await sell(db, world.till('STORE-001/POS-001'), [
    { at: '2026-11-19T09:30:00', total: '1234.5000', lines: 2 },
    { at: '2026-11-19T10:30:00', total: '9.0000', type: 'return' },
  ]);
  await sell(db, world.till('STORE-002/POS-001'), [{ at: '2026-11-19T11:00:00', total: '10.0000', currency: 'EUR' }]);
  const ctx = hubCtx(db, () => now);
  for (const username of ['manager', 'member', 'one.store']) {
    const { id: userId } = await makeUser(db, username);
    await addMember(ctx, { companyId: world.companyId, userId });
    const storeId = username === 'one.store' ? world.storeId('STORE-002') : null;
    if (username !== 'member') await grantRole(ctx, { companyId: world.companyId, userId, role: 'manager', storeId });
  }
  return async () => server[Symbol.asyncDispose]();
});

async function as(username: string): Promise<Visitor> {
  const visitor = new Visitor(server.url);
  expect((await visitor.signIn(username, goodPassword)).status).toBe(302);
  return visitor;
}

/** Every address of the door, for a company. */
const addresses = (slug: string) => [
  `/reports/sales-by-day?company=${slug}`,
  `/reports/sales-by-day.csv?company=${slug}`,
  `/reports/sales-by-terminal?company=${slug}&range=own&from=2026-11-19&to=2026-11-19`,
  `/reports/receipts?company=${slug}`,
];

/** Where a page leads to. */
function linksOf(body: string): string[] {
  return [...body.matchAll(/href="([^"]*)"/g)].map(([, href = '']) =>
    href.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&'),
  );
}

describe('the reports door', () => {
  it('sends a stranger to sign in and back, and programs away', async () => {
    const visitor = new Visitor(server.url);
    for (const address of ['/reports', ...addresses(world.slug)]) {
      const answer = await visitor.get(address);
      expect([answer.status, answer.location]).toEqual([302, `/accounts/login/?next=${encodeURIComponent(address)}`]);
      expect((await visitor.get(address, { accept: 'application/json' })).status).toBe(401);
    }
  });

  it('does not exist for a member without figures', async () => {
    const visitor = await as('member');
    for (const address of ['/reports', ...addresses(world.slug)]) expect((await visitor.get(address)).status).toBe(404);
  });

  it('hides another company behind the answer for one that does not exist', async () => {
    const visitor = await as('manager');
    const missing = addresses('no-such-company');
    for (const [place, address] of addresses(other.slug).entries()) {
      const [hidden, absent] = [await visitor.get(address), await visitor.get(missing[place] ?? '')];
      expect([hidden.status, absent.status]).toEqual([404, 404]);
      expect(hidden.body).not.toContain('Not ours');
    }
  });

  it('lists every report that the person may use', async () => {
    const { status, body } = await (await as('manager')).get('/reports');
    expect(status).toBe(200);
    for (const report of catalogue) expect(body).toContain(`href="/reports/${report.name}"`);
  });

  it('shows a day in chart, table and file with the same figures, one section per currency', async () => {
    const visitor = await as('manager');
    const query = `?company=${world.slug}&range=own&from=2026-11-19&to=2026-11-19&compare=none`;
    const page = await visitor.get(`/reports/sales-by-day${query}`);
    expect(page.status).toBe(200);
    const specs = [...page.body.matchAll(/<script type="application\/json">(.*?)<\/script>/gs)].map(([, json]) =>
      JSON.parse(json ?? ''),
    );
    expect(specs.map((spec) => [spec.format.currency, spec.series[0].values])).toEqual([
      ['GBP', [1225.5]],
      ['EUR', [10]],
    ]);
    expect(page.body.match(/<canvas data-chart=/g)).toHaveLength(2);
    expect(page.body).toContain('£1,225.50');
    const file = await visitor.get(`/reports/sales-by-day.csv${query}`);
    expect(file.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(file.headers.get('content-disposition')).toContain(`sales-by-day-${world.slug}-2026-11-19-2026-11-19.csv`);
    expect(file.body).toContain('2026-11-19,GBP,1225.50,0.00,1225.50,0.00,2,612.75,1,0,0.00,50.00');
    expect(file.body).toContain('2026-11-19,EUR,10.00,');
  });

  it('leads from a day to its tills, and from a till to its receipts', async () => {
    const visitor = await as('manager');
    const range = await visitor.get(`/reports/sales-by-day?company=${world.slug}&range=7-days`);
    const dayHref = `/reports/sales-by-terminal?company=${world.slug}&range=own&from=2026-11-19&to=2026-11-19`;
    expect(linksOf(range.body)).toContain(dayHref);
    const old = await visitor.get(`/reports/day?company=${world.slug}&day=2026-11-19`);
    expect([old.status, old.location]).toEqual([302, dayHref]);
    const day = await visitor.get(dayHref);
    const receiptsHref = linksOf(day.body).find(
      (href) => href.startsWith('/reports/receipts?') && /terminal=/.test(href),
    );
    expect(receiptsHref).toMatch(/store=STORE-00[12]/);
    const receipts = await visitor.get(receiptsHref ?? '');
    expect(receipts.status).toBe(200);
    const receipt = linksOf(receipts.body).find((href) => href.startsWith(`/receipts/${world.slug}/`));
    expect((await visitor.get(receipt ?? '')).status).toBe(200);
  });

  it('shows a manager of one store that store alone', async () => {
    const visitor = await as('one.store');
    const { status, body } = await visitor.get(
      `/reports/sales-by-store?company=${world.slug}&range=own&from=2026-11-19&to=2026-11-19`,
    );
    expect(status).toBe(200);
    expect(body).toContain('STORE-002');
    expect(body).not.toContain('STORE-001');
    expect((await visitor.get(`/reports/sales-by-day?company=${world.slug}&store=STORE-001`)).status).toBe(404);
  });

  it('gives a wrong range back with the form, what is wrong beside the field', async () => {
    const visitor = await as('manager');
    const wrong = `/reports/sales-by-day?company=${world.slug}&range=own&from=2026-02-30&to=2026-01-01`;
    const { status, body } = await visitor.get(wrong);
    expect(status).toBe(400);
    expect(body).toMatch(/id="from-error">There is no such day\./);
    expect(body).toContain('value="2026-01-01"');
    expect((await visitor.get(wrong.replace('by-day', 'by-day.csv'))).status).toBe(400);
    expect((await visitor.get(`/reports/sales-by-day?company=${world.slug}&range=all-days`)).status).toBe(400);
    expect((await visitor.get(`/reports/sales-by-terminal?company=${world.slug}&from=tomorrow`)).status).toBe(400);
  });

  it('says so where nothing was sold', async () => {
    const { status, body } = await (await as('manager')).get(
      `/reports/sales-by-day?company=${world.slug}&range=own&from=2026-01-01&to=2026-01-02`,
    );
    expect(status).toBe(200);
    expect(body).toContain('There is nothing here for these choices');
  });

  it('shows names as texts, whatever is in them', async () => {
    const visitor = await as('manager');
    for (const address of addresses(world.slug).filter((each) => !each.includes('.csv'))) {
      expect((await visitor.get(address)).body).not.toContain('<script>alert');
    }
  });
});

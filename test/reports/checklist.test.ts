/** What the reports promise, sentence by sentence, as a program or a mobile app asks for it and as a page shows it. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ReportJson } from '../../reports/api/shape.ts';
import { addMember, grantRole } from '../../server/domain/tenancy/index.ts';
import { goodPassword, hubCtx, makeUser } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { type Goods, makeGoods } from './goods.ts';
import { makeSmallShop } from './small-shop.ts';
import { now, type World } from './world.ts';

let server: TestServer;
let goods: Goods;
let other: World;
let manager: Visitor;

beforeAll(async () => {
  server = await startTestServer({ now: () => now });
  const { db } = server.deps;
  goods = await makeGoods(db);
  other = (await makeSmallShop(db)).world;
  const { id: userId } = await makeUser(db, 'everywhere');
  const ctx = hubCtx(db, () => now);
  for (const { companyId } of [goods.world, other]) {
    await addMember(ctx, { companyId, userId });
    for (const role of ['manager', 'stock'] as const) await grantRole(ctx, { companyId, userId, role, storeId: null });
  }
  manager = new Visitor(server.url);
  expect((await manager.signIn('everywhere', goodPassword)).status).toBe(302);
  return async () => server[Symbol.asyncDispose]();
});

const november = 'range=own&from=2026-11-01&to=2026-11-30&compare=none';

async function asked(name: string, more = '', slug = goods.world.slug) {
  const query = new URLSearchParams({ company: slug, ...Object.fromEntries(new URLSearchParams(november + more)) });
  const { status, body } = await manager.get(`/api/v1/reports/${name}?${query}`);
  expect([name, status]).toEqual([name, 200]);
  const [section] = (JSON.parse(body) as ReportJson).sections;
  if (!section) throw new Error(`${name} says nothing`);
  const row = (label: string) => section.rows.find((one) => one.label === label)?.values;
  return { ...section, row };
}

describe('the checklist', () => {
  it('F-REP-1: sales and tax are told over stores and ranges of days', async () => {
    const stores = await asked('sales-by-store');
    expect([stores.row('London')?.['net'], stores.row('Auckland')?.['net']]).toEqual(['123.01', '6.00']);
    expect(stores.total).toMatchObject({ net: '129.01', vat: '1.00' });
    const taxes = await asked('sales-by-vat-rate');
    expect(taxes.total).toMatchObject({ taxed: '132.01', vat: '1.00' });
    const first = await asked('sales-by-store', '&to=2026-11-05');
    expect(first.total?.['net']).toBe('95.00');
    const one = await asked('sales-by-store', '&store=AKL');
    expect(one.total?.['net']).toBe('6.00');
  });

  it('F-REP-2: stock is valued, and its movements are told', async () => {
    const value = await asked('stock-value');
    const sum = value.rows.reduce((total, { values }) => total + Number(values['stockValue'] ?? 0), 0);
    expect(sum.toFixed(2)).toBe(value.total?.['stockValue']);
    expect(value.row('London')?.['stockValue']).toBe('25.00');
    const moved = await asked('stock-movements', '&by=kind');
    expect(moved.rows.map(({ key }) => key)).toEqual(['LOSS', 'RECEIPT', 'SOLD', 'TRANSFER']);
  });

  it('F-REP-3: what campaigns cost and sold is told, and the points that were given and taken', async () => {
    const campaigns = await asked('campaigns');
    expect(campaigns.row('Tea week')).toMatchObject({ discounts: '1.00', discountUses: 1, campaignSales: '15.00' });
    const points = await asked('points', '&per=month');
    expect(points.total).toMatchObject({ earned: 10, redeemed: 4, redemption: '0.40' });
  });

  it('F-REP-6: web, mobile and programs are given the same figures by the same question', async () => {
    const { total, rows } = await asked('sales-by-store');
    const page = await manager.get(`/reports/sales-by-store?company=${goods.world.slug}&${november}`);
    expect(page.body).toContain(`£${total?.['net']}`);
    for (const { values } of rows) expect(page.body).toContain(`£${values['net']}`);
    const file = await manager.get(`/reports/sales-by-store.csv?company=${goods.world.slug}&${november}`);
    for (const { label, values } of rows) expect(file.body).toMatch(new RegExp(`${label},.*,${values['net']},`));
  });

  it('F-REP-7: a manager finds the figures of every company and store of theirs', async () => {
    const { body } = await manager.get('/api/v1/reports');
    const { companies } = JSON.parse(body) as { companies: { slug: string }[] };
    expect(companies.map(({ slug }) => slug).toSorted()).toEqual([goods.world.slug, other.slug].toSorted());
    for (const { slug } of companies) {
      const board = await manager.get(`/reports/company?company=${slug}&${november}`);
      expect(board.status).toBe(200);
      for (const figure of ['net', 'receipts', 'average', 'discountShare', 'returnShare', 'marginShare']) {
        expect(board.body, figure).toContain(`data-figure="GBP-${figure}"`);
      }
    }
    const both = await Promise.all(companies.map(async ({ slug }) => (await asked('sales-by-store', '', slug)).total));
    expect(both.map((total) => total?.['net']).toSorted()).toEqual(['129.01', '86.00']);
    expect((await manager.get(`/reports/store?company=${other.slug}&store=NIGHT&${november}`)).body).toContain(
      '£17.00',
    );
  });

  it('F-MOB-3: a mobile app shows sales by store, the mix of payments, campaigns and stock that runs out', async () => {
    const stores = await asked('sales-by-store');
    expect(stores.rows).toHaveLength(2);
    const payments = await asked('sales-by-payment', '', other.slug);
    expect(payments.rows.map(({ key, values }) => [key, values['paid']])).toContainEqual(['CREDIT_PAYMENT', '12.00']);
    expect((await asked('campaigns')).row('Tea week')).toBeDefined();
    const low = await asked('low-stock');
    expect(low.rows.map(({ label }) => label)).toEqual(expect.arrayContaining(['Tea', 'Milk']));
    expect(low.rowsInAll).toBe(low.rows.length);
  });
});

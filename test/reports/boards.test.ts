import { beforeAll, describe, expect, it } from 'vitest';
import { readBoard } from '../../reports/boards/query-board.ts';
import { askedInput, openWindow } from '../../reports/engine/window.ts';
import { measures } from '../../reports/measures.ts';
import type { Ctx } from '../../server/db/index.ts';
import { setTargets } from '../../server/domain/targets/index.ts';
import { addMember, grantRole } from '../../server/domain/tenancy/index.ts';
import { goodPassword, hubCtx, makeCompany, makeUser, signedIn } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { makeWorld, sell, type World } from './world.ts';

/** Friday 20 November 2026, half past three in London; in New York it is half past ten. */
const now = new Date('2026-11-20T15:30:00Z');
let server: TestServer;
let world: World;
let other: World;
let boss: Ctx;

beforeAll(async () => {
  server = await startTestServer({ now: () => now });
  const { db } = server.deps;
  world = await makeWorld(db, [
    { code: 'A', name: 'Alpha' },
    { code: 'B', name: 'Beta' },
    { code: 'N', name: 'New York', timeZone: 'America/New_York', currency: 'USD' },
  ]);
  other = await makeWorld(db, [{ code: 'A', name: 'Not ours' }]);
  await sell(db, world.till('A/POS-001'), [
    // Yesterday and today; today's second sale is in the hour that is not over.
    { at: '2026-11-19T10:00:00', total: '200.0000', discount: '20.0000', lines: 2 },
    { at: '2026-11-20T09:00:00', total: '100.0000', lines: 4 },
    { at: '2026-11-20T15:10:00', total: '50.0000' },
    { at: '2026-11-20T11:00:00', total: '30.0000', type: 'return' },
    { at: '2026-11-20T12:00:00', total: '999.0000', isCancelled: true },
    // The two days before: Wednesday by four o'clock 80, in all 180.
    { at: '2026-11-17T10:00:00', total: '60.0000' },
    { at: '2026-11-18T14:59:59', total: '80.0000' },
    { at: '2026-11-18T15:00:00', total: '100.0000' },
    // The same weekdays last year: Thursday 20 and Friday 21 November 2025.
    { at: '2025-11-20T10:00:00', total: '40.0000' },
    { at: '2025-11-21T10:00:00', total: '10.0000' },
    { at: '2025-11-21T16:00:00', total: '500.0000' },
  ]);
  await sell(db, world.till('B/POS-001'), [{ at: '2026-11-20T10:00:00', total: '7.0000' }]);
  await sell(db, world.till('N/POS-001'), [
    { at: '2026-11-20T09:15:00', total: '12.0000', currency: 'USD' },
    { at: '2026-11-20T10:05:00', total: '5.0000', currency: 'USD' },
    { at: '2026-11-18T09:00:00', total: '6.0000', currency: 'USD' },
    { at: '2026-11-18T10:00:00', total: '70.0000', currency: 'USD' },
  ]);
  const ctx = hubCtx(db, () => now);
  for (const [username, code] of [
    ['boss', null],
    ['one.store', 'B'],
  ] as const) {
    const { id: userId } = await makeUser(db, username);
    await addMember(ctx, { companyId: world.companyId, userId });
    const storeId = code === null ? null : world.storeId(code);
    await grantRole(ctx, { companyId: world.companyId, userId, role: 'manager', storeId });
  }
  boss = await signedIn(db, 'boss', () => now);
  return async () => server[Symbol.asyncDispose]();
});

const board = async (ctx: Ctx, asked: Record<string, string>) =>
  readBoard(ctx, await openWindow(ctx, askedInput.parse({ company: world.slug, ...asked })));

const twoDays = { range: 'own', from: '2026-11-19', to: '2026-11-20' };

async function as(username: string): Promise<Visitor> {
  const visitor = new Visitor(server.url);
  expect((await visitor.signIn(username, goodPassword)).status).toBe(302);
  return visitor;
}

const tile = (body: string, name: string) =>
  new RegExp(`<article[^>]*data-tile="${name}">[\\s\\S]*?</article>`).exec(body)?.[0] ?? '';

describe('a dashboard', () => {
  it('adds up what counts, for each currency', async () => {
    const { sections } = await board(boss, twoDays);
    expect(sections.map(({ currency }) => currency)).toEqual(['GBP', 'USD']);
    const [pounds, dollars] = sections;
    const of = (name: keyof typeof measures) => measures[name].of(pounds?.sums ?? {});
    // 180 + 100 + 50 − 30 + 7 on five receipts; six lines on two receipts; 20 of 327 given away; 30 of 357 came back.
    expect([of('net'), of('receipts'), of('average')]).toEqual([3_070_000n, 5, 614_000n]);
    expect([of('itemsPerBasket'), of('discountShare'), of('returnShare'), of('returns')]).toEqual([
      30_000n,
      612,
      840,
      1,
    ]);
    expect(measures.net.of(dollars?.sums ?? {})).toBe(170_000n);
    expect(pounds?.steps.map(({ step, sums }) => [step, measures.net.of(sums)])).toEqual([
      [{ day: '2026-11-19' }, 1_800_000n],
      [{ day: '2026-11-20' }, 1_270_000n],
    ]);
  });

  it('compares a day that is not over up to the last full hour of each store, here and there', async () => {
    const { sections, isUnfinished } = await board(boss, twoDays);
    expect(isUnfinished).toBe(true);
    const [pounds, dollars] = sections.map(({ fair }) => ({
      previous: [fair.previous.now, fair.previous.before].map((sums) => sums && measures.net.of(sums)),
      year: [fair['last-year'].now, fair['last-year'].before].map((sums) => sums && measures.net.of(sums)),
    }));
    // Without the 50 of 15:10; Tuesday and Wednesday 60 + 80 without the 100 of 15:00; last year without the 500 of 16:00.
    expect(pounds).toEqual({ previous: [2_570_000n, 1_400_000n], year: [2_570_000n, 500_000n] });
    // In New York ten o'clock is not over yet.
    expect(dollars).toEqual({ previous: [120_000n, 60_000n], year: [120_000n, null] });
    const past = await board(boss, { range: 'own', from: '2026-11-17', to: '2026-11-18' });
    expect(past.isUnfinished).toBe(false);
    expect(measures.net.of(past.sections[0]?.fair.previous.now ?? {})).toBe(2_400_000n);
  });

  it('walks a single day hour by hour', async () => {
    const { sections } = await board(boss, { range: 'today' });
    expect(sections[0]?.steps.map(({ step, sums }) => ['hour' in step && step.hour, measures.net.of(sums)])).toEqual([
      [9, 1_000_000n],
      [10, 70_000n],
      [11, -300_000n],
      [12, 0n],
      [13, 0n],
      [14, 0n],
      [15, 500_000n],
    ]);
  });

  it('shows a share of the target: the company’s own, or the stores’ where each has one', async () => {
    const ctx = hubCtx(server.deps.db, () => now);
    const target = (code: string | null, amount: string) => ({
      ...{ storeId: code === null ? null : world.storeId(code), month: '2026-11', currency: 'GBP', amount },
    });
    const of = async (asked: Record<string, string>) => {
      const { targets, window } = await board(boss, asked);
      return targets.over('GBP', window.range);
    };
    await setTargets(ctx, { companyId: world.companyId, targets: [target('A', '100')] });
    expect([await of(twoDays), await of({ ...twoDays, store: 'A' })]).toEqual([null, 66_666n]);
    await setTargets(ctx, { companyId: world.companyId, targets: [target('B', '200')] });
    expect([await of(twoDays), await of({ ...twoDays, store: 'B' })]).toEqual([200_000n, 133_333n]);
    await setTargets(ctx, { companyId: world.companyId, targets: [target(null, '6000')] });
    expect([await of(twoDays), await of({ ...twoDays, store: 'A' })]).toEqual([4_000_000n, 66_666n]);
    // The days of the month come to its target to the last digit; a month without one leaves the whole without.
    expect(await of({ range: 'own', from: '2026-11-01', to: '2026-11-30', store: 'A' })).toBe(1_000_000n);
    expect(await of({ range: 'own', from: '2026-10-31', to: '2026-11-30' })).toBeNull();
    const { body } = await (await as('boss')).get(
      `/reports/company?company=${world.slug}&range=own&from=2026-11-19&to=2026-11-20`,
    );
    // 307 of 400.
    expect(tile(body, 'net')).toContain('76.75\u00a0% of the target of £400.00');
    const spec = JSON.parse(/<script type="application\/json">(.*?)<\/script>/s.exec(body)?.[1] ?? '');
    expect(spec.series.at(-1)).toMatchObject({ name: 'Target', values: [200, 200], kind: 'line' });
  });
});

describe('the pages of dashboards', () => {
  const query = () => `company=${world.slug}&range=own&from=2026-11-19&to=2026-11-20`;

  it('say each figure with its freshness, its course and what it is compared with, and lead to the report behind it', async () => {
    const visitor = await as('boss');
    const { status, body } = await visitor.get(`/reports/company?${query()}&compare=last-year`);
    expect(status).toBe(200);
    const net = tile(body, 'net');
    expect(net).toContain('£307.00');
    expect(net).toContain('as of 15:30 GMT');
    expect(net).toContain('class="gate-spark"');
    expect(net).toContain('From £180.00 (Thu 19 Nov) to £127.00 (Fri 20 Nov)');
    expect(net).toContain('+83.57\u00a0%');
    expect(net).toContain('title="£257.00 against £140.00"');
    expect(tile(body, 'itemsPerBasket')).toContain('40\u00a0% of receipts carry lines');
    const hrefs = [...body.matchAll(/<article[\s\S]*?<a href="([^"]*)"/g)].map(([, href = '']) =>
      href.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&'),
    );
    expect(hrefs.length).toBeGreaterThanOrEqual(9);
    for (const href of new Set(hrefs)) {
      const report = await visitor.get(href);
      expect([href, report.status]).toEqual([href, 200]);
      expect(href.startsWith('/reports/low-stock') || href.includes('from=2026-11-19')).toBe(true);
    }
    // Two steps: the tile's report, and from its rows to the receipts.
    const days = await visitor.get(hrefs[0] ?? '');
    expect(days.body).toMatch(/href="\/reports\/receipts\?[^"]*2026-11-20/);
    for (const panel of [
      'sales-by-day',
      'sales-by-hour',
      'sales-by-store',
      'sales-by-payment',
      'sales-by-vat-rate',
      'products',
    ]) {
      expect(body, panel).toContain(`data-panel="${panel}"`);
    }
  });

  it('show a store alone, and lead to the others', async () => {
    const { body } = await (await as('boss')).get(`/reports/store?${query()}&store=B`);
    expect(tile(body, 'net')).toContain('£7.00');
    expect(body).toMatch(/href="\/reports\/store\?[^"]*store&#x3D;A"/);
    expect(body).toContain('data-panel="sales-by-cashier"');
  });

  it('show a manager of one store that store, say so, and hide other stores and companies', async () => {
    const visitor = await as('one.store');
    const { body } = await visitor.get(`/reports/company?${query()}`);
    expect(tile(body, 'net')).toContain('£7.00');
    expect(body).toContain('These are the figures of your stores');
    expect(body).not.toContain('Alpha');
    for (const path of ['company', 'store', 'live', 'targets']) {
      expect((await visitor.get(`/reports/${path}?company=${other.slug}`)).status, path).toBe(404);
    }
    expect((await visitor.get(`/reports/store?company=${world.slug}&store=A`)).status).toBe(404);
  });

  it('of a company without a store lead to opening one', async () => {
    const empty = await makeCompany(server.deps.db, 'No Store Yet');
    const visitor = await as(empty.ownerName);
    const { status, body } = await visitor.get(`/reports/store?company=${empty.slug}`);
    expect(status).toBe(200);
    expect(body).toContain(`href="/stores/${empty.slug}/create/"`);
  });

  it('and reports of a company whose tills never delivered lead to its first steps, not to other days', async () => {
    const empty = await makeCompany(server.deps.db, 'No Sale Yet');
    const visitor = await as(empty.ownerName);
    for (const name of ['company', 'sales-by-day', 'stock-value']) {
      const page = await visitor.get(`/reports/${name}?company=${empty.slug}`);
      expect([name, page.body.includes(`class="btn btn-primary" href="/home/${empty.slug}/"`)]).toEqual([name, true]);
      expect([name, page.body.includes('Choose other days')]).toEqual([name, false]);
    }
  });

  it('tell a wrong choice beside its field', async () => {
    const { status, body } = await (await as('boss')).get(
      `/reports/company?company=${world.slug}&range=own&from=2026-02-30&to=2026-03-01`,
    );
    expect(status).toBe(400);
    expect(body).toContain('id="from-error"');
  });
});

describe('the page of targets', () => {
  it('saves what a manager may set, and tells what is wrong with what was typed still there', async () => {
    const visitor = await as('one.store');
    const page = await visitor.get(`/reports/targets?company=${world.slug}&from=2026-12`);
    const name = `target.${world.storeId('B')}.2026-12.GBP`;
    expect(page.body).toContain(`name="${name}"`);
    expect(page.body).not.toContain(`target.0.`);
    const fields = { company: world.slug, from: '2026-12' };
    const wrong = await visitor.post('/reports/targets', { ...fields, [name]: 'many' });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toContain('value="many"');
    const right = await visitor.post('/reports/targets', { ...fields, [name]: '1234.5' });
    expect([right.status, right.location]).toEqual([303, `/reports/targets?company=${world.slug}&from=2026-12`]);
    const after = await visitor.get(right.location ?? '');
    expect(after.body).toContain('value="1234.50"');
    expect(after.body).toContain('1 target was changed.');
    const alien = { ...fields, [`target.${world.storeId('A')}.2026-12.GBP`]: '1' };
    expect((await visitor.post('/reports/targets', alien)).status).toBe(404);
    expect((await visitor.post('/reports/targets', { ...fields, company: other.slug })).status).toBe(404);
    expect((await visitor.post('/reports/targets', { ...fields, _csrf: 'none' })).status).toBe(403);
  });
});

describe('saved reports', () => {
  it('are kept from a page, found on the list of reports, opened, shared, changed and deleted', async () => {
    const [boss_, one] = [await as('boss'), await as('one.store')];
    const page = await boss_.get(`/reports/sales-by-store?company=${world.slug}&range=7-days`);
    expect(page.body).toContain('name="query" value="company&#x3D;');
    const saved = await boss_.post('/reports/saved', {
      ...{ company: world.slug, report: 'sales-by-store', query: `company=${world.slug}&range=7-days` },
      ...{ name: 'My <week>', sharedTo: 'manager', isPinned: 'yes' },
    });
    expect([saved.status, saved.location]).toEqual([303, `/reports/sales-by-store?company=${world.slug}&range=7-days`]);
    const list = `/reports?company=${world.slug}`;
    const found = await one.get(list);
    expect(found.body).toContain('data-saved="My &lt;week&gt;"');
    expect(found.body).toContain(`/reports/sales-by-store?company&#x3D;${world.slug}&amp;range&#x3D;7-days`);
    const own = await boss_.get(list);
    const id = /action="\/reports\/saved\/([0-9a-f-]+)"/.exec(own.body)?.[1] ?? '';
    const opened = await one.get(`/reports/saved/${id}?company=${world.slug}`);
    expect(opened.location).toBe(`/reports/sales-by-store?company=${world.slug}&range=7-days`);
    expect((await one.get(opened.location ?? '')).body).not.toContain('Alpha');
    expect((await one.post(`/reports/saved/${id}`, { company: world.slug, name: 'Mine now' })).status).toBe(404);
    expect((await one.get(`/reports/saved/${id}?company=${other.slug}`)).status).toBe(404);
    await boss_.post(`/reports/saved/${id}`, { company: world.slug, name: 'Our week' });
    expect((await one.get(list)).body).not.toContain('Our week');
    expect((await boss_.get(list)).body).toContain('data-saved="Our week"');
    expect((await boss_.post(`/reports/saved/${id}/delete`, { company: world.slug })).status).toBe(303);
    expect((await boss_.get(list)).body).not.toContain('data-saved=');
  });

  it('are of reports that exist, in companies that the person sees, and with a name', async () => {
    const visitor = await as('one.store');
    const fields = { company: world.slug, report: 'company', query: 'range=today', name: 'Day' };
    expect((await visitor.post('/reports/saved', { ...fields, report: 'no-such' })).status).toBe(404);
    expect((await visitor.post('/reports/saved', { ...fields, company: other.slug })).status).toBe(404);
    expect((await visitor.post('/reports/saved', fields)).location).toContain('/reports/company?');
    const nameless = await visitor.post('/reports/saved', { ...fields, name: ' ' });
    expect(nameless.status).toBe(303);
    expect((await visitor.get(nameless.location ?? '')).body).toContain('a name is needed');
    await visitor.post('/reports/saved', fields);
    expect((await visitor.get(`/reports?company=${world.slug}`)).body).toContain('already');
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { issueTerminalSecret } from '../../server/domain/stores/index.ts';
import { addMember, grantRole } from '../../server/domain/tenancy/index.ts';
import { goodPassword, hubCtx, makeUser } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { EventStream } from './event-stream.ts';
import { type DocumentPlan, makeWorld, sell, type World, wireDocument } from './world.ts';

/** A Friday, 15:30 in London: fifteen hours of the day are complete. */
const now = new Date('2026-11-20T15:30:00Z');
let server: TestServer;
let world: World;
let other: World;

beforeAll(async () => {
  server = await startTestServer({ now: () => now });
  const { db } = server.deps;
  world = await makeWorld(db, [
    { code: 'A', name: 'Alpha' },
    { code: 'B', name: 'Beta' },
  ]);
  other = await makeWorld(db, [{ code: 'A', name: 'Not ours' }]);
  await sell(db, world.till('A/POS-001'), [
    { at: '2026-11-20T09:10:00', total: '100.0000', discount: '10.0000' },
    { at: '2026-11-20T15:05:00', total: '40.0000' },
    { at: '2026-11-13T09:30:00', total: '60.0000' },
    { at: '2026-11-13T18:00:00', total: '500.0000' },
    { at: '2025-11-21T10:00:00', total: '45.0000' },
  ]);
  await sell(db, world.till('B/POS-001'), [{ at: '2026-11-20T09:50:00', total: '20.0000', type: 'return' }]);
  const ctx = hubCtx(db, () => now);
  for (const [username, code] of [
    ['boss', null],
    ['one.store', 'B'],
    ['leaver', null],
  ] as const) {
    const { id: userId } = await makeUser(db, username);
    await addMember(ctx, { companyId: world.companyId, userId });
    const storeId = code === null ? null : world.storeId(code);
    await grantRole(ctx, { companyId: world.companyId, userId, role: 'manager', storeId });
  }
  return async () => server[Symbol.asyncDispose]();
});

async function as(username: string): Promise<Visitor> {
  const visitor = new Visitor(server.url);
  expect((await visitor.signIn(username, goodPassword)).status).toBe(302);
  return visitor;
}

function listen(visitor: Visitor, query: string): Promise<EventStream> {
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return EventStream.open(`${server.url}/reports/live/events?${query}`, { cookie });
}

/** Over the device door, as a till does. */
async function push(name: string, plan: DocumentPlan): Promise<string> {
  const ctx = hubCtx(server.deps.db, () => now);
  const { terminalId, officeCode, storeCode, terminalCode } = world.till(name);
  const { baseUrl } = await issueTerminalSecret(ctx, terminalId, server.url);
  const document = wireDocument(plan);
  const answer = await fetch(`${baseUrl}/api/v1/pos/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ office_code: officeCode, store_code: storeCode, terminal_code: terminalCode },
      transactions: [document],
    }),
  });
  expect(await answer.json()).toMatchObject({ status: 'ok', accepted: 1 });
  return document.head.id;
}

const dayOf = async (stream: EventStream) => {
  const event = await stream.next();
  expect(event?.event).toBe('day');
  return JSON.parse(event?.data ?? '') as {
    sections: { currency: string; net: string; receipts: number }[];
    latest: string[];
    html: string;
  };
};

const company = () => `company=${world.slug}`;
const figure = (html: string, name: string) => new RegExp(`data-figure="GBP-${name}">([^<]*)<`).exec(html)?.[1];

describe('the live day', () => {
  it('shows what was sold, compared up to the last full hour, and leads to receipts', async () => {
    const { status, body } = await (await as('boss')).get(`/reports/live?${company()}`);
    expect(status).toBe(200);
    expect([figure(body, 'net'), figure(body, 'receipts'), figure(body, 'average')]).toEqual([
      '£110.00',
      '3',
      '£36.67',
    ]);
    // 90 less 20 by nine o'clock against 60 a week and 45 a year ago; what was sold from 15:00 on is not compared.
    expect(body).toContain('title="£70.00 against £60.00"');
    expect(body).toContain('title="£70.00 against £45.00"');
    expect(body).toContain('09:00: £70.00, last week £60.00');
    expect(body).toMatch(/<a href="\/receipts\/[^"]+">/);
    expect(body).toContain('data-live-refresh');
    expect(body).toContain('class="gate-spark"');
  });

  it('shows a manager of one store that store alone, and says so', async () => {
    const visitor = await as('one.store');
    const { body } = await visitor.get(`/reports/live?${company()}`);
    // With one store there is nothing to choose.
    expect(body).not.toContain('gate-asking');
    expect(figure(body, 'net')).toBe('-£20.00');
    expect(body).toContain('These are the figures of your stores');
    expect((await visitor.get(`/reports/live?${company()}&store=A`)).status).toBe(404);
    expect((await visitor.get(`/reports/live?company=${other.slug}`)).status).toBe(404);
    await using stream = await listen(visitor, `company=${other.slug}`);
    expect(stream.status).toBe(404);
  });

  it('tells of a sale that a till delivers, to those who may see it', async () => {
    const [boss, one] = [await as('boss'), await as('one.store')];
    await using all = await listen(boss, company());
    await using alpha = await listen(boss, `${company()}&store=A`);
    await using beta = await listen(one, company());
    expect(all.headers.get('content-type')).toContain('text/event-stream');
    expect(all.headers.get('content-encoding')).toBeNull();
    expect((await dayOf(all)).sections).toEqual([{ currency: 'GBP', net: '110.0000', receipts: 3 }]);
    expect((await dayOf(alpha)).sections).toEqual([{ currency: 'GBP', net: '130.0000', receipts: 2 }]);
    expect((await dayOf(beta)).sections).toEqual([{ currency: 'GBP', net: '-20.0000', receipts: 1 }]);

    const first = await push('A/POS-001', { at: '2026-11-20T15:20:00', total: '7.5000' });
    const pushedAt = performance.now();
    const told = await dayOf(all);
    expect(performance.now() - pushedAt).toBeLessThan(30_000);
    expect(told.sections).toEqual([{ currency: 'GBP', net: '117.5000', receipts: 4 }]);
    expect(told.latest[0]).toBe(first);
    expect(figure(told.html, 'net')).toBe('£117.50');
    expect(told.html).toContain('15:00: £47.50');
    expect((await dayOf(alpha)).sections).toEqual([{ currency: 'GBP', net: '137.5000', receipts: 3 }]);

    // The first thing that the manager of Beta hears is Beta's own sale.
    await push('B/POS-001', { at: '2026-11-20T15:21:00', total: '30.0000' });
    const heard = await dayOf(beta);
    expect(heard.sections).toEqual([{ currency: 'GBP', net: '10.0000', receipts: 2 }]);
    expect(heard.html).not.toContain('Alpha');
    expect((await dayOf(all)).sections).toEqual([{ currency: 'GBP', net: '147.5000', receipts: 5 }]);
  });

  it('ends when the person signs out', async () => {
    const visitor = await as('leaver');
    await using stream = await listen(visitor, company());
    await dayOf(stream);
    expect((await visitor.post('/accounts/logout/', {})).status).toBe(302);
    expect(await stream.next()).toEqual({ event: 'end', data: 'over' });
    expect(await stream.next()).toBeNull();
    await using again = await listen(visitor, company());
    expect(again.status).not.toBe(200);
  });

  it('gives one person a handful of streams at a time', async () => {
    const visitor = await as('boss');
    const streams = await Promise.all(Array.from({ length: 6 }, () => listen(visitor, company())));
    for (const stream of streams) await dayOf(stream);
    await using seventh = await listen(visitor, company());
    expect(seventh.status).toBe(429);
    expect(seventh.headers.get('retry-after')).toBe('30');
    await Promise.all(streams.map((stream) => stream[Symbol.asyncDispose]()));
  });
});

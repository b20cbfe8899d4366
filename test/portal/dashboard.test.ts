import { beforeAll, describe, expect, it } from 'vitest';
import { today } from '../../reports/today/query.ts';
import type { Ctx } from '../../server/db/index.ts';
import { createCompany } from '../../server/domain/tenancy/index.ts';
import { goodPassword, hubCtx, makeUser, signedIn } from '../support/people.ts';
import { Visitor } from '../support/visitor.ts';
import { lastWeekDay, now, openStore, sell, todayDay, withShops } from './shops.ts';

const shops = withShops();
const ids: Record<'first' | 'second' | 'foreign', string> = { first: '', second: '', foreign: '' };

beforeAll(async () => {
  const { db } = shops.server.deps;
  const [first, second] = shops.grocer.tills;
  const [foreign] = shops.books.tills;
  if (!first || !second || !foreign) throw new Error('no tills');
  const sold = await sell(db, first, [
    { at: `${todayDay}T08:15:00`, total: '10.0000' },
    { at: `${todayDay}T13:59:59`, total: '20.5000' },
    { at: `${todayDay}T14:10:00`, total: '30.0000' },
    { at: `${todayDay}T12:00:00`, total: '5.0000', kind: 'return' },
    { at: `${todayDay}T12:30:00`, total: '99.0000', kind: 'cancelled' },
    { at: '2026-03-05T10:00:00', total: '40.0000' },
    { at: `${lastWeekDay}T08:00:00`, total: '20.0000' },
    { at: `${lastWeekDay}T14:05:00`, total: '500.0000' },
  ]);
  ids.first = sold[1] ?? '';
  ids.second = (await sell(db, second, [{ at: `${todayDay}T09:00:00`, total: '4.5000' }], 'Second shop loaf'))[0] ?? '';
  ids.foreign = (await sell(db, foreign, [{ at: `${todayDay}T09:00:00`, total: '777.0000' }], 'Secret novel'))[0] ?? '';
});

async function visit(username: string): Promise<Visitor> {
  const visitor = new Visitor(shops.server.url);
  const answer = await visitor.signIn(username, goodPassword);
  if (answer.status !== 302) throw new Error(`${username}: ${answer.status}`);
  return visitor;
}

const as = (username: string): Promise<Ctx> => signedIn(shops.server.deps.db, username, () => now);

describe('today', () => {
  it('counts what is on the receipts: returns negative, cancelled ones not, per store and in all', async () => {
    const { companies } = await today(await as(shops.grocer.ownerName));
    const [company] = companies;
    const [pounds] = company?.currencies ?? [];
    expect(companies).toHaveLength(1);
    expect(pounds?.figures).toMatchObject({
      grossE4: 600_000n,
      receipts: 5,
      returns: 1,
      cancelled: 1,
      averageE4: 120_000n,
    });
    expect(pounds?.yesterdayE4).toBe(400_000n);
    const stores = pounds?.stores.map(({ code, figures, last }) => [
      code,
      figures.grossE4,
      last?.occurredText.slice(11, 16),
    ]);
    expect(stores).toEqual([
      ['G1', 555_000n, '14:10'],
      ['G2', 45_000n, '09:00'],
    ]);
  });

  it('is compared with the same weekday last week, up to the last complete hour', async () => {
    const { companies } = await today(await as(shops.grocer.ownerName));
    expect(companies[0]?.currencies?.[0]?.sameHours).toEqual({
      untilHour: 14,
      grossE4: 300_000n,
      lastWeekE4: 200_000n,
    });
  });

  it('lists the latest receipts by the time of sale', async () => {
    const { latest } = await today(await as(shops.grocer.ownerName));
    expect(latest.map(({ occurredText, kind }) => `${occurredText.slice(11, 16)} ${kind}`)).toEqual([
      '14:10 sale',
      '13:59 sale',
      '12:30 cancelled',
      '12:00 return',
      '09:00 sale',
      '08:15 sale',
    ]);
  });

  it('costs the same number of queries for one store and for many', async () => {
    const { db } = shops.server.deps;
    const count = async (username: string) => {
      const ctx = await as(username);
      let queries = 0;
      const reader = new Proxy(ctx.db.reader, {
        get(target, name, receiver) {
          if (name === 'company') queries += 1;
          return Reflect.get(target, name, receiver);
        },
      });
      const dialect = {
        ...ctx.db.dialect,
        query: ((...args: Parameters<typeof ctx.db.dialect.query>) => {
          queries += 1;
          return ctx.db.dialect.query(...args);
        }) as typeof ctx.db.dialect.query,
      };
      await today({ ...ctx, db: { ...ctx.db, reader, dialect } });
      return queries;
    };
    const few = await count(shops.books.ownerName);
    const { id: ownerUserId } = await makeUser(db, 'chain.owner');
    const chain = await createCompany(hubCtx(db), { name: 'Chain', ownerUserId });
    for (let at = 0; at < 12; at++) {
      await sell(db, await openStore(db, chain, `C${at}`), [{ at: `${todayDay}T10:00:00`, total: '1.0000' }]);
    }
    expect(await count('chain.owner')).toBe(few);
    expect(few).toBe(7);
  });

  it('shows the page with figures, links to receipts and how fresh it all is', async () => {
    const { body, status } = await (await visit(shops.grocer.ownerName)).get('/dashboard/');
    expect(status).toBe(200);
    for (const text of [
      '£60.00',
      '£12.00',
      '+50 %',
      '£30.00 until 14:00, against £20.00 last week',
      'Friday 6 March 2026',
      'As of',
      '14:30',
      `/receipts/grocer/${ids.first}/`,
    ]) {
      expect(body, text).toContain(text);
    }
  });
});

describe('who sees what', () => {
  it('an owner sees nothing of another company, on no page and under no address', async () => {
    const visitor = await visit(shops.grocer.ownerName);
    const { body } = await visitor.get('/dashboard/');
    expect(body).not.toContain('Books');
    expect(body).not.toContain('777.00');
    const uuid = ids.foreign;
    for (const path of [
      '/receipts/books/',
      `/receipts/books/${uuid}/`,
      `/receipts/grocer/${uuid}/`,
      `/receipts/books/${ids.first}/`,
      '/receipts/grocer/?store=B1',
    ]) {
      const answer = await visitor.get(path);
      const missing = await visitor.get(path.replace('books', 'no-such-company').replace(uuid, crypto.randomUUID()));
      expect(answer.status, path).toBe(404);
      const plain = (page: { body: string }) =>
        page.body.replace(/[0-9a-f-]{36}|name="(?:_csrf|next)" value="[^"]*"/g, '');
      expect(plain(answer), path).toBe(plain(missing));
    }
  });

  it('a manager of one store sees this store and no other one', async () => {
    const visitor = await visit('grocer.manager');
    const { body } = await visitor.get('/dashboard/');
    expect(body).toContain('£55.50');
    expect(body).not.toContain('£60.00');
    expect(body).not.toContain('Shop G2');
    expect((await visitor.get(`/receipts/grocer/${ids.first}/`)).status).toBe(200);
    expect((await visitor.get(`/receipts/grocer/${ids.second}/`)).status).toBe(404);
    expect((await visitor.get('/receipts/grocer/')).body).not.toContain('Shop G2');
    expect((await visitor.get('/receipts/grocer/?store=G2')).status).toBe(404);
  });

  it('a plain member sees the company, and none of its figures', async () => {
    const visitor = await visit('grocer.member');
    const { body } = await visitor.get('/dashboard/');
    expect(body).toContain('Grocer');
    expect(body).not.toContain('£');
    expect(body).not.toContain('href="/reports"');
    for (const path of ['/receipts/grocer/', `/receipts/grocer/${ids.first}/`])
      expect((await visitor.get(path)).status, path).toBe(404);
  });

  it('staff see every company; support, whom these pages would show people unmasked, and staff limited to none see none', async () => {
    const { body } = await (await visit('hub.operator')).get('/dashboard/');
    for (const name of ['Grocer', 'Books']) expect(body).toContain(name);
    for (const username of ['hub.support', 'hub.limited']) {
      const visitor = await visit(username);
      const page = await visitor.get('/dashboard/');
      expect(page.body).toContain('No company yet');
      expect(page.body).not.toContain('Grocer');
      expect((await visitor.get(`/receipts/books/${ids.foreign}/`)).status).toBe(404);
    }
  });

  it('a person without a company is told what to do', async () => {
    await makeUser(shops.server.deps.db, 'nobodys.member');
    expect((await (await visit('nobodys.member')).get('/dashboard/')).body).toContain('No company yet');
  });
});

describe('receipts', () => {
  it('show every section, and link back to the day', async () => {
    const { body } = await (await visit(shops.grocer.ownerName)).get(`/receipts/grocer/${ids.first}/`);
    for (const text of [
      'Baguette',
      '£20.50',
      'Cash',
      'Shop G1',
      'by the till’s clock',
      ids.first,
      `?day&#x3D;${todayDay}&amp;store&#x3D;G1`,
    ]) {
      expect(body, text).toContain(text);
    }
  });

  it('are found by their id in any form, and by nothing else', async () => {
    const visitor = await visit(shops.grocer.ownerName);
    expect((await visitor.get(`/receipts/grocer/${ids.first.toUpperCase()}/`)).status).toBe(200);
    for (const id of ['1', '0', 'x', `${ids.first}x`, '%00', '..%2f']) {
      expect((await visitor.get(`/receipts/grocer/${id}/`)).status, id).toBe(404);
    }
  });

  it('of a day, a store and a till are listed; a day that is none is refused', async () => {
    const visitor = await visit(shops.grocer.ownerName);
    expect((await visitor.get('/receipts/grocer/?day=2026-03-05')).body).toContain('£40.00');
    expect((await visitor.get('/receipts/grocer/?day=2026-03-05')).body).not.toContain('£20.50');
    expect((await visitor.get('/receipts/grocer/?till=POS-009')).body).toContain('No receipts here');
    expect((await visitor.get('/receipts/grocer/?day=2026-02-30')).status).toBe(400);
    expect((await visitor.get('/receipts/grocer/?after=nonsense')).status).toBe(400);
  });

  it('with markup in their texts show it as text', async () => {
    const [till] = shops.grocer.tills;
    if (!till) throw new Error('no till');
    const [uuid] = await sell(
      shops.server.deps.db,
      till,
      [{ at: '2026-03-01T10:00:00', total: '1.0000' }],
      '</pre><script>alert(1)</script>',
    );
    const { body } = await (await visit(shops.grocer.ownerName)).get(`/receipts/grocer/${uuid}/`);
    expect(body).not.toContain('<script>alert');
    expect(body).toContain('&lt;script&gt;alert(1)');
  });
});

describe('procedures over /trpc', () => {
  const call = (path: string, input: object) =>
    `/trpc/${path}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;

  it('answer scripts of the portal with the same data as its pages', async () => {
    const visitor = await visit(shops.grocer.ownerName);
    const answer = await visitor.get('/trpc/dashboard.today', { accept: 'application/json' });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body).result.data.json.companies[0]).toMatchObject({ slug: 'grocer' });
    const receipt = await visitor.get(call('receipts.get', { company: 'grocer', uuid: ids.first }));
    expect(JSON.parse(receipt.body).result.data.json.head.totalE4).toBe('205000');
  });

  it('know strangers, other companies and wrong input by the one error table', async () => {
    const visitor = await visit(shops.grocer.ownerName);
    const outcomes = await Promise.all([
      new Visitor(shops.server.url).get('/trpc/dashboard.today'),
      visitor.get(call('receipts.get', { company: 'books', uuid: ids.foreign })),
      visitor.get(call('receipts.list', { company: 'grocer', day: 'tomorrow' })),
      visitor.get('/trpc/no.such'),
      visitor.get('/trpc/account.signOut'),
    ]);
    expect(outcomes.map(({ status, body }) => [status, JSON.parse(body).error.json.data.gateCode])).toEqual([
      [401, 'not_signed_in'],
      [404, 'not_found'],
      [400, 'invalid_input'],
      [404, 'not_found'],
      [405, 'method_not_allowed'],
    ]);
    for (const { body } of outcomes) expect(body).not.toMatch(/node_modules|"stack"/);
  });

  it('change nothing without the token and from our own origin', async () => {
    const visitor = await visit(shops.grocer.ownerName);
    const json = { 'content-type': 'application/json' };
    const signOut = (headers: Record<string, string>) =>
      visitor.send('POST', '/trpc/account.signOut', { headers: { ...json, ...headers }, body: '{}' });
    const token = await visitor.token();
    expect((await signOut({})).status).toBe(403);
    expect((await signOut({ 'x-csrf-token': token, origin: 'https://evil.example' })).status).toBe(403);
    expect((await visitor.get('/dashboard/')).status).toBe(200);
    expect((await signOut({ 'x-csrf-token': token })).status).toBe(200);
    expect((await visitor.get('/dashboard/')).status).toBe(302);
  });

  it('are called one at a time: a batch of sign-ins is refused', async () => {
    const visitor = new Visitor(shops.server.url);
    const headers = { 'content-type': 'application/json', 'x-csrf-token': await visitor.token() };
    const body = JSON.stringify({
      0: { json: { username: 'a', password: 'b' } },
      1: { json: { username: 'a', password: 'c' } },
    });
    const answer = await visitor.send('POST', '/trpc/account.signIn,account.signIn?batch=1', { headers, body });
    expect(answer.status).toBe(400);
  });
});

/** Every report of the catalogue as a page, over HTTP: it answers, in three languages, and every number leads on. */
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../reports/catalogue.ts';
import { addMember, grantRole } from '../../server/domain/tenancy/index.ts';
import { goodPassword, hubCtx, makeUser } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { makeSmallShop } from './small-shop.ts';
import { makeWorld, now, type World } from './world.ts';

let server: TestServer;
let world: World;
let other: World;
let owner: Visitor;
let one: Visitor;

const days = 'range=own&from=2026-11-16&to=2026-11-18';

beforeAll(async () => {
  server = await startTestServer({ now: () => now });
  const { db } = server.deps;
  world = (await makeSmallShop(db)).world;
  other = await makeWorld(db, [{ code: 'LON', name: 'Not ours' }]);
  const ctx = hubCtx(db, () => now);
  const roles = ['manager', 'stock'] as const;
  for (const [username, storeId] of [['everywhere', null] as const, ['london', world.storeId('LON')] as const]) {
    const { id: userId } = await makeUser(db, username);
    await addMember(ctx, { companyId: world.companyId, userId });
    for (const role of roles) await grantRole(ctx, { companyId: world.companyId, userId, role, storeId });
  }
  [owner, one] = [await as('everywhere'), await as('london')];
  return async () => server[Symbol.asyncDispose]();
});

async function as(username: string): Promise<Visitor> {
  const visitor = new Visitor(server.url);
  expect((await visitor.signIn(username, goodPassword)).status).toBe(302);
  return visitor;
}

const addressOf = (name: string, more = '') => `/reports/${name}?company=${world.slug}&${days}${more}`;

function plain(html: string): string {
  return html.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');
}

/** Where the rows, tiles and bars of a page lead. */
function drillsOf(body: string): string[] {
  const rows = [...body.matchAll(/<(?:tbody|dl)[^>]*>.*?<\/(?:tbody|dl)>/gs)].flatMap(([part]) =>
    [...part.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => plain(href)),
  );
  const bars = [...body.matchAll(/<script type="application\/json">(.*?)<\/script>/gs)].flatMap(([, json = '{}']) => {
    const { series = [] } = JSON.parse(json) as { series?: { links?: (string | null)[] }[] };
    return series.flatMap(({ links = [] }) => links.filter((link) => link !== null));
  });
  return [...new Set([...rows, ...bars])];
}

describe('every report of the catalogue', () => {
  it.each(['en', 'tr', 'de'])('answers in the language %s', async (language) => {
    for (const { name } of catalogue) {
      const { status, body } = await owner.get(addressOf(name), { 'accept-language': language });
      expect([name, status, /<html[^>]*lang="(\w+)"/.exec(body)?.[1]]).toEqual([name, 200, language]);
    }
  });

  it('leads on from every row, tile and bar to a page that answers', async () => {
    const drills = new Set<string>();
    for (const { name } of catalogue) {
      const { body } = await owner.get(addressOf(name));
      for (const href of drillsOf(body)) drills.add(href);
    }
    expect(drills.size).toBeGreaterThan(40);
    const broken: string[] = [];
    for (const href of drills) {
      const { status } = await owner.get(href);
      if (status !== 200) broken.push(`${status} ${href}`);
    }
    expect(broken).toEqual([]);
    // Hundreds of pages.
  }, 180_000);

  it('is ordered by any of its columns', async () => {
    const { body } = await owner.get(addressOf('sales-by-store'));
    const heads = [...(/<thead>.*?<\/thead>/s.exec(body)?.[0] ?? '').matchAll(/href="([^"]*)"/g)];
    expect(heads.length).toBeGreaterThan(9);
    for (const [, href = ''] of heads) expect((await owner.get(plain(href))).status).toBe(200);
    const names = async (sort: string) => {
      const page = await owner.get(addressOf('sales-by-store', `&sort=${sort}`));
      return [...page.body.matchAll(/<th scope="row"><a[^>]*>([^<]*)</g)].map(([, name]) => name);
    };
    // Two stores in pounds, then the one in euros, each with its total.
    expect(await names('name')).toEqual(['London', 'Night shop', 'Total', 'Auckland', 'Total']);
    expect(await names('-name')).toEqual(['Night shop', 'London', 'Total', 'Auckland', 'Total']);
  });

  it('hides other companies, and stores that are none of one’s own', async () => {
    for (const { name, isOfCompany } of catalogue) {
      const hidden = await owner.get(`/reports/${name}?company=${other.slug}`);
      const missing = await owner.get('/reports/sales-by-day?company=no-such-company');
      expect([name, hidden.status, missing.status]).toEqual([name, 404, 404]);
      expect(hidden.body).not.toContain('Not ours');
      expect((await one.get(addressOf(name, '&store=NIGHT'))).status).toBe(isOfCompany ? 400 : 404);
    }
  });

  it('says to a manager of one store that these are the figures of that store', async () => {
    const { status, body } = await one.get(addressOf('sales-by-store'));
    expect(status).toBe(200);
    expect(body).toContain('These are the figures of your stores, not of all stores');
    expect(body).toContain('London');
    expect(body).not.toContain('Night shop');
    expect((await owner.get(addressOf('sales-by-store'))).body).not.toContain('These are the figures of your stores');
  });

  it('offers stores where they mean something, and refuses them elsewhere', async () => {
    expect((await owner.get(addressOf('points'))).body).toContain('name="store"');
    expect((await owner.get(addressOf('points-outstanding'))).body).not.toContain('name="store"');
    const { status, body } = await owner.get(addressOf('points-outstanding', '&store=LON'));
    expect(status).toBe(400);
    expect(body).toContain('This report cannot be filtered by this.');
  });

  it('tells what is wrong beside the field, and keeps the rest', async () => {
    const wrong = async (query: string, field: string) => {
      const { status, body } = await owner.get(`/reports/sales-by-day?company=${world.slug}&${query}`);
      expect([query, status]).toEqual([query, 400]);
      expect(body).toContain(`id="${field}-error"`);
      return body;
    };
    expect(await wrong('range=own&from=2026-02-30&to=2026-03-01&compare=none', 'from')).toContain('value="2026-03-01"');
    await wrong('from=2026-03-02&to=2026-03-01', 'to');
    await wrong('range=always', 'range');
    await wrong('compare=tomorrow', 'compare');
    await wrong('sort=weather', 'sort');
    await wrong('in=euros', 'in');
    const options = catalogue.flatMap(({ name, options: own = [] }) =>
      own.map((option) => [name, option.name] as const),
    );
    for (const [name, option] of options) {
      const { status, body } = await owner.get(addressOf(name, `&${option}=nonsense`));
      expect([name, status]).toEqual([name, 400]);
      expect(body).toContain(`id="${option}-error"`);
    }
  });

  it('takes the choices of another company back when the company is changed', async () => {
    const { status } = await owner.get(`/reports/sales-by-day?company=${world.slug}&of=another&store=NOWHERE`);
    expect(status).toBe(200);
  });
});

describe('the receipts behind a figure', () => {
  it('come to what the figure says, wherever rows of sales lead to them', async () => {
    const differing: string[] = [];
    let compared = 0;
    for (const { name, lead } of catalogue.filter(({ area, lead: column }) => area === 'sales' && column === 'net')) {
      const { body } = await owner.get(addressOf(name));
      for (const [, href = '', figure = ''] of body.matchAll(
        /<td class="gate-num fw-bold[^"]*"[^>]*><a href="([^"]*)">([^<]*)<\/a>/g,
      )) {
        if (!href.startsWith('/reports/receipts')) continue;
        const page = await owner.get(plain(href));
        const sums = [...page.body.matchAll(/data-net="\w+">([^<]*)</g)].map(([, text]) => text);
        compared += 1;
        const isNothing = sums.length === 0 && /^\D*0\.00$/.test(figure);
        if (!isNothing && !(sums.length === 1 && sums[0] === figure))
          differing.push(`${name} ${lead} ${figure}: ${sums} at ${href}`);
      }
    }
    expect(differing).toEqual([]);
    expect(compared).toBeGreaterThan(20);
  });

  it('lead to the receipt itself', async () => {
    const { body } = await owner.get(addressOf('receipts'));
    const receipts = [...body.matchAll(/<th scope="row"><a href="([^"]*)"/g)].map(([, href = '']) => plain(href));
    expect(receipts.length).toBeGreaterThan(5);
    for (const href of receipts) expect((await owner.get(href)).status).toBe(200);
  });

  it('can be narrowed by every name; what makes no sense is told', async () => {
    const asked = [
      'kind=sale',
      'kind=return',
      'kind=cancelled',
      'kind=late',
      'kind=unproven',
      'kind=voided',
      'vat=2000',
    ];
    const more = ['vat=-1', 'hour=9', 'weekday=1', 'min=10', 'max=10.5', 'below=1', 'currency=EUR', 'customer=-'];
    const last = [
      'segment=none,nobody,walk-in,unknown',
      'campaign=-',
      'product=-',
      'cashier=-',
      'payment=CASH_PAYMENT',
    ];
    for (const query of [...asked, ...more, ...last, 'department=-']) {
      expect([query, (await owner.get(addressOf('receipts', `&${query}`))).status]).toEqual([query, 200]);
    }
    for (const query of ['kind=nonsense', 'hour=25', 'weekday=0', 'min=much', 'vat=x', 'after=x']) {
      const { status, body } = await owner.get(addressOf('receipts', `&${query}`));
      expect([query, status]).toEqual([query, 400]);
      expect(body).toContain('-error"');
    }
  });

  it('refuses a character that no database stores before anything of a file is sent', async () => {
    for (const path of ['receipts.csv', 'receipts', 'sales-by-day.csv', 'sales-by-day', 'accountant']) {
      const { status } = await owner.get(`${addressOf(path)}&department=%00`);
      expect([path, status]).toEqual([path, 400]);
    }
  });

  it('are a file, too, with a line for each', async () => {
    const page = await owner.get(addressOf('receipts'));
    const shown = [...page.body.matchAll(/<th scope="row"><a href/g)].length;
    const { status, headers, body } = await owner.get(addressOf('receipts.csv'));
    expect([status, headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/csv/)]);
    expect(body.trimEnd().split('\r\n')).toHaveLength(shown + 1);
  });

  it('of other stores and companies do not exist', async () => {
    expect((await owner.get(`/reports/receipts?company=${other.slug}`)).status).toBe(404);
    expect((await one.get(addressOf('receipts', '&store=NIGHT'))).status).toBe(404);
    expect((await one.get(addressOf('receipts'))).body).not.toContain('Night shop');
  });
});

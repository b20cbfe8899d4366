/** How tills stand with the hub, in the portal. */
import { beforeAll, describe, expect, it } from 'vitest';
import { recordTransactions } from '../../server/domain/sales/index.ts';
import { hubCtx, makeCompany } from '../support/people.ts';
import { type Answer, Visitor } from '../support/visitor.ts';
import { textOf } from './accounts/support.ts';
import { now, sell, visitorOf, withShops } from './shops.ts';

const shops = withShops();
let owner: Visitor;
let manager: Visitor;
let list: string;

beforeAll(async () => {
  [owner, manager] = [await visitorOf(shops, shops.grocer.ownerName), await visitorOf(shops, 'grocer.manager')];
  list = `/sync/${shops.grocer.slug}/`;
});

const rowsOf = ({ body }: Answer) => [...body.matchAll(/<tr>\s*<th scope="row">.*?<\/tr>/gs)].map(([row]) => row);
const tillHref = async (place: number) => {
  const id = shops.grocer.tills[place]?.terminalId ?? 0;
  const { uuid } = await shops.server.deps.db.reader.terminal.findUniqueOrThrow({ where: { id } });
  return `/tills/${shops.grocer.slug}/${uuid}/`;
};

describe('the page of sync health', () => {
  it('is for those alone who look after tills', async () => {
    const member = await visitorOf(shops, 'grocer.member');
    expect((await member.get(list)).status).toBe(403);
    const other = await visitorOf(shops, shops.books.ownerName);
    expect((await other.get(list)).status).toBe(404);
    const stranger = await new Visitor(shops.server.url).get(list);
    expect([stranger.status, stranger.location]).toEqual([302, expect.stringContaining('/accounts/login/')]);
    expect((await owner.get(`/home/${shops.grocer.slug}/`)).body).toContain(`href="${list}"`);
    expect((await member.get(`/home/${shops.grocer.slug}/`)).body).not.toContain(list);
  });

  it('names every till, and a manager of one store those of that store', async () => {
    const page = await owner.get(list);
    expect(rowsOf(page)).toHaveLength(2);
    expect(textOf(page)).toContain('never loaded');
    const own = rowsOf(await manager.get(list));
    expect(own).toHaveLength(1);
    expect(own[0]).toContain('Shop G1');
  });

  it('says that there are no tills, or that none has a trouble', async () => {
    const company = await makeCompany(shops.server.deps.db, 'Tillless');
    const alone = await visitorOf(shops, company.ownerName);
    const without = await alone.get(`/sync/${company.slug}/`);
    expect(textOf(without)).toContain('There are no tills yet');
    expect(without.body).toContain(`href="/stores/${company.slug}/">To the stores<`);
    expect(textOf(await owner.get(`${list}?trouble=clock`))).toContain('No till has this trouble');
    expect(textOf(await owner.get(`${list}?after=0-99999999`))).toContain('There are no further tills');
    expect((await owner.get(`${list}?trouble=nonsense`)).status).toBe(404);
  });

  it('puts a till first of which something could not be booked, and counts it', async () => {
    const second = shops.grocer.tills[1];
    if (!second) throw new Error('there is no second till');
    const { db } = shops.server.deps;
    const ctx = hubCtx(db, () => now);
    await recordTransactions(ctx, second, [{ head: { id: 'nonsense' } }], []);
    await sell(db, second, [{ at: '2026-03-06T12:30:00', total: '10.0000' }]);
    const rows = rowsOf(await owner.get(list));
    expect(rows[0]).toContain('Shop G2');
    expect(rows[0]).toContain('Refused');
    const refusing = await owner.get(`${list}?trouble=refusing`);
    expect(rowsOf(refusing)).toHaveLength(1);
    expect(rowsOf(await manager.get(`${list}?trouble=refusing`))).toHaveLength(0);
  });
});

describe('the page of a till', () => {
  it('tells how it stands, and in what the hub has the say', async () => {
    const troubled = textOf(await owner.get(await tillHref(1)));
    expect(troubled).toContain('Something that it sent could not be booked');
    for (const flag of ['manages_transactions', 'manages_closures', 'manages_warehouse', 'manages_campaign']) {
      expect(troubled).toContain(flag);
    }
    for (const title of ['Who decides', 'Latest messages', 'It was told nothing yet.'])
      expect(troubled).toContain(title);
    const quiet = textOf(await owner.get(await tillHref(0)));
    expect(quiet).not.toContain('Something that it sent could not be booked');
    expect(quiet).toContain('It has sent and loaded nothing yet.');
  });

  it('tells a manager of another store nothing', async () => {
    expect((await manager.get(await tillHref(1))).status).toBe(404);
    expect((await manager.get(await tillHref(0))).status).toBe(200);
  });

  it('shows what it was told, and leads to the form with this till chosen', async () => {
    const href = await tillHref(0);
    const uuid = href.split('/').at(-2);
    const said = {
      do: 'send',
      to: `till:${uuid}`,
      type: 'terminal_message',
      title: 'Hello till',
      body: '',
      hours: '1',
    };
    await owner.post(`/messages/${shops.grocer.slug}/`, said);
    const page = await owner.get(href);
    expect(textOf(page)).toContain('Hello till');
    const write = `/messages/${shops.grocer.slug}/?to=till:${uuid}`;
    expect(page.body.replaceAll('%3A', ':').replaceAll('&#x3D;', '=')).toContain(write);
    expect((await owner.get(write)).body).toMatch(new RegExp(`value="till:${uuid}" selected`));
  });
});

/** Telling tills something in the portal, and what became of it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { markFailed, markShown, openNotifications } from '../../server/domain/notifications/index.ts';
import { createStore } from '../../server/domain/stores/index.ts';
import { terminalCtx } from '../../server/domain/tenancy/index.ts';
import { hubCtx, makeCompany } from '../support/people.ts';
import { type Answer, Visitor } from '../support/visitor.ts';
import { textOf } from './accounts/support.ts';
import { now, visitorOf, withShops } from './shops.ts';

const shops = withShops();
let owner: Visitor;
let manager: Visitor;
let list: string;

beforeAll(async () => {
  [owner, manager] = [await visitorOf(shops, shops.grocer.ownerName), await visitorOf(shops, 'grocer.manager')];
  list = `/messages/${shops.grocer.slug}/`;
});

const plain = { do: 'send', to: '', type: 'terminal_message', title: 'Closing early', body: 'At six.', hours: '168' };
const send = (fields: Record<string, string> = {}, by = owner) => by.post(list, { ...plain, ...fields });
const latest = () =>
  shops.server.deps.db.reader.notification.findFirstOrThrow({
    where: { companyId: shops.grocer.id },
    orderBy: { position: 'desc' },
  });
const count = () => shops.server.deps.db.reader.notification.count();

/** Sentences that stand directly beside a field. */
const besides = ({ body }: Answer, field: string) => {
  const place = new RegExp(`id="${field}-errors">(.*?)</div>(?:\\s*</div>)?\\s*(?:<|$)`, 's').exec(body)?.[1] ?? '';
  const control = new RegExp(`<(?:input|select|textarea)[^>]* id="${field}"[^>]*>`).exec(body)?.[0] ?? '';
  return { text: place.replace(/<[^>]*>/g, '').trim(), isMarked: control.includes('aria-invalid="true"') };
};

describe('the page of messages', () => {
  it('says what stands here while nothing was said, and has its form open', async () => {
    const page = await owner.get(list);
    expect(textOf(page)).toContain('Nothing was said yet');
    expect(page.body).toMatch(/<details[^>]* open/);
    expect((await owner.get(`/home/${shops.grocer.slug}/`)).body).toContain(`href="${list}"`);
  });

  it('is for those alone who look after tills', async () => {
    const member = await visitorOf(shops, 'grocer.member');
    expect((await member.get(list)).status).toBe(403);
    expect((await send({}, member)).status).toBe(403);
    expect((await member.get(`/home/${shops.grocer.slug}/`)).body).not.toContain(list);
    const other = await visitorOf(shops, shops.books.ownerName);
    expect((await other.get(list)).status).toBe(404);
    expect((await send({}, other)).status).toBe(404);
    const stranger = await new Visitor(shops.server.url).get(list);
    expect([stranger.status, stranger.location]).toEqual([302, expect.stringContaining('/accounts/login/')]);
    expect(await count()).toBe(0);
  });

  it('tells the tills, and shows whom it told and until when', async () => {
    const answer = await send();
    expect(answer.location).toBe(list);
    const text = textOf(await owner.get(list));
    for (const words of ['Closing early', 'All tills', 'Waiting 2', shops.grocer.ownerName])
      expect(text).toContain(words);
    expect((await latest()).expiresAt?.toISOString()).toBe(new Date(now.getTime() + 168 * 3_600_000).toISOString());
  });

  it('tells one till, and offers a manager of one store that one alone', async () => {
    const { db } = shops.server.deps;
    const [first, second] = await db.reader.terminal.findMany({
      where: { companyId: shops.grocer.id },
      orderBy: { id: 'asc' },
    });
    const page = await manager.get(list);
    expect(page.body).toContain(`value="till:${first?.uuid}"`);
    expect(page.body).not.toContain(`value="till:${second?.uuid}"`);
    expect(page.body).not.toContain('<option value="">');
    expect((await send({ to: `till:${first?.uuid}`, title: 'For one' }, manager)).location).toBe(list);
    expect(await latest()).toMatchObject({ title: 'For one', terminalId: first?.id });
    expect((await send({ to: `till:${second?.uuid}` }, manager)).status).toBe(404);
    expect((await send({ to: '' }, manager)).status).toBe(403);
  });

  it('keeps what was typed when something is wrong, and says it beside the field', async () => {
    const before = await count();
    const untitled = await send({ title: '', body: 'No title' });
    expect(besides(untitled, 'title')).toEqual({ text: 'Write what it is about.', isMarked: true });
    expect(untitled.body).toContain('>No title</textarea>');
    expect(untitled.body).toMatch(/<details[^>]* open/);
    const strange = await send({ type: 'nonsense' });
    expect(besides(strange, 'type')).toMatchObject({ isMarked: true });
    expect(besides(strange, 'type').text).not.toBe('');
    expect(besides(strange, 'title')).toEqual({ text: '', isMarked: false });
    const endless = await send({ hours: '99999' });
    expect(besides(endless, 'hours')).toMatchObject({ isMarked: true });
    const long = await send({ body: 'x'.repeat(4001) });
    expect(besides(long, 'body')).toMatchObject({ isMarked: true });
    expect(await count()).toBe(before);
  });

  it.each(['', 'a while', '0', '-1', '9999999', '1e999'])(
    'says beside the choice how long that it must be made, when somebody sends %j for it',
    async (hours) => {
      const before = await count();
      const page = await send({ hours });
      expect([page.status, besides(page, 'hours')]).toEqual([
        200,
        { text: expect.stringMatching(/^choose how long it is told\.?$/i), isMarked: true },
      ]);
      expect(await count()).toBe(before);
    },
  );

  it('says beside the place that there is no till to tell', async () => {
    const ctx = hubCtx(shops.server.deps.db, () => now);
    const store = await createStore(ctx, { companyId: shops.grocer.id, code: 'G9', name: 'Empty shop' });
    const answer = await send({ to: `store:${store.uuid}` });
    expect(besides(answer, 'to')).toEqual({ text: 'There is no till to tell.', isMarked: true });
  });

  it('has no form where there is no till at all', async () => {
    const company = await makeCompany(shops.server.deps.db, 'Tillless');
    const alone = await visitorOf(shops, company.ownerName);
    const page = await alone.get(`/messages/${company.slug}/`);
    expect(page.status).toBe(200);
    expect(page.body).not.toContain('name="title"');
    expect(textOf(page)).toContain('Nothing was said yet');
  });

  it('switches whether saved prices tell by themselves; managers cannot', async () => {
    const isOn = async () =>
      (await shops.server.deps.db.reader.company.findUniqueOrThrow({ where: { id: shops.grocer.id } })).notifiesPrices;
    const was = await isOn();
    await owner.post(list, { do: 'prices', ...(was ? {} : { notifiesPrices: 'yes' }) });
    expect(await isOn()).toBe(!was);
    expect((await manager.post(list, { do: 'prices', notifiesPrices: 'yes' })).status).toBe(403);
    expect((await manager.get(list)).body).not.toContain('name="notifiesPrices"');
  });

  it('ends where there is nothing earlier, and knows no other places', async () => {
    expect(textOf(await owner.get(`${list}?before=1`))).toContain('There are no earlier ones');
    expect((await owner.get(`${list}?before=x`)).status).toBe(404);
  });
});

describe('the page of one message', () => {
  it('shows what became of it at each till, and takes it back', async () => {
    const { deps } = shops.server;
    await send({ title: 'For all' });
    const { id } = await latest();
    const [shown, failed] = shops.grocer.tills;
    if (!shown || !failed) throw new Error('there are no tills');
    for (const till of [shown, failed]) await openNotifications(terminalCtx(deps, till, 'test'), '');
    await markShown(terminalCtx(deps, shown, 'test'), id);
    await markFailed(terminalCtx(deps, failed, 'test'), id, 'no screen');
    const page = await owner.get(`${list}${id}/`);
    for (const words of ['For all', 'At six.', 'Shown 1', 'Failed 1', 'no screen', 'Shop G1', 'Shop G2']) {
      expect(textOf(page)).toContain(words);
    }
    expect((await owner.post(`${list}${id}/`, {})).location).toBe(`${list}${id}/`);
    const after = await owner.get(`${list}${id}/`);
    expect((await latest()).withdrawnAt).not.toBeNull();
    expect(after.body).not.toContain('btn-outline-danger');
    // What a till has shown it has shown.
    expect(textOf(after)).toContain('Shown 1');
  });

  it('of another company, or none, does not exist; nor does one of another store for its manager', async () => {
    const { id } = await latest();
    const other = await visitorOf(shops, shops.books.ownerName);
    expect((await other.get(`/messages/${shops.books.slug}/${id}/`)).status).toBe(404);
    expect((await owner.get(`${list}none/`)).status).toBe(404);
    const second = await shops.server.deps.db.reader.terminal.findFirstOrThrow({
      where: { id: shops.grocer.tills[1]?.terminalId ?? 0 },
    });
    await send({ to: `till:${second.uuid}`, title: 'Elsewhere' });
    const elsewhere = await latest();
    expect((await manager.get(`${list}${elsewhere.id}/`)).status).toBe(404);
    expect((await manager.post(`${list}${elsewhere.id}/`, {})).status).toBe(404);
    expect((await owner.get(`${list}${elsewhere.id}/`)).status).toBe(200);
  });
});

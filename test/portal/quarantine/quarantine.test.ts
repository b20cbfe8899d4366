/** What tills sent and the hub could not book, as the people of the company see it and deal with it. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reasonModel } from '../../../portal/pages/quarantine/words.ts';
import { formatsOf } from '../../../server/core/formats.ts';
import { newId } from '../../../server/core/ids.ts';
import { translateSentence, translatorOf } from '../../../server/core/translate.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { hashBody, packBody } from '../../../server/domain/sales/body-codec.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import type { TerminalIdentity } from '../../../server/domain/stores/index.ts';
import { grantRole } from '../../../server/domain/tenancy/index.ts';
import { type Body, makeTransaction } from '../../domain/sales/support.ts';
import { goodPassword, hubCtx, makeCompany, makeMember, makeStaff } from '../../support/people.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { Visitor } from '../../support/visitor.ts';
import { openStore } from '../shops.ts';

const clock = { now: new Date('2026-03-06T14:30:00Z') };
let server: TestServer;
let company: Awaited<ReturnType<typeof makeCompany>>;
let [first, second] = [null, null] as unknown as TerminalIdentity[];

const ctx = () => hubCtx(server.deps.db, () => clock.now);
const list = () => `/quarantine/${company.slug}/`;
const plain = (body: string) =>
  body
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll('&#x3D;', '=')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
const visitors = new Map<string, Visitor>();

async function as(username: string): Promise<Visitor> {
  const known = visitors.get(username);
  if (known) return known;
  const visitor = new Visitor(server.url);
  expect((await visitor.signIn(username, goodPassword)).status).toBe(302);
  visitors.set(username, visitor);
  return visitor;
}

const page = async (path: string, username = company.ownerName) => (await as(username)).get(path);

async function push(till: TerminalIdentity, change: (body: Body) => void): Promise<string> {
  const item = makeTransaction(change);
  await recordTransactions(ctx(), till, [item], undefined);
  return item.head.id;
}

const wrongTotal = (number: number) => (body: Body) =>
  Object.assign(body.head, { receipt_number: number, total_amount: '12,50' });

const idOfItem = async (documentUuid: string) =>
  (await server.deps.db.reader.quarantinedItem.findFirstOrThrow({ where: { documentUuid } })).id;

const audited = async (action: string) =>
  server.deps.db.reader.auditEntry.count({ where: { companyId: company.id, action } });

beforeAll(async () => {
  server = await startTestServer({ now: () => clock.now });
  const { db } = server.deps;
  company = await makeCompany(db, 'Grocer');
  [first, second] = [await openStore(db, company, 'G1'), await openStore(db, company, 'G2')];
  await makeMember(db, company.id, 'grocer.member');
  for (const [name, storeId] of [
    ['grocer.bound', second?.storeId ?? 0],
    ['grocer.manager', null],
  ] as const) {
    const { id: userId } = await makeMember(db, company.id, name);
    await grantRole(hubCtx(db), { companyId: company.id, userId, role: 'manager', storeId });
  }
  await makeCompany(db, 'Books');
  await makeStaff(db, 'hub.support', { role: 'support' });
});
afterAll(() => server[Symbol.asyncDispose]());

describe('what could not be booked', () => {
  it('is nothing at first: the list says that everything was booked, and no entry of the side bar leads to it', async () => {
    expect(plain((await page(list())).body)).toContain('Everything was booked');
    expect((await page(`/home/${company.slug}/`)).body).not.toContain(`href="${list()}"`);
  });

  it('is listed with the reason in plain words, the store, the till, the number, how often it came and when', async () => {
    const sent = makeTransaction(wrongTotal(71));
    const id = sent.head.id;
    await recordTransactions(ctx(), first as TerminalIdentity, [sent], undefined);
    clock.now = new Date('2026-03-06T15:00:00Z');
    await recordTransactions(ctx(), first as TerminalIdentity, [sent], undefined);
    const { body } = await page(list());
    const text = plain(body);
    expect(text).toContain(
      'Receipt no. 71 Shop G1, POS-001 A value in it cannot be read. Receipt: total head.total_amount',
    );
    expect(text).toContain('6 Mar 2026, 14:30 last 6 Mar 2026, 15:00 2×');
    expect(body).toContain(`href="${list()}items/${await idOfItem(id)}/"`);
    // Found from the first page, from the till and from the side bar.
    const home = (await page(`/home/${company.slug}/`)).body;
    expect(home).toContain(`href="${list()}?what&#x3D;refused"`);
    expect(home).toContain(`href="${list()}"`);
    const { uuid } = await server.deps.db.reader.terminal.findUniqueOrThrow({ where: { id: first?.terminalId ?? 0 } });
    expect((await page(`/tills/${company.slug}/${uuid}/`)).body).toMatch(/href="\/quarantine\/[^"]*store(=|&#x3D;)G1/);
  });

  it('is filtered by store, till, kind and state, and says what it is that nothing matches', async () => {
    expect(plain((await page(`${list()}?store=G1&till=POS-001`)).body)).toContain('Receipt no. 71');
    expect(plain((await page(`${list()}?store=G2`)).body)).toContain('Nothing matches');
    expect(plain((await page(`${list()}?till=POS-009`)).body)).toContain('Nothing matches');
    expect(plain((await page(`${list()}?what=conflict`)).body)).toContain('Nothing matches');
    expect(plain((await page(`${list()}?state=settled`)).body)).toContain('Nothing has been settled yet');
    for (const odd of ['state=x', 'after=x', 'after=1-2-x', 'after=99999999999-1', 'what=x']) {
      expect((await page(`${list()}?${odd}`)).status, odd).toBeLessThan(500);
    }
  });

  it('is told in Turkish and German too, and each reason that there is has words in both', async () => {
    const visitor = await as(company.ownerName);
    const of = async (language: string) => plain((await visitor.get(list(), { 'accept-language': language })).body);
    expect(await of('tr')).toContain('İçindeki bir değer okunamıyor. Fiş: toplam head.total_amount');
    expect(await of('de')).toContain('Ein Wert darin ist nicht lesbar. Bon: Summe head.total_amount');
    const files = ['sales/wire', 'sales/wire-values', 'sales/wire-sections', 'closures/wire'];
    const sources = files.map((file) =>
      readFileSync(new URL(`../../../server/domain/${file}.ts`, import.meta.url), 'utf8'),
    );
    const expectations = sources.flatMap((text) =>
      [...text.matchAll(/refuse\(\s*\w+,\s*(['`])([^'`]+)\1|refuse\(\s*'[^']*',\s*(['`])([^'`]+)\3/g)].map((match) =>
        (match[2] ?? match[4] ?? '').replace(/\$\{[^}]*\}/g, '7'),
      ),
    );
    expect(expectations.length).toBeGreaterThan(8);
    for (const language of ['tr', 'de'] as const) {
      expect(expectations.filter((text) => translateSentence(text, language) === text)).toEqual([]);
    }
  });
});

describe('an item that was refused', () => {
  it('shows where it is wrong, what was sent, what would be right, and its body with secrets hidden', async () => {
    const id = await push(first as TerminalIdentity, (body) => {
      wrongTotal(72)(body);
      Object.assign(body.payments[0], { card_number: '4111111111111111', customer_password: 'hunter2' });
    });
    const { body } = await page(`${list()}items/${await idOfItem(id)}/`);
    const text = plain(body);
    expect(text).toContain('Receipt: total head.total_amount What was sent "12,50" What would be right');
    expect(text).toContain('A decimal number with at most 4 places, like 12.50');
    expect(text).toContain(`Id of the document ${id}`);
    expect(text).toContain('"receipt_number": 72');
    expect(text).toContain('"card_number": "•••"');
    for (const secret of ['4111111111111111', 'hunter2']) expect(body).not.toContain(secret);
    const secretReason = reasonModel(
      { t: translatorOf('en'), formats: formatsOf('en'), language: 'en' },
      { reasonCode: 'unreadable_field', reason: 'head.id is missing: a UUID' },
    );
    expect([secretReason.isMissing, secretReason.right]).toEqual([true, 'A UUID']);
  });

  it('cannot run what a till wrote into it: markup stays text', async () => {
    const id = await push(second as TerminalIdentity, (body) =>
      Object.assign(body.head, { total_amount: '<script>alert(1)</script>' }),
    );
    const { body } = await page(`${list()}items/${await idOfItem(id)}/`);
    expect(body).not.toContain('<script>alert(1)');
    expect(body).toContain('&lt;script&gt;');
  });

  it('is judged again by a form: still refused while it is wrong, booked after the cause was repaired, both on record', async () => {
    const good = makeTransaction((body) => Object.assign(body.head, { receipt_number: 73 }));
    const id = await push(first as TerminalIdentity, wrongTotal(73));
    const item = await idOfItem(id);
    const own = `${list()}items/${item}/`;
    const owner = await as(company.ownerName);
    const before = await audited('quarantine.reprocess');
    expect((await owner.post(own, { do: 'process' })).location).toBe(own);
    expect(plain((await owner.get(own)).body)).toContain('Still refused, for the reason below.');
    const text73 = JSON.stringify(good);
    const readable = { body: new Uint8Array(packBody(text73)), codec: 2, bodyHash: hashBody(text73) };
    await inTransaction(ctx(), (tx) => tx.quarantinedItem.update({ where: { id: item }, data: readable }));
    expect((await owner.post(own, { do: 'process' })).location).toBe(own);
    const text = plain((await owner.get(own)).body);
    expect(text).toContain('Booked: the document counts now.');
    expect(text).not.toContain('Process again');
    expect(await audited('quarantine.reprocess')).toBe(before + 2);
    expect((await page(`/receipts/${company.slug}/${good.head.id}/`)).status).toBe(200);
    // Settled once, it is not settled again.
    await owner.post(own, { do: 'process' });
    expect(await audited('quarantine.reprocess')).toBe(before + 2);
  });

  it('is dismissed with a note, never without one; it moves to what is settled and is on record', async () => {
    const id = await push(first as TerminalIdentity, wrongTotal(74));
    const own = `${list()}items/${await idOfItem(id)}/`;
    const owner = await as(company.ownerName);
    const empty = await owner.post(own, { do: 'dismiss', note: ' ' });
    expect([empty.status, plain(empty.body)]).toEqual([
      200,
      expect.stringContaining('Say why, in at most 500 characters.'),
    ]);
    expect((await owner.post(own, { do: 'dismiss', note: 'a test of the till' })).location).toBe(own);
    expect(plain((await owner.get(own)).body)).toContain('a test of the till');
    expect(plain((await owner.get(list())).body)).not.toContain('Receipt no. 74');
    expect(plain((await owner.get(`${list()}?state=settled`)).body)).toMatch(
      /Receipt no. 74(?:(?!Receipt no).)*Dismissed/,
    );
    expect(await audited('quarantine.dismiss')).toBe(1);
  });

  it('whose body is damaged or nested too deeply keeps nobody from the list or from its page', async () => {
    const deep = `${'['.repeat(3000)}${']'.repeat(3000)}`;
    await recordTransactions(ctx(), second as TerminalIdentity, [JSON.parse(deep)], undefined);
    const found = await server.deps.db.reader.quarantinedItem.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect((await page(`${list()}items/${found.id}/`)).status).toBe(200);
    expect(plain((await page(list())).body)).toContain('Receipt without a number');
  });
});

describe('a document that came again with other values', () => {
  const changed = async (number: number) => {
    const id = newId();
    const say = (discount: string) => (body: Body) => {
      Object.assign(body.head, { id, receipt_number: number, total_discount_amount: discount, description: null });
      Object.assign(body.payments[0], { card_number: `411111111111${discount}` });
    };
    await push(first as TerminalIdentity, say('0.0000'));
    await push(first as TerminalIdentity, say('1.2500'));
    return server.deps.db.reader.conflict.findFirstOrThrow({ where: { documentUuid: id } });
  };

  it('shows both sides of each value that differs, and neither of what is secret', async () => {
    const { id, documentUuid } = await changed(81);
    expect(plain((await page(`${list()}?what=conflict`)).body)).toContain('Receipt no. 81');
    const { body } = await page(`${list()}conflicts/${id}/`);
    expect(plain(body)).toContain('Receipt: discount head.total_discount_amount 0.0000 1.2500');
    expect(plain(body)).toContain('payments[0].card_number ••• •••');
    expect(body).not.toContain('411111111111');
    expect(body).toContain(`href="/receipts/${company.slug}/${documentUuid}/"`);
  });

  it('is settled with a note: the first stays, nothing else changes, it is on record', async () => {
    const { id } = await changed(82);
    const own = `${list()}conflicts/${id}/`;
    const owner = await as(company.ownerName);
    expect(plain((await owner.post(own, { note: '' })).body)).toContain('Say why, in at most 500 characters.');
    expect((await owner.post(own, { note: 'typed twice' })).location).toBe(own);
    const text = plain((await owner.get(own)).body);
    expect([text.includes('typed twice'), text.includes('The first one stays')]).toEqual([true, true]);
    expect(await audited('conflict.settle')).toBe(1);
    expect(plain((await owner.post(own, { note: 'again' })).body)).toContain('This conflict has been settled already.');
  });
});

describe('the list', () => {
  it('goes on by key: every item and conflict comes once, in the order of arrival, whatever arrives meanwhile', async () => {
    const reader = server.deps.db.reader;
    for (let number = 500; number < 560; number += 1) {
      clock.now = new Date(clock.now.getTime() + 1000);
      await push(second as TerminalIdentity, wrongTotal(number));
    }
    const waiting =
      (await reader.quarantinedItem.count({ where: { companyId: company.id, resolvedAt: null } })) +
      (await reader.conflict.count({ where: { companyId: company.id, resolvedAt: null } }));
    const links: string[] = [];
    let address: string | null = list();
    for (let pages = 0; address !== null && pages < 10; pages += 1) {
      const { body, status } = await page(address);
      expect(status).toBe(200);
      const rows = body.slice(body.indexOf('<tbody>'), body.indexOf('</tbody>'));
      links.push(...[...rows.matchAll(/href="([^"]+)"/g)].map(([, href]) => href ?? ''));
      if (pages === 0) await push(second as TerminalIdentity, wrongTotal(900));
      const next: string | undefined = /href="(\?[^"]*after[^"]*)"/.exec(body)?.[1];
      address = next === undefined ? null : `${list()}${next.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&')}`;
    }
    expect([links.length, new Set(links).size]).toEqual([waiting, waiting]);
  });
});

describe('who sees it', () => {
  it('F-TEN-2: a manager reads and cannot settle, one of another store finds nothing of this one, others nothing at all', async () => {
    const id = await push(first as TerminalIdentity, wrongTotal(91));
    const own = `${list()}items/${await idOfItem(id)}/`;
    const manager = await page(own, 'grocer.manager');
    expect([manager.status, plain(manager.body)]).toEqual([
      200,
      expect.stringContaining('Owners and administrators of the company decide what becomes of it.'),
    ]);
    expect(manager.body).not.toContain('name="note"');
    expect((await (await as('grocer.manager')).post(own, { do: 'dismiss', note: 'x' })).status).toBe(403);
    expect((await page(own, 'grocer.bound')).status).toBe(404);
    expect(plain((await page(list(), 'grocer.bound')).body)).not.toContain('Receipt no. 91');
    expect((await page(list(), 'grocer.member')).status).toBe(403);
    for (const name of ['owner.books', 'hub.support']) {
      expect([(await page(own, name)).status, (await page(list(), name)).status], name).toEqual([404, 404]);
    }
    // Under the address of one's own company there is nothing of another one either.
    expect((await page(`/quarantine/books/items/${await idOfItem(id)}/`, 'owner.books')).status).toBe(404);
    expect(
      (await server.deps.db.reader.quarantinedItem.findFirstOrThrow({ where: { documentUuid: id } })).resolvedAt,
    ).toBe(null);
  });

  it('the side bar leads there only whoever has something waiting in a store of theirs', async () => {
    const shows = async (name: string) =>
      (await page(`/home/${company.slug}/`, name)).body.includes(`href="${list()}"`);
    expect([await shows('grocer.manager'), await shows('grocer.bound')]).toEqual([true, true]);
    await inTransaction(ctx(), (tx) =>
      tx.quarantinedItem.updateMany({
        where: { terminalId: second?.terminalId ?? 0 },
        data: { resolvedAt: clock.now, resolution: 'dismissed', note: 'x' },
      }),
    );
    expect([await shows('grocer.manager'), await shows('grocer.bound'), await shows('grocer.member')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('CSRF: nothing is settled without the token of the session', async () => {
    const id = await push(first as TerminalIdentity, wrongTotal(92));
    const own = `${list()}items/${await idOfItem(id)}/`;
    const { status } = await (await as(company.ownerName)).post(own, { do: 'dismiss', note: 'x', _csrf: 'wrong' });
    expect(status).toBe(403);
  });
});

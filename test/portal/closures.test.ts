/** Closures beside their receipts, as the people of a company see them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../server/core/ids.ts';
import { inTransaction } from '../../server/db/index.ts';
import { judgeDue } from '../../server/domain/reconciliation/index.ts';
import { recordTransactions } from '../../server/domain/sales/index.ts';
import { cleanDays, pushDay } from '../domain/reconciliation/history.ts';
import { makeTransaction } from '../domain/sales/support.ts';
import { goodPassword, hubCtx, makeCompany, makeMember } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { openStore } from './shops.ts';

const now = new Date('2026-12-20T10:00:00Z');
const [good, bad, open] = cleanDays('portal', 12);
if (!good?.closure || !bad?.closure || !open) throw new Error('There are no days to show');
const closureId = (day: typeof good) => String(day.closure?.closure['id']);
const withheld = bad.documents[1];

let server: TestServer;
let slug = '';
const list = () => `/closures/${slug}/`;

beforeAll(async () => {
  server = await startTestServer({ now: () => now });
  const { db } = server.deps;
  const grocer = await makeCompany(db, 'Grocer');
  await makeCompany(db, 'Books');
  await makeMember(db, grocer.id, 'grocer.member');
  slug = grocer.slug;
  const till = await openStore(db, grocer, 'G1');
  await pushDay(db, till, good);
  await pushDay(db, till, { ...bad, documents: bad.documents.filter((each) => each !== withheld) });
  await pushDay(db, till, { ...open, closure: null });
  await judgeDue(hubCtx(db, () => now));
});
afterAll(() => server[Symbol.asyncDispose]());

async function visit(username: string): Promise<Visitor> {
  const visitor = new Visitor(server.url);
  const answer = await visitor.signIn(username, goodPassword);
  if (answer.status !== 302) throw new Error(`${username}: ${answer.status}`);
  return visitor;
}

/** Addresses as a browser reads them from the page. */
const plain = (href = '') => href.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
const linksIn = (body: string) =>
  [...body.matchAll(/<th scope="row"><a href="([^"]+)"/g)].map(([, href]) => plain(href));

describe('the closures of a company', () => {
  it('come the worst first, are counted by verdict, and narrowed down', async () => {
    const owner = await visit('owner.grocer');
    const front = await owner.get('/closures/');
    expect([front.status, front.location]).toEqual([302, list()]);
    const { status, body } = await owner.get(list());
    expect(status).toBe(200);
    const [first, second] = [bad, good].map((day) => `/closures/${slug}/${closureId(day)}/`);
    expect(linksIn(body)).toEqual([first, second]);
    for (const [name, count] of [
      ['All', 2],
      ['Unexplained', 1],
      ['Explained', 0],
      ['Matched', 1],
    ]) {
      expect(body).toContain(`${name} <span class="gate-tab-count">${count}</span>`);
    }
    expect(linksIn((await owner.get(`${list()}?verdict=matched`)).body)).toEqual([second]);
    expect(linksIn((await owner.get(`${list()}?verdict=explained`)).body)).toEqual([]);
    const day = String(good.closure?.closure['closure_date']).slice(0, 10);
    expect(linksIn((await owner.get(`${list()}?from=${day}&to=${day}`)).body)).toEqual([second]);
    expect((await owner.get(`${list()}?store=NONE`)).status).toBe(404);
    expect((await owner.get(`${list()}?verdict=wrong`)).status).toBe(400);
    expect((await owner.get(`${list()}?page=2`)).body).toContain('No closures here');
  });

  it('do not exist for members without figures and for other companies', async () => {
    for (const username of ['grocer.member', 'owner.books']) {
      const stranger = await visit(username);
      for (const path of [list(), `${list()}open/`, `/closures/${slug}/${closureId(bad)}/`]) {
        const { status, body } = await stranger.get(path);
        expect([403, 404], `${username} ${path}`).toContain(status);
        expect(body).not.toContain('Shop G1');
      }
    }
    const books = await visit('owner.books');
    expect((await books.get(`/closures/books/${closureId(bad)}/`)).status).toBe(404);
    expect((await books.post(`/closures/books/${closureId(bad)}/`, {})).status).toBe(404);
  });
});

describe('a closure', () => {
  it('shows the number without a receipt, each figure side by side, and leads to the receipts of its period', async () => {
    const owner = await visit('owner.grocer');
    const { body } = await owner.get(`/closures/${slug}/${closureId(bad)}/`);
    const missing = withheld?.document.head.receipt_number;
    expect(body).toContain(`No document for receipt ${missing}`);
    expect(body).toMatch(new RegExp(`Numbers without a receipt</dt><dd>${missing}</dd>`));
    expect(body).toMatch(/gate-differs">\s*<th scope="row">Documents<\/th>/);
    expect(body).not.toMatch(/>\d{4}-\d{2}-\d{2}</);
    const [, receipts] = /href="([^"]+period[^"]+)"/.exec(body) ?? [];
    const listed = await owner.get(plain(receipts));
    expect(linksIn(listed.body)).toHaveLength(bad.documents.length - 1);
    const [receipt = ''] = linksIn(listed.body);
    expect((await owner.get(receipt)).body).toContain(`/closures/${slug}/${closureId(bad)}/`);
  });

  it('is judged again by who may, with a trace, and then counts the document that has come', async () => {
    const owner = await visit('owner.grocer');
    const page = `/closures/${slug}/${closureId(bad)}/`;
    const { db } = server.deps;
    const till = await db.reader.terminal.findFirstOrThrow({ include: { store: true, company: true } });
    const identity = {
      ...{ terminalId: till.id, storeId: till.storeId, companyId: till.companyId },
      ...{ officeCode: till.company.officeCode, storeCode: till.store.code, terminalCode: till.code },
      ...{ timeZone: 'Europe/London', dayStartMinutes: 0, currency: 'GBP' },
    };
    await recordTransactions(
      hubCtx(db, () => now),
      identity,
      [withheld?.document],
      [],
    );
    const answer = await owner.post(page, {});
    expect([answer.status, answer.location]).toEqual([302, page]);
    const { body } = await owner.get(page);
    expect(body).toContain('Judged again just now');
    expect(body).toContain('Every figure equals the sum of its documents');
    const audited = await db.reader.auditEntry.count({ where: { action: 'closure.judge' } });
    expect(audited).toBe(1);
  });
});

describe('a period without a closure', () => {
  it('shows its running figures and leads to its receipts', async () => {
    const owner = await visit('owner.grocer');
    const { body } = await owner.get(`${list()}open/`);
    const [receipts = ''] = linksIn(body);
    expect(body).toMatch(new RegExp(`data-label="Documents">${open.documents.length}<`));
    expect(linksIn((await owner.get(receipts)).body)).toHaveLength(open.documents.length);
    expect((await owner.get(`${list()}open/?store=G1`)).body).toMatch(/Shop G1, .*POS-001/);
  });

  it('is shown of every till, page after page, however many hundred tills a company has', async () => {
    const { db } = server.deps;
    const chain = await makeCompany(db, 'Chain');
    const first = await openStore(db, chain, 'C1');
    const codes = Array.from({ length: 620 }, (_each, index) => `T-${String(index).padStart(3, '0')}`);
    await inTransaction(hubCtx(db), (tx) =>
      tx.terminal.createMany({
        data: codes.map((code, index) => ({
          ...{ uuid: newId(), companyId: chain.id, storeId: first.storeId, code, name: code, number: index + 2 },
          ...{ receiptSequenceId: newId(), closureSequenceId: newId() },
        })),
      }),
    );
    const tills = await db.reader.terminal.findMany({ where: { companyId: chain.id, code: { gte: 'T-490' } } });
    for (const { id, code } of tills) {
      const till = { ...first, terminalId: id, terminalCode: code };
      await recordTransactions(
        hubCtx(db, () => now),
        till,
        [makeTransaction()],
        undefined,
      );
    }
    const owner = await visit('owner.chain');
    const seen: string[] = [];
    let address: string | undefined = `/closures/${chain.slug}/open/?store=C1`;
    for (let pages = 0; address !== undefined && pages < 5; pages += 1) {
      const { body } = await owner.get(address);
      seen.push(...linksIn(body).map((link) => /till=([^&]+)/.exec(link)?.[1] ?? ''));
      const next: string | undefined = /href="([^"]*after[^"]*)"/.exec(body)?.[1];
      address = next && `/closures/${chain.slug}/open/${plain(next)}`;
    }
    expect(seen).toEqual(codes.slice(490));
    expect((await owner.get(`/closures/${chain.slug}/open/?after=${newId()}`)).status).toBe(404);
  });
});

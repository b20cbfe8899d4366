import { beforeAll, describe, expect, it } from 'vitest';
import { packPdf } from '../../reports/accountant/files.ts';
import { lastMonth, readPack } from '../../reports/accountant/pack.ts';
import { formatsOf } from '../../server/core/formats.ts';
import { translatorOf } from '../../server/core/translate.ts';
import { inTransaction } from '../../server/db/index.ts';
import { saveReport } from '../../server/domain/saved-reports/index.ts';
import { grantRole } from '../../server/domain/tenancy/index.ts';
import { hubCtx } from '../support/hub.ts';
import { goodPassword, makeCompany, makeMember, signedIn } from '../support/people.ts';
import { readPdf } from '../support/read-pdf.ts';
import { readZip } from '../support/read-zip.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { expectAligned } from './aligned.ts';
import { fillShop, type Shop } from './file-shop.ts';
import { sell } from './world.ts';

const now = new Date('2026-11-20T12:00:00Z');
let server: TestServer;
let shop: Shop;

beforeAll(async () => {
  server = await startTestServer({ now: () => now });
  const { db } = server.deps;
  const company = await makeCompany(db, 'Ledger');
  shop = await fillShop(db, company, now);
  for (const [username, role] of [
    ['ledger.books', 'accountant'],
    ['ledger.boss', 'manager'],
  ] as const) {
    const { id: userId } = await makeMember(db, company.id, username);
    await grantRole(hubCtx(db, now), { companyId: company.id, userId, role, storeId: null });
  }
  const address = { email: 'books@example.com', emailConfirmedAt: now, emailKey: 'books@example.com' };
  await inTransaction(db, (tx) => tx.user.updateMany({ where: { username: 'ledger.books' }, data: address }));
  return async () => server[Symbol.asyncDispose]();
});

async function as(username: string): Promise<Visitor> {
  const visitor = new Visitor(server.url);
  expect((await visitor.signIn(username, goodPassword)).status).toBe(302);
  return visitor;
}

async function bytesOf(visitor: Visitor, path: string): Promise<Buffer> {
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await fetch(`${server.url}${path}`, { headers: { cookie } });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

describe('the accountant’s pack', () => {
  it('is of the month that was over last, and has the totals of the reports', async () => {
    const page = await (await as('ledger.books')).get(`/reports/accountant?company=${shop.slug}`);
    expect(page.status).toBe(200);
    expect(page.body).toContain('value="2026-10"');
    for (const part of ['sales-by-store', 'sales-by-vat-rate', 'sales-by-payment', 'sales-by-day']) {
      expect(page.body).toContain(`data-part="${part}"`);
    }
    expect(page.body).toContain('€400.00');
    expect(lastMonth({ timeZone: 'Europe/London' }, new Date('2027-01-01T12:00:00Z'))).toBe('2026-12');
    const wrong = await (await as('ledger.books')).get(`/reports/accountant?company=${shop.slug}&month=2026-13`);
    expect(wrong.status).toBe(400);
  });

  it('is frozen by a form, tells later receipts as corrections, and is thawed by an owner with a reason', async () => {
    const books = await as('ledger.books');
    const asked = { company: shop.slug, month: '2026-10' };
    const frozen = await books.post('/reports/accountant/freeze', asked);
    expect([frozen.status, frozen.location]).toEqual([303, `/reports/accountant?company=${shop.slug}&month=2026-10`]);
    await sell(server.deps.db, shop.tills[1] as Shop['tills'][number], [
      { at: '2026-10-30T09:00:00', total: '77.7700', vat: '7.0700', currency: 'EUR' },
    ]);
    const page = await books.get(frozen.location ?? '');
    expect(page.body).toMatch(/Frozen on .* by ledger\.books/);
    expect(page.body).toContain('data-corrections');
    expect(page.body).toContain('€77.77');
    expectAligned(page.body, 'data-corrections');
    expect(page.body).not.toContain('/reports/accountant/thaw');
    expect((await books.post('/reports/accountant/thaw', { ...asked, reason: 'because' })).status).toBe(403);
    expect((await (await as('ledger.boss')).post('/reports/accountant/freeze', asked)).status).toBe(403);
    expect((await books.post('/reports/accountant/freeze', { ...asked, _csrf: 'wrong' })).status).toBe(403);

    const sheets = readZip(await bytesOf(books, `/reports/accountant.xlsx?company=${shop.slug}&month=2026-10`));
    const names = [...String(sheets.get('xl/workbook.xml')).matchAll(/<sheet name="([^"]*)"/g)].map(([, name]) => name);
    expect(names).toEqual([
      'Sales by store',
      'VAT by rate',
      'Payments by kind',
      'Closures and their verdicts',
      'Sales by day',
      'Corrections',
    ]);
    const corrections = String(sheets.get('xl/worksheets/sheet6.xml'));
    expect(corrections.match(/<row /g)).toHaveLength(4);
    expect(corrections).toContain('<v>77.77</v>');
    expect(String(sheets.get('xl/worksheets/sheet1.xml'))).toContain('<v>477.77</v>');

    const owner = await as('owner.ledger');
    const thawed = await owner.post('/reports/accountant/thaw', { ...asked, reason: 'A till was found' });
    expect(thawed.status).toBe(303);
    expect((await owner.get(thawed.location ?? '')).body).not.toContain('data-corrections');
  });

  it('of what is no month is asked for again, with what is wrong beside the field', async () => {
    const books = await as('ledger.books');
    for (const month of ['2026-13', 'october', '0000-01']) {
      const page = await books.get(`/reports/accountant?company=${shop.slug}&month=${month}`);
      expect([month, page.status]).toEqual([month, 400]);
      expect(page.body).toContain('id="month-error">This is no month.');
      expect(page.body).toContain(`value="${month}"`);
      const sent = await books.post('/reports/accountant/freeze', { company: shop.slug, month });
      expect(sent.location).toBe(`/reports/accountant?company=${shop.slug}`);
      const told = await books.get(sent.location ?? '');
      expect([told.status, told.body.includes('This is no month.')]).toEqual([200, true]);
    }
  });

  it('offers to freeze a month only when it is over', async () => {
    const books = await as('ledger.books');
    for (const [month, isOver] of [
      ['2026-10', true],
      ['2026-11', false],
      ['2027-01', false],
    ] as const) {
      const { body } = await books.get(`/reports/accountant?company=${shop.slug}&month=${month}`);
      expect([month, body.includes('/reports/accountant/freeze')]).toEqual([month, isOver]);
      expect([month, body.includes('data-too-early')]).toEqual([month, !isOver]);
    }
  });

  it('is one paper with every part', async () => {
    const words = { t: translatorOf('tr'), formats: formatsOf('tr') };
    const pack = await readPack(hubCtx(server.deps.db, now), { company: shop.slug, month: '2026-11' });
    const chunks: Buffer[] = [];
    for await (const chunk of packPdf({ ...words, language: 'tr' }, pack, { isPlain: true }))
      chunks.push(Buffer.from(chunk));
    const texts = readPdf(Buffer.concat(chunks)).texts.map(({ text }) => text);
    for (const { answer } of pack.answers) {
      expect(texts).toContain(words.t(`reports.list.${answer.report.name}.title`));
    }
    expect(texts.join(' ')).toContain('Kasım 2026');
    const taken = await bytesOf(await as('ledger.books'), `/reports/accountant.pdf?company=${shop.slug}&month=2026-11`);
    expect(taken.subarray(0, 5).toString()).toBe('%PDF-');
    // It is put on record once the answer has ended.
    const recorded = async () => {
      const where = { subjectType: 'report accountant', content: { contains: '"pdf"' } };
      const entry = await server.deps.db.reader.auditEntry.findFirst({ where });
      return JSON.parse(entry?.content ?? '{}').after;
    };
    await expect.poll(recorded).toMatchObject({ format: 'pdf', isWhole: true });
  });
});

describe('the page of regular sending', () => {
  const path = () => `/reports/schedules?company=${shop.slug}`;

  it('asks for a saved report first, then takes the form, and tells what is wrong beside the field', async () => {
    const books = await as('ledger.books');
    expect((await books.get(path())).body).toContain('Save a report under a name first');
    const { id } = await saveReport(await signedIn(server.deps.db, 'ledger.books', () => now), {
      ...{ companyId: shop.companyId, report: 'sales-by-day', query: 'range=7-days', name: '<My> days' },
      ...{ sharedTo: null, isPinned: false },
    });
    const fields = {
      ...{ company: shop.slug, savedReportId: id, receiver: 'self', format: 'pdf', every: 'week', weekday: '1' },
      ...{ time: '07:30', timeZone: 'Europe/Istanbul' },
    };
    const wrong = await books.post('/reports/schedules', { ...fields, timeZone: 'Mars/North' });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toContain('id="timeZone-error"');
    expect(wrong.body).toContain('value="Mars/North"');
    expect((await books.post('/reports/schedules', { ...fields, time: 'soon' })).body).toContain('id="time-error"');
    const made = await books.post('/reports/schedules', fields);
    expect([made.status, made.location]).toEqual([303, path()]);
    const page = await books.get(path());
    expect(page.body).toContain('Monday at 07:30 (Europe/Istanbul)');
    expect(page.body).toContain('&lt;My&gt; days');
    const schedule = /action="\/reports\/schedules\/([\w-]+)"/.exec(page.body)?.[1] ?? '';
    const press = (button: string) => books.post(`/reports/schedules/${schedule}`, { company: shop.slug, do: button });
    expect((await press('pause')).status).toBe(303);
    expect((await books.get(path())).body).toContain('Paused');
    expect((await press('dance')).status).toBe(400);
    expect(
      (await (await as('ledger.boss')).post(`/reports/schedules/${schedule}`, { company: shop.slug, do: 'delete' }))
        .status,
    ).toBe(404);
    expect((await press('delete')).status).toBe(303);
    expect((await books.get(path())).body).not.toContain('<My> days</th>');
  });

  it('shows an owner the key of a webhook once', async () => {
    const owner = await as('owner.ledger');
    const { id } = await saveReport(await signedIn(server.deps.db, 'owner.ledger', () => now), {
      ...{
        companyId: shop.companyId,
        report: 'sales-by-day',
        query: '',
        name: 'Days',
        sharedTo: null,
        isPinned: false,
      },
    });
    const made = await owner.post('/reports/schedules', {
      ...{ company: shop.slug, savedReportId: id, receiver: 'webhook', webhookUrl: 'https://example.com/hook' },
      ...{ format: 'none', every: 'day', time: '07:30', timeZone: 'UTC' },
    });
    expect(made.status).toBe(200);
    expect(made.body).toMatch(/data-secret[\s\S]*<code>[\w-]{43}<\/code>/);
    expect((await owner.get(path())).body).not.toContain('data-secret');
  });
});

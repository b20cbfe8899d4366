/** From a report's page to its regular sending, and from the mail back to the report. */
import { beforeAll, expect, it } from 'vitest';
import { catalogue } from '../../reports/catalogue.ts';
import { inTransaction } from '../../server/db/index.ts';
import { sendScheduleNow } from '../../server/domain/report-schedules/index.ts';
import { sendDueReports, senderOf } from '../../server/jobs/send-reports.ts';
import { goodPassword, makeCompany, signedIn, silentLog } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';
import { fillShop, type Shop } from './file-shop.ts';

const now = new Date('2026-11-20T12:00:00Z');
let server: TestServer;
let shop: Shop;
let ownerName: string;
let owner: Visitor;

beforeAll(async () => {
  server = await startTestServer({ now: () => now });
  const { db } = server.deps;
  const company = await makeCompany(db, 'Regular');
  ownerName = company.ownerName;
  shop = await fillShop(db, company, now);
  const address = { email: 'owner@example.com', emailConfirmedAt: now, emailKey: 'owner@example.com' };
  await inTransaction(db, (tx) => tx.user.updateMany({ where: { username: ownerName }, data: address }));
  owner = new Visitor(server.url);
  expect((await owner.signIn(ownerName, goodPassword)).status).toBe(302);
  return async () => server[Symbol.asyncDispose]();
});

const plain = (text: string) => text.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&');

/** What the form "Send it regularly" of a page sends. */
async function formOf(path: string): Promise<Record<string, string>> {
  const { body } = await owner.get(path);
  const form = /<form method="post" action="\/reports\/saved\/send".*?<\/form>/s.exec(body)?.[0] ?? '';
  const fields = [...form.matchAll(/name="(company|report|query)" value="([^"]*)"/g)];
  return Object.fromEntries(fields.map(([, name = '', value = '']) => [name, plain(value)]));
}

it('every report’s page leads to its regular sending, with the question as it stands', async () => {
  for (const { name } of catalogue) {
    expect(await formOf(`/reports/${name}?company=${shop.slug}`), name).toMatchObject({
      company: shop.slug,
      report: name,
    });
  }
  const fields = await formOf(`/reports/sales-by-store?company=${shop.slug}&range=7-days&store=STORE-002`);
  const sent = await owner.post('/reports/saved/send', fields);
  expect(sent.status).toBe(303);
  const { body } = await owner.get(sent.location ?? '');
  const chosen = /<option value="([^"]*)" selected>Sales by store/.exec(body)?.[1];
  expect(chosen).toBeTruthy();
  // The same question again is the same saved report; another one has a name of its own.
  const again = await owner.post('/reports/saved/send', fields);
  expect(again.location).toBe(sent.location);
  const other = await owner.post('/reports/saved/send', { ...fields, query: 'range=30-days' });
  expect(other.location).not.toBe(sent.location);
  const names = await server.deps.db.reader.savedReport.findMany({ orderBy: { name: 'asc' } });
  expect(names.map(({ name }) => name)).toEqual(['Sales by store', 'Sales by store (2)']);
  const foreign = await owner.post('/reports/saved/send', { ...fields, report: 'no-such' });
  expect(foreign.status).toBe(404);
});

it('the mail carries the link to the same figures and to the file, and both ask who opens them', async () => {
  const saved = await server.deps.db.reader.savedReport.findFirstOrThrow({ where: { name: 'Sales by store' } });
  const made = await owner.post('/reports/schedules', {
    ...{ company: shop.slug, savedReportId: saved.id, receiver: 'self', format: 'csv' },
    ...{ every: 'day', time: '07:00', timeZone: 'Europe/Istanbul' },
  });
  expect(made.status).toBe(303);
  const schedule = await server.deps.db.reader.reportSchedule.findFirstOrThrow();
  await sendScheduleNow(await signedIn(server.deps.db, ownerName, () => now), {
    companyId: shop.companyId,
    id: schedule.id,
  });
  const secret = 'a secret of tests that is long enough';
  const config = { publicUrl: server.url, mode: 'test', secrets: { vault: secret, session: secret } } as never;
  const sender = senderOf({ db: server.deps.db, log: silentLog, now: () => now, config });
  expect(await sendDueReports(sender, () => false)).toBe(1);
  const mail = await server.deps.db.reader.mailMessage.findFirstOrThrow({ where: { kind: 'report' } });
  const file = new URL(/http\S+\.csv\?\S+/.exec(JSON.parse(mail.facts).file)?.[0] ?? '');
  expect(mail.path).toContain('store=STORE-002');
  for (const path of [mail.path ?? '', file.pathname + file.search]) {
    const stranger = new Visitor(server.url);
    const asked = await stranger.get(path);
    expect([path, asked.status]).toEqual([path, 302]);
    expect(asked.location).toContain('/accounts/login/?next=');
    const next = new URL(asked.location ?? '', server.url).searchParams.get('next') ?? '';
    const opened = await stranger.post('/accounts/login/', { username: ownerName, password: goodPassword, next });
    expect(opened.location).toBe(path);
    const { status, body } = await stranger.get(opened.location ?? '');
    expect(status).toBe(200);
    // The other store is among what may be chosen, and not among what is told.
    const told = path.includes('.csv') ? body : (/<tbody>.*<\/tbody>/s.exec(body)?.[0] ?? '');
    expect(told).toContain('Über dem Fluß');
    expect(told).not.toContain('Şişli');
  }
});

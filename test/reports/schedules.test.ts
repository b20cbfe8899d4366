import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createVault } from '../../server/core/vault.ts';
import { inTransaction } from '../../server/db/index.ts';
import {
  type CreateSchedule,
  createSchedule,
  deleteSchedule,
  listSchedules,
  sendScheduleNow,
  setScheduleActive,
} from '../../server/domain/report-schedules/index.ts';
import { saveReport } from '../../server/domain/saved-reports/index.ts';
import { grantRole } from '../../server/domain/tenancy/index.ts';
import { sendDueReports, senderOf } from '../../server/jobs/send-reports.ts';
import { isPublic, postWebhook, signatureOf } from '../../server/jobs/webhook-post.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { makeCompany, makeMember, signedIn, silentLog, testClock } from '../support/people.ts';
import { fillShop, type Shop } from './file-shop.ts';
import { sell } from './world.ts';

const test = withDatabase();
const clock = testClock('2026-11-20T04:30:00Z');
const start = clock.now();
const secret = 'a secret of tests that is long enough';
const vault = createVault(secret, 'report webhooks');
const hour = 3_600_000;
const day = 24 * hour;
let shop: Shop;
let saved: string;

const sender = () =>
  senderOf({
    ...{ db: test.db, log: silentLog, now: clock.now },
    config: { publicUrl: 'https://gate.test', mode: 'test', secrets: { vault: secret, session: secret } } as never,
  });
const send = () => sendDueReports(sender(), () => false);
const as = (username: string) => signedIn(test.db, username, clock.now);

beforeAll(async () => {
  const company = await makeCompany(test.db, 'Post');
  shop = await fillShop(test.db, company, clock.now());
  const people: [string, 'manager' | 'accountant', number | null][] = [
    ['both.stores', 'accountant', null],
    ['one.store', 'accountant', shop.tills[1]?.storeId ?? null],
  ];
  for (const [username, role, storeId] of people) {
    const { id: userId } = await makeMember(test.db, company.id, username);
    await grantRole(hubCtx(test.db, clock.now()), { companyId: company.id, userId, role, storeId });
  }
  await inTransaction(test.db, async (tx) => {
    for (const username of ['owner.post', 'both.stores', 'one.store']) {
      const address = {
        email: `${username}@example.com`,
        emailConfirmedAt: clock.now(),
        emailKey: `${username}@example.com`,
      };
      await tx.user.updateMany({
        where: { username },
        data: { ...address, language: username === 'one.store' ? 'de' : 'en' },
      });
    }
  });
  const made = await saveReport(await as('owner.post'), {
    companyId: company.id,
    report: 'sales-by-store',
    query: 'range=7-days&compare=none',
    name: 'Week by store',
    sharedTo: 'everyone',
    isPinned: false,
  });
  saved = made.id;
});

beforeEach(async () => {
  clock.pass(start.getTime() - clock.now().getTime());
  await inTransaction(test.db, async (tx) => {
    await tx.reportSchedule.deleteMany();
    await tx.mailMessage.deleteMany();
  });
});

function planned(more: Partial<CreateSchedule> = {}): CreateSchedule {
  return {
    ...{ companyId: shop.companyId, savedReportId: saved, channel: 'mail', role: null, webhookUrl: null },
    ...{
      format: 'none',
      every: 'day',
      weekday: null,
      monthDay: null,
      minuteOfDay: 8 * 60,
      timeZone: 'Europe/Istanbul',
    },
    ...more,
  };
}

const create = async (more: Partial<CreateSchedule> = {}, username = 'owner.post') =>
  createSchedule(await as(username), planned(more), vault);

const mails = async () => {
  const rows = await test.db.reader.mailMessage.findMany({ orderBy: { toAddress: 'asc' } });
  return rows.map(({ toAddress, facts, path, kind, language }) => ({
    toAddress,
    path,
    kind,
    language,
    ...JSON.parse(facts),
  }));
};

const deliveries = () => test.db.reader.reportDelivery.findMany({ orderBy: [{ dueAt: 'asc' }, { receiver: 'asc' }] });

describe('a report by mail', () => {
  it('F-REP-5: is sent at its time, once, and says the total and what has changed', async () => {
    await create({ format: 'csv' });
    expect(await send()).toBe(0);
    clock.pass(hour);
    expect(await send()).toBe(1);
    expect(await send()).toBe(0);
    const [first] = await mails();
    expect(first).toMatchObject({
      toAddress: 'owner.post@example.com',
      kind: 'report',
      name: 'Week by store',
      total: expect.stringMatching(/^Net sales: .*50,000\.00.* and .*50,000\.00.*\.$/),
      change: 'This is the first time that it is sent.',
      path: '/reports/sales-by-store?compare=none&range=own&company=post&from=2026-11-14&to=2026-11-20',
    });
    expect(first.file).toContain('https://gate.test/reports/sales-by-store.csv?');
    clock.pass(day);
    await sell(test.db, shop.tills[0] as Shop['tills'][number], [
      { at: '2026-11-20T09:00:00', total: '5000.0000', currency: 'TRY' },
    ]);
    expect(await send()).toBe(1);
    const all = await mails();
    expect(all).toHaveLength(2);
    const second = all.find(({ change }) => change.includes('+10.00'));
    expect(second.change).toBe(
      'The same as last time (€50,000.00). +10.00\u00a0% against last time (TRY\u00a050,000.00).',
    );
  });

  it('that was missed for days is made up for once, for the latest time', async () => {
    await create();
    clock.pass(5 * day);
    expect(await send()).toBe(1);
    const [made, ...others] = await deliveries();
    expect(others).toEqual([]);
    const passed = clock.now().getTime() - (made?.dueAt.getTime() ?? 0);
    expect(passed).toBeGreaterThanOrEqual(0);
    expect(passed).toBeLessThan(day);
    const [schedule] = await test.db.reader.reportSchedule.findMany();
    expect(schedule?.nextRunAt.getTime()).toBeGreaterThan(clock.now().getTime());
  });

  it('to people with a role shows each what their own rights show, in their language', async () => {
    await create({ role: 'accountant' });
    clock.pass(day);
    expect(await send()).toBe(2);
    const [both, one] = await mails();
    expect([both.toAddress, one.toAddress]).toEqual(['both.stores@example.com', 'one.store@example.com']);
    expect(both.total).toContain('TRY');
    expect(one.language).toBe('de');
    expect(one.total).toContain('€');
    expect(one.total).not.toContain('TRY');
  });

  it('is sent once by two processes at the same time', async () => {
    await create({ role: 'accountant' });
    clock.pass(day);
    const tried = await Promise.all([send(), send(), send()]);
    expect(tried.reduce((sum, each) => sum + each, 0)).toBe(2);
    expect(await mails()).toHaveLength(2);
  });

  it('is taken up again when the process that took it is not heard of', async () => {
    await create();
    clock.pass(day);
    const { planDue, takeDelivery } = await import('../../server/domain/report-schedules/index.ts');
    const { ctx } = sender();
    expect(await planDue(ctx)).toBe(true);
    expect(await takeDelivery(ctx)).not.toBeNull();
    expect(await send()).toBe(0);
    clock.pass(6 * 60_000);
    expect(await send()).toBe(1);
    expect(await mails()).toHaveLength(1);
  });

  it('ends with the right to see it, and says so', async () => {
    const { id } = await create({}, 'both.stores');
    const where = { user: { username: 'both.stores' } };
    const roles = await test.db.reader.membershipRole.findMany({ where: { membership: where } });
    await inTransaction(test.db, (tx) => tx.membershipRole.deleteMany({ where: { membership: where } }));
    clock.pass(day);
    expect(await send()).toBe(1);
    expect(await mails()).toEqual([]);
    expect(await test.db.reader.reportSchedule.findUnique({ where: { id } })).toMatchObject({ isActive: false });
    const [delivery] = await deliveries();
    expect(delivery).toMatchObject({ sentAt: null, lastError: 'the report may not be seen any more' });
    expect(await test.db.reader.auditEntry.count({ where: { action: 'report.schedule-end', subjectId: id } })).toBe(1);
    await inTransaction(test.db, (tx) => tx.membershipRole.createMany({ data: roles }));
  });

  it('ends when the person leaves the company', async () => {
    const { id } = await create({}, 'one.store');
    const membership = await test.db.reader.companyMembership.findFirst({
      where: { user: { username: 'one.store' } },
      include: { roles: true },
    });
    if (membership === null) throw new Error('no member');
    await inTransaction(test.db, (tx) => tx.companyMembership.delete({ where: { id: membership.id } }));
    clock.pass(day);
    expect(await send()).toBe(0);
    expect(await test.db.reader.reportSchedule.findUnique({ where: { id } })).toMatchObject({ isActive: false });
    const { roles, ...row } = membership;
    await inTransaction(test.db, async (tx) => {
      await tx.companyMembership.create({ data: row });
      await tx.membershipRole.createMany({ data: roles });
    });
  });

  it('waits while it is paused, goes on without making up, is sent at once, and is taken away', async () => {
    const owner = await as('owner.post');
    const { id } = await create();
    const one = { companyId: shop.companyId, id };
    await setScheduleActive(owner, { ...one, isActive: false });
    clock.pass(3 * day);
    expect(await send()).toBe(0);
    await expect(sendScheduleNow(owner, one)).rejects.toMatchObject({ code: 'conflict' });
    await setScheduleActive(owner, { ...one, isActive: true });
    expect(await send()).toBe(0);
    await sendScheduleNow(owner, one);
    expect(await send()).toBe(1);
    const [listed] = await listSchedules(owner, shop.companyId);
    expect(listed).toMatchObject({ name: 'Week by store', deliveries: [{ attempts: 1, failedAt: null }] });
    await deleteSchedule(owner, one);
    expect(await listSchedules(owner, shop.companyId)).toEqual([]);
    expect(await deliveries()).toEqual([]);
  });

  it('is set up for others by owner and administrator alone, and nobody sees or changes that of others', async () => {
    await expect(create({ role: 'manager' }, 'both.stores')).rejects.toMatchObject({ code: 'forbidden' });
    const hook = { channel: 'webhook', webhookUrl: 'https://example.com/' } as const;
    await expect(create(hook, 'both.stores')).rejects.toMatchObject({ code: 'forbidden' });
    const { id } = await create();
    const other = await as('both.stores');
    expect(await listSchedules(other, shop.companyId)).toEqual([]);
    await expect(deleteSchedule(other, { companyId: shop.companyId, id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    [{ every: 'week' }, 'weekday'],
    [{ every: 'month' }, 'monthDay'],
    [{ every: 'month', monthDay: 31 }, 'monthDay'],
    [{ timeZone: 'Europe/Nowhere' }, 'timeZone'],
    [{ channel: 'webhook', webhookUrl: 'ftp://example.com' }, 'webhookUrl'],
    [{ channel: 'webhook', webhookUrl: 'https://me:secret@example.com' }, 'webhookUrl'],
  ] as const)('with %j is refused by the name of the field', async (more, path) => {
    await expect(create(more)).rejects.toMatchObject({ code: 'invalid_input', facts: { errors: [{ path }] } });
  });
});

describe('a report to a program', () => {
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  let answerWith: { status: number; location?: string } = { status: 200 };
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        received.push({ headers: req.headers, body: Buffer.concat(chunks).toString() });
        res.writeHead(answerWith.status, answerWith.location ? { location: answerWith.location } : {}).end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  });
  afterAll(() => server.close());
  beforeEach(() => {
    received.length = 0;
    answerWith = { status: 200 };
  });

  it('is posted with the figures and a signature that holds', async () => {
    const { secret: key } = await create({ channel: 'webhook', webhookUrl: url });
    clock.pass(day);
    expect(await send()).toBe(1);
    const [{ headers, body }] = received as [(typeof received)[number]];
    const [, timestamp, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-gate-signature'])) ?? [];
    expect(signature).toBe(
      createHmac('sha256', key ?? '')
        .update(`${timestamp}.${body}`)
        .digest('hex'),
    );
    expect(Number(timestamp)).toBe(Math.floor(clock.now().getTime() / 1000));
    const told = JSON.parse(body);
    const [delivery] = await deliveries();
    expect(told).toMatchObject({
      delivery: delivery?.id,
      name: 'Week by store',
      report: { report: { name: 'sales-by-store' } },
    });
    for (const name of ['x-gate-delivery', 'x-correlation-id']) expect(headers[name]).toBe(delivery?.id);
    const [stored] = await test.db.reader.reportSchedule.findMany();
    expect(stored?.webhookSecret).not.toContain(key);
  });

  it('that does not arrive is tried again after pauses that grow, then given up', async () => {
    answerWith = { status: 500 };
    await create({ channel: 'webhook', webhookUrl: url });
    clock.pass(day);
    expect(await send()).toBe(1);
    expect(await send()).toBe(0);
    clock.pass(60_000);
    answerWith = { status: 302, location: 'http://127.0.0.1/elsewhere' };
    expect(await send()).toBe(1);
    const [waiting] = await deliveries();
    expect(waiting?.lastError).toMatch(/sent us elsewhere \(302\)/);
    await inTransaction(test.db, (tx) => tx.reportSchedule.updateMany({ data: { nextRunAt: new Date('2099-01-01') } }));
    for (const minutes of [5, 15, 60, 240, 720]) {
      clock.pass(minutes * 60_000);
      expect(await send()).toBe(1);
    }
    const [dead] = await deliveries();
    expect(dead).toMatchObject({ attempts: 7, sentAt: null });
    expect(dead?.failedAt).not.toBeNull();
    clock.pass(30 * day);
    expect(await send()).toBe(0);
    expect(received).toHaveLength(7);
  });

  it('goes to nobody inside the house', async () => {
    const post = { body: '{}', timestamp: 1, secret: 's', deliveryId: 'd' };
    for (const inside of [
      ...['https://127.0.0.1/', 'https://localhost/', 'https://[::1]/', 'https://10.0.0.7/', 'https://192.168.1.1/'],
      ...['https://169.254.169.254/latest', 'https://[::ffff:10.0.0.1]/', 'https://[fd00::1]/', 'https://0.0.0.0/'],
      ...['https://100.64.0.1/', 'https://2130706433/', 'https://0x7f.1/'],
    ]) {
      await expect(postWebhook({ ...post, url: inside }, { allowsLoopback: false }), inside).rejects.toThrow(
        /public internet/,
      );
    }
    await expect(postWebhook({ ...post, url }, { allowsLoopback: false })).rejects.toMatchObject({ isFinal: true });
    expect(received).toEqual([]);
    expect(isPublic('93.184.216.34')).toBe(true);
    expect(signatureOf({ timestamp: 1, body: '{}', secret: 's' })).toMatch(/^t=1,v1=/);
  });
});

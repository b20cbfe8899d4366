import { describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import type { Mail } from '../../../server/domain/mail/index.ts';
import { testClock } from '../../support/people.ts';
import { headersOf, partsOf, type SmtpServer, startSmtp } from '../../support/smtp.ts';
import { reset, waitFor, withMail } from './sending.ts';

const { test, configOf, queue, sending, rows, becomes, attempt } = withMail();

describe('with a mail server', () => {
  it('a mail arrives with text and HTML, in the language of its receiver, from whom the hub was told', async () => {
    await using smtp = await startSmtp();
    const clock = testClock();
    await queue(reset, clock.now);
    await using _job = sending(configOf({ SMTP_URL: smtp.url }), clock.now);
    await smtp.has(1);
    const [message] = smtp.received;
    expect(message).toMatchObject({ from: 'hub@example.com', to: ['ayse@example.com'], login: null });
    const headers = headersOf(message?.data ?? '');
    expect(headers).toMatchObject({
      from: '=?UTF-8?Q?=C5=9Eube_merkezi?= <hub@example.com>',
      to: 'ayse@example.com',
      'auto-submitted': 'auto-generated',
      date: 'Mon, 02 Mar 2026 10:00:00 +0000',
    });
    const [row] = await rows();
    expect(headers['message-id']).toBe(`<${row?.id}@gate.example.com>`);
    const { text, html } = partsOf(message?.data ?? '');
    expect(text).toContain('ayşe hesabı için yeni bir parola istendi');
    for (const part of [text, html]) expect(part).toContain('https://gate.example.com/accounts/reset/s3cret/');
  });

  it('a link that lets people in is forgotten once it was handed over, and nothing else is', async () => {
    await using smtp = await startSmtp();
    const clock = testClock();
    await queue(reset, clock.now);
    await using _job = sending(configOf({ SMTP_URL: smtp.url }), clock.now);
    await becomes({ sentAt: clock.now(), path: '', facts: '{"username":"ayşe"}', attempts: 1, lastError: null });
  });

  it('a mail that is queued while the job runs goes at once', async () => {
    await using smtp = await startSmtp();
    await using _job = sending(configOf({ SMTP_URL: smtp.url }), () => new Date());
    await queue(reset, () => new Date());
    const before = performance.now();
    await smtp.has(1);
    expect(performance.now() - before).toBeLessThan(5000);
  });

  it('name and password are used when they are given, alone or in the address', async () => {
    await using smtp = await startSmtp();
    const clock = testClock();
    await queue(reset, clock.now);
    const address = `smtp://hub%40example.com:p%40ss@127.0.0.1:${smtp.port}`;
    await using _job = sending(configOf({ SMTP_URL: address }), clock.now);
    await smtp.has(1);
    expect(smtp.received[0]?.login).toBe('\0hub@example.com\0p@ss');
  });

  it('a receiver that is refused for ever is given up at once, with the reason', async () => {
    await using smtp = await startSmtp();
    smtp.behaviour.RCPT = '550 5.1.1 no such mailbox';
    const clock = testClock();
    await queue(reset, clock.now);
    await attempt(configOf({ SMTP_URL: smtp.url }), clock, 1);
    expect((await rows())[0]).toMatchObject({ failedAt: clock.now(), sentAt: null });
    expect((await rows())[0]?.lastError).toContain('no such mailbox');
  });

  it.each([
    ['RCPT', '450 4.2.0 greylisted'],
    ['MAIL', '550 5.7.1 you may not send from there'],
    ['AUTH', '535 5.7.8 wrong password'],
    ['BODY', '452 4.3.1 no space'],
  ] as const)('what may pass is tried again with growing pauses, and given up in the end: %s %s', async (at, says) => {
    await using smtp = await startSmtp();
    smtp.behaviour[at] = says;
    const clock = testClock();
    const config = configOf({ SMTP_URL: `smtp://u:p@127.0.0.1:${smtp.port}` });
    await queue(reset, clock.now);
    const pauses: number[] = [];
    for (let count = 1; count <= 8; count += 1) {
      await attempt(config, clock, count);
      const [row] = await rows();
      if (row?.failedAt) break;
      const pause = (row?.availableAt.getTime() ?? 0) - clock.now().getTime();
      pauses.push(pause / 60_000);
      clock.pass(pause);
    }
    expect(pauses).toEqual([1, 5, 15, 60, 240, 720, 1440]);
    expect((await rows())[0]).toMatchObject({ attempts: 8, failedAt: clock.now(), sentAt: null, path: reset.path });
    expect(smtp.received).toEqual([]);
  });

  it('a server that is away costs no mail', async () => {
    const clock = testClock();
    const gone = await startSmtp();
    const { url } = gone;
    await gone[Symbol.asyncDispose]();
    await queue(reset, clock.now);
    await attempt(configOf({ SMTP_URL: url }), clock, 1);
    expect((await rows())[0]).toMatchObject({ sentAt: null, failedAt: null });
    expect((await rows())[0]?.lastError).toContain('ECONNREFUSED');
  });

  it('nothing leaves unencrypted where encryption was asked for', async () => {
    await using smtp = await startSmtp();
    const clock = testClock();
    await queue(reset, clock.now);
    const address = `smtp://u:p@127.0.0.1:${smtp.port}`;
    await attempt(configOf({ SMTP_URL: address, SMTP_TLS: 'starttls' }), clock, 1);
    expect((await rows())[0]).toMatchObject({
      sentAt: null,
      failedAt: null,
      lastError: expect.stringMatching(/STARTTLS/i),
    });
    expect(smtp.received).toEqual([]);
    expect(smtp.logins).toEqual([]);
  });

  it('several processes on one database send each mail once', async () => {
    await using smtp = await startSmtp();
    const clock = testClock();
    const config = configOf({ SMTP_URL: smtp.url });
    for (let at = 0; at < 30; at += 1) await queue({ ...reset, to: `p${at}@example.com` }, clock.now);
    {
      await using _a = sending(config, clock.now);
      await using _b = sending(config, clock.now);
      await using _c = sending(config, clock.now);
      await smtp.has(30);
      await waitFor(async () => expect(await test.db.reader.mailMessage.count({ where: { sentAt: null } })).toBe(0));
    }
    expect(new Set(smtp.received.map(({ to }) => to[0])).size).toBe(30);
    expect(smtp.received.length).toBe(30);
  });

  it('no more leave within a minute than were allowed', async () => {
    await using smtp = await startSmtp();
    const clock = testClock();
    const config = configOf({ SMTP_URL: smtp.url, MAIL_PER_MINUTE: '5' });
    for (let at = 0; at < 12; at += 1) await queue({ ...reset, to: `p${at}@example.com` }, clock.now);
    await using _job = sending(config, clock.now);
    await waitFor(async () => expect(await test.db.reader.mailMessage.count({ where: { sentAt: null } })).toBe(7));
    expect(smtp.received.length).toBe(5);
    clock.pass(60_001);
    await smtp.has(10);
    expect(smtp.received.length).toBe(10);
  });
});

describe('header injection in mail', () => {
  const evil = 'Jo\r\nBcc: all@example.com\r\nSubject: other\r\n\r\n<b>body</b>';

  async function sentWith(smtp: SmtpServer, mail: Partial<Mail>, row: object = {}): Promise<string> {
    const clock = testClock();
    await queue({ ...reset, kind: 'invitation', ...mail }, clock.now);
    await inTransaction(test.db, (tx) => tx.mailMessage.updateMany({ data: row }));
    await using _job = sending(configOf({ SMTP_URL: smtp.url }), clock.now);
    await becomes({ attempts: 1, leasedBy: null });
    return smtp.received[0]?.data ?? '';
  }

  it('does nothing by names and texts', async () => {
    await using smtp = await startSmtp();
    const data = await sentWith(smtp, { facts: { person: evil, company: evil, message: evil, days: 7 } });
    const headers = headersOf(data);
    expect(Object.keys(headers).sort()).toEqual(
      ['auto-submitted', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to'].concat(
        'x-auto-response-suppress',
      ),
    );
    expect(headers['subject']).toMatch(/^Jo +Bcc: all@example\.com +Subject: other|^=\?UTF-8/);
    expect(smtp.received[0]?.to).toEqual(['ayse@example.com']);
  });

  it.each([
    'a@example.com\r\nRCPT TO:<b@example.com>',
    'a@example.com>\r\nBcc: b@example.com',
    'a@example.com, b@example.com',
  ])('does nothing by an address that came into the table some other way: %j', async (toAddress) => {
    await using smtp = await startSmtp();
    const data = await sentWith(smtp, { facts: { person: 'Jo', company: 'X', days: 7 } }, { toAddress });
    expect(headersOf(data)['bcc']).toBeUndefined();
    for (const { to } of smtp.received) expect(to).not.toContain('b@example.com');
  });
});

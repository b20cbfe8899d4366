import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../server/config.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { startChild } from '../../support/child.ts';
import { testClock } from '../../support/people.ts';
import { headersOf, partsOf, startSmtp } from '../../support/smtp.ts';
import { reset, waitFor, withMail } from './sending.ts';

const { test, folder, configOf, queue, sending, rows, becomes } = withMail();

describe('a process that is killed', () => {
  it('between handing over and writing it down leaves a mail that is sent again, and can be told to be the same', async () => {
    await using smtp = await startSmtp();
    smtp.behaviour.BODY = 'hang';
    await queue(reset, () => new Date());
    const env = { DATABASE_URL: test.url, GATE_DATA_DIR: folder, SMTP_URL: smtp.url, MAIL_FROM: 'hub@example.com' };
    const child = startChild('test/domain/mail/children/send.ts', [JSON.stringify(env)]);
    await smtp.has(1);
    child.process.kill('SIGKILL');
    await child.ended;
    expect((await rows())[0]).toMatchObject({ sentAt: null, attempts: 1 });

    delete smtp.behaviour.BODY;
    const config = loadConfig(env);
    {
      // While the lease lasts, nobody else touches it.
      await using _job = sending(config, () => new Date());
      await queue({ ...reset, to: 'other@example.com' }, () => new Date());
      await smtp.has(2);
    }
    expect(smtp.received.map(({ to }) => to[0])).toEqual(['ayse@example.com', 'other@example.com']);
    const later = () => new Date(Date.now() + 4 * 60_000);
    await using _job = sending(config, later);
    await smtp.has(3);
    const [first, , again] = smtp.received.map(({ data }) => headersOf(data)['message-id']);
    expect(again).toBe(first);
    await becomes({ sentAt: expect.any(Date), attempts: 2 });
  });

  it('at each of its attempts is not asked to die for ever', async () => {
    const clock = testClock();
    await queue(reset, clock.now);
    await inTransaction(test.db, (tx) => tx.mailMessage.updateMany({ data: { attempts: 8, leasedBy: 'a dead one' } }));
    await using _job = sending(configOf(), clock.now);
    await becomes({ failedAt: clock.now(), attempts: 8, leasedBy: null });
  });
});

describe('without a mail server', () => {
  it('mails lie in the data folder, for the hub alone to read, and keep their links for staff to pass on', async () => {
    const clock = testClock();
    await queue(reset, clock.now);
    await using _job = sending(configOf(), clock.now);
    await becomes({ sentAt: clock.now(), path: reset.path });
    const mails = path.join(folder, 'mails');
    const [row] = await rows();
    const name = `20260302T100000Z-reset-password-${row?.id}.eml`;
    expect(readdirSync(mails)).toContain(name);
    const data = readFileSync(path.join(mails, name), 'utf8');
    expect(headersOf(data)).toMatchObject({ to: 'ayse@example.com', 'auto-submitted': 'auto-generated' });
    expect(partsOf(data).text).toContain('https://gate.example.com/accounts/reset/s3cret/');
    expect([statSync(mails).mode & 0o777, statSync(path.join(mails, name)).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  it('what they say is erased after 30 days, in the table and in the folder; that they were is not', async () => {
    const clock = testClock();
    const config = configOf();
    await queue(reset, clock.now);
    {
      await using _job = sending(config, clock.now);
      await becomes({ sentAt: clock.now() });
    }
    const mails = path.join(folder, 'mails');
    const [row] = await rows();
    const file = path.join(mails, `20260302T100000Z-reset-password-${row?.id}.eml`);
    utimesSync(file, clock.now(), clock.now());
    const sentAt = clock.now();
    clock.pass(29.9 * 86_400_000);
    {
      await using _job = sending(config, clock.now);
      await queue({ ...reset, to: 'second@example.com' }, clock.now);
      await waitFor(async () => expect((await rows())[1]?.sentAt).not.toBeNull());
    }
    expect((await rows())[0]).toMatchObject({ path: reset.path, erasedAt: null });
    clock.pass(0.2 * 86_400_000);
    await using _job = sending(config, clock.now);
    await becomes({ toAddress: 'ayse@example.com', kind: 'reset-password', facts: '{}', path: '', sentAt });
    expect((await rows())[0]?.erasedAt).toEqual(clock.now());
    await waitFor(() => expect(readdirSync(mails)).not.toContain(path.basename(file)));
  });
});

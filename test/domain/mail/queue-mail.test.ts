import { describe, expect, it } from 'vitest';
import { isMailAddress } from '../../../server/core/mail-address.ts';
import { inTransaction } from '../../../server/db/index.ts';
import { queueMail } from '../../../server/domain/mail/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx } from '../../support/hub.ts';

const test = withDatabase();
const mail = {
  language: 'tr',
  kind: 'join-approved',
  facts: { company: 'Köşe Bakkal' },
  path: '/companies/x/',
} as const;

describe('a mail that is put on its way', () => {
  it('is kept with the transaction that caused it', async () => {
    const ctx = hubCtx(test.db);
    await inTransaction(ctx, (tx) => queueMail(ctx, tx, { ...mail, to: 'ayse@example.com' }));
    const kept = await test.db.reader.mailMessage.findFirst({ where: { toAddress: 'ayse@example.com' } });
    expect(kept).toMatchObject({ ...mail, facts: '{"company":"Köşe Bakkal"}', attempts: 0, sentAt: null });
    expect(kept?.availableAt).toEqual(ctx.now());
  });

  it('goes with the transaction that fails', async () => {
    const ctx = hubCtx(test.db);
    const failing = inTransaction(ctx, async (tx) => {
      await queueMail(ctx, tx, { ...mail, to: 'never@example.com' });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await test.db.reader.mailMessage.count({ where: { toAddress: 'never@example.com' } })).toBe(0);
  });

  it('speaks English to somebody whose language it does not know', async () => {
    const ctx = hubCtx(test.db);
    await inTransaction(ctx, (tx) => queueMail(ctx, tx, { ...mail, language: 'fr', to: 'jean@example.com' }));
    const kept = await test.db.reader.mailMessage.findFirst({ where: { toAddress: 'jean@example.com' } });
    expect(kept?.language).toBe('en');
  });

  it.each(['https://evil.example/', '//evil.example/', '/\\evil.example', 'companies/x/', '/a b', '/a\r\nb'])(
    'never links elsewhere: %j',
    async (path) => {
      const ctx = hubCtx(test.db);
      const queued = inTransaction(ctx, (tx) => queueMail(ctx, tx, { ...mail, path, to: 'ayse@example.com' }));
      await expect(queued).rejects.toThrow('a mail links to a path of the hub only');
    },
  );
});

describe('header injection in mail: an address', () => {
  it.each([
    'ayse@example.com\r\nBcc: all@example.com',
    'ayse@example.com\nX: y',
    'ayse@example.com\0',
    'a@example.com,b@example.com',
    'a@example.com;b@example.com',
    'a@example.com b@example.com',
    'Ayse <ayse@example.com>',
    '<ayse@example.com>',
    '"a\r\n"@example.com',
    '"a b"@example.com',
    'a@b@example.com',
    'group: a@example.com;',
    '-oQ/tmp@localhost',
    '@example.com',
    'ayse@',
    'ayse',
    'ayse@example..com',
    'ayse@-example.com',
    '.ayse@example.com',
    'ayse@example.com ',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(63)}.com`,
    '',
  ])('refuses %j and keeps nothing', async (to) => {
    const ctx = hubCtx(test.db);
    const before = await test.db.reader.mailMessage.count();
    await expect(inTransaction(ctx, (tx) => queueMail(ctx, tx, { ...mail, to }))).rejects.toMatchObject({
      code: 'invalid_input',
      facts: { errors: [{ path: 'email', message: 'Write a full e-mail address.' }] },
    });
    expect(await test.db.reader.mailMessage.count()).toBe(before);
  });

  it.each(['ayse@example.com', "o'neil+till.3@sub.example.co.uk", 'ayşe@köşe-bakkal.com.tr', 'x@xn--kse-dqa.example'])(
    'takes %j',
    (address) => expect(isMailAddress(address)).toBe(true),
  );
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { makeCompany, makeUser } from '../../support/people.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { headersOf, partsOf, type SmtpServer, startSmtp } from '../../support/smtp.ts';
import { Visitor } from '../../support/visitor.ts';
import { goodPassword } from '../support.ts';

let smtp: SmtpServer;
let server: TestServer;
let company: Awaited<ReturnType<typeof makeCompany>>;

beforeAll(async () => {
  smtp = await startSmtp();
  server = await startTestServer({ env: { SMTP_URL: smtp.url, MAIL_FROM: 'Hub <hub@example.com>' } });
  company = await makeCompany(server.deps.db, 'Köşe Bakkal');
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await smtp[Symbol.asyncDispose]();
});

interface Reached {
  email: string;
  isConfirmed?: boolean;
  notifyByMail?: boolean;
}

/** Makes the owner somebody who can be written to, or not. */
async function ownerIs({ email, isConfirmed = true, notifyByMail = true }: Reached): Promise<void> {
  const confirmed = isConfirmed
    ? { emailConfirmedAt: new Date(), emailKey: email }
    : { emailConfirmedAt: null, emailKey: null };
  const data = { email, notifyByMail, language: 'tr', ...confirmed };
  await inTransaction(server.deps.db, (tx) => tx.user.update({ where: { id: company.ownerId }, data }));
}

let asked = 0;

/** Somebody new asks the owner to be taken in. */
async function somebodyAsks(): Promise<string> {
  asked += 1;
  const username = `asker-${asked}`;
  await makeUser(server.deps.db, username);
  const visitor = new Visitor(server.url);
  await visitor.signIn(username, goodPassword);
  const { body } = await visitor.get('/companies/join/');
  const token = /name="_csrf" value="([^"]+)"/.exec(body)?.[1] ?? '';
  const sent = await visitor.post('/companies/join/', {
    _csrf: token,
    slug: company.slug,
    message: 'Merhaba\nben geldim',
  });
  expect(sent.status).toBe(302);
  return username;
}

const mailsTo = (to: string) => smtp.received.filter((message) => message.to.includes(to));

describe('F-ACC-10: notifications to a person’s e-mail', () => {
  it('come when they are enabled, in the person’s language, with the way to what they are about', async () => {
    await ownerIs({ email: 'owner@example.com' });
    const username = await somebodyAsks();
    await smtp.has(1);
    const [message] = mailsTo('owner@example.com');
    expect(headersOf(message?.data ?? '')).toMatchObject({ from: 'Hub <hub@example.com>', to: 'owner@example.com' });
    const { text, html } = partsOf(message?.data ?? '');
    expect(text).toContain(`${username}, Köşe Bakkal şirketinin üyesi olmak istiyor.`);
    expect(text).toContain('> Merhaba\n> ben geldim');
    const link = /href="([^"]+)"/.exec(html)?.[1] ?? '';
    expect(link).toBe(`${server.url}/companies/${company.slug}/joining/`);
    const owner = new Visitor(server.url);
    await owner.signIn(company.ownerName, goodPassword);
    expect((await owner.get(new URL(link).pathname)).status).toBe(200);
  });

  it('do not come when the person wants none, or has not confirmed the address', async () => {
    await ownerIs({ email: 'wants-none@example.com', notifyByMail: false });
    await somebodyAsks();
    await ownerIs({ email: 'not-proved@example.com', isConfirmed: false });
    await somebodyAsks();
    await ownerIs({ email: 'owner@example.com' });
    const before = smtp.received.length;
    await somebodyAsks();
    await smtp.has(before + 1);
    const addresses = (await server.deps.db.reader.mailMessage.findMany()).map(({ toAddress }) => toAddress);
    expect(new Set(addresses)).toEqual(new Set(['owner@example.com']));
  });

  it('say what was put into them and nothing that was left open', async () => {
    for (const { data } of smtp.received) {
      const { text, html } = partsOf(data);
      for (const part of [text, html]) expect(part).not.toMatch(/\{\w+\}|undefined|, {2}|^ /m);
    }
  });
});

describe('header injection in mail', () => {
  const evil = [
    'a@example.com\r\nBcc: all@example.com',
    'a@example.com\nTo: all@example.com',
    'a@example.com, all@example.com',
    'Jo <all@example.com>',
    'a@example.com\0',
    'a@example.com%0d%0aBcc:all@example.com',
  ];

  async function tokenOf(visitor: Visitor, path: string): Promise<string> {
    return /name="_csrf" value="([^"]+)"/.exec((await visitor.get(path)).body)?.[1] ?? '';
  }

  it.each(evil)('is refused where people type an address, and nothing is written to anybody: %j', async (address) => {
    const before = await server.deps.db.reader.mailMessage.count();
    const invite = `/companies/${company.slug}/invite/`;
    const owner = new Visitor(server.url);
    await owner.signIn(company.ownerName, goodPassword);
    const fields = { _csrf: await tokenOf(owner, invite), by: 'email', level: 'member', to: address };
    expect((await owner.post(invite, fields)).location).toBeNull();
    const anybody = new Visitor(server.url);
    const account = { username: 'inj.ector', email: address, password: goodPassword };
    const register = '/accounts/register/';
    const registered = await anybody.post(register, { _csrf: await tokenOf(anybody, register), ...account });
    expect(registered.location).toBeNull();
    expect(await server.deps.db.reader.mailMessage.count()).toBe(before);
    expect(await server.deps.db.reader.user.count({ where: { usernameFolded: 'inj.ector' } })).toBe(0);
  });

  it('does nothing by what people write about themselves and their companies', async () => {
    await ownerIs({ email: 'owner@example.com' });
    const name = 'Corner\r\nBcc: all@example.com\r\n\r\n<script>alert(1)</script>';
    await inTransaction(server.deps.db, (tx) => tx.company.update({ where: { id: company.id }, data: { name } }));
    const before = smtp.received.length;
    await somebodyAsks();
    await smtp.has(before + 1);
    const last = smtp.received.at(-1);
    expect(last?.to).toEqual(['owner@example.com']);
    expect(headersOf(last?.data ?? '')).not.toHaveProperty('bcc');
    expect(partsOf(last?.data ?? '').html).not.toContain('<script');
  });
});

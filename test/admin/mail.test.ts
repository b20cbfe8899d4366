import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DashboardData } from '../../admin/components/dashboard-data.ts';
import type { DocumentView } from '../../admin/components/document-view.ts';
import { inTransaction } from '../../server/db/index.ts';
import { type Mail, queueMail, takeMail } from '../../server/domain/mail/index.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx, someCompany } from '../support/hub.ts';
import { type Answer, type Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
let office: Office;
const people = {} as Record<'superuser' | 'operator' | 'support' | 'limited', Browser>;
let ours: number;

const secretPath = '/accounts/reset/s3cret-t0ken/';
const reset = {
  to: 'ayse@example.com',
  language: 'en',
  kind: 'reset-password',
  facts: { username: 'ayse' },
  path: secretPath,
} as const;

beforeAll(async () => {
  office = await openOffice(test.db);
  ours = await someCompany(test.db);
  for (const role of ['superuser', 'operator', 'support'] as const) people[role] = await office.person(role, { role });
  people.limited = await office.person('limited', { role: 'operator', companyIds: [ours] });
});
afterAll(() => office[Symbol.asyncDispose]());
beforeEach(() => inTransaction(test.db, (tx) => tx.mailMessage.deleteMany({})));

async function written(mail: Mail, changes: object = {}): Promise<string> {
  const ctx = hubCtx(test.db, new Date());
  await inTransaction(ctx, (tx) => queueMail(ctx, tx, mail));
  const row = await test.db.reader.mailMessage.findFirstOrThrow({
    where: { toAddress: mail.to },
    select: { id: true },
  });
  await inTransaction(test.db, (tx) => tx.mailMessage.updateMany({ where: { id: row.id }, data: changes }));
  return row.id;
}

const address = (id: string, action: string) => `/admin/api/resources/MailMessage/records/${id}/${action}`;
const ask = (who: Browser, id: string, action = 'document') => who.json(address(id, action));
const press = async (who: Browser, id: string, action: string) =>
  (await (await who.post(address(id, action), { confirmed: 'yes' })).json()) as Answer;
const viewOf = (answer: Answer) => answer.data as unknown as DocumentView;
const factOf = (answer: Answer, label: string) => viewOf(answer).facts.find((fact) => fact.label === label)?.value;
const labelsOf = (answer: Answer) => viewOf(answer).buttons.map(({ label }) => label);

describe('mail in the back office', () => {
  it('is listed with what became of it, and never with what it says', async () => {
    await written(reset, { failedAt: new Date(), attempts: 8, lastError: '550 no such mailbox' });
    const masked = await people.support.json('/admin/api/resources/MailMessage/actions/list');
    expect(masked.records?.[0]?.params).toMatchObject({ toAddress: '•••', lastError: '•••' });
    for (const who of [people.superuser, people.operator]) {
      const list = await who.json('/admin/api/resources/MailMessage/actions/list');
      expect(list.records?.[0]?.params).toMatchObject({
        toAddress: 'ayse@example.com',
        lastError: '550 no such mailbox',
      });
      expect(JSON.stringify(list)).not.toContain('s3cret');
      const file = await (await who.get('/admin/export/MailMessage.csv')).text();
      expect(file).toContain('ayse@example.com');
      expect(file).not.toMatch(/s3cret|username/);
    }
  });

  it('says what it says to operators and superusers only', async () => {
    const mail = { ...reset, kind: 'join-approved', facts: { company: 'Corner' }, path: '/companies/corner/' } as const;
    const id = await written(mail);
    const shown = await ask(people.operator, id);
    expect(viewOf(shown).title).toBe('Welcome to Corner');
    expect(viewOf(shown).raw[0]?.text).toContain('Your request was approved.');
    expect(viewOf(shown).facts.find(({ label }) => label === 'Link')).toEqual({
      label: 'Link',
      value: '/companies/corner/',
      href: '/companies/corner/',
      isFullAddress: true,
    });
    const hidden = await ask(people.support, id);
    expect(factOf(hidden, 'State')).toBe('waiting');
    expect(JSON.stringify(hidden)).not.toMatch(/approved\.|Corner|corner/);
  });

  it('shows a link that lets people in when it is asked for, which is on record', async () => {
    const id = await written(reset, { sentAt: new Date() });
    const shown = await ask(people.operator, id);
    expect(JSON.stringify(shown)).not.toContain('s3cret');
    expect(labelsOf(shown)).toEqual(['Show the link']);
    expect((await press(people.support, id, 'revealLink')).data).toBeUndefined();
    const revealed = await press(people.operator, id, 'revealLink');
    expect(factOf(revealed, 'Link')).toBe(secretPath);
    const trail = await test.db.reader.auditEntry.findMany({ where: { subjectId: id } });
    expect(trail.map(({ action, actorName, companyId }) => [action, actorName, companyId])).toEqual([
      ['mail.reveal-link', 'operator', null],
    ]);
    expect(JSON.stringify(trail)).not.toContain('s3cret');
    expect((await people.operator.get(address(id, 'revealLink'))).status).toBe(405);
  });

  it('shows what is meant for staff to superusers only: nobody rises by it', async () => {
    for (const mail of [
      { ...reset, to: 'superuser@example.test', facts: { username: 'x' } },
      { ...reset, to: 'other@example.test', facts: { username: 'SuperUser' } },
    ]) {
      const id = await written(mail, { sentAt: new Date() });
      const refused = await press(people.operator, id, 'revealLink');
      expect(refused.data).toBeUndefined();
      expect(refused.notice?.message).toBe('This is meant for hub staff: only a superuser can pass it on.');
      expect(factOf(await press(people.superuser, id, 'revealLink'), 'Link')).toBe(secretPath);
    }
  });

  it('says that a link was handed over, and that words were erased', async () => {
    const over = await written(reset, { sentAt: new Date(), path: '' });
    expect(factOf(await ask(people.superuser, over), 'Link')).toBe('handed over and not kept');
    expect((await press(people.superuser, over, 'revealLink')).notice?.message).toBe(
      'The link of this mail is not kept any more.',
    );
    const erased = await written(
      { ...reset, to: 'b@example.com' },
      { sentAt: new Date(), path: '', facts: '{}', erasedAt: new Date() },
    );
    expect(viewOf(await ask(people.superuser, erased)).raw[0]?.text).toMatch(
      /^Erased .*: it is kept for 30 days at most\.$/,
    );
  });

  it('goes again when it was given up, and not otherwise', async () => {
    const id = await written(reset, { failedAt: new Date(), attempts: 8, lastError: 'gone' });
    expect(labelsOf(await ask(people.operator, id))).toEqual(['Show the link', 'Send again', 'Do not send']);
    expect((await press(people.operator, id, 'sendAgain')).notice?.message).toBe('It is on its way again.');
    const row = await test.db.reader.mailMessage.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ failedAt: null, attempts: 0, path: secretPath });
    expect((await press(people.operator, id, 'sendAgain')).notice?.type).toBe('error');
  });

  it('is ended for good where nobody needs it any more, with the reason on record, and counts as trouble no more', async () => {
    const end = async (who: Browser, id: string, answer: string) =>
      (await (await who.post(address(id, 'stop'), { confirmed: 'yes', answer })).json()) as Answer;
    const id = await written(reset, { failedAt: new Date(), attempts: 8, lastError: 'gone' });
    expect((await end(people.support, id, 'The person has left')).notice?.type).not.toBe('success');
    expect((await end(people.operator, id, 'no')).notice).toMatchObject({ type: 'error' });
    expect((await test.db.reader.mailMessage.findUniqueOrThrow({ where: { id } })).erasedAt).toBeNull();
    const reason = 'The person has left';
    expect((await end(people.operator, id, reason)).notice?.message).toBe('It is not sent any more.');
    const row = await test.db.reader.mailMessage.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ path: '', facts: '{}', sentAt: null });
    expect(row.erasedAt).not.toBeNull();
    const [entry] = await test.db.reader.auditEntry.findMany({ where: { subjectId: id } });
    expect(entry).toMatchObject({ action: 'mail.end', actorName: 'operator' });
    expect(entry?.content).toContain(reason);
    expect((await end(people.operator, id, reason)).notice?.type).toBe('error');
    expect((await press(people.operator, id, 'sendAgain')).notice?.type).toBe('error');
    const { mail } = (await people.support.json('/admin/api/dashboard')) as unknown as DashboardData;
    expect(mail.givenUp).toBe(0);
  });

  it('on its way is ended and never taken to be sent, and one that is being sent is left alone', async () => {
    const end = async (id: string) =>
      (await people.operator.post(address(id, 'stop'), { confirmed: 'yes', answer: 'Sent by mistake' })).json();
    const sending = await written(reset, { leasedUntil: new Date(Date.now() + 60_000), leasedBy: 'somebody' });
    expect(await end(sending)).toMatchObject({ notice: { type: 'error' } });
    await inTransaction(test.db, (tx) => tx.mailMessage.deleteMany({}));
    const waiting = await written(reset);
    expect(await end(waiting)).toMatchObject({ notice: { type: 'success' } });
    expect(await takeMail(hubCtx(test.db, new Date()), { by: 'test', perMinute: 100 })).toBe('none');
  });

  it('of other companies, and of the hub itself, is not there for limited staff', async () => {
    const theirs = await someCompany(test.db);
    const mine = await written({ ...reset, to: 'mine@example.com', companyId: ours });
    for (const companyId of [theirs, null]) {
      const id = await written({ ...reset, to: `of-${companyId}@example.com`, companyId });
      expect((await ask(people.limited, id)).data).toBeUndefined();
      expect((await press(people.limited, id, 'revealLink')).data).toBeUndefined();
      expect((await press(people.limited, id, 'sendAgain')).code).toBe('not_found');
    }
    expect(factOf(await press(people.limited, mine, 'revealLink'), 'Link')).toBe(secretPath);
    const list = await people.limited.json('/admin/api/resources/MailMessage/actions/list');
    expect(list.records?.map(({ params }) => params['toAddress'])).toEqual(['mine@example.com']);
  });

  it('is told of on the first page: that there is no server, how many wait for a person, how many were given up', async () => {
    await written(reset);
    await written({ ...reset, to: 'b@example.com' }, { failedAt: new Date() });
    const { mail } = (await people.support.json('/admin/api/dashboard')) as unknown as DashboardData;
    expect(mail).toEqual({ hasServer: false, recent: 2, givenUp: 1 });
  });
});

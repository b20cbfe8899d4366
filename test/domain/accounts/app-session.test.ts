import { describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { type KeptSession, refreshApp, signInApp } from '../../../server/domain/accounts/index.ts';
import {
  endAllSessions,
  endSession,
  readApiSession,
  readSession,
  signIn,
} from '../../../server/domain/tenancy/index.ts';
import { withDatabase } from '../../support/database.ts';
import { goodPassword, hubCtx, makeUser, testClock, visitor } from '../../support/people.ts';

const test = withDatabase();
const secret = 'a secret of the hub that nobody else knows';
const app = { ...visitor, door: 'api', deviceName: 'Phone' } as const;
const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;

async function begin(username: string, clock = testClock()) {
  const { id: userId } = await makeUser(test.db, username);
  const ctx = hubCtx(test.db, clock.now);
  const signedIn = await signInApp(ctx, { username, password: goodPassword, code: null, visitor: app });
  return {
    ...{ ...signedIn, userId, clock, ctx },
    next: (token: string) => refreshApp(ctx, token, secret),
    isAlive: async () => (await readApiSession(test.db, signedIn.sessionId, clock.now())) !== null,
  };
}

const refused = { code: 'not_signed_in' };
const noted = (userId: string) =>
  test.db.reader.auditEntry.count({ where: { subjectId: userId, action: 'account.session.copied' } });

describe('a refresh token', () => {
  it('works once and brings the next one, for thirty days each and a year together', async () => {
    const person = await begin('keeps.on');
    let last: KeptSession = person;
    expect(last.endsAt.getTime() - person.clock.now().getTime()).toBe(30 * dayMs);
    for (let month = 0; month < 12; month += 1) {
      person.clock.pass(29 * dayMs);
      const next = await person.next(last.refresh);
      expect(next.refresh).not.toBe(last.refresh);
      last = next;
    }
    expect(last.endsAt.getTime() - person.clock.now().getTime()).toBe((365 - 12 * 29) * dayMs);
    person.clock.pass(17 * dayMs);
    await expect(person.next(last.refresh)).rejects.toMatchObject(refused);
  });

  it('is over thirty days after it was given', async () => {
    const person = await begin('too.late');
    person.clock.pass(30 * dayMs);
    await expect(person.next(person.refresh)).rejects.toMatchObject(refused);
    expect(await person.isAlive()).toBe(false);
  });

  it('that comes a second time ends the session for whoever holds it, and its owner is told', async () => {
    const person = await begin('was.robbed');
    await inTransaction(test.db, (tx) =>
      tx.user.update({
        where: { id: person.userId },
        data: { email: 'robbed@example.test', emailKey: 'robbed@example.test', emailConfirmedAt: new Date() },
      }),
    );
    const { refresh } = await person.next(person.refresh);
    person.clock.pass(minuteMs);
    await expect(person.next(person.refresh)).rejects.toMatchObject(refused);
    expect(await person.isAlive()).toBe(false);
    await expect(person.next(refresh)).rejects.toMatchObject(refused);
    expect(await noted(person.userId)).toBe(1);
    const told = { toAddress: 'robbed@example.test', kind: 'session-copied' };
    expect(await test.db.reader.mailMessage.count({ where: told })).toBe(1);
  });

  it('whose answer was lost is answered alike within half a minute, and no later', async () => {
    const person = await begin('lost.it');
    const first = await person.next(person.refresh);
    person.clock.pass(29_000);
    expect((await person.next(person.refresh)).refresh).toBe(first.refresh);
    const second = await person.next(first.refresh);
    expect(await person.isAlive()).toBe(true);
    person.clock.pass(minuteMs);
    await expect(person.next(first.refresh)).rejects.toMatchObject(refused);
    await expect(person.next(second.refresh)).rejects.toMatchObject(refused);
  });

  it('is not answered again once what followed it is used, however soon it comes', async () => {
    const person = await begin('is.followed');
    const { refresh } = await person.next(person.refresh);
    await person.next(refresh);
    await expect(person.next(person.refresh)).rejects.toMatchObject(refused);
    expect(await person.isAlive()).toBe(false);
    expect(await noted(person.userId)).toBe(1);
  });

  it('that comes many times at once brings one and the same, and alarms nobody', async () => {
    const person = await begin('is.quick');
    const answers = await Promise.all(Array.from({ length: 8 }, () => person.next(person.refresh)));
    expect(new Set(answers.map(({ refresh }) => refresh)).size).toBe(1);
    expect(await noted(person.userId)).toBe(0);
    const sessionId = person.sessionId;
    expect(await test.db.reader.refreshToken.count({ where: { sessionId } })).toBe(2);
  });

  it('is followed by one that nobody can tell from it', async () => {
    const person = await begin('is.secret');
    const { refresh } = await person.next(person.refresh);
    const other = await refreshApp(person.ctx, refresh, 'the secret of another hub');
    const third = await begin('is.secret.too');
    expect(new Set([person.refresh, refresh, other.refresh, third.refresh]).size).toBe(4);
    const stored = await test.db.reader.refreshToken.findMany({ where: { sessionId: person.sessionId } });
    for (const { tokenHash } of stored) expect([person.refresh, refresh, other.refresh]).not.toContain(tokenHash);
  });

  it.each([
    ['the session was ended', (id: string) => endSession(test.db, id, new Date())],
    [
      'everything was signed out, as with a new password',
      (_id: string, userId: string) => inTransaction(test.db, (tx) => endAllSessions(tx, userId, new Date())),
    ],
    [
      'the account was switched off',
      (_id: string, userId: string) =>
        inTransaction(test.db, (tx) => tx.user.update({ where: { id: userId }, data: { isActive: false } })),
    ],
  ])('is worth nothing once %s, nor is the session', async (what, end) => {
    const person = await begin(`ends.${what.length}`);
    await end(person.sessionId, person.userId);
    expect(await person.isAlive()).toBe(false);
    await expect(person.next(person.refresh)).rejects.toMatchObject(refused);
    expect(await noted(person.userId)).toBe(0);
  });

  it('that was never given is refused', async () => {
    const person = await begin('makes.up');
    await expect(person.next('made-up')).rejects.toMatchObject(refused);
    expect(await person.isAlive()).toBe(true);
  });
});

describe('a session of a program', () => {
  it('has its device’s name, and is none of a browser’s', async () => {
    const person = await begin('has.name');
    const row = await test.db.reader.session.findUniqueOrThrow({ where: { id: person.sessionId } });
    expect(row).toMatchObject({ door: 'api', deviceName: 'Phone' });
    const browser = await signIn(person.ctx, { username: 'has.name', password: goodPassword, visitor });
    expect(await readSession(test.db, browser, person.clock.now())).not.toBe(null);
    expect(await readApiSession(test.db, browser.id, person.clock.now())).toBe(null);
  });
});

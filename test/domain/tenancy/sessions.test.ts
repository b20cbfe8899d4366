import { describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { endSession, noteSeen, readSession, signIn } from '../../../server/domain/tenancy/index.ts';
import { withDatabase } from '../../support/database.ts';
import { goodPassword, hubCtx, makeUser, testClock, visitor } from '../../support/people.ts';

const test = withDatabase();
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

async function begin(username: string, clock = testClock()) {
  await makeUser(test.db, username);
  const session = await signIn(hubCtx(test.db, clock.now), { username, password: goodPassword, visitor });
  const { id, version, userId } = session;
  return { id, version, userId, clock, read: () => readSession(test.db, { id, version }, clock.now()) };
}

describe('a session', () => {
  it('tells who is signed in', async () => {
    const session = await begin('sees.me');
    expect((await session.read())?.actor).toMatchObject({
      kind: 'user',
      userId: session.userId,
      username: 'sees.me',
      grants: [],
    });
  });

  it('is dead once it was ended, however often its cookie is replayed', async () => {
    const session = await begin('leaves');
    await endSession(test.db, session.id, session.clock.now());
    await endSession(test.db, session.id, session.clock.now());
    expect(await session.read()).toBe(null);
  });

  it('begins under a new, long id each time', async () => {
    const session = await begin('fixed');
    const again = await signIn(hubCtx(test.db), { username: 'fixed', password: goodPassword, visitor });
    expect(again.id).not.toBe(session.id);
    expect(Buffer.from(again.id, 'base64url')).toHaveLength(16);
  });

  it('dies with the session version of the person, all of them at once', async () => {
    const first = await begin('everywhere');
    const second = await signIn(hubCtx(test.db), { username: 'everywhere', password: goodPassword, visitor });
    await inTransaction(test.db, (tx) =>
      tx.user.update({ where: { id: first.userId }, data: { sessionVersion: { increment: 1 } } }),
    );
    expect(await first.read()).toBe(null);
    expect(await readSession(test.db, second, new Date())).toBe(null);
    // A cookie that claims the new version stands for a row of the old one.
    expect(await readSession(test.db, { id: first.id, version: first.version + 1 }, first.clock.now())).toBe(null);
  });

  it('dies when the account is switched off or deleted', async () => {
    for (const [name, data] of [
      ['goes.off', { isActive: false }],
      ['goes.away', { deletedAt: new Date() }],
    ] as const) {
      const session = await begin(name);
      await inTransaction(test.db, (tx) => tx.user.update({ where: { id: session.userId }, data }));
      expect(await session.read(), name).toBe(null);
    }
  });

  it('ends two weeks after it began, used or not', async () => {
    const session = await begin('old.timer');
    session.clock.pass(14 * dayMs - 1);
    const live = await session.read();
    expect(live).not.toBe(null);
    if (live) await noteSeen(test.db, live, session.clock.now());
    session.clock.pass(1);
    expect(await session.read()).toBe(null);
  });

  it('of an id that nobody has, or of another version, is none', async () => {
    const session = await begin('guessed');
    expect(await readSession(test.db, { id: 'AAAAAAAAAAAAAAAAAAAAAA', version: 1 }, new Date())).toBe(null);
    expect(await readSession(test.db, { id: session.id, version: 99 }, session.clock.now())).toBe(null);
  });

  it('notes its last use at most once in five minutes', async () => {
    const session = await begin('busy');
    const seenAt = async () => {
      const live = await session.read();
      if (!live) throw new Error('the session is dead');
      await noteSeen(test.db, live, session.clock.now());
      return (await test.db.reader.session.findUniqueOrThrow({ where: { id: session.id } })).lastSeenAt.getTime();
    };
    const start = session.clock.now().getTime();
    session.clock.pass(4 * minuteMs);
    expect(await seenAt()).toBe(start);
    session.clock.pass(minuteMs);
    expect(await seenAt()).toBe(start + 5 * minuteMs);
  });
});

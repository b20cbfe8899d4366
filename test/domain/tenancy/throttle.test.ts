import { describe, expect, it } from 'vitest';
import { signIn } from '../../../server/domain/tenancy/index.ts';
import { reserveAttempt } from '../../../server/domain/tenancy/throttle.ts';
import { withDatabase } from '../../support/database.ts';
import { goodPassword, hubCtx, makeUser, testClock } from '../../support/people.ts';

const test = withDatabase();
const minuteMs = 60_000;

function visitorAt(address: string) {
  return { door: 'portal', address, agent: 'test' } as const;
}

function door(clock = testClock()) {
  const ctx = hubCtx(test.db, clock.now);
  return {
    clock,
    right: (username: string, address: string) =>
      signIn(ctx, { username, password: goodPassword, visitor: visitorAt(address) }).then(() => 'in', codeOf),
    /** An attempt whose password is wrong, without the work of checking it. */
    guess: (usernameFolded: string, address: string) =>
      reserveAttempt(ctx, { usernameFolded, address, isKnownAddress: false }).then(() => 'wrong_credentials', codeOf),
    wrong: (username: string, address: string) =>
      signIn(ctx, { username, password: 'a-wrong-guess', visitor: visitorAt(address) }).then(() => 'in', codeOf),
  };
}

function codeOf(error: unknown): string {
  return (error as { code: string }).code;
}

async function times<T>(count: number, work: (at: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let at = 0; at < count; at++) results.push(await work(at));
  return results;
}

describe('guessing', () => {
  it('one account from one address is slowed down after a few failures, ever longer', async () => {
    await makeUser(test.db, 'target.one');
    const { wrong, guess, clock } = door();
    expect(await times(5, () => wrong('target.one', '198.51.100.1'))).toEqual(Array(5).fill('wrong_credentials'));
    expect(await wrong('target.one', '198.51.100.1')).toBe('too_many_requests');
    let allowed = 0;
    for (let second = 0; second < 14 * 60; second += 5) {
      clock.pass(5000);
      if ((await guess('target.one', '198.51.100.1')) === 'wrong_credentials') allowed += 1;
    }
    expect(allowed).toBeLessThan(12);
  });

  it('does not lock the real person out, who comes from elsewhere', async () => {
    await makeUser(test.db, 'target.two');
    const { guess, right } = door();
    await times(40, () => guess('target.two', '198.51.100.2'));
    expect(await right('target.two', '203.0.113.5')).toBe('in');
  });

  it('from many addresses does not stop the person at an address from which they signed in before', async () => {
    await makeUser(test.db, 'target.three');
    const { guess, right, clock } = door();
    expect(await right('target.three', '203.0.113.7')).toBe('in');
    const outcomes = await times(120, (at) => guess('target.three', `198.18.${at}.1`));
    expect(outcomes).toContain('too_many_requests');
    expect(await right('target.three', '203.0.113.7')).toBe('in');
    clock.pass(minuteMs);
    expect(await right('target.three', '203.0.113.99')).toBe('in');
  });

  it('many accounts from one address is slowed down as well', async () => {
    const { guess } = door();
    const outcomes = await times(40, (at) => guess(`account.${at}`, '198.51.100.4'));
    expect(outcomes.filter((outcome) => outcome === 'wrong_credentials')).toHaveLength(30);
    expect(outcomes.at(-1)).toBe('too_many_requests');
  });

  it('with many requests at once gets no more tries than one after the other', async () => {
    await makeUser(test.db, 'target.five');
    const { wrong } = door();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => wrong('target.five', '198.51.100.5')));
    expect(outcomes.filter((outcome) => outcome === 'wrong_credentials')).toHaveLength(5);
  });

  it('from one IPv6 customer counts as one, whatever address of their network is used', async () => {
    await makeUser(test.db, 'target.six');
    const { wrong } = door();
    const outcomes = await times(8, (at) => wrong('target.six', `2001:db8:7:1::${at + 1}`));
    expect(outcomes.filter((outcome) => outcome === 'wrong_credentials')).toHaveLength(5);
    expect(await wrong('target.six', '2001:db8:7:2::1')).toBe('wrong_credentials');
  });

  it('is not paid off by signing in to an account of one’s own', async () => {
    await makeUser(test.db, 'own.account');
    const { guess, right } = door();
    await times(30, (at) => guess(`other.${at}`, '198.51.100.8'));
    expect(await right('own.account', '198.51.100.8')).toBe('too_many_requests');
  });
});

describe('a person who mistypes', () => {
  it('starts afresh after getting it right', async () => {
    await makeUser(test.db, 'fat.finger');
    const { wrong, right } = door();
    for (let round = 0; round < 3; round++) {
      expect(await times(4, () => wrong('fat.finger', '203.0.113.20'))).toEqual(Array(4).fill('wrong_credentials'));
      expect(await right('fat.finger', '203.0.113.20')).toBe('in');
    }
  });

  it('is told how long to wait, and may try again then', async () => {
    await makeUser(test.db, 'waits');
    const { wrong, right, clock } = door();
    await times(6, () => wrong('waits', '203.0.113.21'));
    expect(await right('waits', '203.0.113.21')).toBe('too_many_requests');
    clock.pass(2000);
    expect(await right('waits', '203.0.113.21')).toBe('in');
  });

  it('finds everything forgotten after a quarter of an hour', async () => {
    await makeUser(test.db, 'comes.back');
    const { wrong, guess, clock } = door();
    await times(9, () => guess('comes.back', '203.0.113.22'));
    clock.pass(31 * minuteMs);
    expect(await times(5, () => wrong('comes.back', '203.0.113.22'))).toEqual(Array(5).fill('wrong_credentials'));
  });
});

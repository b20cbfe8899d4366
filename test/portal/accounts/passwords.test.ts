import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passwordStrength } from '../../../server/core/password-strength.ts';
import { commonPasswords } from '../../../server/domain/tenancy/common-passwords.ts';
import { passwordFaults } from '../../../server/domain/tenancy/passwords.ts';
import type { Visitor } from '../../support/visitor.ts';
import { Accounts, isIn, otherPassword, password, textOf } from './support.ts';

const hub = new Accounts();
const hourMs = 3_600_000;

const faults = (text: string) => passwordFaults(text, { username: 'zz9' }).map(({ message }) => message);

function change(person: Visitor, fields: Record<string, string>) {
  return person.post('/accounts/password/change/', { password: otherPassword, again: otherPassword, ...fields });
}

describe('a password', () => {
  it('is refused when it is among the common ones, of which we ship more than 3,000 that are long enough', () => {
    const long = [...commonPasswords()].filter((text) => [...text].length >= 10);
    expect(long.length).toBeGreaterThan(3000);
    for (const text of commonPasswords()) expect(faults(text), text).not.toEqual([]);
  });

  it('is refused also when a common one is dressed up', () => {
    for (const text of [
      'P4ssw0rd!2024',
      '$unshine2024',
      'DragonDragon',
      '!!Welcome!!!!',
      'Türkiye1923',
      'gALATASARAY1905',
      'qwertyuiop[]',
      'abcdefghijkl',
      'zzzzzzzzzzzz',
      'abcabcabcabc',
      '01.02.1984 0',
    ]) {
      expect(faults(text), text).not.toEqual([]);
    }
  });

  it('has no rule about what it is made of: ten characters of any kind will do, in any script', () => {
    for (const text of [
      'kettle orbit',
      'ключ от двери',
      'パスワードはとても長い',
      '🦊🍎🚲🎻🌋🧭🪁🎲🧵🪐',
      '7305 8816 2945 1370 62',
      'sokaktakikedi',
    ]) {
      expect(faults(text), text).toEqual([]);
    }
    expect(faults('nine char')).not.toEqual([]);
  });

  it('is said to be stronger when it is longer, never weaker', () => {
    const order = ['weak', 'fair', 'good', 'strong'];
    fc.assert(
      fc.property(fc.string({ minLength: 10, maxLength: 30 }), (text) => {
        const longer = `${text}${text.length}Kx${text.length * 7}ø`;
        const level = (word: string) => order.indexOf(passwordStrength(word));
        return level(longer) >= level(text) || level(text) > 0;
      }),
    );
    expect([passwordStrength('short'), passwordStrength('three unrelated words')]).toEqual(['weak', 'strong']);
  });

  it('counts as the same however its characters are composed, at registration and at sign-in', async () => {
    const visitor = hub.visitor();
    await hub.register(visitor, {
      username: 'composes',
      password: 'Ka\u0308se und Brot',
      again: 'Ka\u0308se und Brot',
    });
    expect((await hub.visitor().signIn('composes', 'Käse und Brot')).location).toBe('/dashboard/');
  });
});

describe('changing it', () => {
  it('asks for the present one, and says beside its field that it is not right', async () => {
    const person = await hub.person('asks.present');
    const { status, body } = await change(person, { current: 'not the one' });
    expect([status, body]).toEqual([200, expect.stringContaining('This is not your present password.')]);
    expect((await change(person, { current: password, again: 'other' })).body).toContain('differ');
    const same = await change(person, { current: password, password, again: password });
    expect(same.body).toContain('the password that you have');
    const like = 'asks.present!';
    expect((await change(person, { current: password, password: like, again: like })).body).toContain('too much like');
    expect((await hub.visitor().signIn('asks.present', password)).location).toBe('/dashboard/');
  });

  it('is throttled per session: a stolen session cannot try out passwords, nor use up its owner’s tries', async () => {
    const stolen = await hub.person('stolen.session');
    const owner = await hub.signedIn('stolen.session');
    const statuses: number[] = [];
    for (let at = 0; at < 6; at += 1) statuses.push((await change(stolen, { current: `guess ${at}` })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await change(owner, { current: password })).status).toBe(302);
  });
});

describe('a forgotten password', () => {
  it('is replaced by a link that works once, ends every session and leaves no trace of itself in the database', async () => {
    const person = await hub.confirmedPerson('forgets', 'forgets@example.test');
    const visitor = hub.visitor();
    await visitor.post('/accounts/password/reset/', { email: ' Forgets@Example.test ' });
    const link = await hub.lastLink('forgets@example.test', 'reset-password');
    const token = link.split('/').at(-2) ?? '';
    expect(token.length).toBeGreaterThanOrEqual(32);
    expect(JSON.stringify(await hub.reader.personToken.findMany({}))).not.toContain(token);
    expect(textOf(await visitor.get(link))).toContain('For the account forgets');
    const weak = await visitor.post(link, { password: 'password12', again: 'password12' });
    expect(weak.body).toContain('one of the first');
    const done = await visitor.post(link, { password: otherPassword, again: otherPassword });
    expect(done.location).toBe('/accounts/login/');
    expect(await isIn(person)).toBe(false);
    expect(await isIn(await hub.signedIn('forgets', otherPassword))).toBe(true);
    for (const answer of [await visitor.get(link), await visitor.post(link, { password, again: password })]) {
      expect([answer.status, textOf(answer)]).toEqual([410, expect.stringContaining('no longer valid')]);
    }
    expect(await hub.mails('forgets@example.test', 'password-changed')).toHaveLength(1);
  });

  it('gets the same answer whether the address has an account, is only typed, or is nobody’s', async () => {
    await hub.confirmedPerson('is.known', 'known@example.test');
    await hub.person('only.typed', 'typed@example.test');
    const answers: string[] = [];
    const times: number[] = [];
    for (const email of ['known@example.test', 'typed@example.test', 'nobody@example.test']) {
      const begun = performance.now();
      const answer = await hub.visitor().post('/accounts/password/reset/', { email });
      times.push(performance.now() - begun);
      answers.push(`${answer.status} ${textOf(answer)}`);
    }
    expect(new Set(answers).size).toBe(1);
    // None comes sooner than the work of sending takes.
    expect(Math.min(...times)).toBeGreaterThan(140);
    expect(await hub.mails('typed@example.test', 'reset-password')).toEqual([]);
    expect(await hub.mails('known@example.test', 'reset-password')).toHaveLength(1);
  });

  it('has a link that expires, and only the last of several works', async () => {
    await hub.confirmedPerson('late', 'late@example.test');
    const ask = () => hub.visitor().post('/accounts/password/reset/', { email: 'late@example.test' });
    await ask();
    const first = await hub.lastLink('late@example.test', 'reset-password');
    hub.pass(1000);
    await ask();
    const second = await hub.lastLink('late@example.test', 'reset-password');
    expect([(await hub.visitor().get(first)).status, (await hub.visitor().get(second)).status]).toEqual([410, 200]);
    hub.pass(hourMs);
    expect((await hub.visitor().get(second)).status).toBe(410);
    expect((await hub.visitor().get('/accounts/password/reset/made-up/')).status).toBe(410);
  });

  it('cannot fill a mailbox: after a few links no more are sent, which the answer does not tell', async () => {
    await hub.confirmedPerson('flooded', 'flooded@example.test');
    const answers = new Set<string>();
    for (let at = 0; at < 8; at += 1) {
      answers.add(textOf(await hub.visitor().post('/accounts/password/reset/', { email: 'flooded@example.test' })));
    }
    expect(answers.size).toBe(1);
    expect(await hub.mails('flooded@example.test', 'reset-password')).toHaveLength(4);
    await hub.forgetTries();
  });

  it('used by two at once changes the password once', async () => {
    await hub.confirmedPerson('twice', 'twice@example.test');
    await hub.visitor().post('/accounts/password/reset/', { email: 'twice@example.test' });
    const link = await hub.lastLink('twice@example.test', 'reset-password');
    const words = ['violet harbour ladder', 'walnut pencil storm'];
    const answers = await Promise.all(words.map((word) => hub.visitor().post(link, { password: word, again: word })));
    expect(answers.map(({ status }) => status).sort()).toEqual([302, 410]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { createStaff, createUser, signIn } from '../../../server/domain/tenancy/index.ts';
import { passwordFaults } from '../../../server/domain/tenancy/passwords.ts';
import { similarity } from '../../../server/domain/tenancy/similarity.ts';
import { foldUsername } from '../../../server/domain/tenancy/usernames.ts';
import { withDatabase } from '../../support/database.ts';
import { goodPassword, hubCtx, makeStaff, makeUser, signedIn, visitor } from '../../support/people.ts';
import { asInEarnest } from '../../support/quick-argon2.ts';

const test = withDatabase();
const faults = (password: string, username = 'harbour') => passwordFaults(password, { username }).length;

describe('usernames', () => {
  it('fold to one form however they are typed', () => {
    for (const typed of ['Renée', 'renée', 'RENÉE', ' rene\u0301e ', 'Rene\u0301e'])
      expect(foldUsername(typed)).toBe('renée');
    expect(foldUsername('ＡＤＭＩＮ')).toBe('admin');
  });

  it('fold once and for all, also where composing brings out a blank', () => {
    for (const odd of ['\u1FED', '\u1FED \u1FED', 'a\u1FED'])
      expect(foldUsername(foldUsername(odd))).toBe(foldUsername(odd));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => foldUsername(foldUsername(name)) === foldUsername(name)),
    );
  });

  it('are unique without regard to case or composition', async () => {
    await makeUser(test.db, 'Zoë@harbour.test');
    for (const username of ['zoë@harbour.test', 'ZOE\u0308@HARBOUR.TEST']) {
      await expect(makeUser(test.db, username)).rejects.toMatchObject({ code: 'already_exists' });
    }
  });

  it('sign in in any case', async () => {
    await makeUser(test.db, 'Case.Maker');
    const input = { password: goodPassword, visitor };
    await expect(signIn(hubCtx(test.db), { ...input, username: 'CASE.MAKER' })).resolves.toHaveProperty('id');
    await expect(signIn(hubCtx(test.db), { ...input, username: ' case.maker ' })).resolves.toHaveProperty('id');
  });

  it('hold letters of any script, digits and @ . + - _ only', async () => {
    for (const username of ['', '   ', 'two words', 'a/b', '<script>', 'x'.repeat(151), 'nul\u0000']) {
      await expect(makeUser(test.db, username), username).rejects.toMatchObject({ code: 'invalid_input' });
    }
    for (const username of ['山田', 'Ωmega_9', 'a.b+c-d@e'])
      await expect(makeUser(test.db, username)).resolves.toHaveProperty('id');
  });
});

describe('passwords', () => {
  it('are refused when short, of digits, common, or like the name', () => {
    for (const bad of [
      '',
      'abc7-xy',
      '8402957361',
      'password1',
      'PASSWORD1',
      'qwertyuiop',
      'harbour1',
      'Harbour-1',
      '٠١٢٣٤٥٦٧٨',
    ]) {
      expect(faults(bad), bad).toBeGreaterThan(0);
    }
    expect(passwordFaults('mary-poppins', { username: 'x9', email: 'mary.poppins@example.test' })).not.toEqual([]);
    expect(passwordFaults('x'.repeat(501), { username: 'x9' })).not.toEqual([]);
  });

  it('are accepted when they are none of this', () => {
    for (const good of [goodPassword, 'three unrelated words', 'ключ от старой двери'])
      expect(faults(good), good).toBe(0);
  });

  it('of the demonstration are accepted with their usernames', () => {
    for (const name of ['staff', 'owner', 'owner2', 'admin', 'member', 'manager', 'northgate']) {
      expect(passwordFaults(`demo-${name}-pass`, { username: `${name}@demo.test` }), name).toEqual([]);
    }
  });

  it('are told apart from names symmetrically enough: 1 for equal texts, between 0 and 1 for all', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.string({ maxLength: 30 }), (a, b) => {
        const score = similarity(a, b);
        return score >= 0 && score <= 1 && similarity(a, a) === 1;
      }),
    );
  });

  it('are kept as argon2id and nowhere else', async () => {
    using _cost = asInEarnest();
    const { id } = await makeUser(test.db, 'kept');
    const user = await test.db.reader.user.findUniqueOrThrow({ where: { id } });
    expect(user.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const trail = await test.db.reader.auditEntry.findMany({ where: { subjectId: id } });
    expect(JSON.stringify([{ ...user, passwordHash: '' }, trail])).not.toContain(goodPassword);
    expect(JSON.stringify(trail)).not.toContain('argon2');
  });

  it('and usernames are judged together, so that a form shows all faults at once', async () => {
    const refused = createUser(hubCtx(test.db), { username: 'a b', password: '123' });
    await expect(refused).rejects.toMatchObject({
      facts: {
        errors: expect.arrayContaining([
          expect.objectContaining({ path: 'username' }),
          expect.objectContaining({ path: 'password' }),
        ]),
      },
    });
  });
});

describe('signing in', () => {
  const attempt = (username: string, password = goodPassword) =>
    signIn(hubCtx(test.db), { username, password, visitor });

  it('fails alike for an unknown name, a wrong password, an account without one and one that is switched off', async () => {
    const off = await makeUser(test.db, 'switched.off');
    const empty = await makeUser(test.db, 'without.password');
    const gone = await makeUser(test.db, 'deleted.person');
    await inTransaction(test.db, async (tx) => {
      await tx.user.update({ where: { id: off.id }, data: { isActive: false } });
      await tx.user.update({ where: { id: empty.id }, data: { passwordHash: null } });
      await tx.user.update({ where: { id: gone.id }, data: { deletedAt: new Date() } });
    });
    await makeUser(test.db, 'somebody');
    const outcomes = await Promise.all([
      attempt('nobody.at.all').catch((error: unknown) => error),
      attempt('somebody', 'not-the-password').catch((error: unknown) => error),
      attempt('switched.off').catch((error: unknown) => error),
      attempt('without.password').catch((error: unknown) => error),
      attempt('deleted.person').catch((error: unknown) => error),
    ]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        code: 'wrong_credentials',
        message: 'The username or the password is not right.',
        facts: {},
      });
    }
  });

  it('survives names and passwords of any content', async () => {
    for (const name of ['', ' ', "' OR 1=1 --", '\u{1F600}'.repeat(200), 'x'.repeat(900)]) {
      await expect(attempt(name, 'x'.repeat(600)), name).rejects.toMatchObject({ code: 'wrong_credentials' });
    }
  });
});

describe('staff', () => {
  it('are made by superusers and the hub only', async () => {
    await makeStaff(test.db, 'chief', { role: 'superuser' });
    await makeStaff(test.db, 'worker', { role: 'operator' });
    await makeUser(test.db, 'plain.person');
    const staff = { username: 'new.staff', password: goodPassword, staffRole: 'support' } as const;
    await expect(createStaff(await signedIn(test.db, 'worker'), staff)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(createStaff(await signedIn(test.db, 'plain.person'), staff)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(createStaff(await signedIn(test.db, 'chief'), staff)).resolves.toHaveProperty('id');
  });
});

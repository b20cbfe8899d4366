import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { clientId, clientSecret, startProvider } from '../../support/openid-provider.ts';
import type { Answer, Visitor } from '../../support/visitor.ts';
import { Accounts, isIn, otherPassword, password, textOf } from './support.ts';

const provider = await startProvider();
const hub = new Accounts({
  ...{ OIDC_ISSUER: provider.url, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: 'Townhall' },
});
const plain = new Accounts();
afterAll(() => provider[Symbol.asyncDispose]());
beforeEach(() => {
  provider.lie = null;
});

const returnPath = '/accounts/external/return/';
const linkPath = '/accounts/external/link/';

/** Goes to the service, signs in there, and comes back. */
async function come(visitor: Visitor, sub: string, { email = '', next = '' } = {}): Promise<Answer> {
  provider.person = { sub, ...(email && { email, email_verified: true }) };
  const { location } = await visitor.get(`/accounts/external/?next=${encodeURIComponent(next)}`);
  return visitor.get(returnPath + (await provider.signIn(location ?? '')));
}

async function linked(username: string, sub: string): Promise<Visitor> {
  const person = await hub.person(username);
  expect((await come(person, sub, { email: `${sub}@townhall.example` })).location).toBe(linkPath);
  const answer = await person.post(linkPath, { proof: password });
  expect(answer.location).toBe('/accounts/profile/');
  return person;
}

const identities = (subject: string) => hub.reader.externalIdentity.findMany({ where: { subject } });

describe('signing in by another service', () => {
  it('F-ACC-8: opens the account that was linked, and leads to the page that was asked for', async () => {
    await linked('links.once', 'links-once');
    const visitor = hub.visitor();
    expect((await visitor.get('/accounts/login/')).body).toContain('Sign in with Townhall');
    const answer = await come(visitor, 'links-once', { next: '/accounts/sessions/' });
    expect(answer.location).toBe('/accounts/sessions/');
    expect(await isIn(visitor)).toBe(true);
    expect(textOf(await visitor.get('/accounts/profile/'))).toContain('links-once@townhall.example');
  });

  it('leads nowhere but to pages of this hub', async () => {
    await linked('stays.here', 'stays-here');
    const answer = await come(hub.visitor(), 'stays-here', { next: 'https://evil.example/' });
    expect(answer.location).toBe('/dashboard/');
  });

  it('opens nothing for a stranger, whatever address the service says is theirs', async () => {
    await hub.confirmedPerson('has.address', 'has.address@example.test');
    const visitor = hub.visitor();
    const answer = await come(visitor, 'claims-address', { email: 'has.address@example.test' });
    expect(answer.location).toBe(linkPath);
    expect(await isIn(visitor)).toBe(false);
    expect(await identities('claims-address')).toEqual([]);
    const body = (await visitor.get(linkPath)).body.replaceAll('&#x3D;', '=');
    expect(body).toContain('/accounts/login/?next=%2Faccounts%2Fexternal%2Flink%2F');
    expect(body).toContain('/accounts/register/?next=%2Faccounts%2Fexternal%2Flink%2F');
    expect((await visitor.post(linkPath, { proof: password })).status).toBe(401);
    // Who proves the account links it: the password twice, at sign-in and for the link.
    const signedIn = await visitor.post('/accounts/login/', { username: 'has.address', password, next: linkPath });
    expect(signedIn.location).toBe(linkPath);
    expect((await visitor.post(linkPath, { proof: 'not my password' })).status).toBe(200);
    expect(await identities('claims-address')).toEqual([]);
    expect((await visitor.post(linkPath, { proof: password })).location).toBe('/accounts/profile/');
    expect(await identities('claims-address')).toHaveLength(1);
    expect(await hub.mails('has.address@example.test', 'identity-linked')).toHaveLength(1);
  });

  it('is linked with an account that is made on the way', async () => {
    const visitor = hub.visitor();
    await come(visitor, 'makes-one');
    await hub.register(visitor, { username: 'makes.one', next: linkPath });
    expect((await visitor.post(linkPath, { proof: password })).location).toBe('/accounts/profile/');
    const again = hub.visitor();
    await come(again, 'makes-one');
    expect(await isIn(again)).toBe(true);
  });

  it('asks for the second factor of whoever has switched it on', async () => {
    const person = await linked('has.second', 'has-second');
    const { code } = await hub.switchOn(person);
    const visitor = hub.visitor();
    expect((await come(visitor, 'has-second')).location).toBe('/accounts/login/code/');
    expect(await isIn(visitor)).toBe(false);
    expect((await visitor.post('/accounts/login/code/', { code: code() })).location).toBe('/dashboard/');
    expect(await isIn(visitor)).toBe(true);
  });

  it('is linked with one account and not with a second one', async () => {
    await linked('comes.first', 'one-of-them');
    const second = await hub.person('comes.second');
    await second.post('/accounts/logout/', {});
    const other = await hub.signedIn('comes.second');
    // They come back as somebody who is linked elsewhere: that account opens, not theirs.
    await come(other, 'one-of-them');
    expect(textOf(await other.get('/accounts/profile/'))).toContain('comes.first');
    expect(await identities('one-of-them')).toHaveLength(1);
  });

  it('opens the account no more once it is unlinked, for which the person proves who they are', async () => {
    const person = await linked('goes.again', 'goes-again');
    const fields = { issuer: provider.url, subject: 'goes-again' };
    expect((await person.get(`/accounts/external/unlink/?${new URLSearchParams(fields)}`)).status).toBe(200);
    await person.post('/accounts/external/unlink/', { ...fields, proof: 'wrong' });
    expect(await identities('goes-again')).toHaveLength(1);
    await person.post('/accounts/external/unlink/', { ...fields, proof: password });
    expect(await identities('goes-again')).toEqual([]);
    expect((await come(hub.visitor(), 'goes-again')).location).toBe(linkPath);
    const stranger = await hub.person('wants.others');
    await linked('keeps.theirs', 'keeps-theirs');
    await stranger.post('/accounts/external/unlink/', { ...fields, subject: 'keeps-theirs', proof: password });
    expect(await identities('keeps-theirs')).toHaveLength(1);
  });

  it('stays linked while the account has no password, and says how to get one; with a password it is unlinked', async () => {
    await hub.confirmedPerson('only.way', 'only.way@example.test');
    const linker = await hub.signedIn('only.way');
    await come(linker, 'only-way');
    await linker.post(linkPath, { proof: password });
    const { id } = await hub.user('only.way');
    await hub.server.deps.db.transact((tx) => tx.user.update({ where: { id }, data: { passwordHash: null } }));
    const fields = { issuer: provider.url, subject: 'only-way' };
    const unlink = `/accounts/external/unlink/?${new URLSearchParams(fields)}`;
    const person = hub.visitor();
    await come(person, 'only-way');
    const page = await person.get(unlink);
    expect([page.status, textOf(page)]).toEqual([409, expect.stringContaining('You have no password yet')]);
    expect(page.body).toContain('href="/accounts/password/reset/"');
    const refused = await person.post('/accounts/external/unlink/', { ...fields, proof: password });
    expect(textOf(refused)).toContain('You have no password yet');
    expect(await identities('only-way')).toHaveLength(1);

    await person.post('/accounts/password/reset/', { email: 'only.way@example.test' });
    const link = await hub.lastLink('only.way@example.test', 'reset-password');
    await hub.visitor().post(link, { password: otherPassword, again: otherPassword });
    const again = await hub.signedIn('only.way', otherPassword);
    expect((await again.get(unlink)).status).toBe(200);
    const done = await again.post('/accounts/external/unlink/', { ...fields, proof: otherPassword });
    expect(done.location).toBe('/accounts/profile/');
    expect(await identities('only-way')).toEqual([]);
  });

  it('stays linked without a password for whoever proves it by a second factor, too', async () => {
    const person = await linked('has.codes', 'has-codes');
    const { code } = await hub.switchOn(person);
    const { id } = await hub.user('has.codes');
    await hub.server.deps.db.transact((tx) => tx.user.update({ where: { id }, data: { passwordHash: null } }));
    await person.post('/accounts/external/unlink/', { issuer: provider.url, subject: 'has-codes', proof: code() });
    expect(await identities('has-codes')).toHaveLength(1);
  });

  it('is free for another account once its own was deleted', async () => {
    const person = await linked('goes.away', 'goes-away');
    await person.post('/accounts/delete/', { proof: password });
    expect(await identities('goes-away')).toEqual([]);
    await linked('comes.after', 'goes-away');
    expect(await identities('goes-away')).toHaveLength(1);
  });

  it('opens no account that is switched off', async () => {
    await linked('is.off', 'is-off');
    const { id } = await hub.user('is.off');
    await hub.server.deps.db.transact((tx) => tx.user.update({ where: { id }, data: { isActive: false } }));
    const visitor = hub.visitor();
    expect((await come(visitor, 'is-off')).location).toBe('/accounts/login/');
    expect(await isIn(visitor)).toBe(false);
  });

  it.each([
    ['another nonce', { nonce: 'of somebody else' }],
    ['another audience', { aud: 'another-hub' }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['a time that is over', { expired: true }],
    ['the signature of another key', { otherKey: true }],
  ] as const)('believes no ID token with %s', async (what, lie) => {
    const sub = `lies-${what.length}`;
    await linked(`lied.to.${what.length}`, sub);
    provider.lie = lie;
    const visitor = hub.visitor();
    expect((await come(visitor, sub)).location).toBe('/accounts/login/');
    expect(await isIn(visitor)).toBe(false);
  });

  it('believes no answer that this browser did not ask for, and none twice', async () => {
    await linked('is.asked', 'is-asked');
    provider.person = { sub: 'is-asked' };
    const [thief, victim] = [hub.visitor(), hub.visitor()];
    const search = await provider.signIn((await thief.get('/accounts/external/')).location ?? '');
    expect((await victim.get(returnPath + search)).location).toBe('/accounts/login/');
    await victim.get('/accounts/external/');
    expect((await victim.get(returnPath + search)).location).toBe('/accounts/login/');
    expect(await isIn(victim)).toBe(false);
    expect((await thief.get(returnPath + search)).location).toBe('/dashboard/');
    const again = await thief.get(returnPath + search);
    expect(again.location).toBe('/accounts/login/');
  });

  it('is told by nobody who comes back without having signed in there', async () => {
    const visitor = hub.visitor();
    const { location } = await visitor.get('/accounts/external/');
    const state = new URL(location ?? '').searchParams.get('state') ?? '';
    const answer = await visitor.get(`${returnPath}?error=access_denied&state=${state}`);
    expect(answer.location).toBe('/accounts/login/');
    expect(textOf(await visitor.get('/accounts/login/'))).toContain('The sign-in was not finished');
  });
});

describe('a hub whose operator has named no service', () => {
  it('offers none, and asks no other host', async () => {
    const visitor = plain.visitor();
    const before = provider.asked.length;
    expect((await visitor.get('/accounts/login/')).body).not.toContain('/accounts/external/');
    for (const path of ['/accounts/external/', `${returnPath}?code=1&state=2`, linkPath]) {
      expect((await visitor.get(path)).location).toBe('/accounts/login/');
    }
    const person = await plain.person('plain.person');
    expect((await person.get('/accounts/profile/')).body).not.toContain('/accounts/external/');
    expect(provider.asked.length).toBe(before);
  });
});

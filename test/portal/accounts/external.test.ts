import { describe, expect, it } from 'vitest';
import { linkPath, Outside, returnPath } from './outside.ts';
import { Accounts, isIn, password, textOf } from './support.ts';

const outside = await Outside.open();
const { hub, provider } = outside;
const plain = new Accounts();
const come: Outside['come'] = (...said) => outside.come(...said);
const linked: Outside['linked'] = (...said) => outside.linked(...said);
const identities = (subject: string) => outside.identities(subject);

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

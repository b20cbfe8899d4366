/** Unlinking a sign-in by another service: it takes a proof, and locks nobody out. */
import { describe, expect, it } from 'vitest';
import type { Visitor } from '../../support/visitor.ts';
import { linkPath, Outside } from './outside.ts';
import { isIn, otherPassword, password, textOf } from './support.ts';

const outside = await Outside.open();
const { hub, provider } = outside;
const come: Outside['come'] = (...said) => outside.come(...said);
const linked: Outside['linked'] = (...said) => outside.linked(...said);
const identities = (subject: string) => outside.identities(subject);
const unlinkHref = (subject: string) =>
  `/accounts/external/unlink/?${new URLSearchParams({ issuer: provider.url, subject })}`;
const unlink = (who: Visitor, subject: string, proof = '') =>
  who.post('/accounts/external/unlink/', { issuer: provider.url, subject, proof });

/** Somebody without a password who can come in by either of two. */
async function withTwo(username: string, [first, second]: readonly [string, string]): Promise<void> {
  await outside.link(await linked(username, first), second);
  await outside.forgetPassword(username);
  hub.pass(60 * 60_000);
}

describe('a linked sign-in', () => {
  it('opens the account no more once it is unlinked, for which the person proves who they are', async () => {
    const person = await linked('goes.again', 'goes-again');
    expect((await person.get(unlinkHref('goes-again'))).status).toBe(200);
    await unlink(person, 'goes-again', 'wrong');
    expect(await identities('goes-again')).toHaveLength(1);
    await unlink(person, 'goes-again', password);
    expect(await identities('goes-again')).toEqual([]);
    expect((await come(hub.visitor(), 'goes-again')).location).toBe(linkPath);
    const stranger = await hub.person('wants.others');
    await linked('keeps.theirs', 'keeps-theirs');
    await unlink(stranger, 'keeps-theirs', password);
    expect(await identities('keeps-theirs')).toHaveLength(1);
  });

  it('stays linked while the account has no password, and says how to get one; with a password it is unlinked', async () => {
    await hub.confirmedPerson('only.way', 'only.way@example.test');
    const linker = await hub.signedIn('only.way');
    await come(linker, 'only-way');
    await linker.post(linkPath, { proof: password });
    await outside.forgetPassword('only.way');
    const href = unlinkHref('only-way');
    const person = hub.visitor();
    await come(person, 'only-way');
    const page = await person.get(href);
    expect([page.status, textOf(page)]).toEqual([409, expect.stringContaining('You have no password yet')]);
    expect(page.body).toContain('href="/accounts/password/reset/"');
    const refused = await unlink(person, 'only-way', password);
    expect(textOf(refused)).toContain('You have no password yet');
    expect(await identities('only-way')).toHaveLength(1);

    await person.post('/accounts/password/reset/', { email: 'only.way@example.test' });
    const link = await hub.lastLink('only.way@example.test', 'reset-password');
    await hub.visitor().post(link, { password: otherPassword, again: otherPassword });
    const again = await hub.signedIn('only.way', otherPassword);
    expect((await again.get(href)).status).toBe(200);
    const done = await unlink(again, 'only-way', otherPassword);
    expect(done.location).toBe('/accounts/profile/');
    expect(await identities('only-way')).toEqual([]);
  });

  it('stays linked without a password for whoever proves it by a second factor, too', async () => {
    const person = await linked('has.codes', 'has-codes');
    const { code } = await hub.switchOn(person);
    await outside.forgetPassword('has.codes');
    await unlink(person, 'has-codes', code());
    expect(await identities('has-codes')).toHaveLength(1);
  });

  it('is unlinked without a password by whoever has just come in by another one; the last one stays', async () => {
    await withTwo('has.two', ['keeps-this', 'drops-this']);
    const person = hub.visitor();
    await come(person, 'keeps-this');
    const page = await person.get(unlinkHref('drops-this'));
    expect([page.status, page.body.includes('name="proof"')]).toEqual([200, false]);
    expect((await unlink(person, 'drops-this')).location).toBe('/accounts/profile/');
    expect(await identities('drops-this')).toEqual([]);
    expect((await come(hub.visitor(), 'drops-this')).location).toBe(linkPath);
    expect(textOf(await unlink(person, 'keeps-this'))).toContain('You have no password yet');
    expect(await identities('keeps-this')).toHaveLength(1);
    expect(await isIn(person)).toBe(true);
  });

  it('stays linked while the person has shown no other way in lately, and says how to', async () => {
    await withTwo('has.shown', ['is-used', 'is-not']);
    const person = hub.visitor();
    await come(person, 'is-used');
    // By the one that they have come in by: that the other one works, nobody knows.
    const page = await person.get(unlinkHref('is-used'));
    expect([page.status, textOf(page)]).toEqual([409, expect.stringContaining('by another of your linked sign-ins')]);
    expect(page.body.replaceAll('&#x3D;', '=')).toContain(
      `/accounts/external/?next=${encodeURIComponent(unlinkHref('is-used'))}`,
    );
    expect(textOf(await unlink(person, 'is-used'))).toContain('by another of your linked sign-ins');
    // And a session of yesterday proves nobody.
    hub.pass(11 * 60_000);
    await unlink(person, 'is-not');
    const old = hub.visitor();
    await come(old, 'is-used');
    hub.pass(11 * 60_000);
    await come(hub.visitor(), 'is-used');
    await unlink(old, 'is-not');
    expect([await identities('is-used'), await identities('is-not')].map(({ length }) => length)).toEqual([1, 1]);
    expect((await come(person, 'is-not', { next: unlinkHref('is-used') })).location).toBe(unlinkHref('is-used'));
    expect((await unlink(person, 'is-used')).location).toBe('/accounts/profile/');
    expect([await identities('is-used'), await identities('is-not')].map(({ length }) => length)).toEqual([0, 1]);
  });

  it('is unlinked with a code where there is a second factor and no password', async () => {
    const first = await linked('has.factor', 'factor-keeps');
    await outside.link(first, 'factor-drops');
    const { code } = await hub.switchOn(first);
    await outside.forgetPassword('has.factor');
    const person = hub.visitor();
    hub.pass(60_000);
    await come(person, 'factor-keeps');
    await person.post('/accounts/login/code/', { code: code() });
    await unlink(person, 'factor-drops');
    expect(await identities('factor-drops')).toHaveLength(1);
    hub.pass(60_000);
    await unlink(person, 'factor-drops', code());
    expect(await identities('factor-drops')).toEqual([]);
  });

  it('leaves one way in when two are unlinked at the same moment', async () => {
    await withTwo('is.hasty', ['hasty-a', 'hasty-b']);
    const [byA, byB] = [hub.visitor(), hub.visitor()];
    await come(byA, 'hasty-a');
    await come(byB, 'hasty-b');
    await Promise.all([unlink(byA, 'hasty-b'), unlink(byB, 'hasty-a')]);
    const left = [...(await identities('hasty-a')), ...(await identities('hasty-b'))];
    expect(left).toHaveLength(1);
  });

  it('is on record with who did it, at which service: linking what became, unlinking what was', async () => {
    const person = await linked('on.record', 'on-record');
    await unlink(person, 'on-record', password);
    const { id } = await hub.user('on.record');
    const entries = await hub.reader.auditEntry.findMany({
      where: { subjectId: id, action: { startsWith: 'account.identity.' } },
      orderBy: { id: 'asc' },
    });
    const what = { issuer: provider.url, email: 'on-record@townhall.example' };
    expect(
      entries.map(({ action, door, companyId, actorId, actorName, content }) => [
        ...[action, door, companyId, actorId, actorName],
        JSON.parse(content ?? '{}'),
      ]),
    ).toEqual([
      ['account.identity.link', 'portal', null, id, 'on.record', expect.objectContaining({ after: what })],
      ['account.identity.unlink', 'portal', null, id, 'on.record', expect.objectContaining({ before: what })],
    ]);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { flushKeyUse } from '../../server/domain/access/index.ts';
import type { Answer } from '../support/visitor.ts';
import { Visitor } from '../support/visitor.ts';
import { goodPassword, withPortal } from './support.ts';

const portal = withPortal();
let owner: Visitor;
let list: string;

beforeAll(async () => {
  owner = new Visitor(portal.server.url);
  await owner.signIn(portal.ours.ownerName, goodPassword);
  list = `/keys/${portal.ours.slug}/`;
});

const textOf = ({ body }: Answer) =>
  body
    .slice(body.indexOf('<main'), body.indexOf('</main>'))
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
const keyIn = ({ body }: Answer) => /gpk_[A-Za-z0-9_-]{43}/.exec(body)?.[0] ?? '';
const callsWith = (key: string) =>
  fetch(`${portal.server.url}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } });
const plain = { name: 'Web shop', where: 'all', expires: '', origins: '', requests: '', 'may-catalog.see': 'yes' };
const make = (fields: Record<string, string> = {}) => owner.post(`${list}new/`, { ...plain, ...fields });
const idOf = async (name: string) =>
  (await portal.server.deps.db.reader.apiKey.findFirstOrThrow({ where: { name }, orderBy: { createdAt: 'desc' } })).id;

describe('the page of API keys', () => {
  it('is in the side bar of whoever looks after keys, and says what to do while there are none', async () => {
    const page = await owner.get(list);
    expect(textOf(page)).toContain('No keys yet');
    expect((await owner.get(`/home/${portal.ours.slug}/`)).body).toContain(`href="${list}"`);
    const member = new Visitor(portal.server.url);
    await member.signIn('plain.member', goodPassword);
    expect((await member.get(`/home/${portal.ours.slug}/`)).body).not.toContain(list);
    expect((await member.get(list)).status).toBe(403);
  });

  it('shows a new key once, with an example that works', async () => {
    const answer = await make();
    const key = keyIn(answer);
    expect(answer.body).toContain(`Authorization: Bearer ${key}`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { status } = await callsWith(key);
    expect(status).toBe(200);
    await flushKeyUse(portal.server.deps);
    const page = await owner.get(list);
    expect(page.body).not.toContain(key);
    expect(page.body).toContain(key.slice(0, 12));
    // From where it was last used.
    expect(textOf(page)).toContain('127.0.0.1');
    expect((await owner.get(`${list}${await idOf('Web shop')}/`)).body).not.toContain(key);
  });

  it('keeps what was typed when something is wrong, and says what', async () => {
    const { 'may-catalog.see': _none, ...without } = plain;
    const fields = { ...without, origins: 'http://shop.example', expires: '2020-02-02', requests: 'many' };
    const answer = await owner.post(`${list}new/`, fields);
    const text = textOf(answer);
    for (const sentence of [
      'Choose what the program may do.',
      'Write addresses such as https://shop.example.com, without a path.',
    ]) {
      expect(text).toContain(sentence);
    }
    expect(answer.body).toContain('value="Web shop"');
    expect(answer.body).toContain('http://shop.example');
    const twice = await make({ origins: 'not an address\nneither' });
    expect(twice.body).toContain('>not an address\nneither</textarea>');
    expect(textOf(twice).split('without a path').length).toBe(2);
    expect(keyIn(answer)).toBe('');
    const late = await make({ expires: '2020-02-02' });
    expect(textOf(late)).toContain('Choose a day that is not over.');
    const noStore = await make({ where: 'chosen' });
    expect(textOf(noStore)).toContain('Choose a store.');
  });

  it('renews a key, with the old one working on for as long as was chosen', async () => {
    const old = keyIn(await make({ name: 'Renewed' }));
    const href = `${list}${await idOf('Renewed')}/rotate/`;
    expect(textOf(await owner.get(href))).toContain('The old key works');
    const next = keyIn(await owner.post(href, { overlap: '24' }));
    expect(next).not.toBe(old);
    expect([(await callsWith(old)).status, (await callsWith(next)).status]).toEqual([200, 200]);
    expect(textOf(await owner.get(list))).toContain('replaced');
    expect((await owner.post(href, { overlap: '24' })).status).toBe(404);
  });

  it('changes a key, and never what it may do', async () => {
    await make({ name: 'Before' });
    const id = await idOf('Before');
    const fields = { ...plain, name: 'After', 'may-stock.write': 'yes', expires: '2099-12-31' };
    expect((await owner.post(`${list}${id}/`, fields)).location).toBe(list);
    const row = await portal.server.deps.db.reader.apiKey.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ name: 'After', actions: '["catalog.see"]' });
    // The whole last day, on the clocks of the company.
    expect(row.expiresAt?.toISOString()).toBe('2100-01-01T00:00:00.000Z');
    expect((await owner.get(`${list}${id}/`)).body).toContain('value="2099-12-31"');
  });

  it('asks before it revokes a key, which is worth nothing from then on', async () => {
    const key = keyIn(await make({ name: 'Revoked' }));
    const href = `${list}${await idOf('Revoked')}/revoke/`;
    expect(textOf(await owner.get(href))).toContain('That cannot be undone');
    expect((await callsWith(key)).status).toBe(200);
    expect((await owner.post(href, {})).location).toBe(list);
    expect((await callsWith(key)).status).toBe(401);
    expect(textOf(await owner.get(list))).toContain('revoked');
  });

  it('marks keys of people who are no longer administrators', async () => {
    await make({ name: 'Orphan' });
    const id = await idOf('Orphan');
    await portal.server.deps.db.transact((tx) =>
      tx.apiKey.update({ where: { id }, data: { createdById: portal.theirs.ownerId } }),
    );
    expect(textOf(await owner.get(list))).toContain('no longer an administrator');
  });
});

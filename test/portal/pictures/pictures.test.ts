import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../server/db/index.ts';
import { animatedGif, halves, phonePhoto, pngBomb } from '../../support/pictures.ts';
import type { Answer, Visitor } from '../../support/visitor.ts';
import { goodPassword, stranger, withPortal } from '../support.ts';

const portal = withPortal();
const own = '/accounts/profile/picture/';
const people = {} as Record<'owner' | 'member' | 'lone' | 'other' | 'staff', Visitor>;
let logo: string;

beforeAll(async () => {
  const names = {
    owner: portal.ours.ownerName,
    member: 'plain.member',
    lone: 'lone.person',
    other: portal.theirs.ownerName,
    staff: 'hub.staff',
  };
  for (const [who, username] of Object.entries(names)) {
    const visitor = stranger(portal);
    await visitor.signIn(username, goodPassword);
    people[who as keyof typeof people] = visitor;
  }
  logo = `/companies/${portal.ours.slug}/logo/`;
});
afterAll(() => inTransaction(portal.server.deps.db, (tx) => tx.picture.deleteMany({})));

interface Sent {
  bytes: Uint8Array;
  name?: string;
  type?: string;
  fields?: Record<string, string>;
}

async function send(who: Visitor, path: string, { bytes, name = 'photo.png', type = 'image/png', fields }: Sent) {
  const form = new FormData();
  for (const [field, value] of Object.entries({ _csrf: await tokenOf(who), ...fields })) form.set(field, value);
  form.set('picture', new Blob([new Uint8Array(bytes)], { type }), name);
  return who.send('POST', path, { body: form });
}

async function tokenOf(who: Visitor): Promise<string> {
  return /name="_csrf" value="([^"]+)"/.exec((await who.get('/dashboard/')).body)?.[1] ?? '';
}

const addressIn = ({ body }: Answer) => /src="(\/pictures\/[\w-]{22}\/)"/.exec(body)?.[1] ?? '';
const errorsIn = ({ body }: Answer) =>
  [...body.matchAll(/<div class="invalid-feedback">([^<]*)<\/div>/g)].map(([, sentence]) => sentence);

const db = () => portal.server.deps.db.reader;

describe('a picture of one’s own', () => {
  it('F-ACC-11: is processed on the server, whatever of the four kinds it is, and stands in the frame of every page', async () => {
    const { owner } = people;
    const files = [await halves('png'), await phonePhoto(), await halves('webp'), await animatedGif(20)];
    for (const bytes of files) {
      const saved = await send(owner, own, { bytes, name: 'anything.txt', type: 'text/plain' });
      expect([saved.status, saved.location]).toEqual([302, '/accounts/profile/']);
      const address = addressIn(await owner.get(own));
      expect(addressIn(await owner.get('/dashboard/'))).toBe(address);
      const shown = await owner.get(address, { accept: 'image/*' });
      expect(shown.status).toBe(200);
      expect(shown.body.slice(8, 12)).toBe('WEBP');
      const headers = ['content-type', 'cache-control', 'x-content-type-options', 'content-security-policy'];
      expect(headers.map((name) => shown.headers.get(name))).toEqual([
        'image/webp',
        'private, max-age=31536000, immutable',
        'nosniff',
        "default-src 'none'; sandbox",
      ]);
    }
  });

  it('fault 12: the one before is gone with its address as soon as another takes its place', async () => {
    const { member } = people;
    const addresses: string[] = [];
    for (const format of ['png', 'gif'] as const) {
      await send(member, own, { bytes: await halves(format) });
      addresses.push(addressIn(await member.get(own)));
    }
    expect(new Set(addresses).size).toBe(2);
    const [before = '', now = ''] = addresses;
    expect([(await member.get(before)).status, (await member.get(now)).status]).toEqual([404, 200]);
    const { id } = await db().user.findFirstOrThrow({ where: { username: 'plain.member' }, select: { id: true } });
    expect(await db().picture.count({ where: { userId: id } })).toBe(1);
  });

  it('fault 12: can be taken away, and nothing of it is left', async () => {
    const { lone } = people;
    await send(lone, own, { bytes: await halves('jpeg') });
    const address = addressIn(await lone.get(own));
    const gone = await lone.post(`${own}remove/`, { _csrf: await tokenOf(lone) });
    expect([gone.status, gone.location]).toEqual([302, '/accounts/profile/']);
    expect((await lone.get(address)).status).toBe(404);
    expect(addressIn(await lone.get(own))).toBe('');
    const { id } = await db().user.findFirstOrThrow({ where: { username: 'lone.person' }, select: { id: true } });
    expect(await db().picture.count({ where: { userId: id } })).toBe(0);
    expect((await lone.post(`${own}remove/`, { _csrf: await tokenOf(lone) })).status).toBe(302);
  });

  it('of two that are sent at once one stays, and nothing lies about', async () => {
    const { staff } = people;
    const files = await Promise.all([halves('png'), halves('jpeg'), halves('webp')]);
    await Promise.all(files.map((bytes) => send(staff, own, { bytes })));
    const user = await db().user.findFirstOrThrow({ where: { username: 'hub.staff' } });
    const kept = await db().picture.findMany({ where: { userId: user.id }, select: { id: true } });
    expect(kept).toEqual([{ id: user.pictureId }]);
  });

  it('is on record, without the picture', async () => {
    const { id } = await db().user.findFirstOrThrow({ where: { username: 'plain.member' }, select: { id: true } });
    const trail = await db().auditEntry.findMany({
      where: { action: 'user.picture', subjectId: id },
      orderBy: { position: 'asc' },
    });
    const [first, second] = trail.map(
      ({ content }) => JSON.parse(content ?? '') as Record<string, { pictureId: unknown }>,
    );
    expect(first?.['before']?.pictureId).toBeNull();
    expect(second?.['before']?.pictureId).toBe(first?.['after']?.pictureId);
  });

  it('is asked for with a token as every change is, and names no one else', async () => {
    const { lone, member } = people;
    const bytes = await halves('png');
    const { status } = await send(lone, own, { bytes, fields: { _csrf: await tokenOf(member) } });
    expect(status).toBe(403);
    const { id } = await db().user.findFirstOrThrow({ where: { username: 'plain.member' }, select: { id: true } });
    const before = await db().picture.findMany({ where: { userId: id }, select: { id: true } });
    await send(lone, own, { bytes, fields: { userId: id, companyId: String(portal.ours.id), id } });
    expect(await db().picture.findMany({ where: { userId: id }, select: { id: true } })).toEqual(before);
  });
});

describe('fault 12: what is sent is judged by what it is and never by its name', () => {
  it.each([
    ['HTML that calls itself .png', Buffer.from('<!doctype html><script>alert(1)</script>'), /This is no PNG, JPEG/],
    [
      'SVG that calls itself .png',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      /^SVG drawings can hold programs/,
    ],
    ['a picture bomb', pngBomb(20_000, 20_000), /^Choose a picture of at most 25 million pixels/],
    ['a picture that was cut off', pngBomb(400, 400).subarray(0, 200), /^This picture is damaged/],
    ['more than 5 MB', Buffer.alloc(5 * 1024 * 1024 + 1), /^This file is larger than 5 MB\. Choose a smaller one\.$/],
    ['an empty file', Buffer.alloc(0), /^Choose a file first\.$/],
  ])('%s is refused beside its field, with what would be right', async (_what, bytes, sentence) => {
    const { owner } = people;
    const before = addressIn(await owner.get(own));
    const refused = await send(owner, own, { bytes });
    expect(refused.status).toBe(400);
    expect(errorsIn(refused)).toEqual([expect.stringMatching(sentence)]);
    expect(refused.body).toContain('aria-invalid="true"');
    expect(addressIn(await owner.get(own))).toBe(before);
  });

  it('far more than that is cut off', async () => {
    const { owner } = people;
    expect((await send(owner, own, { bytes: Buffer.alloc(12 * 1024 * 1024) })).status).toBe(413);
  });

  it('says so in the language of whoever sent it', async () => {
    const { other } = people;
    const form = new FormData();
    form.set('_csrf', await tokenOf(other));
    form.set('picture', new Blob(['<svg/>']), 'x.svg');
    const headers = { 'accept-language': 'tr' };
    const refused = await other.send('POST', own, { body: form, headers });
    expect(errorsIn(refused)[0]).toContain('SVG çizimleri program içerebildiği için kabul edilmez');
  });

  it('a form without a file says what is missing, however it is encoded', async () => {
    const { owner } = people;
    expect(errorsIn(await owner.post(own, { _csrf: await tokenOf(owner) }))).toEqual(['Choose a file first.']);
  });
});

describe('a picture is shown', () => {
  it('to the person and to the members of their companies, and does not exist for anybody else, support of the hub included', async () => {
    const { owner, member, lone, other, staff } = people;
    const address = addressIn(await owner.get(own));
    const seen = await Promise.all([owner, member, staff, lone, other].map((who) => who.get(address)));
    expect(seen.map(({ status }) => status)).toEqual([200, 200, 404, 404, 404]);
    const anybody = stranger(portal);
    expect((await anybody.get(address)).status).toBe(302);
    expect((await anybody.get(address, { accept: 'image/*' })).status).toBe(401);
  });

  it('to those who decide about the person’s request to join, while it waits', async () => {
    const { owner, member, lone } = people;
    await send(lone, own, { bytes: await halves('png') });
    const address = addressIn(await lone.get(own));
    const { id: userId } = await db().user.findFirstOrThrow({
      where: { username: 'lone.person' },
      select: { id: true },
    });
    const request = { id: crypto.randomUUID(), companyId: portal.ours.id, slug: portal.ours.slug, userId };
    expect((await owner.get(address)).status).toBe(404);
    await inTransaction(portal.server.deps.db, (tx) => tx.companyJoinRequest.create({ data: request }));
    const seen = await Promise.all([owner, member].map((who) => who.get(address)));
    expect(seen.map(({ status }) => status)).toEqual([200, 404]);
    await inTransaction(portal.server.deps.db, (tx) => tx.companyJoinRequest.delete({ where: { id: request.id } }));
    expect((await owner.get(address)).status).toBe(404);
  });

  it.each([
    '/pictures/x/',
    '/pictures/..%2f..%2fetc%2fpasswd/',
    `/pictures/${'A'.repeat(22)}/`,
    `/pictures/${'A'.repeat(500)}/`,
  ])('not where there is none: %s', async (address) => {
    expect([400, 404]).toContain((await people.owner.get(address)).status);
  });
});

describe('the logo of a company', () => {
  it('is set by those who may edit the company, shown to its members, and cleaned up behind itself', async () => {
    const { owner, member, other, staff } = people;
    await send(owner, logo, { bytes: await halves('png') });
    const [, first = ''] = /gate-picture-shown is-logo" src="([^"]+)"/.exec((await owner.get(logo)).body) ?? [];
    expect((await owner.get(first)).status).toBe(200);
    const saved = await send(owner, logo, { bytes: await halves('jpeg') });
    expect([saved.status, saved.location]).toEqual([302, `/companies/${portal.ours.slug}/`]);
    const company = await db().company.findUniqueOrThrow({ where: { id: portal.ours.id } });
    const now = `/pictures/${company.logoId}/`;
    const seen = await Promise.all([owner, member, staff, other].map((who) => who.get(now)));
    expect(seen.map(({ status }) => status)).toEqual([200, 200, 404, 404]);
    expect((await owner.get(first)).status).toBe(404);
    expect(await db().picture.count({ where: { companyId: portal.ours.id } })).toBe(1);
    const trail = await db().auditEntry.count({ where: { action: 'company.logo', companyId: portal.ours.id } });
    expect(trail).toBe(2);

    expect((await owner.post(`${logo}remove/`, { _csrf: await tokenOf(owner) })).status).toBe(302);
    expect((await owner.get(now)).status).toBe(404);
    expect(await db().picture.count({ where: { companyId: portal.ours.id } })).toBe(0);
  });

  it('is not for members alone to change, and not there for others', async () => {
    const bytes = await halves('png');
    for (const [who, status] of [
      [people.member, 403],
      [people.staff, 404],
      [people.other, 404],
      [people.lone, 404],
    ] as const) {
      expect((await who.get(logo)).status).toBe(status);
      expect((await send(who, logo, { bytes })).status).toBe(status);
      expect((await who.post(`${logo}remove/`, { _csrf: await tokenOf(who) })).status).toBe(status);
    }
    expect(await db().picture.count({ where: { companyId: portal.ours.id } })).toBe(0);
  });

  it('is refused in the same words', async () => {
    const refused = await send(people.owner, logo, { bytes: Buffer.from('<svg/>') });
    expect(errorsIn(refused)).toEqual([expect.stringMatching(/^SVG drawings can hold programs/)]);
  });
});

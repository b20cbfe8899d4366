/** Asking and inviting in the portal. */
import { describe, expect, it } from 'vitest';
import { goodPassword, makeUser } from '../../support/people.ts';
import type { Answer, Visitor } from '../../support/visitor.ts';
import { Desk, flashAfter, type Shop } from './support.ts';

const desk = new Desk();
const home = (shop: Shop) => `/companies/${shop.slug}/`;

async function press(visitor: Visitor, path: string, fields: Record<string, string> = {}): Promise<string> {
  const answer = await visitor.post(path, fields);
  return answer.status === 302 ? flashAfter(visitor, answer) : String(answer.status);
}

const hrefIn = ({ body }: Answer, pattern: RegExp) => pattern.exec(body)?.[0] ?? '';
const isMember = async (shop: Shop, username: string) =>
  (await desk.db.reader.companyMembership.count({ where: { companyId: shop.id, user: { username } } })) === 1;

/** The path of the link that was mailed to an address last. */
async function mailedPath(toAddress: string): Promise<string> {
  const mail = await desk.db.reader.mailMessage.findFirstOrThrow({
    where: { toAddress, kind: 'invitation' },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  return mail.path;
}

describe('F-TEN-6: asking to join', () => {
  it('is asked by address and message, seen and approved by an administrator; the new member has no flags', async () => {
    const shop = await desk.shop();
    const guest = await desk.as(shop.nameOf('outsider'));
    const fields = { slug: shop.slug.toUpperCase(), message: 'I start on "Monday" <b>' };
    expect(await press(guest, '/companies/join/', fields)).toMatch(/^success: If there is such a company/);
    const own = await guest.get('/companies/');
    expect(own.body).toContain('I start on &quot;Monday&quot; &lt;b&gt;');
    const administrator = await desk.as(shop.nameOf('administrator'));
    const page = await administrator.get(home(shop));
    expect(page.body).toContain('They want to join');
    const approve = hrefIn(page, /\/companies\/[\w-]+\/join\/[0-9a-f-]{36}\/approve\//);
    expect(await press(administrator, approve)).toBe(`success: ${shop.nameOf('outsider')} is a member now.`);
    expect((await administrator.post(approve, {})).status).toBe(404);
    expect((await guest.get(home(shop))).body).toContain('<span class="gate-badge ">Member</span>');
    expect((await guest.get(home(shop))).body).not.toContain('They want to join');
  });

  it('is rejected with a reason that the person reads; members see no request and answer none', async () => {
    const shop = await desk.shop();
    const guest = await desk.as(shop.nameOf('outsider'));
    await guest.post('/companies/join/', { slug: shop.slug });
    const member = await desk.as(shop.nameOf('member'));
    expect((await member.get(home(shop))).body).not.toContain('They want to join');
    const owner = await desk.as(shop.nameOf('owner'));
    const reject = hrefIn(await owner.get(home(shop)), /\/companies\/[\w-]+\/join\/[0-9a-f-]{36}\/reject\//);
    expect(await press(member, reject.replace('reject', 'approve'))).toMatch(/^error: Your role/);
    expect((await owner.get(reject)).body).toContain('is told, and may ask again');
    const long = await owner.post(reject, { reason: 'x'.repeat(501) });
    expect([long.status, long.body]).toEqual([200, expect.stringContaining('Use at most 500 characters.')]);
    expect(await press(owner, reject, { reason: 'We are <full>.' })).toMatch(/^info: .* is rejected\.$/);
    expect((await guest.get('/companies/')).body).toContain('We are &lt;full&gt;.');
    expect((await owner.get(reject)).body).toContain('no longer waits');
    expect((await owner.get(`${home(shop)}joining/`)).body).toContain('Rejected');
  });

  it('is withdrawn on one’s own list', async () => {
    const shop = await desk.shop();
    const guest = await desk.as(shop.nameOf('outsider'));
    await guest.post('/companies/join/', { slug: shop.slug });
    const withdraw = hrefIn(await guest.get('/companies/'), /\/companies\/join\/[0-9a-f-]{36}\/withdraw\//);
    expect(await press(await desk.as(shop.nameOf('member')), withdraw)).toBe('404');
    expect(await press(guest, withdraw)).toBe(`success: Your request to ${shop.slug} is withdrawn.`);
    expect((await guest.get('/companies/')).body).not.toContain('Your requests to join');
  });
});

describe('fault 10: the join form', () => {
  it('answers alike for a company that exists and one that does not, in every byte that is not a name', async () => {
    const shop = await desk.shop();
    const seen: string[] = [];
    for (const slug of [shop.slug, 'there-is-no-such-shop']) {
      const name = `oracle-guest-${seen.length}`;
      const guest = await desk.newcomer(name);
      const pages: string[] = [];
      for (let round = 0; round < 2; round += 1) {
        const answer = await guest.post('/companies/join/', { slug, message: 'Hi' });
        const { body } = await guest.get(answer.location ?? '');
        pages.push(`${answer.status} ${answer.location}`, body);
      }
      const names = new RegExp(`${slug}|${name}|[0-9a-f-]{36}|[\\w-]{60,}|\\d{2}:\\d{2}`, 'g');
      seen.push(pages.join('\n').replace(names, '…'));
    }
    expect(seen[0]).toBe(seen[1]);
  });

  it('keeps what was typed when it is asked too often, and says how long to wait', async () => {
    const guest = await desk.newcomer('eager.guest');
    for (let index = 0; index < 10; index += 1) await guest.post('/companies/join/', { slug: `eager-${index}` });
    const answer = await guest.post('/companies/join/', { slug: 'eager-more', message: 'Please' });
    expect([answer.status, answer.body]).toEqual([
      200,
      expect.stringContaining('Too often. Please try again in 60 min.'),
    ]);
    expect(answer.body).toContain('value="eager-more"');
    expect(answer.body).toContain('>Please</textarea>');
  });

  it('says beside the field what is missing', async () => {
    const guest = await desk.newcomer('empty.guest');
    const answer = await guest.post('/companies/join/', { slug: '  ', message: 'x'.repeat(501) });
    expect(answer.body).toContain('Type the address of the company.');
    expect(answer.body).toContain('Use at most 500 characters.');
  });
});

describe('F-TEN-7: inviting', () => {
  const offer = { by: 'email', level: 'member', message: 'Welcome & hello' };

  it('a stranger opens the mailed link, registers, comes back, sees what they get, and accepts', async () => {
    const shop = await desk.shop();
    const administrator = await desk.as(shop.nameOf('administrator'));
    const to = 'brand.new@guest.test';
    const fields = { ...offer, to, [`role-manager-${shop.stores[0]?.id}`]: 'yes' };
    expect(await press(administrator, `${home(shop)}invite/`, fields)).toBe(
      `success: The invitation is on its way to ${to}.`,
    );
    const link = await mailedPath(to);
    const guest = desk.stranger();
    const page = await guest.get(link);
    for (const text of [
      shop.name,
      shop.nameOf('administrator'),
      'Welcome &amp; hello',
      'Manager: Quay',
      'Create account',
    ]) {
      expect(page.body).toContain(text);
    }
    const next = encodeURIComponent(link);
    expect(page.body).toContain(`/accounts/register/?next&#x3D;${next}`);
    expect((await guest.post(link, { answer: 'accept' })).location).toBe(`/accounts/login/?next=${next}`);
    const registered = await guest.post('/accounts/register/', {
      username: 'brand.new',
      email: to,
      password: goodPassword,
      again: goodPassword,
      next: link,
    });
    expect(registered.location).toBe(link);
    expect((await guest.get(link)).body).toContain('You are signed in as brand.new.');
    expect(await press(guest, link, { answer: 'accept' })).toBe(`success: Welcome to ${shop.name}.`);
    expect(await isMember(shop, 'brand.new')).toBe(true);
    const user = await desk.db.reader.user.findUniqueOrThrow({ where: { usernameFolded: 'brand.new' } });
    expect(user.emailKey).toBe(to);
    expect((await guest.get(link)).status).toBe(410);
    expect((await desk.stranger().get(`/invitations/${'x'.repeat(32)}/`)).status).toBe(404);
  });

  it('is listed with its history, sent again, revoked; a revoked link is worth nothing', async () => {
    const shop = await desk.shop();
    const owner = await desk.as(shop.nameOf('owner'));
    const to = 'listed@guest.test';
    await owner.post(`${home(shop)}invite/`, { ...offer, to });
    const first = await mailedPath(to);
    const again = await owner.post(`${home(shop)}invite/`, { ...offer, to: to.toUpperCase() });
    expect([again.status, again.body]).toEqual([200, expect.stringContaining('waiting already')]);
    expect(again.body).toContain('Welcome &amp; hello</textarea>');
    const list = await owner.get(`${home(shop)}joining/`);
    expect(list.body).toContain(to);
    const [token] = first.split('/').slice(-2);
    expect(list.body).not.toContain(token);
    await owner.post(hrefIn(list, /\/companies\/[\w-]+\/invitations\/[0-9a-f-]{36}\/resend\//), {});
    const second = await mailedPath(to);
    expect(second).not.toBe(first);
    expect((await desk.stranger().get(first)).status).toBe(404);
    const revoke = hrefIn(list, /\/companies\/[\w-]+\/invitations\/[0-9a-f-]{36}\/revoke\//);
    expect((await owner.get(revoke)).body).toContain(`${to} can no longer accept it`);
    expect(await press(await desk.as(shop.nameOf('member')), revoke)).toMatch(/^error|403/);
    expect(await press(owner, revoke)).toBe(`success: The invitation of ${to} is revoked.`);
    expect((await desk.stranger().get(second)).status).toBe(410);
    expect((await owner.get(`${home(shop)}joining/`)).body).toContain('Revoked');
  });

  it('an administrator cannot offer the owner tag, not even by a form of their own', async () => {
    const shop = await desk.shop();
    const administrator = await desk.as(shop.nameOf('administrator'));
    const page = await administrator.get(`${home(shop)}invite/`);
    expect(page.body).not.toContain('value="owner"');
    const answer = await administrator.post(`${home(shop)}invite/`, { ...offer, to: 'o@guest.test', level: 'owner' });
    expect(answer.status).toBe(403);
    expect(await desk.db.reader.companyInvitation.count({ where: { companyId: shop.id } })).toBe(0);
  });

  it('says beside the field that an address is none, or a store another company’s', async () => {
    const [shop, other] = [await desk.shop(), await desk.shop()];
    const owner = await desk.as(shop.nameOf('owner'));
    const invite = (fields: Record<string, string>) => owner.post(`${home(shop)}invite/`, { ...offer, ...fields });
    for (const to of [
      '',
      'nobody',
      'a@b',
      'a@guest.test\r\nBcc: x@guest.test',
      'A <a@guest.test>',
      'a@guest.test,b@guest.test',
    ]) {
      const answer = await invite({ to });
      expect([answer.status, answer.body], to).toEqual([
        200,
        expect.stringMatching(/Write a full e-mail address|Say who is to be/),
      ]);
    }
    const foreign = await invite({ to: 'ok@guest.test', [`role-stock-${other.stores[0]?.id}`]: 'yes' });
    expect(foreign.body).toContain('Choose stores of this company.');
    expect(await desk.db.reader.mailMessage.count({ where: { companyId: shop.id } })).toBe(0);
  });
});

describe('fault 9: the owner tag for somebody who is no member', () => {
  it('is an invitation on their list, which they accept or decline; the answer tells nothing about the name', async () => {
    const shop = await desk.shop();
    const owner = await desk.as(shop.nameOf('owner'));
    const give = (username: string) => press(owner, `${home(shop)}owners/grant/`, { username });
    const said = [await give(shop.nameOf('outsider')), await give('nobody.at.all')];
    expect(said.map((text) => text.replace(/outsider\.\d+|nobody\.at\.all/, '…'))).toEqual([
      'success: If there is a person called …, they find an invitation on their list of companies.',
      'success: If there is a person called …, they find an invitation on their list of companies.',
    ]);
    const guest = await desk.as(shop.nameOf('outsider'));
    expect((await guest.get(home(shop))).status).toBe(404);
    const link = hrefIn(await guest.get('/companies/'), /\/companies\/invitations\/[0-9a-f-]{36}\//);
    expect((await guest.get(link)).body).toContain('Owners decide together about the company');
    await makeUser(desk.db, 'somebody.else');
    expect((await (await desk.as('somebody.else')).get(link)).status).toBe(404);
    expect((await desk.stranger().get(link)).location).toMatch(/^\/accounts\/login\/\?next=/);
    expect(await press(guest, link, { answer: 'accept' })).toBe(`success: Welcome to ${shop.name}.`);
    expect((await guest.get(home(shop))).body).toContain('<span class="gate-badge is-owner">Owner</span>');
  });

  it('declined, it leaves nothing', async () => {
    const shop = await desk.shop();
    const owner = await desk.as(shop.nameOf('owner'));
    await owner.post(`${home(shop)}owners/grant/`, { username: shop.nameOf('outsider') });
    const guest = await desk.as(shop.nameOf('outsider'));
    const link = hrefIn(await guest.get('/companies/'), /\/companies\/invitations\/[0-9a-f-]{36}\//);
    expect(await press(guest, link, { answer: 'decline' })).toBe(
      `info: You have declined the invitation of ${shop.name}.`,
    );
    expect(await isMember(shop, shop.nameOf('outsider'))).toBe(false);
    expect((await guest.get('/companies/')).body).not.toContain('You are invited');
    expect((await owner.get(`${home(shop)}joining/`)).body).toContain('Declined');
  });
});

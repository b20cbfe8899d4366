/** The frame around every page: side bar, company switcher, the way back, languages. */
import { describe, expect, it } from 'vitest';
import { addMember, grantRole } from '../../../server/domain/tenancy/index.ts';
import { hubCtx, makeCompany, makeMember } from '../../support/people.ts';
import { goodPassword, stranger, withPortal } from '../support.ts';

const portal = withPortal();

async function signedIn(username: string) {
  const visitor = stranger(portal);
  const { status } = await visitor.signIn(username, goodPassword);
  if (status !== 302) throw new Error(`${username}: ${status}`);
  return visitor;
}

const sideOf = (body: string) => /<nav aria-label="Main">[\s\S]*?<\/nav>/.exec(body)?.[0] ?? '';

describe('the side bar', () => {
  it('leads to the pages of the chosen company, and only to those that the person may use', async () => {
    const owner = sideOf((await (await signedIn('owner.ours')).get('/home/ours/')).body);
    for (const area of ['home', 'companies', 'stores', 'catalog', 'cashiers', 'customers', 'receipts', 'closures']) {
      expect(owner, area).toContain(`href="/${area}/ours/"`);
    }
    expect(owner).toContain('<a href="/home/ours/" aria-current="page">');
    expect(owner).not.toContain('/admin');
    const member = sideOf((await (await signedIn('plain.member')).get('/home/ours/')).body);
    expect(member).toContain('href="/companies/ours/"');
    for (const area of ['stores', 'cashiers', 'customers', 'receipts', 'closures', 'layouts']) {
      expect(member, area).not.toContain(`href="/${area}/ours/"`);
    }
  });

  it('of somebody without a company offers to create or join one', async () => {
    const { body } = await (await signedIn('lone.person')).get('/dashboard/');
    expect(body).toContain('No company yet');
    expect(sideOf(body)).toContain('href="/companies/create/"');
    expect(sideOf(body)).toContain('href="/companies/join/"');
  });
});

describe('the company switcher', () => {
  it('lists the person’s companies as links, follows the page, and remembers the last one', async () => {
    const { db } = portal.server.deps;
    const second = await makeCompany(db, 'Second');
    await addMember(hubCtx(db), { companyId: second.id, userId: portal.ours.ownerId, isAdministrator: true });
    const owner = await signedIn('owner.ours');
    const none = sideOf((await owner.get('/companies/')).body);
    expect(none).toContain('Choose a company');
    const there = sideOf((await owner.get('/home/second/')).body);
    expect(there).toMatch(/href="\/home\/second\/" aria-current="true"/);
    expect(there).toContain('href="/home/ours/"');
    expect(there).not.toContain('href="/home/theirs/"');
    // A page that belongs to no company still knows where one works.
    expect(sideOf((await owner.get('/dashboard/')).body)).toContain('href="/stores/second/"');
    expect(sideOf((await owner.get('/home/ours/')).body)).toContain('href="/stores/ours/"');
  });

  it('never shows a company by its slug to somebody who is not of it', async () => {
    const visitor = await signedIn('lone.person');
    visitor.cookies.set('gate_company', 'theirs');
    for (const path of ['/dashboard/', '/home/theirs/', '/stores/theirs/']) {
      expect(sideOf((await visitor.get(path)).body), path).not.toContain('theirs');
    }
    visitor.cookies.set('gate_company', '"><script>');
    expect((await visitor.get('/dashboard/')).body).not.toContain('"><script>');
  });

  it('for a manager of one store shows the pages of that store’s work', async () => {
    const { db } = portal.server.deps;
    const { id: userId } = await makeMember(db, portal.ours.id, 'one.store');
    const store = await db.reader.store.findFirst({ where: { companyId: portal.ours.id } });
    await grantRole(hubCtx(db), { companyId: portal.ours.id, userId, role: 'accountant', storeId: store?.id ?? null });
    const side = sideOf((await (await signedIn('one.store')).get('/home/ours/')).body);
    expect(side).toContain('href="/closures/ours/"');
    expect(side).not.toContain('href="/layouts/ours/"');
  });
});

describe('the frame', () => {
  it('shows the way back: company, section, page', async () => {
    const { body } = await (await signedIn('owner.ours')).get('/stores/ours/create/');
    const trail = /<nav class="gate-trail"[\s\S]*?<\/nav>/.exec(body)?.[0] ?? '';
    expect([...trail.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)).toEqual(['/home/ours/', '/stores/ours/']);
    expect(trail).toContain('<li aria-current="page">Open a store</li>');
  });

  it('speaks the language that was chosen, keeps it, and goes back to where it was chosen', async () => {
    const visitor = stranger(portal);
    expect((await visitor.get('/', { 'accept-language': 'de-CH,de;q=0.9' })).body).toContain('<html lang="de"');
    const answer = await visitor.post('/preferences/language/', { language: 'tr', next: '/accounts/login/' });
    expect(answer.location).toBe('/accounts/login/');
    const page = await visitor.get('/');
    expect(page.headers.get('content-language')).toBe('tr');
    expect(page.body).toContain('Hesabınızı oluşturun');
    const odd = await visitor.post('/preferences/language/', { language: 'xx', next: 'https://evil.example/' });
    expect(odd.location).toBe('/');
    expect((await visitor.get('/')).headers.get('content-language')).toBe('tr');
  });

  it('lets strangers create an account or sign in, from the landing page and from every other', async () => {
    for (const path of ['/', '/accounts/login/']) {
      const { body } = await stranger(portal).get(path);
      expect(body, path).toContain('href="/accounts/register/"');
      expect(body, path).toContain('href="/accounts/login/"');
    }
  });
});

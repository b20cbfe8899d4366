/** Companies in the portal: created, listed, read and edited. */
import { describe, expect, it } from 'vitest';
import { routes } from '../../../portal/routes.ts';
import { createStore } from '../../../server/domain/stores/index.ts';
import { addMember } from '../../../server/domain/tenancy/index.ts';
import { isReservedSlug } from '../../../server/domain/tenancy/slug.ts';
import { hubCtx, makeUser } from '../../support/people.ts';
import { Desk, flashAfter } from './support.ts';

const desk = new Desk();
const slugIn = (location: string | null) => /^\/companies\/([^/]+)\/$/.exec(location ?? '')?.[1] ?? '';
const row = (slug: string) => desk.db.reader.company.findUniqueOrThrow({ where: { slug } });
const versionIn = (body: string) => /name="version" value="(\d+)"/.exec(body)?.[1] ?? '';

describe('creating a company', () => {
  it('F-TEN-4: needs only the name; registration is optional; the creator is owner and administrator', async () => {
    const visitor = await desk.newcomer('creator.one');
    const page = await visitor.get('/companies/create/');
    expect(page.body.match(/<(?:input|select|textarea)[^>]* required/g)).toHaveLength(1);
    const bare = await visitor.post('/companies/create/', { name: '  Bare Minimum  ' });
    expect(bare.location).toBe('/companies/bare-minimum/');
    expect(await flashAfter(visitor, bare)).toBe('success: Bare Minimum is created. Its address is bare-minimum.');
    const company = await row('bare-minimum');
    expect(company).toMatchObject({
      name: 'Bare Minimum',
      companiesHouseNumber: '',
      vatNumber: '',
      registeredOffice: '',
    });
    const [membership] = await desk.db.reader.companyMembership.findMany({ where: { companyId: company.id } });
    expect(membership).toMatchObject({ isOwner: true, isAdministrator: true });
    const full = await visitor.post('/companies/create/', {
      name: 'Full House',
      companiesHouseNumber: ' 01234567 ',
      vatNumber: 'GB 1',
      registeredOffice: '1 Quay\r\nTown',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      dayStart: '360',
    });
    expect(await row(slugIn(full.location))).toMatchObject({
      companiesHouseNumber: '01234567',
      vatNumber: 'GB 1',
      registeredOffice: '1 Quay\nTown',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      dayStartMinutes: 360,
    });
  });

  it('leads on: its page offers the first store until there is one, and the only owner no way to give up the tag', async () => {
    const visitor = await desk.newcomer('creator.next');
    const { location } = await visitor.post('/companies/create/', { name: 'What Comes Next' });
    const slug = slugIn(location);
    const page = async () => (await visitor.get(`/companies/${slug}/`)).body;
    const opens = `href="/stores/${slug}/create/"`;
    const drops = `href="/companies/${slug}/owners/self-remove/"`;
    expect(await page()).toContain(opens);
    expect(await page()).not.toContain(drops);
    const { id: companyId } = await row(slug);
    await createStore(hubCtx(desk.db), { companyId, code: 'S1', name: 'First' });
    expect(await page()).not.toContain(opens);
    const second = await makeUser(desk.db, 'creator.second');
    await addMember(hubCtx(desk.db), { companyId, userId: second.id, isOwner: true });
    expect(await page()).toContain(drops);
  });

  it('says beside the field what is wrong and keeps what was typed', async () => {
    const visitor = await desk.newcomer('creator.two');
    const answer = await visitor.post('/companies/create/', {
      name: '   ',
      vatNumber: 'V'.repeat(33),
      registeredOffice: 'Kept & "safe"',
      currency: 'XXZ',
    });
    expect(answer.status).toBe(200);
    for (const text of [
      'Give the company a name.',
      'Use at most 32 characters.',
      'This is not an ISO 4217 currency.',
    ]) {
      expect(answer.body).toContain(text);
    }
    expect(answer.body).toContain('Kept &amp; &quot;safe&quot;</textarea>');
    expect(answer.body).toContain('<details class="gate-more" open>');
  });

  it('offers the currency and zone of the reader’s language', async () => {
    const visitor = await desk.newcomer('creator.turkish');
    const { body } = await visitor.get('/companies/create/', { 'accept-language': 'tr' });
    expect(body).toContain('<option value="TRY" selected>TRY Türk lirası</option>');
    expect(body).toContain('<option value="Europe/Istanbul" selected>');
    expect(body).toContain('Yeni şirket');
  });

  it('takes neither owner, slug nor codes from a form', async () => {
    const { ids } = await desk.shop();
    const visitor = await desk.newcomer('creator.three');
    const stolen = {
      slug: 'stolen',
      officeCode: 'OFFICE-EVIL',
      ownerUserId: ids.owner,
      id: '1',
      version: '9',
      isOwner: 'false',
    };
    const answer = await visitor.post('/companies/create/', { name: 'Mass Assigned', ...stolen });
    const company = await row('mass-assigned');
    expect([answer.location, company.officeCode]).not.toContain('OFFICE-EVIL');
    expect(await desk.db.reader.companyMembership.count({ where: { companyId: company.id, userId: ids.owner } })).toBe(
      0,
    );
  });

  it('F-TEN-3: a person may create several companies and belong to several', async () => {
    const shop = await desk.shop();
    const visitor = await desk.as(shop.nameOf('member'));
    for (const name of ['Second One', 'Second One']) await visitor.post('/companies/create/', { name });
    const { body } = await visitor.get('/companies/');
    expect(
      body.match(/href="\/companies\/(second-one(?:-[0-9a-f]{6})?|corner-shop-\d+)\/"/g)?.length,
    ).toBeGreaterThanOrEqual(3);
    expect(body).toContain('Owner');
    expect(body).toContain('Member');
  });

  it('F-TEN-13: many stores per company and many companies per hub', async () => {
    const [one, two] = [await desk.shop(), await desk.shop()];
    for (const { id: companyId } of [one, two]) {
      for (let index = 0; index < 3; index += 1) {
        await createStore(hubCtx(desk.db), { companyId, code: `MORE-${index}`, name: `More ${index}` });
      }
    }
    const count = (companyId: number) => desk.db.reader.store.count({ where: { companyId } });
    expect([await count(one.id), await count(two.id)]).toEqual([5, 5]);
    const { body } = await (await desk.as(one.nameOf('owner'))).get(`/stores/${one.slug}/`);
    expect(body.match(/MORE-\d/g)).toEqual(['MORE-0', 'MORE-1', 'MORE-2']);
  });
});

describe('addresses of companies', () => {
  it('F-TEN-5: the slug is generated from the first name and fixed afterwards', async () => {
    const visitor = await desk.newcomer('slug.keeper');
    const { location } = await visitor.post('/companies/create/', { name: 'Çağ & Söz' });
    expect(location).toBe('/companies/cag-soz/');
    await visitor.post('/companies/cag-soz/edit/', { name: 'Something Else', slug: 'something-else' });
    expect(await row('cag-soz')).toMatchObject({ name: 'Something Else' });
    expect((await visitor.get('/companies/cag-soz/')).status).toBe(200);
    expect((await visitor.get('/companies/something-else/')).status).toBe(404);
  });

  it('fault 3: no company can take an address that a fixed page needs, whatever page that is', async () => {
    const parts = routes.map(({ path }) => path.split('/').filter((part) => part !== ''));
    const roots = parts.filter(([, second]) => second === ':slug').map(([root]) => root);
    const fixed = parts.filter(([root, second]) => roots.includes(root) && second && !second.startsWith(':'));
    expect(fixed.map(([, second]) => second)).toEqual(expect.arrayContaining(['create', 'join', 'invitations']));
    for (const [root, second] of fixed) expect(isReservedSlug(second ?? ''), `/${root}/${second}/`).toBe(true);
    const visitor = await desk.newcomer('shadow.maker');
    for (const name of ['Create', 'join', 'Invitations!']) {
      const answer = await visitor.post('/companies/create/', { name });
      expect([answer.status, answer.body]).toEqual([200, expect.stringContaining('would be that of another page')]);
    }
    expect((await visitor.get('/companies/create/')).body).toContain('New company');
  });

  it('is exact, with a trailing slash, and hidden from everybody else', async () => {
    const shop = await desk.shop();
    const member = await desk.as(shop.nameOf('member'));
    expect((await member.get(`/companies/${shop.slug}`)).location).toBe(`/companies/${shop.slug}/`);
    expect((await member.get(`/companies/${shop.slug.toUpperCase()}/`)).status).toBe(404);
    const outsider = await desk.as(shop.nameOf('outsider'));
    const hidden = await outsider.get(`/companies/${shop.slug}/`);
    const missing = await outsider.get('/companies/no-such-company/');
    const plain = (body: string) => body.replace(/[\w-]{30,}|no-such-company|corner-shop-\d+|[0-9a-f-]{36}/g, '');
    expect([hidden.status, plain(hidden.body)]).toEqual([missing.status, plain(missing.body)]);
  });
});

describe('editing a company', () => {
  it('F-TEN-10: owners and administrators edit details; members read them', async () => {
    const shop = await desk.shop();
    const path = `/companies/${shop.slug}/`;
    for (const kind of ['owner', 'administrator'] as const) {
      const visitor = await desk.as(shop.nameOf(kind));
      const saved = await visitor.post(`${path}edit/`, { name: `By ${kind}`, vatNumber: `VAT ${kind}` });
      expect(await flashAfter(visitor, saved)).toBe('success: Saved.');
      expect(await row(shop.slug)).toMatchObject({ name: `By ${kind}`, vatNumber: `VAT ${kind}` });
    }
    for (const kind of ['member', 'manager', 'accountant'] as const) {
      const visitor = await desk.as(shop.nameOf(kind));
      const page = await visitor.get(path);
      expect(page.body).toContain('VAT administrator');
      expect(page.body).not.toContain(`${path}edit/`);
      const refused = await visitor.post(`${path}edit/`, { name: 'Taken over' });
      expect([refused.location, await flashAfter(visitor, refused)]).toEqual([
        path,
        'error: Your role in this company does not allow this.',
      ]);
      expect((await visitor.get(`${path}edit/`)).location).toBe(path);
    }
    expect((await row(shop.slug)).name).toBe('By administrator');
    expect((await (await desk.as(shop.nameOf('outsider'))).post(`${path}edit/`, { name: 'X' })).status).toBe(404);
  });

  it('takes the old form on the company’s own address; without its name the page is just shown', async () => {
    const shop = await desk.shop();
    const owner = await desk.as(shop.nameOf('owner'));
    const path = `/companies/${shop.slug}/`;
    await owner.post(path, { form_id: 'company_registration', name: 'Old Way', registered_office: 'x' });
    expect((await row(shop.slug)).name).toBe('Old Way');
    const shown = await owner.post(path, { name: 'Not this' });
    expect([shown.status, (await row(shop.slug)).name]).toEqual([200, 'Old Way']);
  });

  it('shows both when somebody else has saved meanwhile, and the second save wins knowingly', async () => {
    const shop = await desk.shop();
    const path = `/companies/${shop.slug}/edit/`;
    const [one, two] = [await desk.as(shop.nameOf('owner')), await desk.as(shop.nameOf('administrator'))];
    const [mine, theirs] = [await one.get(path), await two.get(path)];
    await two.post(path, { name: 'Theirs', vatNumber: 'T', version: versionIn(theirs.body) });
    const stale = await one.post(path, { name: 'Mine', vatNumber: '', version: versionIn(mine.body) });
    expect(stale.status).toBe(200);
    expect(stale.body).toContain('Somebody else has saved this company since you opened the form.');
    expect(stale.body).toContain('value="Mine"');
    expect(stale.body.match(/Saved meanwhile: <strong>[^<]*/g)).toEqual([
      'Saved meanwhile: <strong>Theirs',
      'Saved meanwhile: <strong>T',
    ]);
    expect((await row(shop.slug)).name).toBe('Theirs');
    await one.post(path, { name: 'Mine', vatNumber: '', version: versionIn(stale.body) });
    expect(await row(shop.slug)).toMatchObject({ name: 'Mine', vatNumber: '' });
  });

  it('is on record with what stood there before', async () => {
    const shop = await desk.shop();
    const owner = await desk.as(shop.nameOf('owner'));
    await owner.post(`/companies/${shop.slug}/edit/`, { name: shop.name, vatNumber: 'GB2' });
    const entry = await desk.db.reader.auditEntry.findFirstOrThrow({
      where: { companyId: shop.id, action: 'company.update' },
    });
    expect(entry).toMatchObject({ actorName: shop.nameOf('owner'), door: 'portal' });
    expect(JSON.parse(entry.content ?? '')).toEqual({ before: { vatNumber: '' }, after: { vatNumber: 'GB2' } });
  });

  it('runs no script that somebody typed into a field', async () => {
    const shop = await desk.shop();
    const owner = await desk.as(shop.nameOf('owner'));
    const evil = `<script>alert('x')</script>"&{{7*7}}`;
    const path = `/companies/${shop.slug}/`;
    await owner.post(`${path}edit/`, { name: evil, vatNumber: evil.slice(0, 30), registeredOffice: evil });
    for (const page of [path, `${path}edit/`, '/companies/', `${path}leave/`, `${path}joining/`, `${path}invite/`]) {
      const { status, body } = await owner.get(page);
      expect(status).toBe(200);
      expect(body).not.toContain('<script>alert');
      expect(body).not.toContain('49"&');
    }
  });
});

describe('F-TEN-12: the rules of the portal hold for its procedures too', () => {
  it('calls over /trpc are refused as the pages are', async () => {
    const shop = await desk.shop();
    const call = async (kind: 'member' | 'outsider' | 'owner', procedure: string, input: object) => {
      const visitor = await desk.as(shop.nameOf(kind));
      const answer = await visitor.send('POST', `/trpc/${procedure}`, {
        headers: {
          'content-type': 'application/json',
          'x-csrf-token': await visitor.token(),
          accept: 'application/json',
        },
        body: JSON.stringify({ json: input }),
      });
      return answer.status;
    };
    const update = { company: shop.slug, details: { name: 'Called' } };
    expect(await call('member', 'companies.update', update)).toBe(403);
    expect(await call('outsider', 'companies.update', update)).toBe(404);
    expect(await call('owner', 'companies.update', { ...update, slug: 'x', ownerUserId: shop.ids.outsider })).toBe(200);
    const target = { company: shop.slug, userId: shop.ids.member };
    expect(await call('member', 'companies.grantAdministrator', target)).toBe(403);
    expect(await call('outsider', 'companies.grantAdministrator', target)).toBe(404);
    expect((await row(shop.slug)).name).toBe('Called');
  });
});

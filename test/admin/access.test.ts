import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitions } from '../../admin/resources/index.ts';
import { inTransaction } from '../../server/db/index.ts';
import { withDatabase } from '../support/database.ts';
import { everything, type Rows } from './everything.ts';
import { type Answer, Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
let office: Office;
let alpha: Rows;
let beta: Rows;
let superuser: Browser;
let limited: Browser;
let nowhere: Browser;

const models = definitions.map(({ model }) => model as string);
const listOf = (model: string) => `/admin/api/resources/${model}/actions/list`;
const companyOf = (rows: Rows) => Number(rows.get('Company')?.['id']);

beforeAll(async () => {
  office = await openOffice(test.db);
  alpha = await everything(test.db, 'alpha');
  beta = await everything(test.db, 'beta');
  superuser = await office.person('boss', { role: 'superuser' });
  limited = await office.person('limited', { role: 'operator', companyIds: [companyOf(alpha)] });
  nowhere = await office.person('nowhere', { role: 'operator', companyIds: [] });
});
afterAll(() => office[Symbol.asyncDispose]());

describe('who may come in', () => {
  it('sends strangers to sign in and back, pages and API alike', async () => {
    const stranger = new Browser(office.url, '');
    const page = await stranger.get('/admin/resources/Store');
    expect(page.status).toBe(302);
    expect(page.headers.get('location')).toBe('/accounts/login/?next=%2Fadmin%2Fresources%2FStore');
    const api = await stranger.get(listOf('Store'));
    expect(api.headers.get('location')).toBe('/accounts/login/?next=%2Fadmin');
    const root = await stranger.get('/admin');
    expect(root.headers.get('location')).toBe('/accounts/login/?next=%2Fadmin');
    expect((await stranger.get('/admin/export/Store.csv')).status).toBe(302);
    expect((await stranger.post('/admin/api/resources/Country/actions/new', { name: 'x' })).status).toBe(302);
  });

  it('does not exist for people who are not staff', async () => {
    const merchant = await office.person('merchant');
    for (const address of [
      '/admin',
      '/admin/resources/Store',
      listOf('Store'),
      '/admin/api/dashboard',
      '/admin/export/Store.csv',
    ]) {
      expect({ address, status: (await merchant.get(address)).status }).toEqual({ address, status: 404 });
    }
  });

  it('is closed at once to staff whose session was ended', async () => {
    const leaver = await office.person('leaver', { role: 'support' });
    expect((await leaver.get('/admin')).status).toBe(200);
    await inTransaction(test.db, (tx) =>
      tx.session.updateMany({ where: { user: { username: 'leaver' } }, data: { endedAt: new Date() } }),
    );
    expect((await leaver.get('/admin')).status).toBe(302);
  });
});

describe('the page', () => {
  it('names no other host and runs no inline script without its nonce', async () => {
    const answer = await superuser.get('/admin', { accept: 'text/html' });
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(html).not.toContain('googleapis');
    const nonce = /'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy') ?? '')?.[1];
    expect(nonce).toMatch(/^[\w+/=]{20,}$/);
    expect(html.match(/<script(?![^>]* src=)[^>]*>/g)).toEqual([`<script nonce="${nonce}">`]);
    expect(answer.headers.get('content-security-policy')).not.toMatch(/script-src[^;]*unsafe/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const again = await superuser.get('/admin');
    expect(await again.text()).not.toContain(String(nonce));
  });

  it('cannot be broken out of by a name', async () => {
    const name = 'x</script><script>alert(1)</script>';
    const mean = await office.person('mean', { role: 'support' });
    await inTransaction(test.db, (tx) => tx.user.updateMany({ where: { username: 'mean' }, data: { username: name } }));
    const html = await (await mean.get('/admin')).text();
    expect(html).not.toContain('alert(1)</script>');
    expect(html).toContain('x\\u003c/script>');
  });

  it('answers addresses that AdminJS knows and this hub does not with 404', async () => {
    for (const address of [
      '/admin/resources/HubState',
      '/admin/api/resources/HubState/actions/list',
      '/admin/api/resources/SignInThrottle/actions/list',
      '/admin/api/resources/TransactionBody/actions/list',
      '/admin/api/resources/Store/actions/nothing',
      '/admin/api/resources/Store/bulk/bulkDelete?recordIds=1',
      '/admin/api/resources/Store/search/x',
      '/admin/api/pages/anything',
      '/admin/pages/anything',
      '/admin/frontend/assets/components.bundle.js',
      '/admin/login',
      '/admin/logout',
    ]) {
      expect({ address, status: (await superuser.get(address)).status }).toEqual({ address, status: 404 });
    }
  });

  it('says that a record does not exist', async () => {
    for (const id of ['999999', 'none', '1;2', '-1', '99999999999999999999']) {
      const { notice } = await superuser.json(`/admin/api/resources/Store/records/${encodeURIComponent(id)}/show`);
      expect(notice?.type).toBe('error');
    }
  });
});

describe('requests of other sites', () => {
  const address = '/admin/api/resources/Country/actions/new';
  const fields = { name: 'Atlantis', isoAlpha2: 'ZZ' };

  it('change nothing', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', origin: office.url },
    ]) {
      const answer = await superuser.post(address, fields, headers);
      expect(((await answer.json()) as Answer).code).toBe('bad_origin');
    }
    const without = await fetch(office.url + address, {
      method: 'POST',
      headers: { cookie: superuser.cookie, origin: 'https://elsewhere.example' },
      body: new URLSearchParams(fields),
    });
    expect(without.status).toBe(403);
    expect(await test.db.reader.country.count({ where: { name: 'Atlantis' } })).toBe(0);
  });
});

describe('large or strange requests', () => {
  it('refuses bodies that no form sends', async () => {
    const answer = await superuser.post('/admin/api/resources/Country/actions/new', { name: 'x'.repeat(200_000) });
    expect(answer.status).toBe(413);
  });

  it('survives forms that are none', async () => {
    const bodies: [string, string][] = [
      ['multipart/form-data; boundary=x', '--y\r\nnonsense'],
      ['multipart/form-data', 'no boundary'],
      ['multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\ncut'],
      ['application/json', '{"name":'],
      ['text/plain', 'x'],
    ];
    for (const [type, body] of bodies) {
      const answer = await fetch(`${office.url}/admin/api/resources/Country/actions/new`, {
        method: 'POST',
        body,
        headers: { cookie: superuser.cookie, 'sec-fetch-site': 'same-origin', 'content-type': type },
      });
      const { notice, code } = (await answer.json()) as Answer;
      expect({ type, isRefused: notice === undefined && /malformed_body|unsupported/.test(String(code)) }).toEqual({
        type,
        isRefused: true,
      });
    }
  });

  it('keeps nothing of a file', async () => {
    const body = new FormData();
    body.set('name', 'With a file');
    body.set('isoAlpha2', 'XF');
    body.set('file', new Blob(['content']), 'file.txt');
    const answer = await fetch(`${office.url}/admin/api/resources/Country/actions/new`, {
      method: 'POST',
      body,
      headers: { cookie: superuser.cookie, 'sec-fetch-site': 'same-origin' },
    });
    expect(((await answer.json()) as Answer).notice?.type).toBe('success');
  });
});

describe.each(models)('%s seen by staff of one company', (model) => {
  it('is listed, counted, searched, exported and shown only where it may be seen', async () => {
    const theirs = beta.get(model)?.['id'];
    const mine = alpha.get(model)?.['id'];
    for (const [person, seesMine] of [
      [limited, true],
      [nowhere, false],
    ] as const) {
      for (const address of [listOf(model), `/admin/api/resources/${model}/actions/search/`]) {
        const { records = [], meta } = await person.json(address);
        const ids = records.map(({ id }) => id);
        expect({ address, ids: ids.includes(theirs as never) }).toEqual({ address, ids: false });
        if (address === listOf(model)) {
          expect(ids.includes(mine as never)).toBe(seesMine);
          expect(meta?.total).toBe(ids.length);
        }
        expect(JSON.stringify(records)).not.toContain('name beta');
      }
      const show = await person.json(`/admin/api/resources/${model}/records/${theirs}/show`);
      expect(show.notice?.type).toBe('error');
      expect(show.record?.params).toEqual({});
      const own = await person.json(`/admin/api/resources/${model}/records/${mine}/show`);
      expect(own.notice === undefined).toBe(seesMine);
      const file = await (await person.get(`/admin/export/${model}.csv`)).text();
      expect(file).not.toContain('beta');
    }
  });
});

describe('filters of limited staff', () => {
  it('cannot tell whether another company exists', async () => {
    const query = `filters.companyId=${companyOf(beta)}`;
    expect((await limited.json(`${listOf('Store')}?${query}`)).records).toEqual([]);
    expect((await limited.json(`${listOf('Store')}?${query}`)).meta?.total).toBe(0);
  });
});

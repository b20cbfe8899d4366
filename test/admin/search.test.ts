/** The global search over HTTP: `/admin/api/hub/search`. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SearchAnswer } from '../../admin/components/palette/search-data.ts';
import { withDatabase } from '../support/database.ts';
import { fillShelf, type Shelf } from '../support/shelf.ts';
import { type Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
let office: Office;
let staff: Browser;
let shelf: Shelf;

beforeAll(async () => {
  office = await openOffice(test.db);
  shelf = await fillShelf(test.db, 9);
  staff = await office.person('searching', { role: 'superuser' });
});
afterAll(() => office[Symbol.asyncDispose]());

async function search(browser: Browser, text: string): Promise<SearchAnswer> {
  const answer = await browser.get(`/admin/api/hub/search?q=${encodeURIComponent(text)}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as SearchAnswer;
}

describe('the search', () => {
  it('names each find, and gives the address of a page that is there', async () => {
    const { groups } = await search(staff, 'tea 3');
    expect(groups.map(({ kind, label }) => ({ kind, label }))).toEqual([{ kind: 'product', label: 'Products' }]);
    const [found] = groups[0]?.found ?? [];
    expect(found?.title).toBe('Tea 3');
    expect(found?.address).toBe(`/admin/resources/Product/records/${shelf.ids[2]}/show`);
    expect((await staff.get(found?.address ?? '')).status).toBe(200);
  });

  it('tells a few of each kind and that there are more', async () => {
    const product = (await search(staff, 'tea')).groups.find(({ kind }) => kind === 'product');
    expect({ count: product?.found.length, hasMore: product?.hasMore }).toEqual({ count: 6, hasMore: true });
  });

  it('answers whoever sees some companies with nothing of the others, and is closed to everybody else', async () => {
    const other = await fillShelf(test.db, 1);
    const limited = await office.person('searching.limited', { role: 'operator', companyIds: [other.companyId] });
    expect((await search(limited, 'tea')).groups[0]?.found.map(({ title }) => title)).toEqual(['Tea 1']);
    const stranger = await fetch(`${office.url}/admin/api/hub/search?q=tea`, { redirect: 'manual' });
    expect(stranger.status).toBe(302);
    const person = await office.person('searching.person');
    expect([403, 404]).toContain((await person.get('/admin/api/hub/search?q=tea')).status);
  });

  it('refuses what is no text, and any method but GET', async () => {
    expect((await staff.get('/admin/api/hub/search')).status).toBe(400);
    expect((await staff.get('/admin/api/hub/search?q=a&q=b')).status).toBe(400);
    expect((await staff.get(`/admin/api/hub/search?q=${'a'.repeat(1001)}`)).status).toBe(400);
    expect((await staff.post('/admin/api/hub/search?q=tea', { q: 'tea' })).status).toBeGreaterThanOrEqual(404);
  });
});

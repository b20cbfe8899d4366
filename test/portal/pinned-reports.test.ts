/** Pinned reports stand in the side bar of a company's pages: the person's own, and those pinned for what the person is. */
import { beforeAll, expect, it } from 'vitest';
import { saveReport } from '../../server/domain/saved-reports/index.ts';
import { grantRole } from '../../server/domain/tenancy/index.ts';
import { goodPassword, hubCtx, makeCompany, makeMember, signedIn } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { Visitor } from '../support/visitor.ts';

let server: TestServer;
let slug: string;

beforeAll(async () => {
  server = await startTestServer();
  const { db } = server.deps;
  const company = await makeCompany(db, 'Pins');
  slug = company.slug;
  for (const role of ['manager', 'accountant', 'stock'] as const) {
    const { id: userId } = await makeMember(db, company.id, `pins.${role}`);
    await grantRole(hubCtx(db), { companyId: company.id, userId, role, storeId: null });
  }
  const keep = async (
    username: string,
    name: string,
    more: { sharedTo?: 'manager' | 'everyone'; isPinned?: boolean },
  ) =>
    saveReport(await signedIn(db, username), {
      ...{ companyId: company.id, report: 'sales-by-store', query: 'range=7-days', name },
      ...{ sharedTo: null, isPinned: true, ...more },
    });
  await keep(company.ownerName, 'For managers', { sharedTo: 'manager' });
  await keep(company.ownerName, 'For everyone', { sharedTo: 'everyone' });
  await keep(company.ownerName, 'Shared, not pinned', { sharedTo: 'everyone', isPinned: false });
  await keep('pins.accountant', 'My own', {});
  return async () => server[Symbol.asyncDispose]();
});

async function pinnedFor(username: string): Promise<string[]> {
  const visitor = new Visitor(server.url);
  expect((await visitor.signIn(username, goodPassword)).status).toBe(302);
  const { status, body } = await visitor.get(`/companies/${slug}/`);
  expect(status).toBe(200);
  const list = /<ul class="gate-nav-pinned".*?<\/ul>/s.exec(body)?.[0] ?? '';
  const links = [...list.matchAll(/<a href="([^"]*)".*?<span>([^<]*)<\/span>/gs)];
  for (const [, href = ''] of links) {
    const opened = await visitor.get(href.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&'));
    expect([href, opened.status]).toEqual([href, 200]);
  }
  return links.map(([, , name = '']) => name);
}

it('for the person and the role, and only what the person may open', async () => {
  expect(await pinnedFor('pins.manager')).toEqual(['For everyone', 'For managers']);
  expect(await pinnedFor('pins.accountant')).toEqual(['For everyone', 'My own']);
  // Who may see no figures finds no report of figures.
  expect(await pinnedFor('pins.stock')).toEqual([]);
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RelatedRows } from '../../admin/components/related-view.ts';
import { definitions } from '../../admin/resources/index.ts';
import { inTransaction } from '../../server/db/index.ts';
import { withDatabase } from '../support/database.ts';
import { everything, planted, type Rows } from './everything.ts';
import { type Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
let office: Office;
let superuser: Browser;
let support: Browser;
let limited: Browser;
let alpha: Rows;
let beta: Rows;

beforeAll(async () => {
  office = await openOffice(test.db);
  alpha = await everything(test.db, 'alpha');
  beta = await everything(test.db, 'beta');
  superuser = await office.person('superuser', { role: 'superuser' });
  support = await office.person('supporter', { role: 'support' });
  limited = await office.person('limited', { role: 'operator', companyIds: [Number(alpha.get('Company')?.['id'])] });
});
afterAll(() => office[Symbol.asyncDispose]());

const base = (model: string, rows: Rows) => `/admin/api/hub/related/${model}/${rows.get(model)?.['id']}`;
const withTabs = definitions.filter(({ related = [] }) => related.length > 0).map(({ model }) => model as string);
const idLike = /^([0-9a-f]{8}-[0-9a-f]{4}-.*|\d+)$/;

async function tabsOf(person: Browser, address: string): Promise<{ label: string }[]> {
  return ((await (await person.get(address)).json()) as { tabs: { label: string }[] }).tabs;
}

describe.each(withTabs)('the page of %s', (model) => {
  it('shows what belongs to it under names, and nothing hidden', async () => {
    const address = base(model, alpha);
    const tabs = await tabsOf(superuser, address);
    expect(tabs.length).toBe(definitions.find((definition) => definition.model === model)?.related?.length);
    for (const position of tabs.keys()) {
      const answer = await superuser.get(`${address}/${position}`);
      expect({ position, status: answer.status }).toEqual({ position, status: 200 });
      const text = await answer.text();
      expect(text).not.toContain(planted);
      const { rows, columns } = JSON.parse(text) as RelatedRows;
      for (const { cells, title } of rows) {
        expect(cells).toHaveLength(columns.length);
        expect(title).not.toMatch(idLike);
        for (const { text: shown, href } of cells) if (href) expect(shown).not.toMatch(idLike);
      }
    }
  });

  it('is closed to staff of another company, each tab of it as well', async () => {
    const address = base(model, beta);
    const definition = definitions.find((one) => one.model === model);
    const isHub = definition && ['Country', 'City', 'Currency', 'CampaignType'].includes(model);
    for (const way of [address, `${address}/0`]) {
      const answer = await limited.get(way);
      expect({ way, status: answer.status }).toEqual({ way, status: isHub ? answer.status : 404 });
    }
    const own = base(model, alpha);
    for (const position of (await tabsOf(limited, own)).keys()) {
      expect(await (await limited.get(`${own}/${position}`)).text()).not.toContain('beta');
    }
  });
});

describe('a tab', () => {
  it('goes on where it ended, without a row twice or left out', async () => {
    const companyId = Number(alpha.get('Company')?.['id']);
    const { id: _, ...till } = alpha.get('Transaction') as { id: number };
    const receipts = Array.from({ length: 60 }, (_unused, index) => ({
      ...till,
      uuid: crypto.randomUUID(),
      businessDay: `2026-06-${String((index % 3) + 1).padStart(2, '0')}`,
    }));
    await inTransaction(test.db, (tx) => tx.transaction.createMany({ data: receipts as never }));
    const position = (await tabsOf(superuser, base('Company', alpha))).findIndex(
      ({ label }) => label === 'Transactions',
    );
    const seen: string[] = [];
    let after: string | null = '';
    let pages = 0;
    while (after !== null) {
      const address = `/admin/api/hub/related/Company/${companyId}/${position}${after && `?after=${after}`}`;
      const page: RelatedRows = (await (await superuser.get(address)).json()) as RelatedRows;
      seen.push(...page.rows.map(({ id }) => id));
      after = page.next;
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(seen).toHaveLength(61);
    expect(new Set(seen).size).toBe(61);
  });

  it('refuses a place that is none, a position that is none, and every method but GET', async () => {
    const address = base('Company', alpha);
    for (const after of ['x', 'W10', 'WyJhIl0', Buffer.from('["nonsense","x"]').toString('base64url')]) {
      expect((await superuser.get(`${address}/0?after=${after}`)).status).toBe(400);
    }
    expect((await superuser.get(`${address}/99`)).status).toBe(404);
    expect((await superuser.get('/admin/api/hub/related/Nothing/1')).status).toBe(404);
    expect((await superuser.get('/admin/api/hub/related/HubState/1')).status).toBe(404);
    expect((await superuser.post(`${address}/0`)).status).toBe(404);
    const stranger = await fetch(`${office.url}${address}`, { redirect: 'manual' });
    expect(stranger.status).toBe(302);
    expect((await (await office.person('merchant')).get(address)).status).toBe(404);
  });

  it('F-RBAC-8: shows support no personal data', async () => {
    const address = base('Company', alpha);
    const position = (await tabsOf(support, address)).findIndex(({ label }) => label === 'Customers');
    const text = await (await support.get(`${address}/${position}`)).text();
    expect(text).not.toContain('phoneNumber alpha');
    expect(text).not.toContain('lastName alpha');
    expect(text).toContain('•••');
  });

  it('links to the same rows as a list', async () => {
    const address = base('Store', alpha);
    const { listHref } = (await (await superuser.get(`${address}/0`)).json()) as RelatedRows;
    const storeId = alpha.get('Store')?.['id'];
    expect(listHref).toBe(`/admin/resources/Terminal?filters.storeId=${storeId}`);
    const list = await superuser.get(
      String(listHref).replace('/admin/resources/Terminal', '/admin/api/resources/Terminal/actions/list'),
    );
    expect(list.status).toBe(200);
  });
});

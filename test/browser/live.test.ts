/** The live day and a dashboard in a real browser: a sale appears without loading the page again, and nothing scrolls sideways on a
 *  phone. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMember, grantRole } from '../../server/domain/tenancy/index.ts';
import { makeWorld, sell, type World } from '../reports/world.ts';
import { newPerson, noBrowser, openBrowser, type Person, picture } from '../support/browser.ts';
import { goodPassword, hubCtx, makeUser } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const title = `the live day in a browser${noBrowser ? ` (skipped: ${noBrowser})` : ''}`;
const now = new Date('2026-11-20T15:30:00Z');

describe.skipIf(noBrowser)(title, { timeout: 120_000 }, () => {
  let server: TestServer;
  let browser: Browser;
  let world: World;

  beforeAll(async () => {
    server = await startTestServer({ now: () => now });
    const { db } = server.deps;
    world = await makeWorld(db, [{ code: 'A', name: 'Alpha' }]);
    await sell(db, world.till('A/POS-001'), [
      { at: '2026-11-20T09:10:00', total: '100.0000', lines: 2 },
      { at: '2026-11-20T11:10:00', total: '40.0000' },
      { at: '2026-11-19T09:30:00', total: '60.0000' },
      { at: '2026-11-13T09:30:00', total: '60.0000' },
    ]);
    const { id: userId } = await makeUser(db, 'boss');
    const ctx = hubCtx(db, () => now);
    await addMember(ctx, { companyId: world.companyId, userId });
    await grantRole(ctx, { companyId: world.companyId, userId, role: 'manager', storeId: null });
    browser = await openBrowser();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  async function signedIn(options: Parameters<typeof newPerson>[1] = {}): Promise<Person> {
    const person = await newPerson(browser, options);
    await person.page.goto(`${server.url}/accounts/login/`);
    await person.page.fill('#username', 'boss');
    await person.page.fill('#password', goodPassword);
    await person.page.click('button[type=submit] >> text=Sign in');
    await person.page.waitForURL('**/dashboard/');
    return person;
  }

  it('shows a new sale by itself: figures, hours and receipts', async () => {
    const person = await signedIn();
    const { page } = person;
    await page.goto(`${server.url}/reports/live?company=${world.slug}`);
    await page.waitForSelector('[data-live-state="on"]');
    await page.evaluate(() => Object.assign(window, { isSamePage: true }));
    expect(await page.textContent('[data-figure="GBP-net"]')).toBe('£140.00');
    expect(await page.locator('.gate-spark').count()).toBeGreaterThanOrEqual(4);
    expect(await page.locator('[data-receipt]').count()).toBe(2);
    await page.click('summary >> text=The same as a table');

    await sell(server.deps.db, world.till('A/POS-001'), [{ at: '2026-11-20T15:20:00', total: '60.0000' }]);
    await page.waitForFunction(() => document.querySelector('[data-figure="GBP-net"]')?.textContent === '£200.00');
    expect(await page.locator('[data-receipt]').count()).toBe(3);
    expect(await page.locator('[data-receipt].is-new').count()).toBe(1);
    const hours = page.locator('table[data-hours] tr', { hasText: '15:00' });
    expect(await hours.isVisible()).toBe(true);
    expect(await hours.textContent()).toContain('£60.00');
    expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
    await picture(page, 'live');
    await page.locator('a.gate-hour', { hasText: '15' }).last().click();
    await page.waitForURL('**/reports/receipts**');
    expect(await page.textContent('main')).toContain('£60.00');
    expect(person.errors).toEqual([]);
    await person.context.close();
  });

  it('fits a phone, in the dark too', async () => {
    const person = await signedIn({ width: 390, height: 844, dark: true });
    const { page } = person;
    for (const path of ['live', 'company', 'store', 'targets']) {
      await page.goto(`${server.url}/reports/${path}?company=${world.slug}`);
      await page.waitForLoadState('load');
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([path, 390]);
      await picture(page, `${path}-phone`);
    }
    expect(person.errors).toEqual([]);
    await person.context.close();
  });

  it('works without scripts, by a link that refreshes it', async () => {
    const person = await signedIn({ scripts: false });
    const { page } = person;
    await page.goto(`${server.url}/reports/live?company=${world.slug}`);
    const before = await page.textContent('[data-figure="GBP-receipts"]');
    await sell(server.deps.db, world.till('A/POS-001'), [{ at: '2026-11-20T15:25:00', total: '1.0000' }]);
    await page.click('[data-live-refresh]');
    await page.waitForLoadState('load');
    expect(Number(await page.textContent('[data-figure="GBP-receipts"]'))).toBe(Number(before) + 1);
    await person.context.close();
  });
});

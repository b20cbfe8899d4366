/** The main job through all of it, on either engine: tills deliver, staff, owner and manager see it, in a real browser. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPerson, noBrowser, openBrowser, type Person, picture } from '../support/browser.ts';
import { type LastReceipt, simulate, startDemoHub } from '../support/demo-hub.ts';
import type { TestServer } from '../support/server.ts';

const title = `a person at the browser${noBrowser ? ` (skipped: ${noBrowser})` : ''}`;

describe.skipIf(noBrowser)(title, { timeout: 180_000 }, () => {
  let server: TestServer;
  let browser: Browser;
  let last: LastReceipt;

  beforeAll(async () => {
    server = await startDemoHub();
    last = await simulate(server, '--tills', '3', '--documents', '60', '--seed', '5');
    browser = await openBrowser();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  async function signedIn(name: string, options: Parameters<typeof newPerson>[1] = {}): Promise<Person> {
    const person = await newPerson(browser, options);
    await person.page.goto(`${server.url}/accounts/login/`);
    await person.page.fill('#username', `${name}@demo.test`);
    await person.page.fill('#password', `demo-${name}-pass`);
    await person.page.click('button[type=submit] >> text=Sign in');
    await person.page.waitForURL('**/dashboard/');
    return person;
  }

  function expectOwnHostOnly({ hosts, errors }: Person): void {
    expect([...hosts]).toEqual([new URL(server.url).host]);
    expect(errors).toEqual([]);
  }

  it('the owner goes from today’s figures to the simulator’s last receipt', async () => {
    const owner = await signedIn('owner');
    const { page } = owner;
    await picture(page, 'dashboard');
    const store = page.locator('tr', { hasText: last.storeCode });
    await store.locator('td a').last().click();
    await page.waitForURL(`**${last.uuid}**`);
    expect(await page.textContent('main')).toContain(last.uuid);
    await picture(page, 'receipt');
    expectOwnHostOnly(owner);
    await owner.context.close();
  });

  it('the manager sees a drawn chart of sales by day and follows it down to the receipt', async () => {
    const manager = await signedIn('manager');
    const { page } = manager;
    await page.goto(`${server.url}/reports/sales-by-day?range=7-days`);
    await expect.poll(() => page.evaluate(coloursDrawn)).toBeGreaterThan(3);
    await picture(page, 'sales-by-day');
    const ofDay = `from=${last.businessDay}&to=${last.businessDay}`;
    await page.locator(`tbody th a[href*="${ofDay}"]`).first().click();
    await page.waitForURL('**/reports/sales-by-terminal**');
    await picture(page, 'day');
    await page.locator('tbody tr', { hasText: last.terminalCode }).locator('a').first().click();
    await page.waitForURL('**/reports/receipts**');
    await page.locator(`a[href*="${last.uuid}"]`).first().click();
    await page.waitForURL(`**${last.uuid}**`);
    expect(await page.textContent('main')).toContain(last.uuid);
    expectOwnHostOnly(manager);
    await manager.context.close();
  });

  it('staff opens each list of the back office and finds the simulator’s last receipt in it', async () => {
    const staff = await signedIn('staff');
    const { page } = staff;
    await page.goto(`${server.url}/admin`);
    await page.waitForSelector('a[href="/admin/resources/Transaction"]', { state: 'attached' });
    await page.waitForLoadState('networkidle');
    await picture(page, 'admin');
    for (const model of ['Company', 'Store', 'Terminal', 'Product', 'Closure', 'QuarantinedItem', 'Transaction']) {
      await page.goto(`${server.url}/admin/resources/${model}`);
      await page.waitForSelector('tbody tr');
      await picture(page, `admin-${model.toLowerCase()}`);
    }
    await page.locator(`tbody tr[data-row-id="${last.id}"]`).locator('a').first().click();
    await page.waitForSelector(`text=${last.uuid}`);
    // Always there: the last receipt may be one that was cancelled before anybody paid.
    await page.waitForSelector('.gate-document .gate-raw summary');
    await picture(page, 'admin-receipt');
    expectOwnHostOnly(staff);
    await staff.context.close();
  });
});

/** How many colours the first chart of the page consists of; 0 as long as nothing is drawn. Runs in the browser. */
function coloursDrawn(): number {
  const canvas = document.querySelector('canvas');
  if (!canvas || canvas.width === 0) return 0;
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
  const colours = new Set<number>();
  for (let at = 0; at < pixels.length; at += 4) {
    if ((pixels[at + 3] ?? 0) > 0) colours.add(((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8));
  }
  return colours.size;
}

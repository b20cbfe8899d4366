/** Every page of the portal and the reports, as an owner sees it, before axe: in light and dark, on a screen and on a phone. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crossedLooks, faultsOf } from '../support/accessible.ts';
import { pageAddresses, demoSlug as slug } from '../support/addresses.ts';
import { newPerson, noBrowser, openBrowser } from '../support/browser.ts';
import { simulate, startDemoHub } from '../support/demo-hub.ts';
import { measured } from '../support/layout-shift.ts';
import type { TestServer } from '../support/server.ts';

const title = `every page${noBrowser ? ` (skipped: ${noBrowser})` : ''}`;
/** Pages for strangers; the others are looked at signed in. */
const strangers = ['/', '/accounts/login/', '/accounts/register/', '/accounts/password/reset/'];

const reports = [
  '/reports',
  ...['company', 'store', 'live', 'targets'].map((name) => `/reports/${name}?company=${slug}`),
  `/reports/sales-by-day?company=${slug}&range=7-days`,
  `/reports/day?company=${slug}`,
  '/nothing-is-here/',
];

describe.skipIf(noBrowser)(title, { timeout: 600_000 }, () => {
  let server: TestServer;
  let browser: Browser;
  let addresses: string[] = [];

  beforeAll(async () => {
    server = await startDemoHub();
    await simulate(server, '--tills', '2', '--documents', '20', '--seed', '5');
    addresses = await pageAddresses(server.deps.db.reader);
    browser = await openBrowser();
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('for strangers has nothing that axe reports', async () => {
    const { page, context } = await newPerson(browser);
    const faults = [];
    for (const path of strangers) {
      await page.goto(server.url + path);
      faults.push(...(await faultsOf(page)).map((fault) => `${path} ${fault}`));
    }
    expect(faults).toEqual([]);
    await context.close();
  });

  it('for people of a company has nothing that axe reports, fits 360 pixels, and stands still while it loads', async () => {
    const { page, context } = await newPerson(browser);
    await page.goto(`${server.url}/accounts/login/`);
    await page.fill('#username', 'owner@demo.test');
    await page.fill('#password', 'demo-owner-pass');
    await page.click('main button[type=submit]');
    await page.waitForURL('**/dashboard/');
    const faults: string[] = [];
    const looked: string[] = [];
    for (const path of [...addresses, ...reports]) {
      const answer = await page.request.get(server.url + path);
      expect(answer.status(), path).toBeLessThan(500);
      if (!answer.headers()['content-type']?.startsWith('text/html')) continue;
      await page.goto(server.url + path);
      if (answer.status() === 200) looked.push(path);
      const { shift } = await page.evaluate(measured);
      // A tenth of what counts as good.
      if (shift >= 0.01) faults.push(`${path} moves by ${shift.toFixed(3)} while it loads`);
      faults.push(...(await faultsOf(page, crossedLooks)).map((fault) => `${path} ${fault}`));
    }
    console.log(`Looked at ${looked.length} pages of ${addresses.length + reports.length} addresses.`);
    expect(faults).toEqual([]);
    expect(looked.length).toBeGreaterThan(65);
    await context.close();
  });
});

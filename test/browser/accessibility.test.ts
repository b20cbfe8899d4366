/** Every page of the portal and the reports, as an owner sees it, before axe: in light and dark, on a screen and on a phone. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../portal/routes.ts';
import { crossedLooks, faultsOf } from '../support/accessible.ts';
import { newPerson, noBrowser, openBrowser } from '../support/browser.ts';
import { simulate, startDemoHub } from '../support/demo-hub.ts';
import type { TestServer } from '../support/server.ts';

const title = `every page${noBrowser ? ` (skipped: ${noBrowser})` : ''}`;
const slug = 'harbour-grocers-ltd';

/** Pages for strangers; the others are looked at signed in. */
const strangers = ['/', '/accounts/login/', '/accounts/register/', '/accounts/password/reset/'];

const reports = [
  '/reports',
  `/reports/sales-by-day?company=${slug}&range=7-days`,
  `/reports/day?company=${slug}`,
  '/nothing-is-here/',
];

describe.skipIf(noBrowser)(title, { timeout: 600_000 }, () => {
  let server: TestServer;
  let browser: Browser;
  let addresses: string[] = [];

  beforeAll(async () => {
    server = await startDemoHub(3);
    await simulate(server, '--tills', '2', '--documents', '20', '--seed', '5');
    const known = await namesOf(server);
    addresses = routes.filter(({ page }) => page).map(({ path }) => addressOf(path, known));
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

  it('for people of a company has nothing that axe reports, and fits 360 pixels', async () => {
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
      faults.push(...(await faultsOf(page, crossedLooks)).map((fault) => `${path} ${fault}`));
    }
    console.log(`Looked at ${looked.length} pages of ${addresses.length + reports.length} addresses.`);
    expect(faults).toEqual([]);
    expect(looked.length).toBeGreaterThan(65);
    await context.close();
  });
});

/** By the beginning of a path, what its parts can be. */
async function namesOf(server: TestServer): Promise<Readonly<Record<string, string>>> {
  const { reader } = server.deps.db;
  const company = await reader.company.findUniqueOrThrow({ where: { slug } });
  const where = { companyId: company.id };
  const [store, till, receipt, closure, layout, member] = await Promise.all([
    reader.store.findFirstOrThrow({ where: { ...where, code: 'STORE-001' } }),
    reader.terminal.findFirstOrThrow({ where }),
    reader.transaction.findFirstOrThrow({ where, orderBy: { id: 'desc' } }),
    reader.closure.findFirstOrThrow({ where, orderBy: { id: 'desc' } }),
    reader.terminalLayout.findFirstOrThrow({ where: { OR: [where, { companyId: null }] } }),
    reader.companyMembership.findFirstOrThrow({ where: { ...where, isOwner: false }, include: { user: true } }),
  ]);
  const [product, department, vat, cashier, customer] = await Promise.all([
    reader.product.findFirstOrThrow({ where }),
    reader.departmentMainGroup.findFirstOrThrow({ where }),
    reader.vatRate.findFirstOrThrow({ where }),
    reader.cashier.findFirstOrThrow({ where }),
    reader.customer.findFirstOrThrow({ where: { ...where, isWalkIn: false } }),
  ]);
  return {
    '/stores/:slug/:uuid': store.uuid,
    '/tills/:slug/:uuid': till.uuid,
    '/receipts/:slug/:uuid': receipt.uuid,
    '/closures/:slug/:uuid': closure.uuid,
    '/layouts/:slug/keys/:store': store.code,
    '/layouts/:slug/:id': layout.id,
    '/companies/:slug/members/:user': member.user.id,
    '/catalog/:slug/products/:id': product.id,
    '/catalog/:slug/departments/:id': department.id,
    '/catalog/:slug/vat/:id': vat.id,
    '/cashiers/:slug/:id': cashier.id,
    '/customers/:slug/:id': customer.id,
  };
}

/** An address of a route; what is not known stands for something that does not exist. */
function addressOf(path: string, known: Readonly<Record<string, string>>): string {
  const begin = Object.keys(known).find((beginning) => path.startsWith(`${beginning}/`));
  const filled = begin ? path.replace(begin, begin.replace(/:\w+$/, known[begin] ?? '')) : path;
  return filled.replace(':slug', slug).replaceAll(/:\w+/g, 'a'.repeat(32));
}

/** A whole import in a real browser: a file with a wrong row is brought, checked, taken over, and the wrong row is told. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPerson, noBrowser, openBrowser, type Person, picture } from '../support/browser.ts';
import { startDemoHub } from '../support/demo-hub.ts';
import type { TestServer } from '../support/server.ts';

const title = `an import in the back office${noBrowser ? ` (skipped: ${noBrowser})` : ''}`;

describe.skipIf(noBrowser)(title, { timeout: 180_000 }, () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await startDemoHub();
    browser = await openBrowser();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  async function staff(options: Parameters<typeof newPerson>[1] = {}): Promise<Person> {
    const person = await newPerson(browser, options);
    await person.page.goto(`${server.url}/accounts/login/?next=/admin`);
    await person.page.fill('#username', 'staff@demo.test');
    await person.page.fill('#password', 'demo-staff-pass');
    await person.page.click('button[type=submit] >> text=Sign in');
    await person.page.waitForURL('**/admin');
    return person;
  }

  it('goes from the list to the file, through the check, to rows that are there', async () => {
    const { page, context, errors } = await staff();
    const company = await server.deps.db.reader.company.findFirstOrThrow({ where: { deletedAt: null } });
    const group = await server.deps.db.reader.departmentSubGroup.findFirstOrThrow({ where: { companyId: company.id } });
    const lines = [
      'Code,Name,Sub-department,Purchase price',
      `IMP1,Imported tea,${group.code},1.2345`,
      'IMP2,Imported coffee,nowhere,2',
      `IMP3,Imported cocoa,${group.code},3x`,
    ];
    const file = { name: 'products.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) };

    await page.goto(`${server.url}/admin/resources/Product`);
    await page.click('.gate-list-tools a >> text=Import');
    await page.waitForURL(/pages.import.model=Product/);
    await page.fill('input[type=search]', company.name);
    await page.waitForSelector(`option[value="${company.id}"]`, { state: 'attached' });
    await page.waitForTimeout(400);
    await page.selectOption('.gate-import-place select', String(company.id));
    await page.setInputFiles('input[type=file]', file);
    await picture(page, 'admin-import-bring');
    await page.click('.gate-import-form button[type=submit]');
    await page.waitForSelector('text=What the columns are');
    await picture(page, 'admin-import-columns');
    await page.click('.gate-import button >> text=Check the file');
    await page.waitForSelector('text=What would happen');
    await page.waitForSelector('.gate-import-outcome.is-wrong');
    const faults = (await page.textContent('.gate-import-faults')) ?? '';
    expect(faults).toContain('There is no “nowhere” here.');
    expect(faults).toContain('“3x” is not a number.');
    await picture(page, 'admin-import-checked');
    await page.click('text=Take over 1 row');
    await page.waitForSelector('h2 >> text=Taken over');
    await picture(page, 'admin-import-done');
    const made = await server.deps.db.reader.product.findMany({ where: { code: { startsWith: 'IMP' } } });
    expect(made.map(({ code, purchasePriceE4 }) => [code, purchasePriceE4])).toEqual([['IMP1', 12345n]]);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('looks right in the dark and on a phone', async () => {
    const { page, context, errors } = await staff({ width: 390, dark: true });
    await page.goto(`${server.url}/admin/pages/import`);
    await page.waitForSelector('text=Files brought lately');
    await page.click('.gate-import td a');
    await page.waitForSelector('h2 >> text=Taken over');
    await picture(page, 'admin-import-phone');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    expect(errors).toEqual([]);
    await context.close();
  });
});

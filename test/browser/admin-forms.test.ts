/** Forms of the back office in a real browser: saving, two people at one row, leaving with unsaved changes, the trash. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPerson, noBrowser, openBrowser, type Person, picture } from '../support/browser.ts';
import { startDemoHub } from '../support/demo-hub.ts';
import type { TestServer } from '../support/server.ts';

const title = `forms of the back office${noBrowser ? ` (skipped: ${noBrowser})` : ''}`;

describe.skipIf(noBrowser)(title, { timeout: 180_000 }, () => {
  let server: TestServer;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    server = await startDemoHub();
    browser = await openBrowser();
    const { id } = await server.deps.db.reader.product.findFirstOrThrow({ where: { deletedAt: null } });
    address = `${server.url}/admin/resources/Product/records/${id}`;
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

  async function edit(page: Page, at = address): Promise<void> {
    await page.goto(`${at}/edit`);
    await page.waitForSelector('form[data-gate-form]');
  }

  it('an edit is stored, and stands in the history, from which it is put back', async () => {
    const { page, context, errors } = await staff();
    await edit(page);
    const before = await page.inputValue('#field-name');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('field-code');
    await picture(page, 'admin-form');
    await page.fill('#field-name', `${before} anew`);
    await page.click('[data-gate-save]');
    await page.waitForURL('**/show');
    await page.click('[role=tab] >> text=History');
    await page.waitForSelector('.gate-diff ins');
    expect(await page.textContent('.gate-diff')).toContain(`${before} anew`);
    await picture(page, 'admin-history');
    page.once('dialog', (dialog) => dialog.accept());
    await Promise.all([page.waitForEvent('load'), page.click('.gate-diff button')]);
    await edit(page);
    expect(await page.inputValue('#field-name')).toBe(before);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('two people at one row see both sides, and choose', async () => {
    const [first, second] = [await staff(), await staff({ dark: true })];
    await edit(first.page);
    await edit(second.page);
    await first.page.fill('#field-shortName', 'First');
    await first.page.click('[data-gate-save]');
    await first.page.waitForURL('**/show');
    await second.page.fill('#field-shortName', 'Second');
    await second.page.fill('#field-description', 'Kept');
    await second.page.click('[data-gate-save]');
    const conflict = second.page.locator('.gate-conflict');
    await conflict.waitFor();
    const row = conflict.locator('tr', { hasText: 'Short name' });
    expect(await row.textContent()).toContain('First');
    expect(await row.textContent()).toContain('Second');
    await picture(second.page, 'admin-conflict');
    await row.locator('button', { hasText: 'Keep mine' }).click();
    await row.locator('button', { hasText: 'Take theirs' }).click();
    expect(await second.page.inputValue('#field-shortName')).toBe('First');
    await second.page.click('[data-gate-save]');
    await second.page.waitForURL('**/show');
    const id = address.split('/').at(-1) as string;
    const stored = await server.deps.db.reader.product.findUniqueOrThrow({ where: { id } });
    expect(stored).toMatchObject({ shortName: 'First', description: 'Kept' });
    await first.context.close();
    await second.context.close();
  });

  it('what is wrong stands beside its field, with what was typed kept', async () => {
    const { page, context } = await staff({ width: 390 });
    await edit(page);
    await page.fill('#field-code', '');
    await page.fill('#field-purchasePriceE4', 'dear');
    await page.click('[data-gate-save]');
    await page.waitForSelector('.gate-wrong');
    expect(await page.inputValue('#field-purchasePriceE4')).toBe('dear');
    expect(await page.textContent('#field-purchasePriceE4-said')).toContain('must be a number');
    await picture(page, 'admin-form-faults-phone');
    page.once('dialog', (dialog) => dialog.accept());
    await context.close();
  });

  it('unsaved changes are not lost by a link', async () => {
    const { page, context } = await staff();
    await edit(page);
    await page.fill('#field-name', 'Half a thought');
    let asked = '';
    page.once('dialog', async (dialog) => {
      asked = dialog.message();
      await dialog.dismiss();
    });
    await page.locator('a[href="/admin"]').first().click();
    expect(asked).toContain('Leave without saving?');
    expect(page.url()).toContain('/edit');
    expect(await page.inputValue('#field-name')).toBe('Half a thought');
    await context.close();
  });

  it('a row goes to the trash after its uses were told, and comes back', async () => {
    const { page, context } = await staff();
    await page.goto(`${address}/show`);
    await page.click('[data-gate-delete]');
    await page.waitForSelector('.gate-uses');
    await picture(page, 'admin-uses');
    await page.click('.gate-dialog .is-danger');
    await page.waitForURL('**/resources/Product');
    await page.click('[data-gate-trash]');
    await page.waitForURL('**deletedAt**');
    await page.waitForSelector('.gate-list >> text=The Lighthouse Ledger');
    await picture(page, 'admin-trash-list');
    await page.goto(`${address}/show`);
    await page.waitForSelector('.gate-trash');
    await picture(page, 'admin-trash');
    await Promise.all([page.waitForEvent('load'), page.click('.gate-trash button')]);
    await page.waitForSelector('[data-gate-delete]');
    await context.close();
  });
});

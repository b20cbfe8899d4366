/** The palette and the keys of the back office, in a real browser: everything that staff does most, without a mouse. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPerson, noBrowser, openBrowser, type Person, picture } from '../support/browser.ts';
import { startDemoHub } from '../support/demo-hub.ts';
import type { TestServer } from '../support/server.ts';

const title = `the keyboard of the back office${noBrowser ? ` (skipped: ${noBrowser})` : ''}`;

describe.skipIf(noBrowser)(title, { timeout: 180_000 }, () => {
  let server: TestServer;
  let browser: Browser;
  let staff: Person;
  let page: Page;

  beforeAll(async () => {
    server = await startDemoHub();
    browser = await openBrowser();
    staff = await newPerson(browser);
    page = staff.page;
    await page.goto(`${server.url}/accounts/login/`);
    await page.fill('#username', 'staff@demo.test');
    await page.fill('#password', 'demo-staff-pass');
    await page.click('button[type=submit] >> text=Sign in');
    await page.waitForURL('**/dashboard/');
    await page.goto(`${server.url}/admin`);
    await page.waitForSelector('.gate-palette-open');
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  const field = () => page.getByRole('combobox', { name: /Barcode/ });
  const chosen = () => page.locator('.gate-palette [role=option][aria-selected=true]');

  it('opens the palette, which offers lists and commands before anything is typed, and gives the focus back', async () => {
    await page.locator('.gate-palette-open').focus();
    await page.keyboard.press('Control+k');
    await field().waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('combobox');
    expect(await page.locator('.gate-palette h2').allTextContents()).toEqual(['Commands', 'Lists']);
    await picture(page, 'palette-empty');
    for (let index = 0; index < 4; index += 1) await page.keyboard.press('Tab');
    const isBehind = () =>
      document.querySelector('#app')?.contains(document.activeElement) && !document.activeElement?.closest('dialog');
    expect(await page.evaluate(isBehind)).toBeFalsy();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.gate-palette[open]').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('gate-palette-open');
  });

  it('finds as one types, moves with the arrows, opens with Enter, and remembers', async () => {
    await page.keyboard.press('Control+k');
    await field().fill('wat');
    const options = page.locator('.gate-palette [role=group]', { hasText: 'Products' }).getByRole('option');
    await options.first().waitFor();
    await picture(page, 'palette-found');
    const labels = await page.locator('.gate-palette [role=option]').allTextContents();
    const first = await chosen().textContent();
    expect(first).toBe(labels[0]);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => chosen().textContent()).toBe(labels[1 % labels.length]);
    expect(await field().getAttribute('aria-activedescendant')).toBe(await chosen().getAttribute('id'));
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => chosen().textContent()).toBe(first);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/records/*/show');
    await page.keyboard.press('Control+k');
    await field().fill('');
    await expect.poll(() => page.locator('.gate-palette h2').first().textContent()).toBe('Looked at last');
    await page.keyboard.press('Escape');
  });

  it('says what to try when nothing is found, and runs a command', async () => {
    await page.keyboard.press('Control+k');
    await field().fill('zzzz qqqq');
    await page.getByText('Nothing found.').waitFor();
    await field().fill('compact');
    await expect.poll(() => chosen().textContent()).toContain('Compact rows');
    await page.keyboard.press('Enter');
    expect(await page.locator('.gate-palette[open]').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.classList.contains('is-compact'))).toBe(true);
    await page.reload();
    await page.waitForSelector('.gate-palette-open');
    expect(await page.evaluate(() => document.documentElement.classList.contains('is-compact'))).toBe(true);
  });

  it('goes to areas, through rows, into a record, and shows all keys', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.waitForURL('**/resources/Product**');
    await page.locator('tr[data-row-id]').nth(1).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-row-id'));
    const ids = await page
      .locator('tr[data-row-id]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-row-id')));
    expect(await focused()).toBe(ids[1]);
    await page.keyboard.press('k');
    expect(await focused()).toBe(ids[0]);
    await picture(page, 'list-compact-focus');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/records/${ids[0]}/show**`);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'All keys' }).waitFor();
    await picture(page, 'keys');
    await page.keyboard.press('Escape');
  });

  it('searches a list with /, edits with e and saves with s', async () => {
    await page.goto(`${server.url}/admin/resources/Product`);
    await page.locator('tr[data-row-id]').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('still');
    await page.keyboard.press('Enter');
    await page.locator('tr[data-row-id]', { hasText: 'Still Water' }).waitFor();
    await expect.poll(() => page.locator('tr[data-row-id]').count()).toBe(1);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    await page.waitForURL('**/records/*/edit**');
    const name = page.locator('form[data-gate-form] input[name=name]');
    await name.fill('Still Water 0.5L');
    await name.blur();
    await page.keyboard.press('s');
    await expect
      .poll(async () => (await server.deps.db.reader.product.findFirst({ where: { name: 'Still Water 0.5L' } }))?.name)
      .toBe('Still Water 0.5L');
  });

  it('is silent while somebody types', async () => {
    await page.keyboard.press('Control+k');
    await field().fill('');
    await page.keyboard.type('g?jk/se');
    expect(await field().inputValue()).toBe('g?jk/se');
    expect(await page.locator('.gate-keys[open]').count()).toBe(0);
    await page.keyboard.press('Escape');
    expect(staff.errors).toEqual([]);
  });
});

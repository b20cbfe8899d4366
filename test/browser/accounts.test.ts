/** People's own accounts in a real browser: with scripts and without, for the keyboard, and as axe sees them. */

import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crossedLooks, faultsOf } from '../support/accessible.ts';
import { focusReaches, newPerson, noBrowser, openBrowser } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const password = 'marble kettle orbit';
const title = `accounts in a browser${noBrowser ? ` (skipped: ${noBrowser})` : ''}`;

describe.skipIf(noBrowser)(title, { timeout: 120_000 }, () => {
  let server: TestServer;
  let browser: Browser;
  let at = Date.now();

  beforeAll(async () => {
    server = await startTestServer({ now: () => new Date(at) });
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  const submit = (page: Page) => page.click('main form button[type=submit]');

  async function register(page: Page, username: string): Promise<void> {
    await page.goto(`${server.url}/accounts/register/`);
    await page.fill('#username', username);
    await page.fill('#password', password);
    await page.fill('#again', password);
    await submit(page);
    await page.waitForURL(`${server.url}/dashboard/`);
  }

  async function switchOn(page: Page): Promise<{ code(): string; recoveryCodes: string[] }> {
    await page.goto(`${server.url}/accounts/two-factor/`);
    await page.click('main a:has-text("Switch on")');
    await page.fill('#proof', password);
    await submit(page);
    const secret = (await page.inputValue('#secret')).replaceAll(' ', '');
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    const code = () => totp.generate({ timestamp: at });
    await page.fill('#code', code());
    await submit(page);
    const recoveryCodes = (await page.inputValue('#code-list')).split('\n');
    at += 30_000;
    return { code, recoveryCodes };
  }

  it.each([
    ['with scripts', true],
    ['without scripts', false],
  ])('two-factor is set up, asked for and switched off %s', async (how, scripts) => {
    const { page, context, errors } = await newPerson(browser, { scripts });
    const username = `two.${scripts}`;
    await register(page, username);
    const { code, recoveryCodes } = await switchOn(page);
    expect(recoveryCodes, how).toHaveLength(10);
    await page.goto(`${server.url}/accounts/sessions/end/`);
    await page.click('button[value=all]');
    await page.fill('#username', username);
    await page.fill('#password', password);
    await submit(page);
    await page.waitForURL(`${server.url}/accounts/login/code/`);
    await page.fill('#code', code());
    await submit(page);
    await page.waitForURL(`${server.url}/dashboard/`);
    await page.goto(`${server.url}/accounts/two-factor/off/`);
    await page.fill('#proof', recoveryCodes[0] ?? '');
    await submit(page);
    expect(await page.textContent('main')).toContain('only the password is asked for now');
    expect(errors).toEqual([]);
    await context.close();
  });

  it('says while a new password is typed how strong it is', async () => {
    const { page, context } = await newPerson(browser);
    await page.goto(`${server.url}/accounts/register/`);
    const shown = page.locator('.gate-strength');
    expect(await shown.isVisible()).toBe(false);
    await page.locator('#password').pressSequentially('short');
    expect(await shown.textContent()).toContain('weak');
    await page.locator('#password').pressSequentially(' words grow longer');
    expect(await shown.textContent()).toContain('strong');
    await page.fill('#password', '');
    expect(await shown.isVisible()).toBe(false);
    await context.close();
  });

  it('signing in, out and changing a password needs no mouse', async () => {
    const { page, context } = await newPerson(browser);
    await register(page, 'keys.only');
    await page.context().clearCookies();
    await page.goto(`${server.url}/accounts/login/`);
    await focusReaches(page, '#username');
    await page.keyboard.type('keys.only');
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${server.url}/dashboard/`);
    await page.goto(`${server.url}/accounts/password/change/`);
    await page.focus('#current');
    for (const text of [password, 'violet harbour ladder', 'violet harbour ladder']) {
      await page.keyboard.type(text);
      await page.keyboard.press('Tab');
    }
    await page.focus('#again');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${server.url}/accounts/password/change/done/`);
    await context.close();
  });

  it('every page of an account has nothing that axe reports, in light and dark, and fits 360 pixels', async () => {
    const { page, context, errors } = await newPerson(browser);
    const faults: string[] = [];
    const judge = async (name: string) =>
      faults.push(...(await faultsOf(page, crossedLooks)).map((fault) => `${name}: ${fault}`));
    for (const path of ['register/', 'login/', 'password/reset/', 'password/reset/none/']) {
      await page.goto(`${server.url}/accounts/${path}`);
      await judge(path);
    }
    await page.goto(`${server.url}/accounts/register/`);
    await page.fill('#username', 'axe judged');
    await page.fill('#password', 'password12');
    await page.fill('#again', 'password12');
    await submit(page);
    await judge('register refused');
    await register(page, 'axe.judged');
    await page.goto(`${server.url}/accounts/two-factor/start/`);
    await page.fill('#proof', password);
    await submit(page);
    await judge('two-factor set-up');
    await switchOn(page);
    await judge('recovery codes');
    for (const path of [
      'profile/',
      'email/',
      'password/change/',
      'password/change/done/',
      'sessions/',
      'sessions/end/',
      'two-factor/',
      'two-factor/off/',
      'two-factor/codes/',
      'delete/',
    ]) {
      await page.goto(`${server.url}/accounts/${path}`);
      await judge(path);
    }
    expect(faults).toEqual([]);
    expect(errors.filter((error) => !error.includes('410'))).toEqual([]);
    await context.close();
  });
});

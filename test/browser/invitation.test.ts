/** Inviting and asking to join in a real browser: with scripts and without, and on a phone by keyboard. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf } from '../support/accessible.ts';
import { focusReaches, newPerson, noBrowser, openBrowser, picture } from '../support/browser.ts';
import { goodPassword, makeCompany, makeUser } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { makeStore } from '../support/stores.ts';

const title = `invitations in a browser${noBrowser ? ` (skipped: ${noBrowser})` : ''}`;

describe.skipIf(noBrowser)(title, { timeout: 120_000 }, () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await startTestServer();
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  async function signIn(page: Page, username: string): Promise<void> {
    await page.goto(`${server.url}/accounts/login/`);
    await page.fill('#username', username);
    await page.fill('#password', goodPassword);
    await page.click('main form button[type=submit]');
    await page.waitForURL(`${server.url}/dashboard/`);
  }

  const flash = (page: Page) => page.textContent('.gate-flash[role]');

  it.each([
    ['with scripts', true],
    ['without scripts', false],
  ])('an owner invites by e-mail; a stranger registers by the link, comes back and joins, %s', async (how, scripts) => {
    const { db } = server.deps;
    const shop = await makeCompany(db, `Browser ${how}`);
    await makeStore(db, shop.id, 'Quay');
    const to = `guest-${scripts}@guest.test`;
    const owner = await newPerson(browser, { scripts });
    await signIn(owner.page, shop.ownerName);
    await owner.page.goto(`${server.url}/companies/${shop.slug}/`);
    await owner.page.click('main a:has-text("Invite")');
    await owner.page.fill('#to', to);
    await owner.page.check('[aria-label="Manager: Quay"]');
    await owner.page.fill('#message', 'Welcome');
    await owner.page.click('main form button[type=submit]');
    expect(await flash(owner.page)).toContain(`on its way to ${to}`);
    expect(await owner.page.textContent('main')).toContain('Waiting');

    const { path } = await db.reader.mailMessage.findFirstOrThrow({ where: { toAddress: to, kind: 'invitation' } });
    const guest = await newPerson(browser, { scripts });
    await guest.page.goto(server.url + path);
    expect(await guest.page.textContent('main')).toContain('Manager: Quay');
    await guest.page.click('main a:has-text("Create account")');
    await guest.page.fill('#username', `guest.${scripts}`);
    await guest.page.fill('#email', to);
    await guest.page.fill('#password', goodPassword);
    await guest.page.fill('#again', goodPassword);
    await guest.page.click('main form button[type=submit]');
    await guest.page.waitForURL(server.url + path);
    await guest.page.click('button:has-text("Accept")');
    await guest.page.waitForURL(`${server.url}/companies/${shop.slug}/`);
    expect(await flash(guest.page)).toContain('Welcome to');
    await picture(guest.page, `invitation-accepted-${scripts ? 'scripts' : 'plain'}`);

    await owner.page.goto(`${server.url}/companies/${shop.slug}/`);
    expect(await owner.page.textContent('main')).toContain(`guest.${scripts}`);
    if (scripts) expect(await faultsOf(owner.page)).toEqual([]);
    expect([...owner.errors, ...guest.errors]).toEqual([]);
    await owner.context.close();
    await guest.context.close();
  });

  it('on a phone, by keyboard alone, somebody asks to join and is approved', async () => {
    const { db } = server.deps;
    const shop = await makeCompany(db, 'Keyboard Shop');
    await makeUser(db, 'keyboard.guest');
    const guest = await newPerson(browser, { width: 360, height: 800, scripts: false });
    await signIn(guest.page, 'keyboard.guest');
    await guest.page.goto(`${server.url}/companies/join/`);
    await focusReaches(guest.page, '#slug');
    await guest.page.keyboard.type('keyboard-shop');
    await guest.page.keyboard.press('Tab');
    await guest.page.keyboard.type('It is me');
    await guest.page.focus('main button[type=submit]');
    await guest.page.keyboard.press('Enter');
    await guest.page.waitForURL(`${server.url}/companies/`);
    expect(await guest.page.textContent('main')).toContain('Waiting');

    const owner = await newPerson(browser, { width: 360, height: 800, scripts: false });
    await signIn(owner.page, shop.ownerName);
    await owner.page.goto(`${server.url}/companies/keyboard-shop/`);
    await owner.page.focus('[aria-label="Approve: keyboard.guest"]');
    await owner.page.keyboard.press('Enter');
    await owner.page.waitForLoadState();
    expect(await flash(owner.page)).toContain('keyboard.guest is a member now.');
    await guest.page.goto(`${server.url}/companies/keyboard-shop/`);
    expect(await guest.page.textContent('h1')).toBe('Company and people');
    await guest.context.close();
    await owner.context.close();
  });
});

/** The frame in a real browser: menus without scripts and by keyboard, no layout shift, three languages on a small phone. */

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languages } from '../../server/core/languages.ts';
import { createStore } from '../../server/domain/stores/index.ts';
import { newPerson, noBrowser, openBrowser } from '../support/browser.ts';
import { measured } from '../support/layout-shift.ts';
import { goodPassword, hubCtx, makeCompany } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const title = `the frame${noBrowser ? ` (skipped: ${noBrowser})` : ''}`;

describe.skipIf(noBrowser)(title, { timeout: 120_000 }, () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await startTestServer();
    const { db } = server.deps;
    const { id } = await makeCompany(db, 'Bäckerei Sonnenschein und Partner Vertriebsgesellschaft');
    for (const code of ['A', 'B']) {
      const name = `Filiale ${code} am Marktplatz gegenüber der Stadtbücherei, zweiter Eingang`;
      await createStore(hubCtx(db), { companyId: id, code, name });
    }
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  const home = '/home/backerei-sonnenschein-und-partner-vertriebsgesellschaft/';

  async function signedIn(options: Parameters<typeof newPerson>[1]): Promise<Page> {
    const { page } = await newPerson(browser, options);
    await page.goto(`${server.url}/accounts/login/`);
    await page.fill('#username', 'owner.bäckerei-sonnenschein-und-partner-vertriebsgesellschaft');
    await page.fill('#password', goodPassword);
    await page.click('main button[type=submit]');
    await page.waitForURL('**/dashboard/');
    await page.goto(server.url + home);
    return page;
  }

  it('on a phone, with scripts off, opens its menu by keyboard, leads on, and closes by Escape', async () => {
    const page = await signedIn({ width: 390, height: 844, scripts: false });
    const menu = page.locator('#menu');
    const button = page.getByRole('button', { name: 'Menu' });
    expect(await menu.isVisible()).toBe(false);
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await menu.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await menu.isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    await menu.getByRole('link', { name: 'Stores and tills' }).click();
    await page.waitForURL('**/stores/**');
    await page.context().close();
  });

  it('switches companies and languages with scripts off', async () => {
    const page = await signedIn({ scripts: false });
    await page.locator('.gate-switch > summary').click();
    expect(await page.getByRole('link', { name: 'New company' }).isVisible()).toBe(true);
    await page.locator('.gate-language > summary').click();
    await page.getByRole('button', { name: 'Türkçe' }).click();
    await page.waitForLoadState();
    expect(page.url()).toContain(home);
    expect(await page.locator('html').getAttribute('lang')).toBe('tr');
    await page.locator('.gate-language > summary').click();
    await page.getByRole('button', { name: 'English' }).click();
    await page.context().close();
  });

  it('walks the account menu by arrow keys, and Escape leads back to where it was opened', async () => {
    const page = await signedIn({});
    const summary = page.locator('.gate-account > summary');
    await summary.focus();
    await page.keyboard.press('ArrowDown');
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    expect(await focused()).toBe('Profile');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('Where you are signed in');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe('Sign out');
    await page.keyboard.press('Escape');
    expect(await summary.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await page.locator('.gate-account').getAttribute('open')).toBeNull();
    await page.context().close();
  });

  it('shows whatever has the focus, also the last entry of a side bar that is higher than the window', async () => {
    const page = await signedIn({ height: 600 });
    const entries = page.locator('.gate-side a');
    const out: string[] = [];
    await page.locator('.gate-switch > summary').focus();
    for (const entry of (await entries.all()).slice(1)) {
      if (!(await entry.isVisible())) continue;
      await page.keyboard.press('Tab');
      const { name, top, bottom } = await page.evaluate(() => {
        const focused = document.activeElement as HTMLElement;
        const { top, bottom } = focused.getBoundingClientRect();
        return { name: focused.textContent?.trim() ?? '', top, bottom };
      });
      if (top < 0 || bottom > 600) out.push(name);
    }
    expect(out).toEqual([]);
    await page.context().close();
  });

  it('goes to the content by its first stop, and moves nothing for those who want no motion', async () => {
    const page = await signedIn({});
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    const moving = await page.evaluate(
      () =>
        [...document.querySelectorAll('a, button, summary, .card')].filter((element) => {
          const { transitionDuration, animationName } = getComputedStyle(element);
          return transitionDuration.split(',').some((part) => Number.parseFloat(part) > 0) || animationName !== 'none';
        }).length,
    );
    expect(moving).toBe(0);
    await page.context().close();
  });

  it('shifts nothing while a page loads, and fits 360 pixels and 4K in each language', async () => {
    const page = await signedIn({});
    for (const language of languages) {
      await page.goto(server.url + home);
      await page.locator('.gate-language > summary').click();
      await Promise.all([page.waitForEvent('load'), page.locator(`button[name=language][value=${language}]`).click()]);
      const slug = home.split('/')[2];
      const board = `/reports/store?company=${slug}`;
      for (const path of [home, '/dashboard/', '/companies/', `/stores/${slug}/create/`, board]) {
        for (const width of [360, 3840]) {
          await page.setViewportSize({ width, height: 1200 });
          await page.goto(server.url + path);
          const { shift, over } = await page.evaluate(measured);
          expect(over, `${language} ${path} ${width}`).toBeLessThanOrEqual(0);
          // A tenth of what counts as good; a page that arrives in pieces may move its foot by a line.
          expect(shift, `${language} ${path} ${width}`).toBeLessThan(0.01);
        }
      }
    }
    await page.context().close();
  });
});

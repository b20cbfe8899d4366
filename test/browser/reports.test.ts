/** Every report of the catalogue in a browser: it draws, a bar's value is read, and followed down to the receipts. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../reports/catalogue.ts';
import { languages } from '../../server/core/languages.ts';
import { faultsOf } from '../support/accessible.ts';
import { demoSlug as slug } from '../support/addresses.ts';
import { newPerson, noBrowser, openBrowser } from '../support/browser.ts';
import { startDemoHub } from '../support/demo-hub.ts';
import type { TestServer } from '../support/server.ts';

const title = `the reports in a browser${noBrowser ? ` (skipped: ${noBrowser})` : ''}`;

/** The receipts are at most so many clicks away from any bar. */
const mostSteps = 2;

describe.skipIf(noBrowser)(title, { timeout: 180_000 }, () => {
  let server: TestServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await startDemoHub();
    browser = await openBrowser();
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  async function signIn(options: { width?: number; dark?: boolean } = {}) {
    const person = await newPerson(browser, options);
    const { page } = person;
    await page.goto(`${server.url}/accounts/login/`);
    await page.fill('#username', 'owner@demo.test');
    await page.fill('#password', 'demo-owner-pass');
    await page.click('main button[type=submit]');
    await page.waitForURL('**/dashboard/');
    return person;
  }

  it('draws each report, and leads from a bar to the receipts behind it', async () => {
    const { page, context, errors } = await signIn();
    const dead: string[] = [];
    let followed = 0;
    for (const { name, area, chart } of catalogue) {
      await page.goto(`${server.url}/reports/${name}?company=${slug}&range=7-days`);
      const bar = await firstBar(page);
      // A demonstration of three days has nothing of some kinds; what has no chart is read in its table.
      if (bar === null) continue;
      expect([name, bar.value === null]).toEqual([name, false]);
      if (chart && chart.kind !== 'heat') expect([name, await isDrawn(page)]).toEqual([name, true]);
      followed += 1;
      const steps = await follow(page, bar.href);
      if (steps === null && ['sales', 'customers', 'products'].includes(area)) dead.push(`${name}: ${bar.href}`);
    }
    expect(dead).toEqual([]);
    expect(errors).toEqual([]);
    expect(followed).toBeGreaterThan(12);
    await context.close();
  });

  it('opens what a click on a bar means', async () => {
    const { page, context } = await signIn();
    await page.goto(`${server.url}/reports/sales-by-store?company=${slug}&range=7-days`);
    const figures = await page.locator('tbody td.fw-bold a').allTextContents();
    await page
      .locator('canvas')
      .first()
      .click({ position: { x: 300, y: 120 } });
    await page.waitForURL('**/reports/receipts?**');
    expect(figures).toContain(await page.locator('[data-net]').first().textContent());
    await page.locator('tbody th a').first().click();
    await page.waitForURL(`**/receipts/${slug}/**`);
    await context.close();
  });

  it('is chosen and searched by keyboard and by typing', async () => {
    const { page, context } = await signIn({ width: 390, dark: true });
    await page.goto(`${server.url}/reports?company=${slug}`);
    await page.fill('#report-search', 'vat rate');
    expect(await page.locator('.gate-report-cards .card:visible').count()).toBe(1);
    await page.locator('.gate-report-cards .card:visible a').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/reports/sales-by-vat-rate?**');
    await page.locator('.gate-pick > summary').first().focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await page.locator('form.gate-asking button[type=submit]').click();
    await page.waitForURL('**store=STORE-001**');
    expect(await faultsOf(page)).toEqual([]);
    await context.close();
  });

  it('shows what is chosen without cutting it, on a phone, in every language', async () => {
    const { page, context } = await signIn({ width: 390 });
    for (const language of languages) {
      await page.goto(`${server.url}/dashboard/`);
      await page.locator('.gate-language > summary').click();
      await Promise.all([page.waitForEvent('load'), page.locator(`button[name=language][value=${language}]`).click()]);
      for (const name of ['sales-by-day', 'stock-value', 'dead-stock', 'products']) {
        await page.goto(`${server.url}/reports/${name}?company=${slug}&range=7-days`);
        expect([language, name, await page.evaluate(cutChoices)]).toEqual([language, name, []]);
      }
    }
    await page.locator('.gate-language > summary').click();
    await Promise.all([page.waitForEvent('load'), page.locator('button[name=language][value=en]').click()]);
    await context.close();
  });

  it('closes what covers the page when the keyboard goes on, and by Escape', async () => {
    const { page, context } = await signIn();
    await page.goto(`${server.url}/reports/sales-by-day?company=${slug}&range=7-days`);
    const pick = page.locator('.gate-pick').first();
    await pick.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await pick.evaluate((element: HTMLDetailsElement) => element.open)).toBe(true);
    await page.locator('#range').focus();
    expect(await pick.evaluate((element: HTMLDetailsElement) => element.open)).toBe(false);
    const save = page.locator('.gate-save');
    await save.locator('summary').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    expect(await save.evaluate((element: HTMLDetailsElement) => element.open)).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SUMMARY');
    await context.close();
  });

  it('has no fault that axe knows in its three kinds of picture, and prints without its choices', async () => {
    const { page, context } = await signIn();
    for (const name of ['sales-by-day', 'sales-heat-map', 'sales-by-payment', 'receipts']) {
      await page.goto(`${server.url}/reports/${name}?company=${slug}&range=7-days`);
      expect([name, await faultsOf(page)]).toEqual([name, []]);
    }
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('form.gate-asking').isVisible()).toBe(false);
    expect(await page.locator('.gate-report').first().isVisible()).toBe(true);
    // A4 upright, in CSS pixels: what is wider than the paper is cut off.
    await page.setViewportSize({ width: 718, height: 1000 });
    for (const name of ['sales-by-day', 'sales-heat-map', 'cashier-control', 'closures']) {
      await page.goto(`${server.url}/reports/${name}?company=${slug}&range=30-days`);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect([name, Math.max(0, over)]).toEqual([name, 0]);
    }
    await context.close();
  });
});

/** What stands in the choices of a report and is wider than its field. */
function cutChoices(): string[] {
  const pen = document.createElement('canvas').getContext('2d');
  const fields = document.querySelectorAll<HTMLElement>('.gate-asking-fields .form-select');
  return [...fields].flatMap((field) => {
    if (field.clientWidth === 0 || pen === null) return [];
    const style = getComputedStyle(field);
    const text =
      field instanceof HTMLSelectElement ? (field.selectedOptions[0]?.text ?? '') : (field.textContent ?? '');
    pen.font = style.font;
    const room = field.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
    return pen.measureText(text.trim()).width > room + 1 ? [text.trim()] : [];
  });
}

interface Bar {
  value: number | null;
  href: string;
}

/** The first bar that leads somewhere, from the numbers that the picture is drawn from; without a picture the first figure. */
async function firstBar(page: Page): Promise<Bar | null> {
  return page.evaluate(() => {
    for (const script of document.querySelectorAll('figure.gate-chart script')) {
      const { series } = JSON.parse(script.textContent ?? '') as {
        series: { values: (number | null)[]; links?: (string | null)[] }[];
      };
      for (const { values, links = [] } of series) {
        const at = values.findIndex((value, place) => value !== null && value !== 0 && links[place]);
        if (at >= 0) return { value: values[at] ?? null, href: links[at] ?? '' };
      }
    }
    const figure = document.querySelector<HTMLAnchorElement>('.gate-heat td a, .gate-report tbody td a');
    return figure && { value: Number.parseFloat(figure.textContent?.replace(/[^\d.-]/g, '') ?? ''), href: figure.href };
  });
}

/** Whether the canvas holds more than one colour. */
async function isDrawn(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('figure.gate-chart canvas');
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
    return data?.some((part) => part !== 0) ?? false;
  });
}

/** Follows figures until a receipt is in sight.
 *  @returns steps taken to the list of receipts; null: it was not reached */
async function follow(page: Page, href: string): Promise<number | null> {
  let next: string | null = href;
  for (let step = 1; step <= mostSteps && next !== null; step += 1) {
    const answer = await page.goto(new URL(next, page.url()).href);
    expect([next, answer?.status()]).toEqual([next, 200]);
    if (new URL(page.url()).pathname === '/reports/receipts') {
      const receipts = await page.locator('tbody th a').count();
      return receipts > 0 ? step : null;
    }
    const links: string[] = await page.evaluate(() =>
      // What is nothing is made of nothing.
      [...document.querySelectorAll<HTMLAnchorElement>('.gate-report tbody a')]
        .filter((link) => /[1-9]/.test(link.textContent ?? ''))
        .map((link) => link.href),
    );
    // The last ones are the latest, and the whole: the first days of a range may have sold nothing.
    next = links.findLast((link) => link.includes('/reports/receipts?')) ?? links.at(-1) ?? null;
  }
  return null;
}

/** Somebody who has never seen the hub has a running shop in two minutes, without calling anyone. */

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crossedLooks, faultsOf } from '../../support/accessible.ts';
import { newPerson, noBrowser, openBrowser, picture } from '../../support/browser.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { type Hands, keyboard, mouse } from './hands.ts';
import { type Newcomer, openFirstShop } from './journey.ts';

const mostInputs = 25;
const mostMs = 120_000;

const title = `a new shop${noBrowser ? ` (skipped: ${noBrowser})` : ''}`;

describe.skipIf(noBrowser)(title, { timeout: 180_000 }, () => {
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

  function report(how: string, { inputs }: Hands, tookMs: number): void {
    const lines = inputs.map((input, at) => `  ${String(at + 1).padStart(2)}. ${input}`);
    console.log(`First shop, ${how}: ${inputs.length} inputs, ${(tookMs / 1000).toFixed(1)} s\n${lines.join('\n')}`);
  }

  const newcomer = (name: string): Newcomer => ({ username: name, company: `${name} Bakery`, store: 'Market Square' });

  it('from the landing page to the first sale takes under two minutes and at most 25 inputs', async () => {
    const { page, context, errors, hosts } = await newPerson(browser);
    const hands = mouse(page);
    const given = { url: server.url, newcomer: newcomer('Mara'), onPage: async () => undefined };
    const took = await openFirstShop(page, hands, given);
    report('with scripts', hands, took);
    expect(hands.inputs.length).toBeLessThanOrEqual(mostInputs);
    expect(took).toBeLessThan(mostMs);
    // Home knows what has been done, and shows the sale.
    await page.goto(`${server.url}/home/mara-bakery/`);
    expect(await page.textContent('main')).toContain('4 of 6 done');
    await picture(page, 'first-shop-home');
    expect([...hosts]).toEqual([new URL(server.url).host]);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('works the same with scripts off', async () => {
    const { page, context } = await newPerson(browser, { scripts: false });
    const hands = mouse(page);
    const given = { url: server.url, newcomer: newcomer('Noor'), onPage: async () => undefined };
    const took = await openFirstShop(page, hands, given);
    report('without scripts', hands, took);
    expect(hands.inputs.length).toBeLessThanOrEqual(mostInputs);
    expect(took).toBeLessThan(mostMs);
    await context.close();
  });

  it('the keyboard alone is enough, and what has the focus shows it', async () => {
    const { page, context } = await newPerson(browser);
    const hands = keyboard(page);
    const given = { url: server.url, newcomer: newcomer('Ola'), onPage: async () => undefined };
    report('by keyboard', hands, await openFirstShop(page, hands, given));
    await context.close();
  });

  it('every page on the way has nothing that axe reports, in light and dark, and fits 360 pixels', async () => {
    const { page, context } = await newPerson(browser);
    const faults: string[] = [];
    const seen: string[] = [];
    const onPage = async (name: string) => {
      seen.push(name);
      faults.push(...(await faultsOf(page, crossedLooks)).map((fault) => `${name}: ${fault}`));
    };
    await openFirstShop(page, mouse(page), { url: server.url, newcomer: newcomer('Pia'), onPage });
    expect(faults).toEqual([]);
    expect(seen.length).toBeGreaterThanOrEqual(13);
    await context.close();
  });
});

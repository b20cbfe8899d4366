/** How long a person waits for the back office: from the address to a list with rows in it. */
import type { Browser, Page, Request } from 'playwright-core';
import { newPerson, openBrowser } from '../support/browser.ts';
import { goodPassword } from '../support/people.ts';
import { type Bench, quantiles, tell } from './admin-measures.ts';

const visits = 5;
const mustMs = 1500;
const mustKilobytes = 1000;

/** Each visit once with an empty cache and once more with a filled one. */
export async function openInBrowser({ hub, found }: Bench, username: string): Promise<void> {
  const url = `http://127.0.0.1:${hub.port}`;
  const browser = await openBrowser();
  try {
    const first: Opened[] = [];
    const again: Opened[] = [];
    for (let visit = 0; visit < visits; visit += 1) {
      tell(`browser: visit ${visit + 1} of ${visits}`);
      const page = await signedIn(browser, url, username);
      first.push(await open(page, url));
      again.push(await open(page, url));
      await page.context().close();
    }
    const median = (opened: readonly Opened[]) => quantiles(opened.map(({ ms }) => ms)).p50;
    const kilobytes = Math.max(...first.map((each) => each.kilobytes));
    console.log(
      `\nBrowser, median of ${visits}: a usable list after ${median(first)} ms with an empty cache (${kilobytes.toFixed(0)} KB), ${median(again)} ms again (${again[0]?.kilobytes.toFixed(0)} KB)`,
    );
    found.add('A usable list in a browser, empty cache', median(first), mustMs, 'ms');
    found.add('A usable list in a browser, again', median(again), mustMs, 'ms');
    found.add('First load', kilobytes, mustKilobytes, 'KB');
  } finally {
    await browser.close();
  }
}

async function signedIn(browser: Browser, url: string, username: string): Promise<Page> {
  const { page } = await newPerson(browser);
  await page.goto(`${url}/accounts/login/`);
  await page.fill('[name=username]', username);
  await page.fill('[name=password]', goodPassword);
  await page.press('[name=password]', 'Enter');
  await page.waitForURL((address) => !address.pathname.includes('login'));
  return page;
}

interface Opened {
  ms: number;
  /** That came over the wire. */
  kilobytes: number;
}

async function open(page: Page, url: string): Promise<Opened> {
  const sizes: Promise<number>[] = [];
  const count = (request: Request) =>
    sizes.push(
      request.sizes().then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize),
    );
  page.on('requestfinished', count);
  const startedAt = performance.now();
  await page.goto(`${url}/admin/resources/Transaction`);
  await page.locator('tr[data-row-id]').first().waitFor();
  const ms = performance.now() - startedAt;
  page.off('requestfinished', count);
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  return { ms, kilobytes: bytes / 1000 };
}

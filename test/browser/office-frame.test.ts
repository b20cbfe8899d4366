/** The back office's frame in a real browser: what its pages load, in which language and colours, and on a disk that nobody may
 *  write to but for the data. */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildServer } from '../../server/build.ts';
import { newPerson, noBrowser, openBrowser, type Person, picture } from '../support/browser.ts';
import { startDemoHub } from '../support/demo-hub.ts';
import { freePort } from '../support/free-port.ts';
import type { TestServer } from '../support/server.ts';

const title = `the back office at the browser${noBrowser ? ` (skipped: ${noBrowser})` : ''}`;

/** One page of each kind. */
const pages = [
  '/admin',
  '/admin/resources/Transaction',
  '/admin/resources/Product?filters.companyId=1',
  '/admin/resources/Country/actions/new',
  '/admin/resources/Company/records/1/show',
  '/admin/resources/Closure/records/1/show',
  '/admin/resources/Store/records/1/show',
];
const ready =
  '.gate-page:visible, .gate-document:visible, tbody tr:visible, form:has(input:not([type=hidden])):visible';

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
    await person.page.goto(`${server.url}/accounts/login/`);
    await person.page.fill('#username', 'staff@demo.test');
    await person.page.fill('#password', 'demo-staff-pass');
    await person.page.click('main button[type=submit]');
    await person.page.waitForURL('**/dashboard/');
    return person;
  }

  const open = async (page: Page, address: string) => {
    await page.goto(server.url + address);
    await page.waitForSelector(ready);
    await page.waitForLoadState('networkidle');
  };

  it('breaks no rule of its security policy and asks no other host on any kind of page', async () => {
    const { page, hosts, errors, context } = await staff();
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    await open(page, '/admin');
    await page.waitForSelector('.gate-card-title a');
    // What the tiles lead to is there, with the filter that they set.
    const tiles = await page.$$eval('.gate-card-title a', (links) =>
      links.map((link) => link.getAttribute('href') ?? ''),
    );
    expect(tiles.length).toBeGreaterThan(6);
    for (const address of new Set([...pages, ...tiles])) {
      await page.goto(server.url + address);
      await page.waitForLoadState('networkidle');
      expect({ address, errors }).toEqual({ address, errors: [] });
    }
    expect([...hosts]).toEqual([new URL(server.url).host]);
    await context.close();
  });

  it('loads its scripts once and takes them from the cache for every page after', async () => {
    const { page, context } = await staff();
    await open(page, '/admin/resources/Store');
    const { bytes, count } = await page.evaluate(weight);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(500_000);
    expect(count).toBeLessThan(8);
    await open(page, '/admin/resources/Terminal');
    expect((await page.evaluate(weight)).bytes).toBe(0);
    await context.close();
  });

  it('changes language and colours from the account’s corner, for the portal too', async () => {
    const { page, context, errors } = await staff();
    await open(page, '/admin/resources/Store');
    await page.click('.gate-languages summary');
    await page.click('.gate-languages button[value=de]');
    await page.waitForSelector('html[lang=de]');
    await page.waitForSelector('tbody tr');
    expect(new URL(page.url()).pathname).toBe('/admin/resources/Store');
    expect(await page.textContent('.gate-nav')).toContain('Sortiment');
    expect(await page.textContent('#app')).toContain('Filialen');
    await page.click('button[name=theme][value=dark]');
    await page.waitForSelector('html.is-dark');
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(13, 20, 24)');
    await page.goto(`${server.url}/dashboard/`);
    expect(await page.getAttribute('html', 'lang')).toBe('de');
    expect(await page.getAttribute('html', 'data-bs-theme')).toBe('dark');
    await page.goto(`${server.url}/admin`);
    await page.click('.gate-languages summary');
    await page.click('.gate-languages button[value=en]');
    await page.waitForSelector('html[lang=en]');
    await page.click('button[name=theme][value=light]');
    await page.waitForSelector('html.is-light');
    expect(errors).toEqual([]);
    await context.close();
  });

  it('shows the live figures, pauses while nobody looks, and says so when the connection is lost', async () => {
    const { page, context } = await staff({ width: 390, height: 800 });
    await open(page, '/admin');
    await page.waitForSelector('.gate-live.is-live');
    await page.waitForSelector('text=Free disk space');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await picture(page, 'office-live-phone');
    await page.evaluate(hide, true);
    await page.waitForSelector('.gate-live.is-paused');
    await page.route('**/admin/api/hub/live', (route) => route.abort());
    await page.evaluate(hide, false);
    await page.waitForSelector('.gate-live.is-lost');
    await page.unroute('**/admin/api/hub/live');
    await page.waitForSelector('.gate-live.is-live', { timeout: 60_000 });
    await context.close();
  });

  it('opens its menu as a drawer on a phone, by a button that says what it is', async () => {
    const { page, context, errors } = await staff({ width: 390, height: 800, dark: true });
    await open(page, '/admin/resources/Store');
    expect(await page.isVisible('.gate-nav')).toBe(false);
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.waitForSelector('.gate-nav', { state: 'visible' });
    await picture(page, 'office-drawer');
    expect(errors).toEqual([]);
    await context.close();
  });

  it('lays nothing of its bar over anything else on the smallest phone', async () => {
    const { page, context } = await staff({ width: 360, height: 740 });
    await open(page, '/admin/resources/Store');
    const controls = await page.$$eval('.gate-top :is(button, a, summary):not(.gate-drop-menu *)', (found) =>
      found.map((one) => ({ box: one.getBoundingClientRect(), name: one.className })),
    );
    const shown = controls.filter(({ box }) => box.width > 0).sort((a, b) => a.box.left - b.box.left);
    expect(shown.length).toBeGreaterThanOrEqual(6);
    const over = shown.filter(({ box }, place) => box.left < (shown[place - 1]?.box.right ?? 0) || box.right > 360);
    expect(over.map(({ name }) => name)).toEqual([]);
    await context.close();
  });
});

/** A name space of its own in which the whole checkout is read-only; null where the system does not let us. */
const canMount = process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0;
const readOnly =
  'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && cd "$1" && touch x 2>/dev/null && exit 9; shift; exec "$@"';

describe.skipIf(noBrowser || !canMount)(`on a read-only disk${canMount ? '' : ' (skipped: may not mount)'}`, () => {
  it('the hub starts and a browser shows a list, with only the data folder to write to', {
    timeout: 180_000,
  }, async () => {
    await using server = await startDemoHub();
    const port = await freePort();
    const env = { ...process.env, ...server.env, PORT: String(port), NODE_ENV: 'production' };
    await buildServer();
    // As `npm start` does it.
    const command = ['sh', '-c', '"$0" --import tsx server/build.ts && exec "$0" dist/start.mjs', process.execPath];
    const hub = spawn('unshare', ['-m', 'sh', '-c', readOnly, 'sh', process.cwd(), ...command], {
      env,
      stdio: 'ignore',
    });
    const url = `http://127.0.0.1:${port}`;
    const browser = await openBrowser();
    try {
      await expect
        .poll(
          () =>
            fetch(`${url}/readyz`).then(
              ({ ok }) => ok,
              () => false,
            ),
          { timeout: 90_000 },
        )
        .toBe(true);
      expect(hub.exitCode).toBeNull();
      const { page, errors } = await newPerson(browser);
      await page.goto(`${url}/accounts/login/`);
      await page.fill('#username', 'staff@demo.test');
      await page.fill('#password', 'demo-staff-pass');
      await page.click('main button[type=submit]');
      await page.waitForURL('**/dashboard/');
      await page.goto(`${url}/admin/resources/Store`);
      await page.waitForSelector('tbody tr');
      expect(await page.textContent('#app')).toContain('Stores');
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
      hub.kill();
      await once(hub, 'exit');
    }
  });
});

/** Bytes of scripts and styles of the back office that came over the net for this page. Runs in the browser. */
function weight(): { bytes: number; count: number } {
  const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  const own = entries.filter(({ name, transferSize }) => name.includes('/admin/assets/') && transferSize > 0);
  return { bytes: own.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0), count: own.length };
}

/** Tells the page that its tab is hidden or seen. Runs in the browser. */
function hide(isHidden: boolean): void {
  Object.defineProperty(document, 'hidden', { configurable: true, value: isHidden });
  document.dispatchEvent(new Event('visibilitychange'));
}

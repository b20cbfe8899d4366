/** Markup in every column that holds somebody's words, and then every page: of the portal, of the reports, of the back office. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitions } from '../../admin/resources/index.ts';
import { routes } from '../../portal/routes.ts';
import { catalogue } from '../../reports/catalogue.ts';
import { everything } from '../admin/everything.ts';
import { newPerson, noBrowser, openBrowser, type Person } from '../support/browser.ts';
import { goodPassword, makeStaff } from '../support/people.ts';
import { Visitor } from '../support/visitor.ts';
import { addressOf } from './walk/addresses.ts';
import { drench, evil, rawEvil } from './walk/drench.ts';
import { makeWorld, type World } from './walk/world.ts';

let world: World;
let columns = 0;
beforeAll(async () => {
  world = await makeWorld();
  const { db } = world.server.deps;
  await makeStaff(db, 'the.staff', { role: 'superuser' });
  await everything(db, 'drenched');
  columns = await drench(db);
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

const pages = () => [
  ...routes
    .filter(({ page, path }) => page && path !== '/' && !/:token|export/.test(path))
    .map(({ path }) => addressOf(path, () => world.ours)),
  ...['', '/day', '/receipts', '/company', '/targets', '/schedules', '/accountant', '/definitions'].map(reportPath),
  ...catalogue.map(({ name }) => reportPath(`/${name}`)),
];
const reportPath = (path: string) => `/reports${path}?company=${world.ours.slug}&range=90-days`;

describe('words that are markup, in every column that holds words', () => {
  it('stand in more than a hundred of them', () => {
    expect(columns).toBeGreaterThan(100);
  });

  it('are text on every page of the portal and of the reports, for an owner and for an administrator', async () => {
    const wrong: string[] = [];
    const said = new Set<string>();
    for (const name of ['alder.owner', 'the.administrator']) {
      for (const path of pages()) {
        const { status, body, headers } = await world.actor(name).visitor.get(path);
        if (!headers.get('content-type')?.startsWith('text/html')) continue;
        if (status >= 500 || rawEvil.test(body)) wrong.push(`${name} ${path} ${status}`);
        if (body.includes('&lt;img src&#x3D;x')) said.add(path);
      }
    }
    expect(wrong).toEqual([]);
    expect(said.size, 'and most of the pages say some of them').toBeGreaterThan(40);
  }, 120_000);

  it('are text in the frame of the back office, whoever is called like that', async () => {
    const staff = new Visitor(world.server.url);
    await staff.signIn('the.staff', goodPassword);
    const wrong: string[] = [];
    for (const path of ['', ...definitions.map(({ model }) => `/resources/${model}`)]) {
      const { status, body } = await staff.get(`/admin${path}`);
      if (status !== 200 || rawEvil.test(body)) wrong.push(`${path} ${status}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe.skipIf(noBrowser)(`in a browser${noBrowser ? ` (skipped: ${noBrowser})` : ''}`, { timeout: 180_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  async function signedIn(name: string): Promise<Person> {
    const person = await newPerson(browser);
    await person.page.goto(`${world.server.url}/accounts/login/`);
    await person.page.fill('#username', name);
    await person.page.fill('#password', goodPassword);
    await person.page.click('button[type=submit] >> text=Sign in');
    await person.page.waitForURL('**/dashboard/');
    return person;
  }

  /** What has become of the markup on the page at hand. */
  const became = ({ page }: Person) =>
    page.evaluate(() => ({
      hasRun: 'ran' in window,
      elements: document.querySelectorAll('img[src="x"], [onerror]').length,
      says: document.body.textContent.includes('<img src=x') || document.body.innerHTML.includes('&lt;img src=x'),
    }));

  async function walk(person: Person, paths: readonly string[]): Promise<number> {
    const wrong: string[] = [];
    let saying = 0;
    for (const path of paths) {
      await person.page.goto(world.server.url + path, { waitUntil: 'networkidle' });
      const { hasRun, elements, says } = await became(person);
      if (hasRun || elements > 0) wrong.push(`${path} ${hasRun} ${elements}`);
      saying += Number(says);
    }
    expect(wrong).toEqual([]);
    expect(person.errors.filter((error) => /Content Security Policy|Refused to/.test(error))).toEqual([]);
    await person.context.close();
    return saying;
  }

  it('no script of an owner’s page is anybody’s words', async () => {
    const { slug, ids } = world.ours;
    const paths = [
      ...['/dashboard/', '/accounts/profile/', `/home/${slug}/`, `/companies/${slug}/`, `/catalog/${slug}/`],
      ...[`/receipts/${slug}/`, `/receipts/${slug}/${ids['receipt']}/`, `/closures/${slug}/${ids['closure']}/`],
      ...[
        `/tills/${slug}/${ids['till']}/`,
        `/layouts/${slug}/${ids['layout']}/`,
        `/layouts/${slug}/${ids['layout']}/edit/`,
      ],
      ...['sales-by-day', 'sales-by-product', 'sales-by-cashier'].map((name) => reportPath(`/${name}`)),
      reportPath('/live'),
    ];
    expect(
      await walk(
        await signedIn('alder.owner'),
        paths.filter((path) => !path.startsWith('/reports/live')),
      ),
    ).toBeGreaterThan(10);
  });

  it('no script of the back office is anybody’s words: neither lists nor records', async () => {
    const { ids } = world.ours;
    const models = [
      'Company',
      'Store',
      'Terminal',
      'Product',
      'Customer',
      'User',
      'Transaction',
      'AuditEntry',
      'DeviceEvent',
    ];
    const paths = [
      '/admin',
      ...models.map((model) => `/admin/resources/${model}`),
      ...['show', 'edit'].map((action) => `/admin/resources/Product/records/${ids['product']}/${action}`),
      `/admin/resources/Customer/records/${ids['customer']}/show`,
    ];
    expect(await walk(await signedIn('the.staff'), paths)).toBeGreaterThan(8);
  });

  it('sees words that are markup when there are some: the walk can fail', async () => {
    const person = await newPerson(browser);
    await person.page.setContent(`<p>${evil}</p>`);
    expect((await became(person)).elements).toBeGreaterThan(0);
    await person.context.close();
  });
});

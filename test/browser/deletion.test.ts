/** Two owners end their company in a real browser, with scripts and without; one of them could have stopped it. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMember } from '../../server/domain/tenancy/index.ts';
import { faultsOf } from '../support/accessible.ts';
import { newPerson, noBrowser, openBrowser, picture } from '../support/browser.ts';
import { goodPassword, hubCtx, makeCompany, makeUser } from '../support/people.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const title = `deletion in a browser${noBrowser ? ` (skipped: ${noBrowser})` : ''}`;

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

  async function owner(username: string, scripts: boolean, { url } = server) {
    const person = await newPerson(browser, { scripts });
    await person.page.goto(`${url}/accounts/login/`);
    await person.page.fill('#username', username);
    await person.page.fill('#password', goodPassword);
    await person.page.click('main form button[type=submit]');
    await person.page.waitForURL(`${url}/dashboard/`);
    return person;
  }

  const submit = (page: Page) => page.click('main form button[type=submit]');
  const pending = (companyId: number) =>
    server.deps.db.reader.companyDeletionRequest.findUniqueOrThrow({ where: { pendingKey: companyId } });

  it.each([
    ['with scripts', true],
    ['without scripts', false],
  ])(
    'F-TEN-9: needs both owners, is seen by all, and is stopped by either until it happens, %s',
    async (how, scripts) => {
      const name = `Ending ${how}`;
      const shop = await makeCompany(server.deps.db, name);
      const { id: userId } = await makeUser(server.deps.db, `second.${scripts}`);
      await addMember(hubCtx(server.deps.db), { companyId: shop.id, userId, isOwner: true, isAdministrator: true });
      const first = await owner(shop.ownerName, scripts);
      const second = await owner(`second.${scripts}`, scripts);
      const address = `${server.url}/companies/${shop.slug}/delete/`;

      // Another name ends nothing; what was typed stays, the password does not.
      await first.page.goto(address);
      await first.page.fill('#name', 'Something else');
      await first.page.fill('#proof', goodPassword);
      await submit(first.page);
      expect(await first.page.inputValue('#name')).toBe('Something else');
      expect(await first.page.inputValue('#proof')).toBe('');
      expect(await first.page.locator('[aria-invalid=true]').count()).toBeGreaterThan(0);

      await first.page.fill('#name', name);
      await first.page.fill('#proof', goodPassword);
      await submit(first.page);
      await first.page.goto(address);
      expect(await first.page.textContent('main')).toContain(`second.${scripts}`);
      expect((await pending(shop.id)).eraseAt).toBeNull();

      // The other owner sees it on whatever page of the company, approves, and the days begin.
      await second.page.goto(`${server.url}/companies/${shop.slug}/`);
      await second.page.click('.gate-page a[href$="/delete/"] >> nth=0');
      await picture(second.page, `deletion-pending-${scripts ? 'scripts' : 'plain'}`);
      if (scripts) expect(await faultsOf(second.page)).toEqual([]);
      await second.page.click('main a[href$="/delete/approve/"]');
      await second.page.fill('#proof', goodPassword);
      await submit(second.page);
      const { eraseAt, approvedAt } = await pending(shop.id);
      expect((eraseAt?.getTime() ?? 0) - (approvedAt?.getTime() ?? 0)).toBe(7 * 86_400_000);

      // Either of them stops it.
      await first.page.goto(address);
      await first.page.click('main a[href$="/delete/cancel/"]');
      await submit(first.page);
      await first.page.goto(address);
      expect(await first.page.locator('#name').count()).toBe(1);
      expect(await server.deps.db.reader.companyDeletionRequest.count({ where: { pendingKey: shop.id } })).toBe(0);
      expect([...first.errors, ...second.errors]).toEqual([]);
      await first.context.close();
      await second.context.close();
    },
  );

  it('F-TEN-9: happens once the second owner has approved and no days are promised: the company is gone for both', async () => {
    await using prompt = await startTestServer({ env: { COMPANY_DELETION_COOL_OFF_DAYS: '0' } });
    const { db } = prompt.deps;
    const shop = await makeCompany(db, 'Gone for good');
    const { id: userId } = await makeUser(db, 'second.gone');
    await addMember(hubCtx(db), { companyId: shop.id, userId, isOwner: true, isAdministrator: true });
    const first = await owner(shop.ownerName, true, prompt);
    const second = await owner('second.gone', true, prompt);
    await first.page.goto(`${prompt.url}/companies/${shop.slug}/delete/`);
    await first.page.fill('#name', 'Gone for good');
    await first.page.fill('#proof', goodPassword);
    await submit(first.page);
    await second.page.goto(`${prompt.url}/companies/${shop.slug}/delete/approve/`);
    await second.page.fill('#proof', goodPassword);
    await submit(second.page);
    for (const { page } of [first, second]) {
      await expect
        .poll(async () => (await page.goto(`${prompt.url}/companies/${shop.slug}/`))?.status(), { timeout: 30_000 })
        .toBe(404);
      await page.goto(`${prompt.url}/companies/`);
      expect(await page.textContent('main')).not.toContain('Gone for good');
    }
    expect(await db.reader.company.count({ where: { id: shop.id, deletedAt: null } })).toBe(0);
    expect([...first.errors, ...second.errors].filter((error) => !error.includes('404'))).toEqual([]);
  });
});

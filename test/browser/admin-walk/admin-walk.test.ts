/** Every list of the back office, by everybody who works there: over HTTP in every way, in a browser page by page. */

import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitions } from '../../../admin/resources/index.ts';
import { rowOperationsOf } from '../../../server/domain/row-operations/index.ts';
import { crossedLooks, faultsOf } from '../../support/accessible.ts';
import { newPerson, noBrowser, openBrowser, type Person } from '../../support/browser.ts';
import { changeARow, undoAtApi, undoByHand } from './undo.ts';
import { Desk, goTo, openWalkedHub, roles, type WalkedHub, wear } from './walk.ts';

const shots = process.env['GATE_WALK_SHOTS'];

/** Lists whose rows have a form. */
const editable = definitions.filter(({ model }) => rowOperationsOf(model)?.canEdit);

let hub: WalkedHub;
const desk = (role: (typeof roles)[number]) => new Desk(hub.server.url, hub.cookies[role]);
const listOf = (model: string, query = '') => `/admin/api/resources/${model}/actions/list?${query}`;
const isSeenBy = (role: (typeof roles)[number]) => definitions.filter((each) => each.visibleTo?.includes(role) ?? true);

beforeAll(async () => {
  hub = await openWalkedHub();
}, 180_000);
afterAll(() => hub?.server[Symbol.asyncDispose]());

describe('F-PLAT-13: every list of the back office', () => {
  for (const role of roles) {
    it(`is listed, filtered, sorted, paged and shown to ${role}`, { timeout: 300_000 }, async () => {
      const at = desk(role);
      const faults: string[] = [];
      const ask = async (address: string) => {
        const answer = await at.get(address);
        if (answer.status !== 200) faults.push(`${answer.status} ${address}`);
        return answer.body;
      };
      for (const { model, filters } of isSeenBy(role)) {
        const { meta, records = [] } = await ask(listOf(model, 'perPage=5'));
        if (records.length === 0) faults.push(`${model} has no row to look at`);
        const sorts = Object.keys(meta?.sorts ?? {}).filter((name) => meta?.sorts[name]);
        for (const name of sorts.slice(0, 3)) await ask(listOf(model, `sortBy=${name}&direction=asc&perPage=5`));
        const companyId = hub.rows.get('Company')?.['id'];
        if (filters.includes('companyId')) await ask(listOf(model, `filters.companyId=${companyId}`));
        if (Number(meta?.total) > 10) {
          const third = await ask(listOf(model, 'perPage=5&page=3'));
          const first = new Set(records.map(({ id }) => id));
          if (third.records?.some(({ id }) => first.has(id))) faults.push(`${model}: page 3 repeats page 1`);
        }
        const [record] = records;
        if (record) await ask(`/admin/api/resources/${model}/records/${record.id}/show`);
      }
      expect(faults).toEqual([]);
    });
  }
});

describe('rows that people change', () => {
  const writable = definitions.filter(({ model }) => rowOperationsOf(model) !== null);

  it('are edited, saved and put back from their history by superusers and operators', {
    timeout: 300_000,
  }, async () => {
    const faults: string[] = [];
    for (const role of ['superuser', 'operator'] as const) {
      const at = desk(role);
      for (const { model } of editable) {
        const change = await changeARow(at, model);
        const fault = typeof change === 'string' ? change : await undoAtApi(at, change);
        if (fault) faults.push(`${role} ${model}: ${fault}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('are offered to nobody who only reads, and refused without a trace', { timeout: 300_000 }, async () => {
    const at = desk('support');
    const before = await hub.server.deps.db.reader.auditEntry.count();
    const faults: string[] = [];
    for (const { model, visibleTo } of writable) {
      if (visibleTo && !visibleTo.includes('support')) continue;
      const { body } = await at.get(listOf(model, 'perPage=1'));
      const [record] = body.records ?? [];
      if (!record) continue;
      const offered = (record.recordActions ?? []).map(({ name }) => name);
      if (offered.includes('edit') || offered.includes('delete')) faults.push(`${model} offers ${offered}`);
      const base = `/admin/api/hub/records/${model}`;
      const tries = [
        (await at.get(`${base}/${record.id}/form`)).status,
        await at.post(`${base}/${record.id}/save`, { seen: '0', values: '{"name":"x"}' }),
        await at.post(`${base}/${record.id}/remove`, { seen: '0' }),
        await at.post(`${base}/new`, { values: '{"name":"x"}' }),
        await at.post('/admin/api/hub/bulk', { model, kind: 'delete', filters: '{}' }),
      ];
      if (tries.some((status) => status !== 403)) faults.push(`${model} answers ${tries}`);
    }
    expect(faults).toEqual([]);
    expect(await hub.server.deps.db.reader.auditEntry.count()).toBe(before);
  });
});

describe.skipIf(noBrowser)(`in a browser${noBrowser ? ` (skipped: ${noBrowser})` : ''}`, { timeout: 300_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
    if (shots) mkdirSync(shots, { recursive: true });
  });
  afterAll(() => browser?.close());

  async function enter(role: (typeof roles)[number]): Promise<Person> {
    const person = await newPerson(browser);
    await wear(person.page, hub.server.url, hub.cookies[role]);
    await person.page.goto(`${hub.server.url}/admin`);
    await person.page.waitForSelector('.gate-nav');
    return person;
  }

  /** @param told what the console says of refusals that were meant */
  function expectPeace({ hosts, errors }: Person, told = /^$/): void {
    expect(errors.filter((error) => !told.test(error))).toEqual([]);
    expect([...hosts]).toEqual([new URL(hub.server.url).host]);
  }

  it('every list and a row of it open, without an error or a request to elsewhere', async () => {
    const person = await enter('superuser');
    const { page } = person;
    for (const { model } of isSeenBy('superuser')) {
      await goTo(page, `/admin/resources/${model}`);
      await page.waitForSelector(`.gate-list[aria-busy=false] tbody tr`);
      expect([model, await page.locator('[role=alert]').allTextContents()]).toEqual([model, []]);
      if (shots) await page.screenshot({ path: `${shots}/${model}-list.png` });
      const { body } = await desk('superuser').get(listOf(model, 'perPage=1'));
      await goTo(page, `/admin/resources/${model}/records/${body.records?.[0]?.id}/show`);
      await page.waitForSelector('.gate-title');
      if (shots) await page.screenshot({ path: `${shots}/${model}-show.png` });
    }
    expectPeace(person);
    await person.context.close();
  });

  it('a page is called by the words that are seen on it, by its title and to whoever only hears it', async () => {
    const { page, context } = await enter('superuser');
    await context.addCookies([{ name: 'gate_language', value: 'de', url: hub.server.url }]);
    await page.reload();
    await goTo(page, '/admin/resources/VatRate');
    await page.waitForSelector(`.gate-list[aria-busy=false] tbody tr`);
    expect(await page.title()).toBe('MwSt.-Sätze · SaleFlex.GATE');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('MwSt.-Sätze');
    await context.close();
  });

  it('a row of every list is changed and saved, and undo puts the value back', { timeout: 600_000 }, async () => {
    const person = await enter('operator');
    const { page } = person;
    const faults: string[] = [];
    let undone = 0;
    for (const { model } of editable) {
      const fault = await undoByHand(page, desk('operator'), model);
      if (fault) faults.push(`${model}: ${fault}`);
      else undone += 1;
    }
    expect(faults).toEqual([]);
    expect(undone).toBe(editable.length);
    // A row whose change is refused makes way for the next one.
    expectPeace(person, /the server responded with a status of 400/);
    await person.context.close();
  });

  const waysToNew = (page: Page) => page.locator('a[href$="/actions/new"]').count();

  it('the form of a new row is opened by a button, and headed by what is new, once', async () => {
    const person = await enter('operator');
    const { page } = person;
    await goTo(page, '/admin/resources/Product');
    await page.waitForSelector(`.gate-list[aria-busy=false] tbody tr`);
    expect(await waysToNew(page)).toBeGreaterThan(0);
    await goTo(page, '/admin/resources/Product/actions/new');
    await page.waitForSelector('[data-gate-form]');
    expect(await page.getByRole('heading', { name: /new/i }).allTextContents()).toEqual(['New product']);
    expect(await page.title()).toBe('New product · SaleFlex.GATE');
    if (shots) await page.screenshot({ path: `${shots}/Product-new.png` });
    expectPeace(person);
    await person.context.close();
  });

  it('who only reads finds nothing to press that changes a row', async () => {
    const person = await enter('support');
    const { page } = person;
    for (const model of ['Product', 'Customer', 'Transaction', 'QuarantinedItem', 'Company']) {
      await goTo(page, `/admin/resources/${model}`);
      await page.waitForSelector('.gate-list[aria-busy=false] tbody tr');
      const words = (await page.locator('.gate-list').allTextContents()).join(' ');
      for (const word of ['Change rows', 'Import']) expect([model, words.includes(word)]).toEqual([model, false]);
      expect([model, await waysToNew(page)]).toEqual([model, 0]);
      const { body } = await desk('support').get(listOf(model, 'perPage=1'));
      await goTo(page, `/admin/resources/${model}/records/${body.records?.[0]?.id}/show`);
      await page.waitForSelector('.gate-title');
      expect(await page.locator('a[href$="/edit"]').count()).toBe(0);
    }
    expectPeace(person);
    await person.context.close();
  });

  it('each kind of page has no fault of accessibility', async () => {
    const person = await enter('superuser');
    const { page } = person;
    const found: string[] = [];
    const kinds = ['Product', 'Transaction', 'Closure'];
    for (const model of kinds) {
      await goTo(page, `/admin/resources/${model}`);
      await page.waitForSelector('.gate-list[aria-busy=false] tbody tr');
      found.push(...(await faultsOf(page, crossedLooks)).map((fault) => `${model} list: ${fault}`));
      const { body } = await desk('superuser').get(listOf(model, 'perPage=1'));
      await goTo(page, `/admin/resources/${model}/records/${body.records?.[0]?.id}/show`);
      await page.waitForSelector('.gate-title');
      found.push(...(await faultsOf(page, crossedLooks)).map((fault) => `${model} show: ${fault}`));
    }
    await goTo(page, '/admin/pages/bulk?new=Product');
    await page.waitForSelector('.gate-bulk-form');
    found.push(...(await faultsOf(page, crossedLooks)).map((fault) => `bulk form: ${fault}`));
    expect(found).toEqual([]);
    await person.context.close();
  });
});

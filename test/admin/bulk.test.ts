import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workOnBulkChange } from '../../server/domain/bulk-change/index.ts';
import { putProducts } from '../../server/domain/catalog/index.ts';
import { digestRows } from '../support/company-rows.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { fillShelf, type Shelf } from '../support/shelf.ts';
import { type Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
let office: Office;
let staff: Browser;
let shelf: Shelf;

const base = '/admin/api/hub/bulk';
const dearer = { column: 'purchasePriceE4', way: 'percent', value: '+5', step: '0.05', rounding: 'half-up' };

interface View {
  id: string;
  state: string;
  rowCount: number;
  changed: number;
  refused: number;
  undone: number;
  canUndo: boolean;
  what: string[];
  company: string;
}

interface RowPage {
  rows: {
    title: string;
    outcome: string;
    diffs: { label: string; before: string; after: string }[];
    faults: string[];
  }[];
  next: number | null;
}

async function read<T>(browser: Browser, address: string): Promise<T> {
  return (await (await browser.get(base + address)).json()) as T;
}

function begin(browser: Browser, fields: Record<string, string>): Promise<Response> {
  return browser.post(base, { model: 'Product', kind: 'edit', changes: JSON.stringify([dearer]), ...fields });
}

/** Begins a change and lets the worker find out what would come of it. */
async function begun(browser: Browser, fields: Record<string, string>): Promise<string> {
  const answer = await begin(browser, fields);
  expect(answer.status).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  await expect.poll(() => stateOf(id)).not.toBe('collecting');
  await work();
  return id;
}

async function stateOf(id: string): Promise<string> {
  return (await test.db.reader.bulkChange.findUniqueOrThrow({ where: { id } })).state;
}

function work(): Promise<boolean> {
  return workOnBulkChange(hubCtx(test.db, new Date()));
}

async function digest(companyId: number) {
  const { BulkChange: _, BulkChangeRow: __, ...others } = await digestRows(test.db, companyId);
  return others;
}

beforeAll(async () => {
  office = await openOffice(test.db);
  staff = await office.person('bulk-staff', { role: 'operator' });
  shelf = await fillShelf(test.db, 120);
});
afterAll(() => office[Symbol.asyncDispose]());

const ofShelf = () => ({ filters: JSON.stringify({ 'filters.companyId': String(shelf.companyId) }) });

describe('changing many rows in the back office', () => {
  it('F-UI-2: shows before anything changes what would become of each row, then does it and undoes it', async () => {
    const before = await digest(shelf.companyId);
    const form = await read<{ total: number; columns: { name: string }[] }>(
      staff,
      `/form/Product?filters.companyId=${shelf.companyId}`,
    );
    expect(form.total).toBe(120);
    const columns = form.columns.map(({ name }) => name);
    expect(columns).toContain('purchasePriceE4');
    for (const name of ['id', 'code', 'companyId', 'version']) expect(columns).not.toContain(name);

    const id = await begun(staff, ofShelf());
    expect(await read<View>(staff, `/${id}`)).toMatchObject({ state: 'checked', rowCount: 120, changed: 120 });
    expect((await read<View>(staff, `/${id}`)).what).toEqual(['Purchase price: +5 %, rounded to 0.05']);
    expect(await digest(shelf.companyId)).toEqual(before);
    const first = await read<RowPage>(staff, `/${id}/rows`);
    expect(first.rows).toHaveLength(50);
    const second = await read<RowPage>(staff, `/${id}/rows?after=${first.next}`);
    const last = await read<RowPage>(staff, `/${id}/rows?after=${second.next}`);
    expect([second.rows.length, last.rows.length, last.next]).toEqual([50, 20, null]);
    const three = [...first.rows, ...second.rows, ...last.rows].find(({ title }) => title.includes('Tea 3'));
    expect(three?.outcome).toBe('pending');

    expect((await staff.post(`${base}/${id}/apply`)).status).toBe(200);
    await work();
    expect(await read<View>(staff, `/${id}`)).toMatchObject({ state: 'done', changed: 120, canUndo: true });
    // 3.00 + 5 % = 3.15; 7.00 + 5 % = 7.35; 1.00 + 5 % = 1.05
    const prices = await test.db.reader.product.findMany({ where: { companyId: shelf.companyId } });
    for (const { code, purchasePriceE4 } of prices) expect(purchasePriceE4).toBe(BigInt(code) * 10_500n);

    expect((await staff.post(`${base}/${id}/undo`)).status).toBe(200);
    await work();
    expect(await read<View>(staff, `/${id}`)).toMatchObject({ state: 'undone', undone: 120, canUndo: false });
    const back = await test.db.reader.product.findMany({ where: { companyId: shelf.companyId } });
    for (const { code, purchasePriceE4 } of back) expect(purchasePriceE4).toBe(BigInt(code) * 10_000n);
    expect((await read<{ changes: View[] }>(staff, '')).changes[0]).toMatchObject({ id });
  });

  it('takes chosen rows, names what was refused beside its row, and gives it as a file without formulas', async () => {
    const [first = '', second = ''] = shelf.ids;
    const row = { id: second, code: '=cmd|1', purchasePriceE4: 20_000n };
    const { companyId, mainGroupId, subGroupId } = shelf;
    const named = { ...row, name: 'Tea 2', mainGroupId, subGroupId };
    await putProducts(hubCtx(test.db), { companyId, rows: [named] });
    const cheaper = { column: 'purchasePriceE4', way: 'add', value: '-2.50' };
    const id = await begun(staff, { ids: JSON.stringify([first, second]), changes: JSON.stringify([cheaper]) });
    expect(await read<View>(staff, `/${id}`)).toMatchObject({ rowCount: 2, changed: 0, refused: 2 });
    const refused = await read<RowPage>(staff, `/${id}/rows?outcome=refused`);
    expect(refused.rows[0]?.faults[0]).toContain('Purchase price');
    const file = await staff.get(`${base}/${id}/refused.csv`);
    expect(file.headers.get('content-disposition')).toContain('attachment');
    const text = await file.text();
    expect(text).toContain(first);
    expect(text).not.toMatch(/(^|,)=cmd/m);
    expect(text).toContain("'=cmd|1");
    const nothing = await staff.post(`${base}/${id}/apply`);
    expect(nothing.status).toBe(409);
  });

  it('refuses what makes no sense, at its line, and begins nothing', async () => {
    const before = await test.db.reader.bulkChange.count();
    const wrong: [object[], number][] = [
      [[{ ...dearer, value: 'much' }], 0],
      [[dearer, { column: 'code', way: 'set', value: 'x' }], 1],
      [[{ column: 'name', way: 'clear', value: '' }], 0],
      [[{ column: 'name', way: 'percent', value: '+5' }], 0],
      [[{ column: 'nameFolded', way: 'set', value: 'x' }], 0],
      [[{ column: 'minStockE4', way: 'set', value: 'many' }], 0],
    ];
    for (const [changes, line] of wrong) {
      const answer = await begin(staff, { ...ofShelf(), changes: JSON.stringify(changes) });
      const problem = (await answer.json()) as { errors?: { path: string }[] };
      expect([answer.status, problem.errors?.[0]?.path]).toEqual([400, `changes.${line}`]);
    }
    for (const fields of [{ changes: 'x' }, { kind: 'erase' }, { filters: '{"filters.secret":"x"}' }, { ids: '{}' }]) {
      expect((await begin(staff, fields)).status).toBe(400);
    }
    expect((await begin(staff, { model: 'Nothing' })).status).toBe(404);
    expect((await begin(staff, { model: 'Transaction' })).status).toBe(403);
    expect(await test.db.reader.bulkChange.count()).toBe(before);
  });
});

describe('who may not', () => {
  it('support reads no change, begins none and steps none on; nothing has happened after the refusal', async () => {
    const support = await office.person('bulk-support', { role: 'support' });
    const id = await begun(staff, ofShelf());
    const before = await digest(shelf.companyId);
    expect((await begin(support, ofShelf())).status).toBe(403);
    for (const address of ['', `/${id}`, `/${id}/rows`, `/${id}/refused.csv`, '/form/Product']) {
      expect([address, (await support.get(base + address)).status]).toEqual([address, 403]);
    }
    for (const step of ['apply', 'cancel', 'undo']) {
      expect((await support.post(`${base}/${id}/${step}`)).status).toBe(403);
    }
    await work();
    expect(await stateOf(id)).toBe('checked');
    expect(await digest(shelf.companyId)).toEqual(before);
  });

  it('limited staff reaches the rows and the changes of their companies only', async () => {
    const foreign = await fillShelf(test.db, 3);
    const limited = await office.person('bulk-limited', { role: 'operator', companyIds: [shelf.companyId] });
    const own = await begun(limited, { ids: JSON.stringify([shelf.ids[0], ...foreign.ids]) });
    expect(await read<View>(limited, `/${own}`)).toMatchObject({ rowCount: 1 });
    const other = await begun(staff, { ids: JSON.stringify(foreign.ids) });
    for (const address of [`/${other}`, `/${other}/rows`, `/${other}/refused.csv`]) {
      expect((await limited.get(base + address)).status).toBe(404);
    }
    for (const step of ['apply', 'cancel', 'undo']) {
      expect((await limited.post(`${base}/${other}/${step}`)).status).toBe(404);
    }
    expect((await read<{ changes: View[] }>(limited, '')).changes.map(({ id }) => id)).not.toContain(other);
  });

  it('a page of another site, a stranger, a wrong method', async () => {
    const id = await begun(staff, ofShelf());
    const elsewhere = { 'sec-fetch-site': 'cross-site' };
    for (const address of [base, `${base}/${id}/apply`, `${base}/${id}/cancel`]) {
      expect((await staff.post(address, { model: 'Product' }, elsewhere)).status).toBe(403);
      expect((await staff.get(`${base}/${id}/apply`)).status).toBe(404);
      const stranger = await fetch(office.url + address, { method: 'POST', redirect: 'manual' });
      expect(stranger.status).toBe(302);
    }
    expect(await stateOf(id)).toBe('checked');
    expect((await staff.post(`${base}/${id}/cancel`)).status).toBe(200);
    expect(await stateOf(id)).toBe('cancelled');
  });
});

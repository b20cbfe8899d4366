/** Lists as files, and files into lists, over real HTTP. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workOnTable } from '../../server/domain/data-import/index.ts';
import { rowOperationsOf } from '../../server/domain/row-operations/index.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx, someCompany } from '../support/hub.ts';
import { readZip } from '../support/read-zip.ts';
import { textRow, workbook } from '../support/workbook.ts';
import { type Browser, type Office, openOffice } from './office.ts';

const test = withDatabase();
const base = '/admin/api/hub/imports';
let office: Office;
let staff: Browser;
let support: Browser;
let limited: Browser;
let companyId: number;
let otherId: number;

const nasty = ['=1+1', '+cmd', '-2', '@sum', '\tx', '＝1', "'=1", "it's", 'a "b", c\nd', '_x0041_ & <b>', 'İıĞğ Şş 🥖'];

beforeAll(async () => {
  office = await openOffice(test.db);
  staff = await office.person('staff', { role: 'operator' });
  support = await office.person('helper', { role: 'support' });
  companyId = await someCompany(test.db);
  otherId = await someCompany(test.db);
  limited = await office.person('limited', { role: 'operator', companyIds: [companyId] });
  const put = (model: string, rows: object[]) =>
    rowOperationsOf(model)?.put(hubCtx(test.db), { companyId, rows: rows as never }) as Promise<{ ids: string[] }>;
  const rates = await put('VatRate', [{ number: 1, name: 'Standard', rateBasisPoints: 2000 }]);
  const main = await put('DepartmentMainGroup', [{ code: '1', name: 'Food', vatRateId: rates.ids[0] }]);
  const sub = await put('DepartmentSubGroup', [{ code: '150', name: 'Bakery · warm', mainGroupId: main.ids[0] }]);
  const product = { subGroupId: sub.ids[0] };
  const made = await put(
    'Product',
    nasty.map((name, index) => ({
      ...{ ...product, code: `00${index}`, name: name.trim(), description: `${name.trim()}.` },
      purchasePriceE4: BigInt(index) * 12_345n + 1n,
    })),
  );
  await put('ProductBarcode', [{ barcode: '0012345678905', productId: made.ids[0] }]);
  await put('Price', [
    { productId: made.ids[0], currency: 'GBP', priceE4: 123_400n },
    { productId: made.ids[0], currency: 'GBP', priceE4: 99_900n, validFrom: new Date('2026-12-01T07:30:15Z') },
  ]);
  await put('Customer', [
    { name: 'Ada', lastName: 'Lovelace', phoneNumber: '+44 20 7946 0958', email: 'ada@example.test' },
  ]);
});
afterAll(() => office[Symbol.asyncDispose]());

async function bring(browser: Browser, query: Record<string, string>, bytes: Uint8Array | string, headers = {}) {
  const address = `${office.url}${base}?${new URLSearchParams({ name: 'a.csv', ...query })}`;
  const own = { cookie: browser.cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/octet-stream' };
  return fetch(address, {
    method: 'POST',
    body: bytes as BodyInit,
    headers: { ...own, ...headers },
    redirect: 'manual',
  });
}

interface Detail {
  id: string;
  state: string;
  mapping: Record<string, number>;
  created: number;
  changed: number;
  unchanged: number;
  wrong: number;
  faults: { line: number; faults: string[] }[];
}

const json = async (answer: Response) => (await answer.json()) as Detail & { code?: string; errors?: object[] };

/** Rows of the company. */
async function rowsOf(model: string): Promise<number> {
  const counts: Record<string, () => Promise<number>> = {
    Product: () => test.db.reader.product.count({ where: { companyId } }),
    Price: () => test.db.reader.price.count({ where: { companyId } }),
    DepartmentSubGroup: () => test.db.reader.departmentSubGroup.count({ where: { companyId } }),
  };
  return (await counts[model]?.()) ?? 1;
}

/** Brings a file, has it checked as guessed and taken over. */
async function take(model: string, bytes: Uint8Array | string, company = companyId): Promise<Detail> {
  const brought = await json(await bring(staff, { model, companyId: String(company) }, bytes));
  const { mapping } = await json(await staff.get(`${base}/${brought.id}`));
  const checking = await staff.post(`${base}/${brought.id}/check`, {
    mapping: JSON.stringify(mapping),
    numberForm: 'en',
  });
  expect(checking.status).toBe(200);
  await workOnTable(hubCtx(test.db));
  expect((await staff.post(`${base}/${brought.id}/run`, { go: '1' })).status).toBe(200);
  await workOnTable(hubCtx(test.db));
  return json(await staff.get(`${base}/${brought.id}`));
}

const file = async (model: string, format: string, who = staff, query = '') =>
  Buffer.from(
    await (await who.get(`/admin/export/${model}.${format}?filters.companyId=${companyId}${query}`)).arrayBuffer(),
  );

describe('a list as a file', () => {
  it.each(['csv', 'xlsx'])(
    '%s comes back without a change: every digit, zero, quote, line end and sign',
    async (format) => {
      for (const model of ['Product', 'ProductBarcode', 'Price', 'Customer', 'VatRate', 'DepartmentSubGroup']) {
        const count = await rowsOf(model);
        const done = await take(model, await file(model, format));
        const { state, created, changed, unchanged, wrong } = done;
        expect({ model, faults: done.faults, state, created, changed, unchanged, wrong }).toEqual({
          ...{ model, faults: [], state: 'done', created: 0, changed: 0, unchanged: count, wrong: 0 },
        });
      }
    },
  );

  it('never holds a text that a spreadsheet takes for a formula', async () => {
    const csv = (await file('Product', 'csv')).toString('utf8');
    for (const text of ['=1+1', '+cmd', '-2', '@sum', '＝1']) {
      expect(csv).toContain(`,'${text},`);
      expect(csv).not.toContain(`,${text},`);
    }
    expect(csv).toContain(",''=1,");
    const parts = readZip(await file('Product', 'xlsx'));
    const sheet = parts.get('xl/worksheets/sheet1.xml')?.toString('utf8') ?? '';
    expect(sheet).not.toContain('<f');
    expect(sheet).toMatch(/t="inlineStr" s="1"><is><t xml:space="preserve">=1\+1</);
    expect(parts.get('xl/styles.xml')?.toString('utf8')).toContain('quotePrefix="1"');
  });

  it('has numbers and instants as cells of their own kinds, names in place of ids, and the zone in its head', async () => {
    const sheet =
      readZip(await file('Price', 'xlsx'))
        .get('xl/worksheets/sheet1.xml')
        ?.toString('utf8') ?? '';
    expect(sheet).toMatch(/s="5"><v>12\.34(00)?<\/v>/);
    expect(sheet).toMatch(/s="2"><v>46357\.3126/);
    expect(sheet).toContain('000 · =1+1');
    const [head = '', row = ''] = (await file('Price', 'csv', staff, '&columns=productId,priceE4,validFrom'))
      .toString('utf8')
      .split('\r\n');
    expect(head).toMatch(/^\uFEFF?Product,Price,Valid from \(UTC\)$/);
    expect(row).toMatch(/^000 · =1\+1,/);
    expect((await staff.get('/admin/export/Price.csv?columns=productId,secret')).status).toBe(400);
  });

  it('is on record with its filter, its rows and how it ended', async () => {
    await file('VatRate', 'xlsx');
    const entry = await test.db.reader.auditEntry.findFirstOrThrow({
      where: { action: 'list.export', companyId, subjectType: 'VatRate' },
      orderBy: { position: 'desc' },
    });
    expect(entry).toMatchObject({ actorName: 'staff', door: 'admin' });
    expect(JSON.parse(entry.content ?? '{}')).toMatchObject({
      after: { format: 'xlsx', rows: 1, isWhole: true, filter: { companyId: String(companyId) } },
    });
  });

  it.each(['csv', 'xlsx'])('F-PLAT-6: %s shows support no personal data', async (format) => {
    const bytes = await file('Customer', format, support);
    const text =
      format === 'csv'
        ? bytes.toString('utf8')
        : (readZip(bytes).get('xl/worksheets/sheet1.xml')?.toString('utf8') ?? '');
    expect(text).toContain('•••');
    for (const secret of ['Lovelace', '7946', 'ada@example']) expect(text).not.toContain(secret);
  });

  it('holds rows of the companies that limited staff sees, and no others', async () => {
    const text = async () => (await (await limited.get('/admin/export/Product.csv')).text()).split('\r\n').length;
    const before = await text();
    await rowOperationsOf('Manufacturer')?.put(hubCtx(test.db), { companyId: otherId, rows: [{ name: 'Elsewhere' }] });
    expect(await text()).toBe(before);
    expect(await (await limited.get('/admin/export/Manufacturer.csv')).text()).not.toContain('Elsewhere');
  });
});

describe('a file into a list', () => {
  it('is not for support, strangers of the company, other sites, or other bodies; nothing is kept then', async () => {
    const own = { model: 'Manufacturer', companyId: String(companyId) };
    const csv = 'name\nAcme\n';
    const before = await test.db.reader.dataImport.count();
    expect((await bring(support, own, csv)).status).toBe(403);
    expect((await bring(limited, { ...own, companyId: String(otherId) }, csv)).status).toBe(404);
    expect((await bring(limited, { model: 'Country', companyId: '' }, csv)).status).toBe(403);
    expect((await bring(staff, own, csv, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await bring(staff, own, csv, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await bring(staff, { ...own, model: 'Transaction' }, csv)).status).toBe(404);
    expect((await bring(staff, { ...own, companyId: '999999' }, csv)).status).toBe(404);
    expect(await test.db.reader.dataImport.count()).toBe(before);
    expect((await support.get(base)).status).toBe(403);
  });

  it('is somebody’s own: others see it and cannot go on with it, and those who may not know of it do not', async () => {
    const { id } = await json(
      await bring(staff, { model: 'Manufacturer', companyId: String(otherId) }, 'name\nAcme\n'),
    );
    const second = await office.person('second', { role: 'operator' });
    expect((await second.get(`${base}/${id}`)).status).toBe(200);
    expect((await second.post(`${base}/${id}/check`, { mapping: '{"name":0}', numberForm: 'en' })).status).toBe(403);
    for (const address of [`${base}/${id}`, `${base}/${id}/rows`, `${base}/${id}/faults.csv`]) {
      expect((await limited.get(address)).status).toBe(404);
      expect((await support.get(address)).status).toBe(403);
    }
    expect((await staff.post(`${base}/${id}/run`, { go: '1' })).status).toBe(409);
  });

  it('is understood by its headers in three languages', async () => {
    const guess = async (head: string) => {
      const { id } = await json(
        await bring(staff, { model: 'Product', companyId: String(companyId) }, `${head}\n1,x\n`),
      );
      return (await json(await staff.get(`${base}/${id}`))).mapping;
    };
    expect(await guess('Code,Name')).toEqual({ code: 0, name: 1 });
    expect(await guess('code,NAME')).toEqual({ code: 0, name: 1 });
  });

  it('tells of wrong rows in a file with the cells as they were and the reasons, harmless itself', async () => {
    const done = await take('Manufacturer', `name,description\n=Evil,${'x'.repeat(300)}\nFine,ok\n`);
    expect(done).toMatchObject({ created: 1, wrong: 1 });
    const text = await (await staff.get(`${base}/${done.id}/faults.csv`)).text();
    expect(text).toMatch(/^\uFEFF?Line,Why,name,description\r\n2,/);
    expect(text).toContain(",'=Evil,xxx");
    const rows = await (await staff.get(`${base}/${done.id}/rows.csv`)).text();
    expect(rows).toContain('unchanged');
  });

  it('may belong to the hub', async () => {
    const { id } = await json(await bring(staff, { model: 'Country', companyId: '' }, 'name,isoAlpha2\nAtlantis,XA\n'));
    await staff.post(`${base}/${id}/check`, { mapping: '{"name":0,"isoAlpha2":1}', numberForm: 'en' });
    await workOnTable(hubCtx(test.db));
    await staff.post(`${base}/${id}/run`, { go: '1' });
    await workOnTable(hubCtx(test.db));
    expect(await json(await staff.get(`${base}/${id}`))).toMatchObject({ state: 'done', created: 1 });
    expect(await test.db.reader.country.count({ where: { isoAlpha2: 'XA', companyId: null } })).toBe(1);
  });
});

describe('a workbook that means ill', () => {
  const refusedBy = async (bytes: Uint8Array) => {
    const answer = await bring(staff, { model: 'Manufacturer', companyId: String(companyId) }, bytes);
    return [answer.status, (await json(answer)).code];
  };
  const rows = textRow(1, 'name') + textRow(2, 'Acme');
  const sheet = 'xl/worksheets/sheet1.xml';

  it('is read when it means well', async () => {
    expect(
      (await bring(staff, { model: 'Manufacturer', companyId: String(companyId) }, await workbook(rows))).status,
    ).toBe(201);
  });

  it.each([
    [
      'declares entities',
      {
        [sheet]:
          '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>',
      },
    ],
    [
      'laughs a billion times',
      { [sheet]: '<!DOCTYPE a [<!ENTITY l "ha"><!ENTITY m "&l;&l;&l;">]><worksheet>&m;</worksheet>' },
    ],
    ['has no sheet', { [sheet]: null }],
    ['has no workbook', { 'xl/workbook.xml': null }],
    ['has a relation to elsewhere', { 'xl/_rels/workbook.xml.rels': null }],
    ['ends in the middle', { [sheet]: '<worksheet><sheetData><row><c t="inlineStr"><is><t>name' }],
    ['has rows in disorder', { [sheet]: '<worksheet><sheetData><row r="9"/><row r="2"/></sheetData></worksheet>' }],
    [
      'has cells too far out',
      { [sheet]: '<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>' },
    ],
    [
      'has one endless text',
      {
        [sheet]: `<worksheet><sheetData><row r="1"><c t="str"><v>${'a'.repeat(3_000_000)}</v></c></row></sheetData></worksheet>`,
      },
    ],
  ])('%s: refused', async (_, changes) => {
    expect(await refusedBy(await workbook(rows, changes as Record<string, string | null>))).toEqual([
      400,
      'invalid_input',
    ]);
  });

  it('is cut, or names files outside of itself: refused', async () => {
    const whole = await workbook(rows);
    expect(await refusedBy(whole.subarray(0, whole.length - 30))).toEqual([400, 'invalid_input']);
    const evil = Buffer.from(whole.toString('latin1').replaceAll('xl/workbook.xml', '../../../a.xml_'), 'latin1');
    expect(await refusedBy(evil)).toEqual([400, 'invalid_input']);
  });

  it('unpacks to far more than it is: refused', async () => {
    const bomb = await workbook('', { [sheet]: `<worksheet><sheetData>${'<row/>'.repeat(1_000_000)}` });
    expect(bomb.length).toBeLessThan(50_000);
    expect(await refusedBy(bomb)).toEqual([400, 'invalid_input']);
  });

  it('takes of a formula what the workbook remembers of it', async () => {
    const { id } = await json(
      await bring(
        staff,
        { model: 'Manufacturer', companyId: String(companyId) },
        await workbook(`${textRow(1, 'name')}<row r="2"><c t="str"><f>1+1</f><v>Sum</v></c></row>`),
      ),
    );
    expect(await json(await staff.get(`${base}/${id}`))).toMatchObject({ sample: [['Sum']] });
  });
});

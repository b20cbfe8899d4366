import { beforeAll, describe, expect, it } from 'vitest';
import { createVault } from '../../../server/core/vault.ts';
import type { Ctx } from '../../../server/db/index.ts';
import { verifyAuditChain } from '../../../server/domain/audit/index.ts';
import { exportProducts, historyOfProduct, listProducts, readGroups } from '../../../server/domain/catalog/index.ts';
import {
  bringImport,
  checkImport,
  getImport,
  readFaults,
  runImport,
  workOnImport,
} from '../../../server/domain/product-import/index.ts';
import { openCompany } from '../../../server/domain/provisioning/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, makeUser, signedIn } from '../../support/people.ts';

const test = withDatabase();
let ctx: Ctx;
let companyId: number;

beforeAll(async () => {
  await makeUser(test.db, 'the.owner');
  const place = { timeZone: 'Europe/Istanbul', currency: 'TRY' };
  const vault = createVault('a secret of sixteen bytes and more');
  const company = await openCompany(await signedIn(test.db, 'the.owner'), { name: 'Bakkal', ...place }, vault);
  ctx = await signedIn(test.db, 'the.owner');
  companyId = company.id;
});

async function bring(text: string | Buffer, numberForm: 'en' | 'tr' | 'de' = 'tr') {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  const { id } = await bringImport(ctx, { companyId, fileName: 'ürünler.csv', bytes, numberForm });
  return id;
}

const work = (isStopping?: () => boolean) => workOnImport(hubCtx(test.db), isStopping);
const get = (importId: string) => getImport(ctx, { companyId, importId });

/** Checks as it was guessed. */
async function check(importId: string) {
  const { mapping, hasHeader, numberForm, divisionId } = await get(importId);
  const form = numberForm as 'en' | 'tr' | 'de';
  await checkImport(ctx, { companyId, importId, hasHeader, numberForm: form, storeId: null, divisionId, mapping });
  expect(await work()).toBe(true);
  return get(importId);
}

async function take(importId: string) {
  await runImport(ctx, { companyId, importId });
  expect(await work()).toBe(true);
  return get(importId);
}

const products = async () => (await listProducts(ctx, { companyId, storeId: null, currency: 'TRY', most: 200 })).rows;
const counts = ({ created, changed, unchanged, wrong }: Awaited<ReturnType<typeof get>>) => ({
  created,
  changed,
  unchanged,
  wrong,
});

describe('a file of products', () => {
  it('is understood by its header in three languages', async () => {
    const file = (head: string) => bring(`${head}\n1;x;4006381333931;1,50\n`).then(get);
    const guessed = { code: 0, name: 1, barcodes: 2, price: 3 };
    expect((await file('Stok Kodu;Ürün Adı;Barkod;Satış Fiyatı')).mapping).toEqual(guessed);
    expect((await file('Artikelnummer;Bezeichnung;EAN;Verkaufspreis')).mapping).toEqual(guessed);
    expect((await file('Code;Product name;Barcode;Price')).mapping).toEqual(guessed);
    expect(await file('1;Simit;123;5')).toMatchObject({ hasHeader: false, mapping: {} });
  });

  it('changes nothing before it was checked, tells new, changed, unchanged and wrong, and is taken over once', async () => {
    const id = await bring(
      'Kod;Ürün adı;Barkod;Fiyat;KDV\nA1;Ekmek;8690000000012;12,50;1\nA2;Süt;;abc;1\nA3;Su;;5;10\nA3;Su;;6;10\nA4;;;1;20\nA5;Çay;;1.234;77\n',
    );
    const checked = await check(id);
    expect(counts(checked)).toEqual({ created: 2, changed: 0, unchanged: 0, wrong: 4 });
    expect(await products()).toEqual([]);
    const faults: string[] = [];
    for await (const group of readFaults(ctx, { companyId, importId: id })) {
      for (const { line, faults: all } of group) faults.push(`${line}: ${all.map(({ message }) => message).join(' ')}`);
    }
    expect(faults).toEqual([
      '3: “abc” is not an amount.',
      '5: Line 4 has this code already.',
      '6: Give the product a name.',
      '7: No department sells at a VAT rate of “77”.',
    ]);
    expect(counts(await take(id))).toEqual({ created: 2, changed: 0, unchanged: 0, wrong: 4 });
    expect((await products()).map(({ code, company_price_e4, barcode }) => [code, company_price_e4, barcode])).toEqual([
      ['A1', 125_000n, '8690000000012'],
      ['A3', 50_000n, null],
    ]);
    await expect(runImport(ctx, { companyId, importId: id })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('a second time changes only what differs, and leaves what it does not say', async () => {
    const id = await bring('Kod;Fiyat\nA1;12,50\nA3;7,25\n');
    expect(counts(await check(id))).toEqual({ created: 0, changed: 1, unchanged: 1, wrong: 0 });
    const before = await test.db.reader.product.findMany({ where: { companyId }, orderBy: { code: 'asc' } });
    await take(id);
    expect(await test.db.reader.product.findMany({ where: { companyId }, orderBy: { code: 'asc' } })).toEqual(before);
    const row = (await products()).find(({ code }) => code === 'A3');
    expect(row).toMatchObject({ name: 'Su', company_price_e4: 72_500n });
    const prices = await test.db.reader.price.findMany({ where: { productId: row?.id ?? '' } });
    const history = await historyOfProduct(ctx, { id: row?.id ?? '', companyId, prices });
    expect(history[0]).toMatchObject({
      action: 'product.import',
      actorName: 'import: the.owner',
      before: { prices: [{ storeId: null, currency: 'TRY', price: '5.00' }] },
      after: { prices: [{ storeId: null, currency: 'TRY', price: '7.25' }] },
    });
    expect(await verifyAuditChain(test.db, companyId)).toMatchObject({ ok: true });
  });

  it('recognises products by their barcode where it says no code', async () => {
    const id = await bring('Barkod;Ad;Fiyat\n8690000000012;Ekmek;13\n8690000000029;Poğaça;8\n');
    const { departments } = await readGroups(ctx, companyId);
    const divisionId = departments[0]?.subGroups[0]?.id ?? null;
    const { mapping } = await get(id);
    await checkImport(ctx, {
      companyId,
      importId: id,
      hasHeader: true,
      numberForm: 'tr',
      storeId: null,
      divisionId,
      mapping,
    });
    await work();
    expect(counts(await get(id))).toEqual({ created: 1, changed: 1, unchanged: 0, wrong: 0 });
    await take(id);
    expect((await products()).find(({ barcode }) => barcode === '8690000000029')).toMatchObject({
      name: 'Poğaça',
      code: '1001',
    });
  });

  it('goes on where it stopped, and comes to the same', async () => {
    const lines = Array.from({ length: 1700 }, (_, index) => `R${index};Ürün ${index};;${index},25;20`);
    const id = await bring(`Kod;Ad;Barkod;Fiyat;KDV\n${lines.join('\n')}\n`);
    expect(counts(await check(id)).created).toBe(1700);
    await runImport(ctx, { companyId, importId: id });
    await work(() => true);
    expect(await get(id)).toMatchObject({ state: 'importing', nextRow: 250, created: 250 });
    await work();
    expect(await get(id)).toMatchObject({ state: 'done', nextRow: 1700, created: 1700, wrong: 0, rowCount: 1700 });
    expect(await test.db.reader.product.count({ where: { companyId, code: { startsWith: 'R' } } })).toBe(1700);
  });

  it('that was exported and brought again changes nothing', async () => {
    const rows: string[] = [];
    const filter = { companyId, storeId: null, currency: 'TRY' };
    for await (const group of exportProducts(ctx, filter)) {
      expect(group.length).toBeLessThanOrEqual(500);
      for (const each of group) {
        const price = String(Number(each.company_price_e4) / 10_000).replace('.', ',');
        rows.push([each.code, each.name, each.allBarcodes.join(' '), price, each.divisionCode].join(';'));
      }
    }
    const id = await bring(`Kod;Ad;Barkod;Fiyat;Departman\n${rows.join('\n')}\n`);
    expect(counts(await check(id))).toEqual({ created: 0, changed: 0, unchanged: 1703, wrong: 0 });
  });

  it('that is none is refused in words, and belongs to nobody else', async () => {
    await expect(bring('')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(bring(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0xff, 0xfe, 0]))).rejects.toMatchObject({
      code: 'invalid_input',
    });
    const id = await bring('Kod;Ad\n1;x\n');
    await makeUser(test.db, 'a.stranger');
    const stranger = await signedIn(test.db, 'a.stranger');
    await expect(getImport(stranger, { companyId, importId: id })).rejects.toMatchObject({ code: 'not_found' });
  });
});

it('products are found by name, by the beginning of a code and by barcode, page by page', async () => {
  const search = async (text: string, most = 50, after?: { nameFolded: string; id: string }) =>
    listProducts(ctx, { companyId, storeId: null, currency: 'TRY', search: text, most, after });
  expect((await search('POĞAÇA')).rows).toHaveLength(1);
  expect((await search('8690000000029')).rows.map(({ name }) => name)).toEqual(['Poğaça']);
  expect((await search('r169')).rows.map(({ code }) => code)).toContain('R1699');
  expect((await search('%')).rows).toEqual([]);
  const first = await search('ürün', 700);
  const second = await search('ürün', 700, first.next ?? undefined);
  const third = await search('ürün', 700, second.next ?? undefined);
  const all = [first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id));
  expect([new Set(all).size, third.next]).toEqual([1700, null]);
});

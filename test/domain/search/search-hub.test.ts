import { beforeAll, describe, expect, inject, it } from 'vitest';
import { newId } from '../../../server/core/ids.ts';
import { type Ctx, inTransaction } from '../../../server/db/index.ts';
import { putBarcodes, putProducts } from '../../../server/domain/catalog/index.ts';
import { putCustomers } from '../../../server/domain/customers/index.ts';
import { recordTransactions } from '../../../server/domain/sales/index.ts';
import { type FoundKind, searchHub } from '../../../server/domain/search/index.ts';
import { withDatabase } from '../../support/database.ts';
import { hubCtx, makeUser, signedIn } from '../../support/people.ts';
import { fillShelf, type Shelf, staffCtx } from '../../support/shelf.ts';
import { makeTerminals, makeTransaction } from '../sales/support.ts';

const { provider } = inject('databases');
const test = withDatabase();
let shelf: Shelf;
let staff: Ctx;

async function titles(ctx: Ctx, text: string, kind: FoundKind = 'product'): Promise<string[]> {
  const groups = await searchHub(ctx, { text, limit: 20 });
  return groups.find((group) => group.kind === kind)?.found.map(({ title }) => title) ?? [];
}

let codes = 1000;

async function product(name: string, own: Shelf = shelf): Promise<string> {
  codes += 1;
  const { companyId, mainGroupId, subGroupId } = own;
  const rows = [{ code: `C${codes}`, name, mainGroupId, subGroupId }];
  return (await putProducts(hubCtx(test.db), { companyId, rows })).ids[0] as string;
}

async function customer(row: { name: string; lastName: string; email?: string; phoneNumber?: string }) {
  const given = { ...row, ...(row.phoneNumber ? { phoneNormalized: row.phoneNumber.replace(/\D/g, '') } : {}) };
  return (await putCustomers(hubCtx(test.db), { companyId: shelf.companyId, rows: [given] })).ids[0] as string;
}

beforeAll(async () => {
  shelf = await fillShelf(test.db, 3);
  staff = await staffCtx(test.db, { role: 'operator' });
});

describe('names', () => {
  it.each([
    ['İstanbul Çayı Şekersiz', ['istanbul', 'ISTANBUL', 'İSTANBUL', 'ıstanbul', 'cayi seker', 'ŞEKERSİZ çay']],
    ['Weißbier Größe Älter', ['weissbier', 'WEISSBIER', 'weiß', 'grosse', 'größe alter', 'ÄLTER']],
    ['Łódź Smørrebrød Crème Brûlée', ['lodz', 'smorrebrod', 'creme brul', 'CRÈME', 'łódź']],
    ['Йогурт ΓΑΛΑ', ['йогурт', 'ЙОГУРТ', 'γαλα']],
    ['Ｆｕｌｌ Width', ['full width', 'ｆｕｌｌ']],
  ])('are found by the beginning of each word, whatever case and accents: %s', async (name, texts) => {
    await product(name);
    for (const text of texts) expect({ text, found: await titles(staff, text) }).toEqual({ text, found: [name] });
  });

  it('are not found by the middle of a word, and only when every word fits', async () => {
    await product('Grapefruit Juice');
    expect(await titles(staff, 'fruit')).toEqual([]);
    expect(await titles(staff, 'grape milk')).toEqual([]);
    expect(await titles(staff, 'jui grap')).toEqual(['Grapefruit Juice']);
  });

  it('come best first: what is called so, what begins so, whole words, beginnings', async () => {
    for (const name of ['Old Mango', 'Mango Pulp', 'Sweet Mangold', 'Mango']) await product(name);
    expect(await titles(staff, 'mango')).toEqual(['Mango', 'Mango Pulp', 'Old Mango', 'Sweet Mangold']);
  });

  it.each([
    '" OR *',
    '*',
    'a* OR b*',
    'NEAR(a b)',
    'keys : kproduct',
    '{open personal} : x',
    "' & !x | (",
    ':*',
    '\\',
    '-',
    '%_',
  ])('are texts and never the index’s own language: %s', async (text) => {
    await expect(searchHub(staff, { text })).resolves.toEqual([]);
  });

  it('follow the row: renamed, deleted, brought back, erased', async () => {
    const id = await product('Walnut');
    const change = (data: object) => inTransaction(test.db, (tx) => tx.product.update({ where: { id }, data }));
    await change({ name: 'Hazelnut', nameFolded: 'hazelnut' });
    expect(await titles(staff, 'walnut')).toEqual([]);
    expect(await titles(staff, 'hazelnut')).toEqual(['Hazelnut']);
    await change({ deletedAt: new Date() });
    expect(await titles(staff, 'hazelnut')).toEqual([]);
    await change({ deletedAt: null });
    expect(await titles(staff, 'hazelnut')).toEqual(['Hazelnut']);
    await inTransaction(test.db, (tx) => tx.product.delete({ where: { id } }));
    expect(await titles(staff, 'hazelnut')).toEqual([]);
  });

  it('of an erased customer find nobody', async () => {
    const id = await customer({ name: 'Vanessa', lastName: 'Forgotten' });
    expect(await titles(staff, 'forgotten', 'customer')).toEqual(['Vanessa Forgotten']);
    await inTransaction(test.db, (tx) => tx.customer.update({ where: { id }, data: { erasedAt: new Date() } }));
    expect(await titles(staff, 'forgotten', 'customer')).toEqual([]);
  });
});

describe('codes, numbers and amounts', () => {
  it('find a product by its code, and by its barcode or the beginning of that', async () => {
    const productId = await product('Pinned');
    const barcode = '4006381333931';
    await putBarcodes(hubCtx(test.db), { companyId: shelf.companyId, rows: [{ productId, barcode }] });
    for (const text of [`C${codes}`, `c${codes}`, barcode, '40063813', productId]) {
      expect({ text, found: (await titles(staff, text))[0] }).toEqual({ text, found: 'Pinned' });
    }
  });

  it('find a customer by e-mail and telephone, with the country’s code or without', async () => {
    await customer({ name: 'Ada', lastName: 'Byron', email: 'ada@byron.example', phoneNumber: '+90 532 777 66 55' });
    for (const text of [
      'ada@byron.example',
      'byron.example',
      '+90 532 777 66 55',
      '0532 777',
      '532777',
      '905327776655',
    ]) {
      expect({ text, found: await titles(staff, text, 'customer') }).toEqual({ text, found: ['Ada Byron'] });
    }
  });

  it('find a receipt by its number, the beginning of that, its id, and its total in every spelling', async () => {
    const [till] = await makeTerminals(test.db);
    const body = makeTransaction(({ head }) => {
      Object.assign(head, { transaction_unique_id: 'F-2026-000777', total_amount: '1234.5000' });
    });
    await recordTransactions(hubCtx(test.db), till, [body], undefined);
    const spellings = [
      '1234.50',
      '1234,50',
      '1.234,50',
      '1,234.50',
      '£1,234.50',
      '1234.5 GBP',
      '₺1.234,50',
      '-1234.50',
    ];
    for (const text of ['F-2026-000777', 'f-2026-0007', body.head.id, ...spellings]) {
      expect({ text, found: await titles(staff, text, 'receipt') }).toEqual({ text, found: ['F-2026-000777'] });
    }
    expect(await titles(staff, '1234.51', 'receipt')).toEqual([]);
  });

  it('find places and people of the hub', async () => {
    const [till] = await makeTerminals(test.db);
    expect(await titles(staff, till.officeCode, 'company')).toEqual([till.officeCode]);
    await makeUser(test.db, 'wanda.searched');
    expect(await titles(staff, 'wanda', 'person')).toHaveLength(1);
  });
});

describe('whoever', () => {
  it('sees some companies finds theirs alone, and no byte changes with what others have', async () => {
    const other = await fillShelf(test.db, 1);
    await product('Twin Biscuit');
    const limited = await staffCtx(test.db, { role: 'operator', companyIds: [shelf.companyId] });
    const texts = ['twin', 'twin biscuit', 'shop', 'biscuit', 'C1', '400638'];
    const answers = () => Promise.all(texts.map((text) => searchHub(limited, { text })));
    const before = await answers();
    expect(await titles(limited, 'twin')).toEqual(['Twin Biscuit']);
    for (let index = 0; index < 60; index += 1) await product(index % 2 ? 'Twin' : 'Twin Biscuit', other);
    await makeUser(test.db, 'twin.biscuit');
    expect(await answers()).toEqual(before);
    const nobody = await staffCtx(test.db, { role: 'operator', companyIds: [] });
    expect(await searchHub(nobody, { text: 'twin' })).toEqual([]);
  });

  it('may not see personal data finds nobody by it, and is told nothing of it', async () => {
    const id = await customer({
      name: 'Secretia',
      lastName: 'Hidden',
      email: 'secretia@hidden.example',
      phoneNumber: '+44 7700 900123',
    });
    await makeUser(test.db, 'secretia.user');
    const support = await staffCtx(test.db, { role: 'support' });
    for (const text of [
      'secretia',
      'hidden',
      'secretia@hidden.example',
      '+44 7700 900123',
      '447700',
      'secretia.user',
      id,
    ]) {
      expect(await searchHub(support, { text })).toEqual([]);
    }
    expect(await titles(staff, 'secretia', 'customer')).toEqual(['Secretia Hidden']);
  });

  it('is not of the hub’s staff may not ask', async () => {
    await makeUser(test.db, 'plain.person');
    const plain = await signedIn(test.db, 'plain.person');
    await expect(searchHub(plain, { text: 'tea' })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('the index', () => {
  it('is what the engine uses', async () => {
    const text = provider === 'sqlite' ? 'EXPLAIN QUERY PLAN ' : 'EXPLAIN ';
    const query =
      provider === 'sqlite'
        ? `SELECT id FROM search_entries WHERE id IN (SELECT rowid FROM search_products WHERE search_products MATCH '"tea" *')`
        : `SELECT id FROM search_entries WHERE words @@ '''product.tea'':*'::tsquery`;
    await test.db.snapshot(async (tx) => {
      // A few rows are read whole otherwise, and rightly.
      if (provider === 'postgresql') await tx.$executeRawUnsafe('SET LOCAL enable_seqscan = off');
      const rows = await tx.$queryRawUnsafe<Record<string, unknown>[]>(text + query);
      const plan = rows.map((row) => Object.values(row).join(' ')).join('\n');
      expect(plan).toMatch(provider === 'sqlite' ? /VIRTUAL TABLE INDEX/ : /search_entries_words_idx/);
    });
  });

  it('agrees with the rows', async () => {
    const names = await test.db.reader.$queryRawUnsafe<{ row_id: string }[]>(
      `SELECT row_id FROM search_entries WHERE kind = 'product' ORDER BY row_id`,
    );
    const rows = await test.db.reader.product.findMany({ where: { deletedAt: null }, select: { id: true } });
    expect(names.map(({ row_id }) => row_id)).toEqual(rows.map(({ id }) => id).sort());
    if (provider !== 'sqlite') return;
    for (const table of ['search_products', 'search_customers', 'search_others']) {
      const stray = `SELECT count(*) AS n FROM ${table} WHERE ${table} MATCH 'keys : k*' AND rowid NOT IN (SELECT id FROM search_entries)`;
      expect(Number((await test.db.reader.$queryRawUnsafe<{ n: bigint }[]>(stray))[0]?.n)).toBe(0);
    }
  });

  it('is not touched by receipts', async () => {
    const [till] = await makeTerminals(test.db);
    const count = async () =>
      Number((await test.db.reader.$queryRawUnsafe<{ n: bigint }[]>('SELECT count(*) AS n FROM search_entries'))[0]?.n);
    const before = await count();
    const body = makeTransaction(({ head }) => Object.assign(head, { transaction_unique_id: newId() }));
    await recordTransactions(hubCtx(test.db), till, [body], undefined);
    expect(await count()).toBe(before);
  });
});

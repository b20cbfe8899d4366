import { beforeAll, describe, expect, it } from 'vitest';
import { reportNamed } from '../../reports/catalogue.ts';
import { runReport } from '../../reports/engine/run.ts';
import { askedWithOptions } from '../../reports/engine/window.ts';
import { correctionsOf, freezeMonth, listFrozenMonths, thawMonth } from '../../server/domain/frozen-months/index.ts';
import { grantRole } from '../../server/domain/tenancy/index.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { makeCompany, makeMember, signedIn } from '../support/people.ts';
import { fillShop, type Shop } from './file-shop.ts';
import { sell } from './world.ts';

const now = new Date('2026-11-20T12:00:00Z');
const test = withDatabase();
let shop: Shop;

beforeAll(async () => {
  const company = await makeCompany(test.db, 'Frozen');
  shop = await fillShop(test.db, company, now);
  for (const [username, role, storeId] of [
    ['books', 'accountant', null],
    ['books.one', 'accountant', shop.tills[0]?.storeId ?? null],
    ['boss', 'manager', null],
  ] as const) {
    const { id: userId } = await makeMember(test.db, company.id, username);
    await grantRole(hubCtx(test.db, now), { companyId: company.id, userId, role, storeId });
  }
});

const as = (username: string) => signedIn(test.db, username, () => now);
const month = '2026-10';

async function rowsOf(name: string, currency: string, more: Readonly<Record<string, string>> = {}) {
  const section = (await answerOf(name, more)).sections.find((each) => each.currency === currency);
  if (section === undefined) throw new Error(`nothing in ${currency}`);
  return section;
}

async function answerOf(name: string, more: Readonly<Record<string, string>>) {
  const report = reportNamed(name);
  if (report === undefined) throw new Error(`no ${name}`);
  const asked = { company: shop.slug, range: 'own', from: '2026-10-19', to: '2026-11-19', compare: 'none' };
  return runReport(hubCtx(test.db, now), report, askedWithOptions.parse({ ...asked, ...more }));
}

describe('a month', () => {
  it('that is not over, or is none, is not frozen', async () => {
    const owner = await as('owner.frozen');
    for (const wrong of ['2026-11', '2026-13', 'october']) {
      await expect(freezeMonth(owner, { companyId: shop.companyId, month: wrong })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    }
  });

  it('is frozen by owner, administrator or accountant of the whole company alone', async () => {
    for (const username of ['boss', 'books.one']) {
      const ctx = await as(username);
      await expect(freezeMonth(ctx, { companyId: shop.companyId, month })).rejects.toMatchObject({ code: 'forbidden' });
    }
    await freezeMonth(await as('books'), { companyId: shop.companyId, month });
    const again = freezeMonth(await as('owner.frozen'), { companyId: shop.companyId, month });
    await expect(again).rejects.toMatchObject({ code: 'already_exists' });
    const list = await listFrozenMonths(hubCtx(test.db, now), {
      companyId: shop.companyId,
      from: '2026-01',
      to: '2026-12',
    });
    expect(list).toMatchObject([{ month, frozenByName: 'books' }]);
    const entry = await test.db.reader.auditEntry.findFirst({ where: { action: 'month.freeze' } });
    expect(entry).toMatchObject({ subjectId: month, actorName: 'books' });
  });

  it('stays as it was: what comes later is a row of its own, and the whole is what it is', async () => {
    const before = await rowsOf('sales-by-day', 'TRY');
    expect(before.rows.some(({ kind }) => kind === 'correction')).toBe(false);
    await sell(test.db, shop.tills[0] as Shop['tills'][number], [
      { at: '2026-10-20T20:00:00', total: '25.5000', vat: '2.3200', currency: 'TRY' },
      { at: '2026-10-21T09:00:00', total: '4.5000', currency: 'TRY' },
      { at: '2026-11-05T09:00:00', total: '1.0000', currency: 'TRY' },
    ]);
    const day = await rowsOf('sales-by-day', 'TRY');
    const at = (label: string) => day.rows.find((row) => row.label.kind === 'day' && row.label.day === label);
    expect(at('2026-10-20')?.values).toMatchObject({ net: 4_000_000n, receipts: 1, withLines: null });
    expect(at('2026-10-21')?.values).toMatchObject({ net: 0n, receipts: 0 });
    expect(at('2026-11-05')?.values).toMatchObject({ net: 10_000n });
    const corrections = day.rows.filter(({ kind }) => kind === 'correction');
    expect(corrections).toMatchObject([
      {
        label: { kind: 'word', word: 'correctionOf', facts: { month } },
        values: { gross: 300_000n, net: 300_000n, vat: 23_200n, receipts: 2, returns: null },
        drill: { page: `/reports/accountant?company=${shop.slug}&month=${month}` },
      },
    ]);
    expect(day.total).toMatchObject({ net: (before.total?.['net'] as bigint) + 310_000n });
    const sum = day.rows.reduce((all, { values }) => all + (values['net'] as bigint), 0n);
    expect(sum).toBe(day.total?.['net']);
    const months = await rowsOf('sales-by-month', 'TRY');
    expect(months.rows.map(({ values, kind }) => [values['net'], kind])).toEqual([
      [4_000_000n, undefined],
      [513_165_550n, undefined],
      [300_000n, 'correction'],
    ]);
    expect((await rowsOf('sales-by-day', 'EUR')).rows.some(({ kind }) => kind === 'correction')).toBe(false);
  });

  it('stays as it was till by till, too; by other filters rows hold what came later, and that is said', async () => {
    const [first, second] = shop.tills.map(({ terminalId }) => terminalId);
    const uuids = await test.db.reader.terminal.findMany({ where: { companyId: shop.companyId } });
    const uuidOf = (id: number | undefined) => uuids.find((one) => one.id === id)?.uuid ?? '';
    const corrected = async (more: Readonly<Record<string, string>>) =>
      (await rowsOf('sales-by-month', 'TRY', more)).rows
        .filter(({ kind }) => kind === 'correction')
        .map(({ values }) => values['net']);
    expect(await corrected({ terminal: uuidOf(first) })).toEqual([300_000n]);
    const others = (await answerOf('sales-by-month', { terminal: uuidOf(second) })).sections;
    expect(others.flatMap(({ rows }) => rows.filter(({ kind }) => kind === 'correction'))).toEqual([]);
    expect((await answerOf('sales-by-month', { terminal: uuidOf(first) })).remarks).toEqual([]);
    const byCashier = await answerOf('sales-by-month', { cashier: '-' });
    expect(byCashier.remarks).toEqual(['frozenWithFilters']);
    expect(await corrected({ cashier: '-' })).toEqual([]);
    const later = await answerOf('sales-by-month', { cashier: '-', from: '2026-11-01' });
    expect(later.remarks).toEqual([]);
  });

  it('tells what came later by store, day and rate', async () => {
    const { storeId, terminalId } = shop.tills[0] as Shop['tills'][number];
    const found = await correctionsOf(hubCtx(test.db, now), {
      companyId: shop.companyId,
      storeIds: [storeId],
      from: '2026-10-01',
      to: '2026-10-31',
    });
    expect(found.filter(({ rollup }) => rollup === 'day')).toMatchObject([
      { storeId, businessDay: '2026-10-20', key: String(terminalId), documents: 1, grossE4: 255_000n, vatE4: 23_200n },
      { storeId, businessDay: '2026-10-21', documents: 1, grossE4: 45_000n },
    ]);
    const vat = found.filter(({ rollup }) => rollup === 'vat');
    expect(vat.map(({ key, businessDay }) => [key, businessDay])).toEqual([
      ['-1', '2026-10-20'],
      ['-1', '2026-10-21'],
    ]);
    expect(vat.reduce((sum, { vatE4 }) => sum + vatE4, 0n)).toBe(23_200n);
    const paid = found.filter(({ rollup }) => rollup === 'payment');
    expect(paid.reduce((sum, { grossE4 }) => sum + grossE4, 0n)).toBe(300_000n);
    const other = await correctionsOf(hubCtx(test.db, now), {
      companyId: shop.companyId,
      storeIds: [shop.tills[1]?.storeId ?? 0],
      from: '2026-10-01',
      to: '2026-10-31',
    });
    expect(other).toEqual([]);
  });

  it('is thawed by an owner with a reason, and follows its documents again', async () => {
    const thaw = (ctx: Parameters<typeof thawMonth>[0], reason: string) =>
      thawMonth(ctx, { companyId: shop.companyId, month, reason });
    await expect(thaw(await as('books'), 'mistake')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(thaw(await as('owner.frozen'), '  ')).rejects.toMatchObject({ code: 'invalid_input' });
    await thaw(await as('owner.frozen'), 'A till was found in the cellar');
    const day = await rowsOf('sales-by-day', 'TRY');
    expect(day.rows.some(({ kind }) => kind === 'correction')).toBe(false);
    const entry = await test.db.reader.auditEntry.findFirst({ where: { action: 'month.thaw' } });
    expect(JSON.parse(entry?.content ?? '{}').after).toEqual({ reason: 'A till was found in the cellar' });
    expect(await test.db.reader.frozenTotal.count()).toBe(0);
    await expect(thaw(await as('owner.frozen'), 'once more')).rejects.toMatchObject({ code: 'not_found' });
  });
});

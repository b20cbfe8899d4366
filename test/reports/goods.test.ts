/** Every report of goods, points and campaigns on a small shop, with numbers reckoned by hand; who may ask, and what it costs. */
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../reports/catalogue.ts';
import type { CompanyGrant } from '../../server/core/scope.ts';
import { type Ctx, deriveContext } from '../../server/db/index.ts';
import { counted } from '../support/counted.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { said } from './said.ts';
import type { Asking } from './shop.ts';
import { withGoods } from './with-goods.ts';
import { makeWorld, now } from './world.ts';

const test = withDatabase();
const shop = withGoods(test);
const { asked } = shop;

describe('products', () => {
  const columns = ['quantity', 'gross', 'discounts', 'cost', 'margin', 'marginShare', 'costKnown'];

  it('are ranked; what no line tells is in the whole by rows of its own, and unknown cost is a share', async () => {
    expect(said(await asked('products'), columns)).toEqual([
      'Bread | 11 | 88.00 | 0.00 | 55.00 | 33.00 | 37.50% | 100.00%',
      'Tea | 2 | 12.00 | 1.00 | 4.00 | 6.00 | 60.00% | 100.00%',
      'Milk | 4 | 8.00 | 0.00 | 4.00 | 4.00 | 50.00% | 100.00%',
      'Something | 2 | 3.00 | 0.00 | 0.00 | – | – | 0.00%',
      'Lines that name no product (unknown) | 1 | 1.00 | 0.00 | 0.00 | – | – | 0.00%',
      'Receipts without lines (unknown) | – | 20.00 | – | – | – | – | –',
      'Difference between lines and receipts (difference) | – | 0.01 | 2.00 | – | – | – | –',
      'Total | 20 | 132.01 | 3.00 | 63.00 | 43.00 | 40.57% | 96.36%',
    ]);
  });

  it('are ordered by quantity or margin when that is asked for, and read documents for other filters', async () => {
    const order = (asking: Asking) => asked('products', asking).then((answer) => said(answer, ['gross']).slice(0, 2));
    expect(await order({ order: 'quantity' })).toEqual(['Bread | 88.00', 'Milk | 8.00']);
    expect(await order({ order: 'margin' })).toEqual(['Bread | 88.00', 'Tea | 12.00']);
    expect(await order({ cashier: shop.goods.ben })).toEqual(['Bread | 8.00', 'Something | 3.00']);
    expect(said(await asked('products', { department: shop.goods.drinks }), ['gross'])).toEqual([
      'Tea | 12.00',
      'Total | 12.00',
    ]);
  });

  it('are compared with what each sold before, whether or not it was among the first then', async () => {
    const answer = await asked('products', { compare: 'previous', top: '10' });
    const [first, second] = answer.sections[0]?.rows ?? [];
    expect([first?.compared, second?.compared]).toEqual([90_000n, null]);
    expect(answer.sections[0]?.comparedTotal).toBe(90_000n);
  });

  it('lead to their receipts', async () => {
    const [section] = (await asked('products')).sections;
    expect(section?.rows.map(({ drill }) => drill?.filters['product'])).toEqual([
      ...[shop.goods.bread, shop.goods.tea, shop.goods.milk, shop.goods.stranger, '-', undefined, undefined],
    ]);
  });
});

describe('ABC', () => {
  const columns = ['basis', 'share', 'cumulative', 'class'];

  it('is A until 80 % are reached, the product that passes them included; B until 95 %; C the rest', async () => {
    expect(said(await asked('abc'), columns)).toEqual([
      'Bread | 88.00 | 78.57% | 78.57% | A',
      'Tea | 12.00 | 10.71% | 89.29% | A',
      'Milk | 8.00 | 7.14% | 96.43% | B',
      'Something | 3.00 | 2.68% | 99.11% | C',
      'Lines that name no product (unknown) | 1.00 | 0.89% | 100.00% | –',
      'Total | 112.00 | 100.00% | – | –',
    ]);
  });

  it('is of margins too, where what brought nothing is C', async () => {
    expect(said(await asked('abc', { basis: 'margin' }), columns)).toEqual([
      'Bread | 33.00 | 76.74% | 76.74% | A',
      'Tea | 6.00 | 13.95% | 90.70% | A',
      'Milk | 4.00 | 9.30% | 100.00% | B',
      'Something | 0.00 | 0.00% | 100.00% | C',
      'Lines that name no product (unknown) | 0.00 | 0.00% | 100.00% | –',
      'Total | 43.00 | 100.00% | – | –',
    ]);
  });

  it('is summed up by class', async () => {
    expect(said(await asked('abc', { rows: 'classes' }), [...columns, 'products'])).toEqual([
      'A | 100.00 | 89.29% | 89.29% | A | 2',
      'B | 8.00 | 7.14% | 96.43% | B | 1',
      'C | 4.00 | 3.57% | 100.00% | C | 1',
      'Total | 112.00 | 100.00% | – | – | 4',
    ]);
  });
});

describe('margin by department', () => {
  it('is of lines that say their cost; the whole is that of the receipts', async () => {
    const columns = ['gross', 'discounts', 'vat', 'netOfVat', 'cost', 'margin', 'marginShare', 'costKnown'];
    expect(said(await asked('margin-by-department'), columns)).toEqual([
      'Food | 96.00 | 0.00 | 0.00 | 96.00 | 59.00 | 37.00 | 38.54% | 100.00%',
      'Drinks | 12.00 | 1.00 | 1.00 | 10.00 | 4.00 | 6.00 | 60.00% | 100.00%',
      'No department (unknown) | 4.00 | 0.00 | 0.00 | 4.00 | 0.00 | – | – | 0.00%',
      'Not told by department (unknown) | 20.01 | 2.00 | 0.00 | 18.01 | – | – | – | –',
      'Total | 132.01 | 3.00 | 1.00 | 128.01 | 63.00 | 43.00 | 40.57% | 96.36%',
    ]);
  });
});

it('reports of products and of departments agree on what they share', async () => {
  const totals = await Promise.all(
    ['products', 'margin-by-department', 'sales-by-department'].map(async (name) => {
      const { gross, margin, marginShare, costKnown } = (await asked(name)).sections[0]?.total ?? {};
      return { gross, margin, marginShare, costKnown };
    }),
  );
  expect(totals[1]).toEqual(totals[0]);
  expect(totals[2]).toEqual(totals[0]);
});

describe('campaigns', () => {
  it('say what they cost and what was sold with them; what receipts do not explain is a row', async () => {
    const columns = ['discounts', 'discountUses', 'receipts', 'campaignSales', 'campaignShare'];
    expect(said(await asked('campaigns'), columns)).toEqual([
      'By hand | 1.50 | 1 | 1 | 18.00 | 13.95%',
      'Tea week | 1.00 | 1 | 1 | 15.00 | 11.63%',
      'Discounts that receipts do not explain (unknown) | 0.50 | – | – | – | –',
      'Total | 3.00 | 2 | – | – | –',
    ]);
  });
});

describe('points', () => {
  const columns = ['earned', 'redeemed', 'redemption', 'manualPoints', 'expiredPoints'];

  it('are those of receipts, and beside them those that no receipt tells of', async () => {
    expect(said(await asked('points', { per: 'month' }), columns)).toEqual([
      'November 2026 | 10 | 4 | 0.40 | 100 | 30',
      'Total | 10 | 4 | 0.40 | 100 | 30',
    ]);
    const longer = await asked('points', { per: 'month', to: '2026-12-15' });
    expect(longer.sections[0]?.rows.map(({ drill }) => drill?.filters)).toEqual([
      { range: 'own', from: '2026-11-01', to: '2026-11-30' },
      { range: 'own', from: '2026-12-01', to: '2026-12-15' },
    ]);
    const days = said(await asked('points', { from: '2026-11-02', to: '2026-11-05' }), columns);
    expect(days.map((line) => line.slice(line.indexOf('|') + 2))).toEqual([
      '10 | 0 | 0.00 | 0 | 0',
      '0 | 0 | 0.00 | 100 | 0',
      '0 | 0 | 0.00 | 0 | 30',
      '0 | 4 | 0.40 | 0 | 0',
      '10 | 4 | 0.40 | 100 | 30',
    ]);
  });

  it('by hand belong to no store', async () => {
    expect(said(await asked('points', { per: 'month', store: 'LON' }), columns).at(-1)).toBe(
      'Total | 10 | 4 | 0.40 | 0 | 0',
    );
  });

  it('that are held are worth what the programme says, and redeemable from its minimum on in its steps', async () => {
    const shown = [
      'outstandingPoints',
      'pointsWorth',
      'redeemablePoints',
      'redeemableWorth',
      'members',
      'membersWithPoints',
    ];
    expect(said(await asked('points-outstanding'), shown)).toEqual([
      'Club | 126 | 1.26 | 110 | 1.10 | 3 | 3',
      'Total | 126 | 1.26 | 110 | 1.10 | 3 | 3',
    ]);
  });
});

describe('whoever asks', () => {
  const person = (changes: Partial<CompanyGrant>, companyId = shop.goods.world.companyId): Ctx => {
    const all = [shop.goods.world.storeId('LON'), shop.goods.world.storeId('AKL')];
    const grant = { companyId, isOwner: false, isAdministrator: false, roles: [], allStoreIds: all, ...changes };
    return deriveContext(hubCtx(test.db, now), {
      actor: { kind: 'user', userId: 'u', username: 'u', staffRole: null, staffCompanyIds: null, grants: [grant] },
    });
  };
  const ofStock = [
    'stock-value',
    'low-stock',
    'negative-stock',
    'days-of-cover',
    'dead-stock',
    'sell-through',
    'stock-movements',
  ];
  const ofSales = [
    'products',
    'abc',
    'margin-by-department',
    'campaigns',
    'points',
    'points-outstanding',
    'cashier-control',
  ];

  it('as stock keeper sees stock, of their stores, and nothing of sales', async () => {
    const keeper = person({ roles: [{ role: 'stock', storeIds: [shop.goods.world.storeId('AKL')] }] });
    for (const name of ofStock) await expect(asked(name, {}, keeper), name).resolves.toMatchObject({ isPart: true });
    expect(said(await asked('stock-value', {}, keeper), ['stockValue'])).toEqual(['Auckland | 63.00', 'Total | 63.00']);
    await expect(asked('stock-value', { store: 'LON' }, keeper)).rejects.toMatchObject({ code: 'not_found' });
    for (const name of [...ofSales, 'closures', 'refused']) {
      await expect(asked(name, {}, keeper), name).rejects.toMatchObject({ code: 'not_found' });
    }
    const money = catalogue
      .filter(({ permission }) => permission === 'stock.see')
      .flatMap(({ columns }) => columns.filter(({ kind }) => kind === 'money').map(({ name }) => name));
    expect([...new Set(money)]).toEqual(['stockValue']);
  });

  it('as manager of one store sees the products of that store, not the company’s months', async () => {
    const manager = person({ roles: [{ role: 'manager', storeIds: [shop.goods.world.storeId('AKL')] }] });
    expect(said(await asked('products', {}, manager), ['gross'])).toEqual(['Tea | 6.00', 'Total | 6.00']);
    expect(said(await asked('cashier-control', {}, manager), ['receipts']).at(-1)).toBe('Total | 1');
  });

  it('as manager of one store sees no points of the company, which belong to no store, and is told why', async () => {
    const manager = person({ roles: [{ role: 'manager', storeIds: [shop.goods.world.storeId('AKL')] }] });
    const answer = await asked('points-outstanding', {}, manager);
    expect([answer.sections, answer.isPart, answer.remarks]).toEqual([[], false, ['ofCompany']]);
    const refused = { code: 'invalid_input', facts: { errors: [{ path: 'store' }] } };
    await expect(asked('points-outstanding', { store: 'AKL' })).rejects.toMatchObject(refused);
  });

  it('as owner of another company finds none of it', async () => {
    const other = await makeWorld(test.db, [{ code: 'X' }]);
    const owner = person({ isOwner: true }, other.companyId);
    for (const name of [...ofStock, ...ofSales, 'closures', 'refused']) {
      await expect(asked(name, {}, owner), name).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

describe('the number of statements', () => {
  it('is fixed and small, however many products, places and cashiers there are', async () => {
    const met: Record<string, number> = {};
    for (const { name, area } of catalogue) {
      if (
        !['products', 'stock', 'control'].includes(area) &&
        !['campaigns', 'points', 'points-outstanding'].includes(name)
      )
        continue;
      const { ctx, queries } = counted(hubCtx(test.db, now));
      await asked(name, {}, ctx);
      met[name] = queries();
    }
    expect(met).toEqual({
      ...{ products: 6, abc: 5, 'margin-by-department': 5, campaigns: 5, points: 4, 'points-outstanding': 3 },
      ...{
        'stock-value': 3,
        'low-stock': 4,
        'negative-stock': 4,
        'days-of-cover': 4,
        'dead-stock': 4,
        'sell-through': 4,
      },
      ...{ 'stock-movements': 4, 'cashier-control': 4, closures: 4, refused: 3 },
    });
  });
});

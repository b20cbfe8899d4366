/** Every report of goods, points, campaigns and control on a small shop, with numbers reckoned by hand. */
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../reports/catalogue.ts';
import { newId } from '../../server/core/ids.ts';
import type { CompanyGrant } from '../../server/core/scope.ts';
import { type Ctx, deriveContext } from '../../server/db/index.ts';
import { counted } from '../support/counted.ts';
import { withDatabase } from '../support/database.ts';
import { hubCtx } from '../support/hub.ts';
import { closeGoods, type Goods, makeGoods, said } from './goods.ts';
import { type Asking, ask, bodyOf, push } from './shop.ts';
import { makeWorld, now } from './world.ts';

const test = withDatabase();
let goods: Goods;

beforeAll(async () => {
  goods = await makeGoods(test.db);
  await closeGoods(test.db, goods);
});

const november: Asking = { range: 'own', from: '2026-11-01', to: '2026-11-30' };

function asked(name: string, asking: Asking = {}, ctx: Ctx = hubCtx(test.db, now)) {
  return ask(ctx, name, { company: goods.world.slug, ...november, ...asking });
}

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
    expect(await order({ cashier: goods.ben })).toEqual(['Bread | 8.00', 'Something | 3.00']);
    expect(said(await asked('products', { department: goods.drinks }), ['gross'])).toEqual([
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
      ...[goods.bread, goods.tea, goods.milk, goods.stranger, '-', undefined, undefined],
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

describe('stock', () => {
  it('has a value by place, department and product; what has no cost is a row', async () => {
    const columns = ['stockValue', 'valueShare', 'onHand', 'places'];
    expect(said(await asked('stock-value'), columns)).toEqual([
      'Auckland | 63.00 | 55.75% | 30 | 1',
      'Central warehouses | 25.00 | 22.12% | 50 | 1',
      'London | 25.00 | 22.12% | 25 | 3',
      'Without a known cost (unknown) | – | – | 107 | 2',
      'Total | 113.00 | 100.00% | 212 | 7',
    ]);
    expect(said(await asked('stock-value', { by: 'department' }), columns)).toEqual([
      'Drinks | 79.00 | 69.91% | 38 | 2',
      'Food | 34.00 | 30.09% | 67 | 3',
      'Without a known cost (unknown) | – | – | 107 | 2',
      'Total | 113.00 | 100.00% | 212 | 7',
    ]);
    expect(said(await asked('stock-value', { by: 'product', store: 'LON' }), columns)).toEqual([
      'Tea | 16.00 | 64.00% | 8 | 1',
      'Bread | 12.00 | 48.00% | 20 | 1',
      'Milk | -3.00 | -12.00% | -3 | 1',
      'Without a known cost (unknown) | – | – | 7 | 1',
      'Total | 25.00 | 100.00% | 32 | 4',
    ]);
    expect(said(await asked('stock-value', { department: goods.food }), columns).at(-1)).toBe(
      'Total | 34.00 | 100.00% | 67 | 3',
    );
  });

  it('is low below the minimum, at the point of order, and below the product’s minimum where a place names none', async () => {
    expect(said(await asked('low-stock'), ['place', 'onHand', 'minLevel', 'reorderPoint', 'shortBy'])).toEqual([
      'Cup | Shelf | 100 | 200 | 0 | 100',
      'Milk | LON · Shelf | -3 | 5 | 0 | 8',
      'Tea | LON · Shelf | 8 | 10 | 0 | 2',
      'Tea | AKL · Shelf | 30 | 0 | 30 | 0',
    ]);
    expect(said(await asked('low-stock', { store: 'AKL' }), ['shortBy'])).toEqual(['Tea | 0']);
  });

  it('is told where it is negative', async () => {
    expect(said(await asked('negative-stock'), ['place', 'onHand', 'shortBy'])).toEqual([
      'Milk | LON · Shelf | -3 | 3',
    ]);
  });

  it('lasts for days, at the pace of the 28 days before today', async () => {
    const columns = ['cover', 'onHand', 'soldInFourWeeks', 'soldPerDay'];
    expect(said(await asked('days-of-cover', { store: 'LON' }), columns)).toEqual([
      'Milk | 0 | -3 | 4 | 0.1429',
      'Bread | 46.6667 | 20 | 12 | 0.4286',
      'Something | 98 | 7 | 2 | 0.0714',
      'Tea | 224 | 8 | 1 | 0.0357',
    ]);
  });

  it('is dead when nothing was sold in 90 days, slow when it lasts for four times as long', async () => {
    const columns = ['stockValue', 'onHand', 'soldIn90Days', 'pace', 'lastMovement'];
    expect(said(await asked('dead-stock'), columns)).toEqual([
      'Tea | 79.00 | 38 | 2 | slow | 2026-11-11',
      'Bread | 37.00 | 70 | 12 | slow | 2026-11-11',
      'Cup | – | 100 | 0 | dead | 2026-11-11',
    ]);
    expect(said(await asked('dead-stock', { pace: 'dead' }), ['onHand'])).toEqual(['Cup | 100']);
    expect(said(await asked('dead-stock', { pace: 'slow', store: 'LON' }), ['onHand'])).toEqual(['Tea | 8']);
  });

  it('sells through: sold of what was there', async () => {
    expect(said(await asked('sell-through', { store: 'LON' }), ['sold', 'onHand', 'sellThrough'])).toEqual([
      'Bread | 11 | 20 | 35.48%',
      'Milk | 4 | -3 | 100.00%',
      'Something | 2 | 7 | 22.22%',
      'Tea | 1 | 8 | 11.11%',
    ]);
  });
});

describe('stock movements', () => {
  const columns = ['stockChange', 'stockIn', 'stockOut', 'movements'];
  const days: Asking = { range: 'own', from: '2026-11-03', to: '2026-11-05' };
  const figures = (lines: readonly string[]) => lines.map((line) => line.slice(line.indexOf('|') + 2));

  it('are told by kind, with what receipts sold', async () => {
    expect(said(await asked('stock-movements', { ...days, by: 'kind' }), columns)).toEqual([
      'Lost | -2 | 0 | 2 | 1',
      'Goods received | 40 | 40 | 0 | 1',
      'Sold, less returns | -6 | 0 | 6 | 2',
      'Transferred | 0 | 5 | 5 | 2',
      'Total | 32 | 45 | 13 | 6',
    ]);
  });

  it('count on the day that each place’s clocks show: what leaves London on the 3rd comes to Auckland on the 4th', async () => {
    expect(figures(said(await asked('stock-movements', days), columns))).toEqual([
      ...['35 | 40 | 5 | 2', '5 | 5 | 0 | 1', '-8 | 0 | 8 | 3', '32 | 45 | 13 | 6'],
    ]);
    expect(figures(said(await asked('stock-movements', { ...days, store: 'AKL' }), columns))).toEqual([
      ...['0 | 0 | 0 | 0', '5 | 5 | 0 | 1', '0 | 0 | 0 | 0', '5 | 5 | 0 | 1'],
    ]);
  });

  it('are of one product when another report asks for it', async () => {
    const ofMilk = await asked('stock-movements', { ...days, by: 'kind', product: goods.milk });
    expect(said(ofMilk, columns)).toEqual([
      'Lost | -2 | 0 | 2 | 1',
      'Sold, less returns | -5 | 0 | 5 | 1',
      'Total | -7 | 0 | 7 | 2',
    ]);
  });

  it('have 25 hours on the day on which clocks go back', async () => {
    const autumn = { range: 'own', from: '2026-10-24', to: '2026-10-26', store: 'LON' };
    expect(figures(said(await asked('stock-movements', autumn), columns))).toEqual([
      ...['0 | 0 | 0 | 0', '-2 | 0 | 2 | 2', '0 | 0 | 0 | 0', '-2 | 0 | 2 | 2'],
    ]);
  });
});

describe('control of cashiers', () => {
  it('shows each beside the others of the same stores', async () => {
    const answer = await asked('cashier-control');
    const columns = ['standsOut', 'receipts', 'voidedLines', 'voidedAmount', 'voidRate', 'voidRatePeers'];
    expect(said(answer, columns)).toEqual([
      'Ben Cole | 1 | 4 | 1 | 8.00 | 25.00% | 0.00%',
      'Not told (unknown) | 0 | 1 | 0 | 0.00 | 0.00% | –',
      'Anna Bell | 0 | 2 | 0 | 0.00 | 0.00% | 25.00%',
      'Total | 1 | 7 | 1 | 8.00 | 14.29% | –',
    ]);
    const other = ['cancelled', 'cancelledAmount', 'cancelRate', 'returns', 'returned', 'unproven', 'unprovenAmount'];
    expect(said(answer, other)[0]).toBe('Ben Cole | 1 | 50.00 | 20.00% | 1 | 2.00 | 1 | 2.00');
    expect(said(answer, ['discounts', 'discountShare', 'discountSharePeers'])[0]).toBe(
      'Ben Cole | 2.00 | 6.66% | 1.04%',
    );
    expect(answer.sections[0]?.rows[0]?.marked).toEqual(['discountShare']);
  });

  it('keeps the others when one is asked for', async () => {
    const answer = await asked('cashier-control', { cashier: goods.anna });
    expect(said(answer, ['receipts', 'voidRatePeers'])).toEqual(['Anna Bell | 2 | 25.00%', 'Total | 2 | –']);
  });

  it('marks what is more than twice the others’, from five cases on', async () => {
    const world = await makeWorld(test.db, [{ code: 'S' }]);
    const [anna, ben, carl] = [newId(), newId(), newId()];
    const line = { total: '1.0000' };
    const sale = (cashier: string, voided = 0) =>
      bodyOf({
        ...{ at: '2026-11-03T10:00:00', total: '1.0000', cashier },
        lines: [line, ...Array.from({ length: voided }, () => ({ ...line, is: 'voided' as const }))],
      });
    const plain = Array.from({ length: 10 }, () => sale(anna));
    await push(test.db, world.till('S/POS-001'), [...plain, sale(ben, 5), sale(carl, 4)]);
    const [section] = (await asked('cashier-control', { company: world.slug })).sections;
    const of = (id: string) => section?.rows.find(({ key }) => key === id);
    expect([of(ben)?.values['voidRate'], of(ben)?.values['voidRatePeers'], of(ben)?.marked]).toEqual([
      50_000,
      3636,
      ['voidRate'],
    ]);
    expect([of(carl)?.values['voidRate'], of(carl)?.values['voidRatePeers'], of(carl)?.marked]).toEqual([
      40_000,
      4545,
      undefined,
    ]);
    expect(of(anna)?.marked).toBeUndefined();
  });
});

describe('closures', () => {
  it('come with what tills said and what was found, the worst first', async () => {
    const answer = await asked('closures');
    const columns = ['verdict', 'day', 'saidDocuments', 'foundDocuments', 'saidGross', 'countedCash', 'cashDifference'];
    expect(said(answer, columns)).toEqual([
      'Closing 2 | verdict-unexplained | 2026-11-05 | 6 | 4 | 50.00 | 49.00 | -1.00',
      'Closing 3 | verdict-due | 2026-11-06 | 0 | 0 | 4.00 | 4.00 | 0.00',
      'Closing 1 | verdict-matched | 2026-11-02 | 1 | 1 | 80.00 | 80.00 | 0.00',
      'Total | – | – | 7 | 5 | 134.00 | 133.00 | -1.00',
    ]);
    expect(said(answer, ['worstDifference', 'missingReceipts', 'doubleReceipts', 'till'])[0]).toBe(
      'Closing 2 | 12.50 | 2 | 0 | LON · POS-001',
    );
    expect(answer.sections[0]?.rows[0]?.drill?.page).toMatch(
      new RegExp(`^/closures/${goods.world.slug}/[0-9a-f-]{36}/$`),
    );
  });

  it('are counted by verdict, and chosen by it', async () => {
    expect(said(await asked('closures', { by: 'verdict' }), ['closures', 'missingReceipts'])).toEqual(
      ['Unexplained | 1 | 2', 'Not judged yet | 1 | 0', 'Matched | 1 | 0', 'Total | 3 | 2'].sort(byVerdict),
    );
    expect(said(await asked('closures', { verdict: 'due' }), ['closures'])).toEqual(['Closing 3 | 1', 'Total | 1']);
  });

  it('stand beside what could not be taken, by till', async () => {
    const columns = ['quarantineWaiting', 'quarantineSettled', 'conflictsWaiting', 'conflictsSettled', 'till'];
    expect(said(await asked('refused'), columns)).toEqual([
      'POS-001 | 1 | 1 | 1 | 0 | LON · POS-001',
      'Total | 1 | 1 | 1 | 0 | –',
    ]);
  });
});

describe('whoever asks', () => {
  const person = (changes: Partial<CompanyGrant>, companyId = goods.world.companyId): Ctx => {
    const all = [goods.world.storeId('LON'), goods.world.storeId('AKL')];
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
    const keeper = person({ roles: [{ role: 'stock', storeIds: [goods.world.storeId('AKL')] }] });
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
    const manager = person({ roles: [{ role: 'manager', storeIds: [goods.world.storeId('AKL')] }] });
    expect(said(await asked('products', {}, manager), ['gross'])).toEqual(['Tea | 6.00', 'Total | 6.00']);
    expect(said(await asked('cashier-control', {}, manager), ['receipts']).at(-1)).toBe('Total | 1');
  });

  it('as manager of one store sees no points of the company, which belong to no store, and is told why', async () => {
    const manager = person({ roles: [{ role: 'manager', storeIds: [goods.world.storeId('AKL')] }] });
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
      ...{ products: 5, abc: 4, 'margin-by-department': 5, campaigns: 5, points: 4, 'points-outstanding': 3 },
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

function byVerdict(a: string, b: string): number {
  const order = ['Unexplained', 'Explained', 'Matched', 'Not judged yet', 'Total'];
  const place = (line: string) => order.findIndex((word) => line.startsWith(word));
  return place(a) - place(b);
}

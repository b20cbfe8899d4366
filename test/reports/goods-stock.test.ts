/** Every report of stock on a small shop, with numbers reckoned by hand. */
import { describe, expect, it } from 'vitest';
import { withDatabase } from '../support/database.ts';
import { said } from './said.ts';
import type { Asking } from './shop.ts';
import { withGoods } from './with-goods.ts';

const test = withDatabase();
const shop = withGoods(test);
const { asked } = shop;

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
    expect(said(await asked('stock-value', { department: shop.goods.food }), columns).at(-1)).toBe(
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
    const ofMilk = await asked('stock-movements', { ...days, by: 'kind', product: shop.goods.milk });
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

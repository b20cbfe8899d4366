import type { Report } from '../engine/report.ts';
import { shareOf } from '../measures.ts';
import { turnover, turnoverSections } from './turnover.ts';

const movedProducts = turnover({
  where: 'sold_e4 > 0 OR on_hand_e4 > 0',
  order: 'sold_e4 DESC, on_hand_e4 DESC',
});

const atLeastNothing = (valueE4: bigint) => (valueE4 > 0n ? valueE4 : 0n);

/** How much of what was there has been sold: sold ÷ (sold + what is on hand now). */
export const sellThrough: Report = {
  name: 'sell-through',
  area: 'stock',
  permission: 'stock.see',
  columns: [
    { name: 'sold', kind: 'quantity' },
    { name: 'onHand', kind: 'quantity' },
    { name: 'sellThrough', kind: 'share' },
  ],
  lead: 'sold',
  rowName: 'product',
  chart: { kind: 'bar', columns: ['sellThrough'], isHorizontal: true, mostRows: 20 },
  instantFilters: ['department'],
  readsDocuments: false,
  mostRows: 100,
  isPaged: true,
  isComparable: false,
  hasRange: true,
  notes: ['sellThrough'],
  sections: (ctx, window) =>
    turnoverSections(ctx, window, {
      statements: movedProducts,
      sold: window.range,
      soldColumns: ['sold'],
      currency: null,
      values: ({ on_hand_e4, sold_e4 }) => ({
        sold: sold_e4,
        onHand: on_hand_e4,
        sellThrough: shareOf(atLeastNothing(sold_e4), atLeastNothing(sold_e4) + atLeastNothing(on_hand_e4)),
      }),
    }),
};

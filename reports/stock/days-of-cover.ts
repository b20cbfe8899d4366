import { addDays } from '../../server/core/business-day.ts';
import { divideRounded } from '../../server/core/rounding.ts';
import type { Report } from '../engine/report.ts';
import { today } from './levels.ts';
import { turnover, turnoverSections } from './turnover.ts';

/** Whole days before today: four of each weekday. */
const daysCounted = 28;

const soldProducts = turnover({
  where: 'sold_e4 > 0',
  order: 'CASE WHEN on_hand_e4 <= 0 THEN 0 ELSE CAST(on_hand_e4 AS double precision) / sold_e4 END, sold_e4 DESC',
});

/** For how many days what lies there lasts, sold as in the last four weeks. What sells soonest out comes first. */
export const daysOfCover: Report = {
  name: 'days-of-cover',
  area: 'stock',
  permission: 'stock.see',
  columns: [
    { name: 'cover', kind: 'quantity' },
    { name: 'onHand', kind: 'quantity' },
    { name: 'soldInFourWeeks', kind: 'quantity' },
    { name: 'soldPerDay', kind: 'quantity' },
  ],
  lead: 'cover',
  rowName: 'product',
  chart: { kind: 'bar', columns: ['cover'], isHorizontal: true, mostRows: 20 },
  instantFilters: ['department'],
  readsDocuments: false,
  mostRows: 100,
  isPaged: true,
  isComparable: false,
  hasRange: false,
  notes: ['daysOfCover'],
  sections(ctx, window) {
    const day = today(ctx, window);
    return turnoverSections(ctx, window, {
      statements: soldProducts,
      sold: { from: addDays(day, -daysCounted), to: addDays(day, -1) },
      soldColumns: ['soldInFourWeeks', 'soldPerDay'],
      currency: null,
      values: ({ on_hand_e4, sold_e4 }) => ({
        cover: on_hand_e4 <= 0n ? 0n : divideRounded(on_hand_e4 * BigInt(daysCounted) * 10_000n, sold_e4, 'half-up'),
        onHand: on_hand_e4,
        soldInFourWeeks: sold_e4,
        soldPerDay: divideRounded(sold_e4, BigInt(daysCounted), 'half-up'),
      }),
    });
  },
};

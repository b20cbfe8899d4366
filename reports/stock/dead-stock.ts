import { addDays, businessDayOf } from '../../server/core/business-day.ts';
import type { Report } from '../engine/report.ts';
import { today } from './levels.ts';
import { turnover, turnoverSections } from './turnover.ts';

/** Whole days before today. */
const daysCounted = 90;

const dead = 'on_hand_e4 > 0 AND sold_e4 <= 0';

/** At this pace it lasts longer than a year: on hand ÷ (sold ÷ 90) > 360. */
const slow = 'on_hand_e4 > 0 AND sold_e4 > 0 AND on_hand_e4 > sold_e4 * 4';

const order = 'CASE WHEN value_e4 IS NULL THEN 1 ELSE 0 END, value_e4 DESC, on_hand_e4 DESC';

const statements = {
  dead: turnover({ where: dead, order, isValued: true }),
  slow: turnover({ where: slow, order, isValued: true }),
  both: turnover({ where: `(${dead}) OR (${slow})`, order, isValued: true }),
};

/** What lies there and was not sold in 90 days, or so little that it lasts for another year; the most money first. */
export const deadStock: Report = {
  name: 'dead-stock',
  area: 'stock',
  permission: 'stock.see',
  columns: [
    { name: 'stockValue', kind: 'money' },
    { name: 'onHand', kind: 'quantity' },
    { name: 'soldIn90Days', kind: 'quantity' },
    { name: 'pace', kind: 'word' },
    { name: 'lastMovement', kind: 'day' },
  ],
  lead: 'stockValue',
  rowName: 'product',
  chart: { kind: 'bar', columns: ['stockValue'], isHorizontal: true, mostRows: 20 },
  instantFilters: ['department'],
  readsDocuments: false,
  mostRows: 100,
  isPaged: true,
  isComparable: false,
  hasRange: false,
  options: [{ name: 'pace', values: ['both', 'dead', 'slow'] }],
  notes: ['deadStock', 'stockCost'],
  sections(ctx, window) {
    const day = today(ctx, window);
    const { pace } = window.options;
    return turnoverSections(ctx, window, {
      statements: statements[pace === 'dead' || pace === 'slow' ? pace : 'both'],
      sold: { from: addDays(day, -daysCounted), to: addDays(day, -1) },
      soldColumns: ['soldIn90Days'],
      currency: window.company.currency,
      values: ({ on_hand_e4, value_e4, sold_e4, last_movement_at }) => ({
        stockValue: value_e4,
        onHand: on_hand_e4,
        soldIn90Days: sold_e4,
        pace: sold_e4 > 0n ? 'slow' : 'dead',
        lastMovement: last_movement_at === null ? null : dayOf(last_movement_at, window.company.timeZone),
      }),
    });
  },
};

function dayOf(at: Date, zone: string): string {
  return businessDayOf(at, { zone, dayStartHour: 0 });
}

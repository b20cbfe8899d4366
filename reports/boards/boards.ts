/** Which dashboards there are, and what stands on them. */
import type { Chosen } from '../screen/choices.ts';

export interface BoardPlan {
  name: 'company' | 'store';
  /** Reports whose charts it shows, by name, in their order. */
  panels: readonly Panel[];
}

interface Panel {
  report: string;
  /** As wide as the page. */
  isWide?: true;
  /** Choices that are the report's own. */
  options?: Readonly<Record<string, string>>;
  /** True: of a single day it says nothing. */
  needsDays?: true;
  /** Only the first rows that have a name are drawn: the others would dwarf them. The table below has all. */
  isTop?: true;
}

const byDay: Panel = { report: 'sales-by-day', isWide: true, needsDays: true };
const byHour: Panel = { report: 'sales-by-hour' };
const payments: readonly Panel[] = [{ report: 'sales-by-payment' }, { report: 'sales-by-vat-rate' }];
const products: Panel = { report: 'products', options: { top: '10' }, isTop: true };

export const boards: Readonly<Record<BoardPlan['name'], BoardPlan>> = {
  company: {
    name: 'company',
    panels: [byDay, byHour, { report: 'sales-by-store' }, ...payments, { ...products, isWide: true }],
  },
  store: {
    name: 'store',
    panels: [byDay, byHour, { report: 'sales-by-terminal' }, { report: 'sales-by-cashier' }, ...payments, products],
  },
};

/** Rows that a panel draws; the report has all. */
export const panelRows = 10;

/** What can be chosen on a dashboard. */
export function chosenOf(name: BoardPlan['name']): Chosen {
  return { name, hasRange: true, isComparable: true, instantFilters: [], readsDocuments: false };
}

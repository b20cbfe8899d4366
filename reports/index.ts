/** The reports that exist, with the right that each needs. A report is a folder: query, chart, page, file. */

import type { Action } from '../server/domain/tenancy/index.ts';

export interface ReportEntry {
  /** Its address below /reports. */
  path: string;
  title: string;
  description: string;
  permission: Action;
}

export const reports: readonly ReportEntry[] = [
  {
    path: 'sales-by-day',
    title: 'Sales by day',
    description:
      'What each day brought: gross, discounts, net, VAT, receipts, returns. By store, beside the days before or the same weekdays last year.',
    permission: 'figures.see',
  },
];

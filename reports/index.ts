/** The reports that exist, with the right that each needs. A report is a folder: query, chart, page, file. */

import type { Action } from '../server/domain/tenancy/index.ts';

export interface ReportEntry {
  /** Its address below /reports, and its place among the texts: `reports.list.<path>`. */
  path: string;
  permission: Action;
}

export const reports: readonly ReportEntry[] = [
  {
    path: 'sales-by-day',
    permission: 'figures.see',
  },
];

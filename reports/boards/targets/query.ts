/** Targets as the page lays them out: places in rows, months in columns. */
import type { Ctx } from '../../../server/db/index.ts';
import { listTargets, mayEditTargets } from '../../../server/domain/targets/index.ts';
import type { ReportCompany } from '../../companies.ts';

/** Months that one page shows. */
const shownMonths = 3;

/** Stores that one page shows. */
const mostStores = 150;

export interface TargetRow {
  /** Null: the company. */
  storeId: number | null;
  name: string;
  currency: string;
  mayEdit: boolean;
  /** One for each month; null: none is set. */
  amounts: (bigint | null)[];
}

export interface TargetSheet {
  months: string[];
  rows: TargetRow[];
}

/** The month so many months later, or earlier. */
export function monthAfter(month: string, count: number): string {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
}

/** The months from `from` on. The company's own row is there for whoever sees all of its stores. */
export async function readTargetSheet(ctx: Ctx, company: ReportCompany, from: string): Promise<TargetSheet> {
  const months = Array.from({ length: shownMonths }, (_, place) => monthAfter(from, place));
  const shown = company.stores.slice(0, mostStores);
  const targets = await listTargets(ctx, { companyId: company.id, from, to: months.at(-1) ?? from });
  const rowOf = (storeId: number | null, name: string, currency: string): TargetRow => ({
    ...{ storeId, name, currency },
    mayEdit: mayEditTargets(ctx, { companyId: company.id, storeId }),
    amounts: months.map(
      (month) =>
        targets.find((one) => one.storeId === storeId && one.month === month && one.currency === currency)?.netE4 ??
        null,
    ),
  });
  const own =
    company.hiddenStores > 0 ? [] : [...new Set([company.currency, ...shown.map(({ currency }) => currency)])];
  return {
    months,
    rows: [
      ...own.map((currency) => rowOf(null, '', currency)),
      ...shown.map(({ id, name, currency }) => rowOf(id, name, currency)),
    ],
  };
}

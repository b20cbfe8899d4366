/** VAT by rate: from the receipts' taxes, else from their lines and departments, else from their heads, which say no rate. What
 *  these leave over against the heads is a row: with it the rates come to the takings and their VAT. */
import type { Ctx } from '../../server/db/index.ts';
import { receiptsOf } from '../engine/drills.ts';
import type { Report } from '../engine/report.ts';
import { type Beside, rollupReport } from '../engine/rollup-report.ts';
import { sumRollup } from '../engine/sum-rollup.ts';
import type { Window } from '../engine/window.ts';
import { valuesOf } from '../measures.ts';

const figures = ['taxable', 'vat', 'taxed'] as const;

export const salesByVatRate: Report = rollupReport({
  name: 'sales-by-vat-rate',
  area: 'sales',
  rollup: 'vatTotals',
  by: ['rate_basis_points'],
  measures: figures,
  lead: 'taxed',
  rowName: 'rate',
  chart: { kind: 'bar', columns: ['taxed'] },
  instantFilters: [],
  notes: ['vatRates'],
  ofAll: receiptsOf({ kind: 'counted' }),
  naming: () => ({
    label: (key) => (key === '-1' ? { kind: 'word', word: 'rateNotSent' } : { kind: 'rate', basisPoints: Number(key) }),
    drill: (key) => receiptsOf({ vat: key }),
    kind: (key) => (key === '-1' ? 'unknown' : undefined),
  }),
  beside: againstHeads,
});

/** A filter on departments leaves parts of receipts, against which no head can be held. */
async function againstHeads(ctx: Ctx, window: Window): Promise<Beside> {
  if (window.filters.department) return { currencies: [], rows: () => [] };
  const days = await sumRollup(ctx, window, { rollup: 'dayTotals', by: [] });
  return {
    currencies: days.map((row) => String(row['currency'])),
    rows(currency, sums) {
      const inAll = days.find((row) => row['currency'] === currency) ?? {};
      const vat = BigInt(inAll['vat_e4'] ?? 0) - BigInt(sums['vat_e4'] ?? 0);
      const taxable = BigInt(inAll['gross_e4'] ?? 0) - BigInt(inAll['vat_e4'] ?? 0) - BigInt(sums['taxable_e4'] ?? 0);
      if (vat === 0n && taxable === 0n) return [];
      const label = { kind: 'word', word: 'headDifference' } as const;
      const values = valuesOf(figures, { taxable_e4: taxable, vat_e4: vat });
      return [
        { key: 'headDifference', kind: 'difference', label, values, drill: receiptsOf({ kind: 'rates-differ' }) },
      ];
    },
  };
}

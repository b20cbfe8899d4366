/** What was tendered by kind of payment. Change that was given back, and what receipts say was paid without saying how, are rows:
 *  with them the kinds come to what the tills kept. */
import type { Ctx } from '../../server/db/index.ts';
import { paymentLabel } from '../engine/chosen.ts';
import { receiptsOf } from '../engine/drills.ts';
import type { Report, Row } from '../engine/report.ts';
import { type Beside, rollupReport } from '../engine/rollup-report.ts';
import { sumRollup } from '../engine/sum-rollup.ts';
import type { Window } from '../engine/window.ts';

export const salesByPayment: Report = rollupReport({
  name: 'sales-by-payment',
  area: 'sales',
  rollup: 'paymentTotals',
  by: ['payment_type'],
  measures: ['paid', 'payments'],
  lead: 'paid',
  rowName: 'payment',
  chart: { kind: 'doughnut', columns: ['paid'], mostRows: 8 },
  instantFilters: ['payment'],
  notes: ['payments'],
  naming: () => ({
    label: paymentLabel,
    drill: (key) => receiptsOf({ payment: key }),
  }),
  beside: changeAndUntold,
});

async function changeAndUntold(ctx: Ctx, window: Window): Promise<Beside> {
  if (window.filters.payment) return { currencies: [], rows: () => [] };
  const days = await sumRollup(ctx, window, { rollup: 'dayTotals', by: [] });
  return {
    currencies: days.map((row) => String(row['currency'])),
    rows(currency, sums) {
      const inAll = days.find((row) => row['currency'] === currency) ?? {};
      const untold = BigInt(inAll['paid_e4'] ?? 0) - BigInt(sums['amount_e4'] ?? 0);
      return [
        ...moneyRow('paymentNotTold', untold, 'payments-differ'),
        ...moneyRow('changeGiven', -BigInt(inAll['change_e4'] ?? 0), 'change'),
      ];
    },
  };
}

function moneyRow(key: string, paid: bigint, of: 'payments-differ' | 'change'): Row[] {
  if (paid === 0n) return [];
  const label = { kind: 'word', word: key } as const;
  const drill = receiptsOf({ kind: of });
  return [
    {
      key,
      label,
      values: { paid, payments: null },
      drill,
      ...(of === 'payments-differ' && { kind: 'unknown' as const }),
    },
  ];
}

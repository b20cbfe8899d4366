/** A judgement in words for people, the same at every door. */
import type { FigureName } from './figure-lines.ts';
import type { Rule, Verdict } from './judgement.ts';

export const verdictWords: Readonly<Record<Verdict, string>> = {
  matched: 'Matched',
  explained: 'Explained',
  unexplained: 'Unexplained',
};

export const ruleWords: Readonly<Record<Rule, string>> = {
  'cancelled-never-sent': 'Cancelled documents that the till never sends',
  'documents-outstanding': 'Documents still on their way',
  'numbers-skipped': 'Numbers that the till skipped',
  'numbers-reused': 'Numbers given again after a reinstallation',
};

/** `note`: what the till means by the figure, where that is not what the word says (protocol 1.8). */
export const figureWords: Readonly<Record<FigureName, { label: string; note?: string }>> = {
  documents: { label: 'Documents' },
  valid: { label: 'Valid receipts' },
  cancelled: { label: 'Cancelled' },
  returns: { label: 'Returns' },
  paidInCount: { label: 'Payments, count', note: 'The till counts payments as paid in' },
  grossE4: { label: 'Gross', note: 'The till adds cancelled documents and returns' },
  discountE4: { label: 'Discounts', note: 'The till adds cancelled documents and returns' },
  netE4: { label: 'Net', note: 'The till adds cancelled documents and returns' },
  vatE4: { label: 'VAT', note: 'The till adds cancelled documents and returns' },
  tipE4: { label: 'Tips' },
  expectedCashE4: { label: 'Cash expected', note: 'The till takes every kind of payment for cash' },
  closingCashE4: { label: 'Cash at closing', note: 'The till takes no change off' },
  paidInE4: { label: 'Payments', note: 'The till counts payments as paid in' },
  startedText: { label: 'First document' },
  endedText: { label: 'Last document' },
  paymentKinds: { label: 'By kind of payment', note: 'How many of each kind, and their total' },
  discountKinds: { label: 'By kind of discount', note: 'How many, and their total' },
  validByType: { label: 'Valid by document type', note: 'How many, and their total' },
  cancelledByType: { label: 'Cancelled by document type', note: 'How many, and their total' },
  validTaxE4: { label: 'VAT of valid documents' },
  cancelledTaxE4: { label: 'VAT of cancelled documents' },
  vatByRate: { label: 'Taxed by rate' },
  taxByRate: { label: 'Tax by rate' },
  departmentKinds: { label: 'By department' },
  cashierSales: { label: 'Sales of the closing cashier', note: 'The till puts everybody’s sales under who closes' },
  tipKinds: { label: 'Tips by kind of payment' },
  openingCashE4: { label: 'Cash at opening', note: 'Today’s tills leave it at nothing' },
  cashDifferenceE4: { label: 'Cash difference, as the till says', note: 'Today’s tills leave it at nothing' },
  paidOutCount: { label: 'Paid out, count', note: 'Today’s tills leave it at nothing' },
  paidOutE4: { label: 'Paid out', note: 'Today’s tills leave it at nothing' },
  suspended: { label: 'Put aside', note: 'Such documents are never sent' },
  closureDate: { label: 'Day of opening', note: 'No document tells it' },
};

/** Rows of a kind as people read them: kept as "11 × 1465000" (how many, or of what, and their total in ten-thousandths), shown as
 *  "11: £146.50", each on a line of its own. What looks otherwise stays. */
export function kindsText(kept: string, amount: (amountE4: bigint) => string): string {
  const rows = kept.replaceAll(/(\S+) × (-?\d+)/g, (_all, kind, amountE4) => `${kind}: ${amount(BigInt(amountE4))}`);
  return rows.replaceAll(', ', '\n');
}

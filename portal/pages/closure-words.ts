/** A judgement in the visitor's words. What is stored is English; this says the same from the same facts. */

import type { Rule, StoredDetails, Verdict } from '../../server/domain/reconciliation/index.ts';
import type { Visit } from '../visit.ts';

type Name = StoredDetails['figures'][number]['name'];
type Words = Pick<Visit, 't' | 'formats'>;

/** How a verdict is shown everywhere. */
export function verdictModel({ t }: Words, verdict: string | null, rule: string | null) {
  return {
    verdict: t(`closures.verdicts.${verdict ?? 'due'}`),
    verdictClass: verdict === null ? 'is-waiting' : `is-${verdict}`,
    rule: rule === null ? null : t(`closures.rules.${rule}`),
  };
}

/** What the till means by a figure, where that is not what the word says (protocol 1.8). */
const notes: Readonly<Partial<Record<Name, string>>> = {
  paidInCount: 'paidIn',
  paidInE4: 'paidIn',
  grossE4: 'adds',
  discountE4: 'adds',
  netE4: 'adds',
  vatE4: 'adds',
  expectedCashE4: 'allCash',
  closingCashE4: 'noChange',
  paymentKinds: 'kinds',
  discountKinds: 'totals',
  validByType: 'totals',
  cancelledByType: 'totals',
  cashierSales: 'everybody',
  openingCashE4: 'nothing',
  cashDifferenceE4: 'nothing',
  paidOutCount: 'nothing',
  paidOutE4: 'nothing',
  suspended: 'neverSent',
  closureDate: 'untold',
};

export function figureName({ t }: Words, name: Name): { label: string; note: string | null } {
  const note = notes[name];
  return { label: t(`closures.figures.${name}`), note: note === undefined ? null : t(`closures.notes.${note}`) };
}

/** The verdict in one or two sentences. */
export function judgementSentence(
  visit: Words,
  details: StoredDetails,
  judged: { verdict: Verdict; rule: Rule | null },
) {
  const { t } = visit;
  const { numbers } = details;
  if (judged.verdict === 'matched') return t('closures.sentence.matched');
  switch (judged.rule) {
    case 'numbers-reused':
      return t('closures.sentence.reused', { count: numbers.doubled.length });
    case 'numbers-skipped':
      return t('closures.sentence.skipped', { receipts: receiptsText(visit, numbers.missing) });
    case 'cancelled-never-sent':
      return t('closures.sentence.cancelled', { count: saidMore(details, 'cancelled') });
    case 'documents-outstanding':
      return t('closures.sentence.outstanding', { what: outstanding(visit, details) });
    default:
      return unexplained(visit, details);
  }
}

function outstanding(visit: Words, details: StoredDetails): string {
  const { missing } = details.numbers;
  if (missing.length > 0) return receiptsText(visit, missing);
  return visit.t('closures.sentence.cancelledDocuments', { count: saidMore(details, 'documents') });
}

/** By how much the till counts more. */
function saidMore({ figures }: StoredDetails, name: Name): number {
  const line = figures.find((figure) => figure.name === name);
  return typeof line?.said === 'bigint' && typeof line.found === 'bigint' ? Number(line.said - line.found) : 0;
}

function unexplained(visit: Words, { numbers, copies, suspects, elsewhere, figures }: StoredDetails): string {
  const { t, formats } = visit;
  const counted = (what: string, count: number) => count > 0 && t(`closures.sentence.${what}`, { count });
  const { missing, doubled } = numbers;
  const parts = [
    counted('copies', copies.length),
    missing.length > 0 && t('closures.sentence.missing', { receipts: receiptsText(visit, missing) }),
    counted('doubled', doubled.length),
    counted('elsewhere', elsewhere.length),
    counted('suspects', suspects.length),
    counted('figures', figures.filter(({ isSame }) => !isSame).length),
  ];
  const text = parts.filter((part) => part !== false).join('; ');
  return `${formats.initial(text)}${text.slice(1)}.`;
}

/** "receipts 4, 5 and 12 more". */
function receiptsText({ t }: Words, missing: readonly number[]): string {
  const shown = missing.slice(0, 10).join(', ');
  const more = missing.length - 10;
  const numbers = more > 0 ? t('closures.sentence.andMore', { numbers: shown, more }) : shown;
  return t('closures.sentence.receipts', { count: missing.length, numbers });
}

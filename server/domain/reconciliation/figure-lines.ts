/** A closure's figures beside those of its documents, line by line. Pure. */
import type { CountedAmount, TaxedAmount } from './list-lines.ts';
import type { Figures, Period, TrueFigures } from './period.ts';

/** A closure's own words. `summaries` hold count and amount of each row of its lists. */
export interface SaidClosure {
  figures: Figures;
  startedText: string;
  endedText: string | null;
  payments: readonly CountedAmount[];
  discounts: readonly CountedAmount[];
  documentTypes: readonly (CountedAmount & {
    taxE4: bigint;
    cancelledCount: number;
    cancelledE4: bigint;
    cancelledTaxE4: bigint;
  })[];
  /** By rate in basis points. */
  vat: readonly TaxedAmount[];
  /** By main group. */
  departments: readonly TaxedAmount[];
  cashiers: readonly CountedAmount[];
  tips: readonly CountedAmount[];
  /** What the documents do not tell, or what today's tills never fill. */
  others: OtherFigures;
  receivedAt: Date;
}

export interface OtherFigures {
  /** Documents that were put aside: they are never sent. */
  suspended: number;
  /** YYYY-MM-DD, the day on which the period was opened. */
  closureDate: string;
  openingCashE4: bigint;
  cashDifferenceE4: bigint;
  paidOutCount: number;
  paidOutE4: bigint;
}

/** One line of the side by side. `said` and `found` are comparable; `ours` is what the figure should mean, where that differs. */
export interface FigureLine {
  name: FigureName;
  said: bigint | string | null;
  found: bigint | string | null;
  ours: bigint | null;
  isMoney: boolean;
  isSame: boolean;
}

export type FigureName =
  | keyof Figures
  | keyof OtherFigures
  | 'startedText'
  | 'endedText'
  | 'paymentKinds'
  | 'discountKinds'
  | 'validByType'
  | 'cancelledByType'
  | 'validTaxE4'
  | 'cancelledTaxE4'
  | 'vatByRate'
  | 'taxByRate'
  | 'departmentKinds'
  | 'cashierSales'
  | 'tipKinds';

/** Order of the side by side. */
const counts = ['documents', 'valid', 'cancelled', 'returns', 'paidInCount'] as const;
const amounts = [
  'grossE4',
  'discountE4',
  'netE4',
  'vatE4',
  'tipE4',
  'expectedCashE4',
  'closingCashE4',
  'paidInE4',
] as const;

export function figureLines(said: Figures, found: Figures, truth: TrueFigures): FigureLine[] {
  const ours: Partial<Record<keyof Figures, bigint>> = {
    grossE4: truth.grossE4,
    discountE4: truth.discountE4,
    netE4: truth.netE4,
    vatE4: truth.vatE4,
    expectedCashE4: truth.cashE4,
  };
  return [
    ...counts.map((name) => ({
      name,
      said: BigInt(said[name]),
      found: BigInt(found[name]),
      ours: null,
      isMoney: false,
      isSame: said[name] === found[name],
    })),
    ...amounts.map((name) => ({
      name,
      said: said[name],
      found: found[name],
      ours: ours[name] ?? null,
      isMoney: true,
      isSame: said[name] === found[name],
    })),
  ];
}

/** Earliest and latest document. A closure without documents takes its own moment for both. */
export function timeLines(said: SaidClosure, { documents }: Period): FigureLine[] {
  if (documents.length === 0) return [];
  const texts = documents.map(({ occurredText }) => occurredText.slice(0, 19)).sort();
  const line = (name: 'startedText' | 'endedText', text: string | null, found: string): FigureLine => ({
    name,
    said: text,
    found,
    ours: null,
    isMoney: false,
    isSame: text === null || text.slice(0, 19) === found,
  });
  return [line('startedText', said.startedText, texts[0] ?? ''), line('endedText', said.endedText, texts.at(-1) ?? '')];
}

/** What today's tills leave at nothing (protocol 1.8) must be nothing; what no document tells stands there as the closure says it. */
export function otherLines({ others }: SaidClosure): FigureLine[] {
  const line = (
    name: keyof OtherFigures,
    said: bigint | string,
    found: bigint | null,
    isMoney = false,
  ): FigureLine => ({
    ...{ name, said, found, ours: null, isMoney, isSame: found === null || said === found },
  });
  return [
    line('openingCashE4', others.openingCashE4, 0n, true),
    line('cashDifferenceE4', others.cashDifferenceE4, 0n, true),
    line('paidOutCount', BigInt(others.paidOutCount), 0n),
    line('paidOutE4', others.paidOutE4, 0n, true),
    line('suspended', BigInt(others.suspended), null),
    line('closureDate', others.closureDate, null),
  ];
}

/** A closure's figures beside those of its documents, line by line. Pure. */
import type { Figures, Period, TrueFigures } from './period.ts';

/** A closure's own words. `summaries` hold count and amount of each row of its lists. */
export interface SaidClosure {
  figures: Figures;
  startedText: string;
  endedText: string | null;
  payments: readonly { count: number; amountE4: bigint }[];
  discounts: readonly { count: number; amountE4: bigint }[];
  documentTypes: readonly { count: number; amountE4: bigint; cancelledCount: number; cancelledE4: bigint }[];
  receivedAt: Date;
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
  | 'startedText'
  | 'endedText'
  | 'paymentKinds'
  | 'discountKinds'
  | 'validByType'
  | 'cancelledByType';

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

/** Lists that name no kind of their own reliably (protocol 1.8) are compared by their rows' counts and amounts. Whether the
 *  terminal counts rows that were cancelled on a document is left open there, so both sums are right. */
export function kindLines(said: SaidClosure, period: Period): FigureLine[] {
  const cancelled = new Set(period.documents.filter(({ isCancelled }) => isCancelled).map(({ id }) => id));
  const lines: FigureLine[] = [];
  if (said.payments.length > 0 || period.payments.length > 0) {
    lines.push(
      kindLine('paymentKinds', said.payments, [
        byKind(period.payments),
        byKind(period.payments.filter((row) => !row.isCancelled)),
      ]),
    );
  }
  const discounts = period.discounts.filter((row) => !row.isCancelled);
  if (said.discounts.length > 0 || discounts.length > 0) {
    const live = discounts.filter(({ documentId }) => !cancelled.has(documentId));
    lines.push(kindLine('discountKinds', total(said.discounts), [total(byKind(live)), total(byKind(discounts))]));
  }
  if (said.documentTypes.length > 0) {
    const of = (isCancelled: boolean) =>
      period.documents
        .filter((each) => each.isCancelled === isCancelled)
        .map(({ totalE4 }) => ({ count: 1, amountE4: totalE4 }));
    const cancelledTypes = said.documentTypes.map((row) => ({ count: row.cancelledCount, amountE4: row.cancelledE4 }));
    lines.push(
      kindLine('validByType', total(said.documentTypes), [total(of(false))]),
      kindLine('cancelledByType', total(cancelledTypes), [total(of(true))]),
    );
  }
  return lines;
}

interface CountedAmount {
  count: number;
  amountE4: bigint;
}

function byKind(rows: readonly (CountedAmount & { kind: string })[]): CountedAmount[] {
  const kinds = new Map<string, CountedAmount>();
  for (const { kind, count: rowCount, amountE4 } of rows) {
    const known = kinds.get(kind);
    if (known) kinds.set(kind, { count: known.count + rowCount, amountE4: known.amountE4 + amountE4 });
    else kinds.set(kind, { count: rowCount, amountE4 });
  }
  return [...kinds.values()];
}

function total(rows: readonly CountedAmount[]): CountedAmount[] {
  return [
    rows.reduce((sum, row) => ({ count: sum.count + row.count, amountE4: sum.amountE4 + row.amountE4 }), {
      count: 0,
      amountE4: 0n,
    }),
  ];
}

function kindLine(
  name: FigureName,
  said: readonly CountedAmount[],
  found: readonly (readonly CountedAmount[])[],
): FigureLine {
  const text = (rows: readonly CountedAmount[]) =>
    rows
      .filter((row) => row.count !== 0 || row.amountE4 !== 0n)
      .map((row) => `${row.count} × ${row.amountE4}`)
      .sort()
      .join(', ');
  const isSame = found.some((rows) => text(rows) === text(said));
  return { name, said: text(said), found: text(found[0] ?? []), ours: null, isMoney: false, isSame };
}

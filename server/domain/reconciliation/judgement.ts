/** The verdict on a closure: what it says beside what its documents say, and what that means. Pure: the same facts, the same
 *  verdict. */
import {
  checkNumbers,
  type Figures,
  findCopies,
  type Numbers,
  type Period,
  type TrueFigures,
  terminalFigures,
  trueFigures,
} from './period.ts';

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

/** A document whose stored values are not those that its terminal sent, or that contradicts itself. */
export interface Suspect {
  uuid: string;
  receiptNumber: number;
  reasons: string[];
}

export type Verdict = 'matched' | 'explained' | 'unexplained';

/** Why a difference is none to worry about; each rule is proved by the figures, never guessed. */
export type Rule = 'cancelled-never-sent' | 'documents-outstanding' | 'numbers-skipped' | 'numbers-reused';

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

export interface Judgement {
  verdict: Verdict;
  rule: Rule | null;
  /** The verdict in one or two sentences. */
  sentence: string;
  figures: FigureLine[];
  numbers: Numbers;
  /** Groups of ids under which one sale was stored. */
  copies: string[][];
  suspects: Suspect[];
  /** Documents of the same time that were booked on another period. */
  elsewhere: { uuid: string; receiptNumber: number; number: number }[];
  documents: number;
  worstE4: bigint;
}

/** What is looked up only when figures or numbers disagree. */
export interface Evidence {
  suspects: Suspect[];
  elsewhere: Judgement['elsewhere'];
}

/** How long after a closure its documents may still be on their way (protocol 1.7: a till repeats for ever). */
export const outstandingMs = 3 * 24 * 60 * 60_000;

/** First look: the side by side, and whether anything needs an explanation. */
export function compareFigures(
  said: SaidClosure,
  period: Period,
): Omit<Judgement, 'verdict' | 'rule' | 'sentence' | 'suspects' | 'elsewhere'> {
  const found = terminalFigures(period);
  const numbers = checkNumbers(period.documents, said.figures.valid + said.figures.returns);
  const figures = [
    ...figureLines(said.figures, found, trueFigures(period)),
    ...timeLines(said, period),
    ...kindLines(said, period),
  ];
  let worstE4 = 0n;
  for (const { isMoney, said: a, found: b } of figures) {
    if (!isMoney || typeof a !== 'bigint' || typeof b !== 'bigint') continue;
    const difference = a > b ? a - b : b - a;
    if (difference > worstE4) worstE4 = difference;
  }
  return { figures, numbers, copies: findCopies(period.documents), documents: period.documents.length, worstE4 };
}

export function isClean({ figures, numbers, copies }: Pick<Judgement, 'figures' | 'numbers' | 'copies'>): boolean {
  return figures.every(({ isSame }) => isSame) && numbers.missing.length + numbers.doubled.length + copies.length === 0;
}

/** The verdict, once the evidence is in. */
export function conclude(
  compared: ReturnType<typeof compareFigures>,
  evidence: Evidence,
  { said, now }: { said: SaidClosure; now: Date },
): Judgement {
  const judged = { ...compared, ...evidence };
  if (isClean(compared) && evidence.suspects.length === 0) {
    return { ...judged, verdict: 'matched', rule: null, sentence: 'Every figure equals the sum of its documents.' };
  }
  const explanation = explain(judged, { said, now });
  if (explanation) return { ...judged, verdict: 'explained', ...explanation };
  return { ...judged, verdict: 'unexplained', rule: null, sentence: describe(judged) };
}

type Judged = ReturnType<typeof compareFigures> & Evidence;

/** @returns the rule that accounts for the whole difference, or null. Altered, copied or moved documents are never explained. */
function explain(
  judged: Judged,
  { said, now }: { said: SaidClosure; now: Date },
): { rule: Rule; sentence: string } | null {
  const { numbers, copies, suspects, elsewhere } = judged;
  if (copies.length > 0 || suspects.length > 0 || elsewhere.length > 0) return null;
  const difference = differences(judged);
  const names = new Set(judged.figures.filter(({ isSame }) => !isSame).map(({ name }) => name));
  if (names.size === 0) {
    if (numbers.doubled.length > 0) {
      return {
        rule: 'numbers-reused',
        sentence: `The figures agree; the till gave ${count(numbers.doubled.length, 'number')} twice, as after a reinstallation.`,
      };
    }
    return {
      rule: 'numbers-skipped',
      sentence: `The figures agree, so no receipt is missing: the till left out ${list(numbers.missing)}.`,
    };
  }
  const lost = difference('cancelled');
  const ofCancelled: ReadonlySet<string> = new Set([
    'documents',
    'cancelled',
    'grossE4',
    'discountE4',
    'netE4',
    'vatE4',
    'startedText',
    'endedText',
    'cancelledByType',
    'discountKinds',
  ]);
  if (
    lost > 0n &&
    difference('documents') === lost &&
    difference('discountE4') > 0n &&
    difference('grossE4') > 0n &&
    [...names].every((name) => ofCancelled.has(name)) &&
    numbers.missing.length + numbers.doubled.length === 0
  ) {
    return {
      rule: 'cancelled-never-sent',
      sentence: `The till counts ${count(Number(lost), 'cancelled document')} with discounts that it could not store and never sends (a known fault of PyPOS). No sale is missing.`,
    };
  }
  const absent = BigInt(numbers.missing.length);
  const isRecent = now.getTime() - said.receivedAt.getTime() < outstandingMs;
  const soldLess = difference('valid') + difference('returns');
  const neverLess = (
    ['grossE4', 'discountE4', 'vatE4', 'expectedCashE4', 'closingCashE4', 'paidInE4', 'cancelled'] as const
  ).every((name) => difference(name) >= 0n);
  if (
    isRecent &&
    numbers.doubled.length === 0 &&
    absent === soldLess &&
    difference('documents') === soldLess + difference('cancelled') &&
    difference('documents') > 0n &&
    neverLess
  ) {
    const what = absent === 0n ? count(Number(difference('documents')), 'cancelled document') : list(numbers.missing);
    return {
      rule: 'documents-outstanding',
      sentence: `The closure came before its documents: ${what} still to come. It is judged again when they arrive.`,
    };
  }
  return null;
}

/** Said minus found, by name. */
function differences({ figures }: Pick<Judgement, 'figures'>): (name: keyof Figures) => bigint {
  return (name) => {
    const line = figures.find((each) => each.name === name);
    return typeof line?.said === 'bigint' && typeof line.found === 'bigint' ? line.said - line.found : 0n;
  };
}

function describe(judged: Judged): string {
  const { numbers, copies, suspects, elsewhere, figures } = judged;
  const parts: string[] = [];
  if (copies.length > 0) parts.push(`${count(copies.length, 'sale')} stored under several ids`);
  if (numbers.missing.length > 0) parts.push(`no document for ${list(numbers.missing)}`);
  if (numbers.doubled.length > 0) parts.push(`${count(numbers.doubled.length, 'number')} used twice`);
  if (elsewhere.length > 0) parts.push(`${count(elsewhere.length, 'document')} of its time booked on another period`);
  if (suspects.length > 0)
    parts.push(
      `${count(suspects.length, 'document')} not as the till sent ${suspects.length === 1 ? 'it' : 'them'}, or not in itself right`,
    );
  const different = figures.filter(({ isSame }) => !isSame).length;
  if (different > 0) parts.push(`${count(different, 'figure')} differ${different === 1 ? 's' : ''} from the documents`);
  const text = parts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function list(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 10).join(', ');
  const more = numbers.length > 10 ? ` and ${numbers.length - 10} more` : '';
  return `receipt${numbers.length === 1 ? '' : 's'} ${shown}${more}`;
}

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

function figureLines(said: Figures, found: Figures, truth: TrueFigures): FigureLine[] {
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
function timeLines(said: SaidClosure, { documents }: Period): FigureLine[] {
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
function kindLines(said: SaidClosure, period: Period): FigureLine[] {
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

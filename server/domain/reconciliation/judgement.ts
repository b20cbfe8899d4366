/** The verdict on a closure: what it says beside what its documents say, and what that means. Pure: the same facts, the same
 *  verdict. */
import { type FigureLine, figureLines, otherLines, type SaidClosure, timeLines } from './figure-lines.ts';
import { kindLines } from './list-lines.ts';
import {
  checkNumbers,
  type Figures,
  findCopies,
  type Numbers,
  type Period,
  terminalFigures,
  trueFigures,
} from './period.ts';

/** A document whose stored values are not those that its terminal sent, or that contradicts itself. */
export interface Suspect {
  uuid: string;
  receiptNumber: number;
  reasons: string[];
}

export type Verdict = 'matched' | 'explained' | 'unexplained';

/** Why a difference is none to worry about; each rule is proved by the figures, never guessed. */
export type Rule = 'cancelled-never-sent' | 'documents-outstanding' | 'numbers-skipped' | 'numbers-reused';

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
    ...otherLines(said),
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
    'cancelledTaxE4',
    'vatByRate',
    'taxByRate',
    'departmentKinds',
    'cashierSales',
    'tipE4',
    'tipKinds',
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
    neverLess &&
    // No document that is still to come changes these.
    !(['openingCashE4', 'cashDifferenceE4', 'paidOutCount', 'paidOutE4'] as const).some((name) => names.has(name))
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

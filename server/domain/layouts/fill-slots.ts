/** From a layout to the rows of one terminal: keys get their products, departments and notes. */
import { findCurrency } from '../../core/currencies.ts';
import type { LayoutRow, Slot } from './rows.ts';

/** What a key sells. */
export interface KeySubject {
  code: string;
  caption: string;
}

export interface SlotSubjects {
  /** In the order in which keys are given out. */
  products: readonly KeySubject[];
  /** Codes are numbers from 1 to 99. */
  departments: readonly KeySubject[];
  /** ISO letters: decides the notes. */
  currency: string;
}

/** The rows that go down. A key without a subject is hidden and named by its slot, so that it comes back under the same id
 *  once there is something to sell. Rows without a slot are not touched. */
export function fillSlots(controls: readonly LayoutRow[], subjects: SlotSubjects): LayoutRow[] {
  const notes = notesOf(subjects.currency);
  return controls.map((control) => {
    if (!('slot' in control)) return control;
    const { slot, ...row } = control;
    const key = keyOf(slot as Slot, { ...subjects, notes });
    return key ? { ...row, name: key.name, caption1: key.caption, is_visible: true } : { ...row, is_visible: false };
  });
}

/** How many product keys a layout has. */
export function productKeys(controls: readonly LayoutRow[]): number {
  return controls.filter((control) => (control['slot'] as Slot | undefined)?.kind === 'product').length;
}

function keyOf(
  { kind, index }: Slot,
  { products, departments, notes }: SlotSubjects & { notes: readonly KeySubject[] },
): { name: string; caption: string } | null {
  const [prefix, subjects] = {
    product: ['PLU', products],
    department: ['DEPARTMENT', departments],
    note: ['CASH', notes],
  }[kind] as [string, readonly KeySubject[]];
  const subject = subjects[index];
  return subject ? { name: `${prefix}${subject.code}`, caption: inTwoLines(subject.caption) } : null;
}

/** Characters that fit on one line of a key. */
const lineLength = 12;

/** A long caption on two lines, broken at the blank nearest to its middle; what is longer still is cut. */
function inTwoLines(caption: string): string {
  if (caption.length <= lineLength) return caption;
  const blanks = [...caption.matchAll(/ /g)].map(({ index }) => index);
  const middle = caption.length / 2;
  const at = blanks.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  const lines = at === undefined ? [caption] : [caption.slice(0, at), caption.slice(at + 1)];
  return lines.map((line) => (line.length > lineLength ? `${line.slice(0, lineLength - 1)}…` : line)).join('\n');
}

/** Notes that are handed over most, in whole units of a currency. Others take their number of decimals for a hint. */
const commonNotes: Readonly<Record<string, readonly number[]>> = {
  USD: [1, 5, 10, 20],
  TRY: [50, 100, 200, 500],
  JPY: [1000, 2000, 5000, 10_000],
  KRW: [1000, 5000, 10_000, 50_000],
  HUF: [1000, 2000, 5000, 10_000],
  INR: [50, 100, 200, 500],
  SEK: [50, 100, 200, 500],
  NOK: [50, 100, 200, 500],
  DKK: [50, 100, 200, 500],
  CZK: [100, 200, 500, 1000],
};

function notesOf(currency: string): KeySubject[] {
  const { decimals = 2, symbol = currency } = findCurrency(currency) ?? {};
  const notes = commonNotes[currency] ?? (decimals === 0 ? [1000, 2000, 5000, 10_000] : [5, 10, 20, 50]);
  return notes.map((note) => ({ code: String(note * 10 ** decimals), caption: `${symbol}${note}` }));
}

/** Texts that are longer than a cell of a workbook may be: a cell holds their beginning and says so, a sheet of their own the whole. */

import type { Translate } from '../../core/translate.ts';
import type { Cell } from './cell.ts';
import type { SheetPlan } from './workbook-file.ts';

/** What a cell holds, in UTF-16 units. */
const textLimit = 32_767;
/** What is held in memory until the last sheet is written, in UTF-16 units: thousands of times more than any list has. */
const keptUnits = 32 * 1024 * 1024;

interface Place {
  sheet: string;
  at: string;
  text: string;
}

export class LongTexts {
  private readonly t: Translate;
  private readonly found: Place[] = [];
  private units = 0;

  constructor(t: Translate) {
    this.t = t;
  }

  get hasAny(): boolean {
    return this.found.length > 0;
  }

  /** The text, or as much as a cell holds of it with a word on where the rest is. */
  shorten(place: Place): string {
    const { text } = place;
    if (text.length <= textLimit) return text;
    const isKept = this.units + text.length <= keptUnits;
    if (isKept) this.units += text.length;
    this.found.push(isKept ? place : { ...place, text: '' });
    const note = this.t('files.cut', { sheet: this.t('files.longTexts') });
    return `${text.slice(0, breakAt(text, textLimit - note.length))}${note}`;
  }

  /** Whole texts in parts, by the cells that they are of. */
  plan(): SheetPlan {
    const heads = ['files.sheet', 'files.cell', 'files.part', 'files.text'].map((key) => this.t(key));
    return { name: this.t('files.longTexts'), heads, chunks: [...this.parts()].map((row) => [row]) };
  }

  private *parts(): Generator<Cell[]> {
    for (const { sheet, at, text } of this.found) {
      const where: Cell[] = [
        { kind: 'text', text: sheet },
        { kind: 'text', text: at },
      ];
      if (text === '') yield [...where, { kind: 'none' }, { kind: 'text', text: this.t('files.notKept') }];
      let part = 1;
      for (let from = 0; from < text.length; part += 1) {
        const to = breakAt(text, from + textLimit);
        yield [
          ...where,
          { kind: 'number', text: String(part), isMoney: false },
          { kind: 'text', text: text.slice(from, to) },
        ];
        from = to;
      }
    }
  }
}

/** Not between the two halves of a sign. */
function breakAt(text: string, end: number): number {
  const isHalf = end < text.length && /[\ud800-\udbff]/.test(text[end - 1] ?? '');
  return isHalf ? end - 1 : end;
}

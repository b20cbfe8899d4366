/** What a till was told is stored: the figures of `gate verify --json` for one terminal, from the other end of the line. */
import { moneyToText } from '../../core/money.ts';
import type { DocumentFacts } from './document.ts';

export interface TerminalFigures {
  officeCode: string;
  storeCode: string;
  terminalCode: string;
  documents: number;
  cancelled: number;
  /** Decimal text with 4 places; returns are negative, cancelled documents not in it. */
  grossTotal: string;
  lines: number;
  payments: number;
  closures: number;
}

export interface TerminalCodes {
  officeCode: string;
  storeCode: string;
  terminalCode: string;
}

export class Tally {
  private documents = 0;
  private cancelled = 0;
  private grossE4 = 0n;
  private lines = 0;
  private payments = 0;
  private closures = 0;

  constructor(private readonly codes: TerminalCodes) {}

  addDocument(facts: DocumentFacts): void {
    this.documents += 1;
    this.lines += facts.lineCount;
    this.payments += facts.payments.length;
    if (facts.outcome === 'cancelled') this.cancelled += 1;
    else this.grossE4 += facts.outcome === 'return' ? -facts.totalE4 : facts.totalE4;
  }

  addClosure(): void {
    this.closures += 1;
  }

  figures(): TerminalFigures {
    const { documents, cancelled, grossE4, lines, payments, closures } = this;
    return { ...this.codes, documents, cancelled, grossTotal: moneyToText(grossE4), lines, payments, closures };
  }
}

/** What the hub says and what the tills were told, where they differ; one sentence each. */
export function compareFigures(told: readonly TerminalFigures[], stored: readonly TerminalFigures[]): string[] {
  const key = ({ officeCode, storeCode, terminalCode }: TerminalFigures) =>
    [officeCode, storeCode, terminalCode].join(' ');
  const byKey = new Map(stored.map((figures) => [key(figures), figures]));
  return told.flatMap((mine) => {
    const theirs = byKey.get(key(mine));
    if (!theirs) {
      return mine.documents + mine.closures === 0 ? [] : [`${key(mine)}: the hub has nothing of this terminal`];
    }
    return (['documents', 'cancelled', 'grossTotal', 'lines', 'payments', 'closures'] as const)
      .filter((figure) => mine[figure] !== theirs[figure])
      .map((figure) => `${key(mine)}: ${figure} acknowledged ${mine[figure]}, stored ${theirs[figure]}`);
  });
}

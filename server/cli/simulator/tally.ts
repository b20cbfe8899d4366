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

/** The ids that a till was told are stored. */
export interface Acknowledged {
  documents: ReadonlySet<string>;
  closures: ReadonlySet<string>;
}

export class Tally {
  private readonly ids = { documents: new Set<string>(), closures: new Set<string>() };
  private cancelled = 0;
  private grossE4 = 0n;
  private lines = 0;
  private payments = 0;

  constructor(private readonly codes: TerminalCodes) {}

  addDocument(id: string, facts: DocumentFacts): void {
    this.ids.documents.add(id);
    this.lines += facts.lineCount;
    this.payments += facts.payments.length;
    if (facts.outcome === 'cancelled') this.cancelled += 1;
    else this.grossE4 += facts.outcome === 'return' ? -facts.totalE4 : facts.totalE4;
  }

  addClosure(id: string): void {
    this.ids.closures.add(id);
  }

  get acknowledged(): Acknowledged {
    return this.ids;
  }

  figures(): TerminalFigures {
    const { cancelled, grossE4, lines, payments, ids } = this;
    const counts = { documents: ids.documents.size, closures: ids.closures.size };
    return { ...this.codes, ...counts, cancelled, grossTotal: moneyToText(grossE4), lines, payments };
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

/** Ids of one kind that were acknowledged and are not stored, or the other way round; a sentence for the first of each. */
export function compareIds(kind: string, told: ReadonlySet<string>, stored: ReadonlySet<string>): string[] {
  const lost = [...told].filter((id) => !stored.has(id));
  const unheard = [...stored].filter((id) => !told.has(id));
  const named = (ids: readonly string[]) => `${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ', …' : ''}`;
  return [
    ...(lost.length > 0 ? [`${lost.length} ${kind} acknowledged and not stored: ${named(lost)}`] : []),
    ...(unheard.length > 0 ? [`${unheard.length} ${kind} stored and never acknowledged: ${named(unheard)}`] : []),
  ];
}

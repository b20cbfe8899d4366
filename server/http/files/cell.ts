/** A value of a file of rows, whichever door writes the file. */
export type Cell =
  | { kind: 'none' }
  | { kind: 'text'; text: string }
  /** A plain decimal: "-12.5". */
  | { kind: 'number'; text: string; isMoney: boolean }
  /** Part of a whole in basis points: "12.34" (percent) in a text, 12.34 % in a workbook. */
  | { kind: 'share'; basisPoints: number }
  | { kind: 'flag'; value: boolean }
  | { kind: 'instant'; at: Date }
  /** "2026-03-01". */
  | { kind: 'day'; day: string };

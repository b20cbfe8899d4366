/** What became of the rows of a till's database, table by table. */

export type Outcome = 'new' | 'known' | 'conflicting' | 'skipped';

/** Why rows came out as they did; `examples` name the first few of them. */
export interface Reason {
  outcome: Outcome | 'changed';
  reason: string;
  count: number;
  examples: string[];
}

export interface TableReport {
  table: string;
  rows: number;
  /** Stored by this run; in a dry run: would be. */
  new: number;
  /** There already. */
  known: number;
  /** There with other values, or something else has what may occur once only: what the hub has stays. */
  conflicting: number;
  /** Not taken over. */
  skipped: number;
  /** `changed`: taken over, but not as it stood. */
  reasons: Reason[];
}

const shownExamples = 3;

/** Collects what a run finds; tables in the order in which they were first named. */
export class Findings {
  readonly tables = new Map<string, TableReport>();
  /** What somebody who adopts a shop should know. */
  readonly notes: string[] = [];

  /** Notes one row.
   *  @param reason why, for everything that is neither new nor simply known */
  add(table: string, outcome: Outcome, why?: { reason: string; example: string }): void {
    const report = this.of(table);
    report.rows += 1;
    report[outcome] += 1;
    if (why) this.#because(report, outcome, why);
  }

  /** Rows of a table that are counted and not read. */
  skip(table: string, count: number, reason: string): void {
    if (count === 0) return;
    const report = this.of(table);
    report.rows += count;
    report.skipped += count;
    report.reasons.push({ outcome: 'skipped', reason, count, examples: [] });
  }

  /** Notes that a row was not taken over as it stood. */
  changed(table: string, reason: string, example: string): void {
    this.#because(this.of(table), 'changed', { reason, example });
  }

  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text);
  }

  of(table: string): TableReport {
    let report = this.tables.get(table);
    if (!report) {
      report = { table, rows: 0, new: 0, known: 0, conflicting: 0, skipped: 0, reasons: [] };
      this.tables.set(table, report);
    }
    return report;
  }

  #because(report: TableReport, outcome: Reason['outcome'], { reason, example }: { reason: string; example: string }) {
    let found = report.reasons.find((each) => each.outcome === outcome && each.reason === reason);
    if (!found) {
      found = { outcome, reason, count: 0, examples: [] };
      report.reasons.push(found);
    }
    found.count += 1;
    if (found.examples.length < shownExamples) found.examples.push(example);
  }
}

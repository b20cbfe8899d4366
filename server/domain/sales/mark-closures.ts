/** A document that comes after the closure of its period, or a closure that has just come: the closure is to be judged (again).
 *  Marked in the transaction that stores it; judged by `server/domain/reconciliation`. */
import { signal } from '../../core/signals.ts';
import { statement } from '../../db/index.ts';
import type { Write } from './kinds.ts';

const lockPeriodsOf = statement({
  params: { keys: { terminal_id: 'int', number: 'int', is_closure: 'bool' } },
  returns: { locked: 'int' },
  sql: (q) =>
    q.provider === 'sqlite'
      ? 'SELECT 0 AS locked'
      : `SELECT count(CASE WHEN is_closure THEN pg_advisory_xact_lock(terminal_id, number)
          ELSE pg_advisory_xact_lock_shared(terminal_id, number) END)::int AS locked
        FROM (SELECT * FROM ${q.rows('keys', 'r')} ORDER BY terminal_id, number) AS k`,
});

export interface PeriodKey {
  terminal_id: number;
  number: number;
  /** False: a document of the period. */
  is_closure: boolean;
}

/** Keeps a closure and the documents of its period from being stored side by side: the document would find no closure to mark,
 *  and the closure would be judged without it. To be called before anything of them is written. SQLite has one writer. */
export async function lockPeriods({ tx, dialect }: Write, keys: readonly PeriodKey[]): Promise<void> {
  if (dialect.provider === 'sqlite' || keys.length === 0) return;
  const merged = new Map<string, PeriodKey>();
  for (const key of keys) {
    const name = `${key.terminal_id}:${key.number}`;
    if (key.is_closure || !merged.has(name)) merged.set(name, key);
  }
  await dialect.query(tx, lockPeriodsOf, { keys: [...merged.values()] });
}

const markPeriods = statement({
  params: { periods: { terminal_id: 'int', number: 'int' }, now: 'instant' },
  sql: (q) => `UPDATE closure_judgements SET due_since = ${q.param('now')}, marks = closure_judgements.marks + 1
    FROM ${q.rows('periods', 'r')}
    WHERE closure_judgements.terminal_id = r.terminal_id AND closure_judgements.number = r.number`,
});

/** Marks the closures, if there are any, of the periods in which these documents lie. Costs one look-up for each period. */
export async function markPeriodsOf(
  { tx, dialect }: Write,
  heads: readonly { terminal_id: number; closure_number: number; received_at: Date }[],
): Promise<void> {
  const periods = new Map<string, { terminal_id: number; number: number }>();
  let now: Date | null = null;
  for (const { terminal_id, closure_number: number, received_at: at } of heads) {
    periods.set(`${terminal_id}:${number}`, { terminal_id, number });
    if (now === null || at > now) now = at;
  }
  if (now === null) return;
  const marked = await dialect.execute(tx, markPeriods, { periods: [...periods.values()], now });
  if (marked > 0) signal('closuresMarked', { count: marked });
}

const markNew = statement({
  params: {
    rows: {
      closure_id: 'int',
      company_id: 'int',
      store_id: 'int',
      terminal_id: 'int',
      number: 'int',
      due_since: 'instant',
    },
  },
  sql: (q) => `INSERT INTO closure_judgements (${q.names('rows')})
    SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')} WHERE true`,
});

/** Gives new closures the row that their judgement will fill. */
export async function markClosures(
  { tx, dialect }: Write,
  closures: readonly {
    id: number;
    company_id: number;
    store_id: number;
    terminal_id: number;
    number: number;
    at: Date;
  }[],
): Promise<void> {
  if (closures.length === 0) return;
  const rows = closures.map(({ id, at, company_id, store_id, terminal_id, number }) => ({
    closure_id: id,
    company_id,
    store_id,
    terminal_id,
    number,
    due_since: at,
  }));
  await dialect.execute(tx, markNew, { rows });
  signal('closuresMarked', { count: rows.length });
}

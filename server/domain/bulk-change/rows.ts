import { type Ctx, type ModelName, statement, type Tx, tableOf } from '../../db/index.ts';
import { delegateOf, type Reading } from '../row-operations/index.ts';
import type { Values } from './changes.ts';

/** Whole rows by id. */
export async function readRows(
  client: Reading,
  model: ModelName,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Values>> {
  const rows = await delegateOf(client, model).findMany({ where: { id: { in: [...ids] } } });
  return new Map(rows.map((row) => [String(row['id']), row]));
}

/** To whom rows belong, by id; null: to the hub. */
export async function readOwners(
  client: Reading,
  model: ModelName,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number | null>> {
  const isOwned = 'company_id' in tableOf(model).columns;
  const select = isOwned ? { id: true, companyId: true } : { id: true };
  const rows = await delegateOf(client, model).findMany({ where: { id: { in: [...ids] } }, select });
  return new Map(rows.map(({ id, companyId }) => [String(id), typeof companyId === 'number' ? companyId : null]));
}

/** A row of a change as the work needs it. */
export interface Work {
  position: number;
  rowId: string;
  companyId: number | null;
  version: bigint | null;
  before: string | null;
  after: string | null;
}

/** What came of a row. */
export interface Outcome {
  position: number;
  outcome: 'pending' | 'changed' | 'unchanged' | 'refused' | 'undone' | 'kept';
  before: string | null;
  after: string | null;
  version: bigint | null;
  message: string;
}

const outcomeColumns = {
  change_id: 'text',
  position: 'int',
  row_id: 'text',
  title: 'text',
  outcome: 'text',
  before: 'text?',
  after: 'text?',
  version: 'bigint?',
  message: 'text',
} as const;

/** Notes what came of rows. They are all there; as an upsert each is found by its key, where UPDATE … FROM would look for it
 *  among all that are given. */
const writeOutcomes = statement({
  params: { rows: outcomeColumns },
  sql: (
    q,
  ) => `INSERT INTO bulk_change_rows (${q.names('rows')}) SELECT ${q.names('rows', 'r')} FROM ${q.rows('rows', 'r')}
    WHERE true ON CONFLICT (change_id, position) DO UPDATE SET outcome = excluded.outcome, before = excluded.before,
      after = excluded.after, version = excluded.version, message = excluded.message`,
});

export async function noteOutcomes(
  { tx, ctx }: { tx: Tx; ctx: Ctx },
  changeId: string,
  outcomes: readonly Outcome[],
): Promise<void> {
  const rows = outcomes.map(({ position, outcome, before, after, version, message }) => ({
    ...{ change_id: changeId, position, row_id: '', title: '', outcome, before, after, version, message },
  }));
  await ctx.db.dialect.execute(tx, writeOutcomes, { rows });
}

/** Why rows were refused or kept, as they are stored: sentences in English, for `translateSentence`. */
export interface Fault {
  /** Empty: the row as a whole. */
  column: string;
  message: string;
}

export function writeFaults(faults: readonly Fault[]): string {
  return faults.length === 0 ? '' : JSON.stringify(faults);
}

export function readFaults(text: string): Fault[] {
  return text === '' ? [] : (JSON.parse(text) as Fault[]);
}

/** Taking over the rows of one table of master data: each is judged, what is new is put, everything else is reported. */

import type { Ctx } from '../../db/index.ts';
import type { field } from '../master-data/index.ts';
import {
  type MasterTable,
  type PlannedRow,
  type Promised,
  planRows,
  putRows,
  type RowInput,
} from '../master-data/index.ts';
import { Cells } from './cells.ts';
import { patiently } from './patience.ts';
import type { Findings } from './report.ts';
import type { Source } from './source.ts';

type Fields = Readonly<Record<string, field.Field>>;

/** Where the shop goes. */
export interface Place {
  companyId: number;
  /** Null in a dry run: the store would be created. */
  storeId: number | null;
  storeCode: string;
  /** The till's own id of its store. */
  sourceStoreId: string | null;
  /** ISO letters in which the till's prices are. */
  currency: string;
}

/** What all steps of a run share. */
export interface Run {
  ctx: Ctx;
  source: Source;
  place: Place;
  findings: Findings;
  promised: Promised;
  /** True: nothing is written. */
  dryRun: boolean;
  /** Says that `rows` more of what was counted have been gone through. */
  advance(rows: number, step: string): void;
}

export interface Adoption {
  /** Table in the till's database. */
  table: string;
  run(run: Run): Promise<void>;
}

interface Definition<F extends Fields> {
  /** Table in the till's database. */
  from: string;
  /** Order in which rows are taken; of two that clash the first stays. */
  order?: string;
  /** What the hub keeps of a row, or why it cannot keep it. */
  row(cells: Cells, place: Place): RowInput<MasterTable<F>> | string;
  /** Tills do not insist that this number is there once only, the hub does: the next free one is taken. */
  renumber?: { field: keyof F & string; from: number; to: number };
  /** Said of rows in the report instead of the table's own name. */
  as?: string;
}

/** About one id in 700,000 (protocol, trap 27). */
const lostId = 'its id is no UUID, or has become a number in the file';

/** Live rows come first: a deleted one must not take its code from one that is in use. */
const liveFirst = 'coalesce(is_deleted, 0), rowid';

export function adoption<F extends Fields>(table: MasterTable<F>, definition: Definition<F>): Adoption {
  return {
    table: definition.from,
    async run(run) {
      const isDeletable = run.source.file.tables.get(definition.from)?.includes('is_deleted');
      const order = definition.order ?? (isDeletable ? liveFirst : 'rowid');
      for (const page of run.source.pages(definition.from, { order })) {
        await adoptPage(run, table, { definition, cells: page.map((row) => new Cells(row)) });
        run.advance(definition.as === undefined ? page.length : 0, definition.from);
      }
    },
  };
}

interface Draft<F extends Fields> {
  cells: Cells;
  row: RowInput<MasterTable<F>>;
}

async function adoptPage<F extends Fields>(
  run: Run,
  table: MasterTable<F>,
  { definition, cells }: { definition: Definition<F>; cells: Cells[] },
): Promise<void> {
  const name = definition.as ?? definition.from;
  const drafts = cells.flatMap((each): Draft<F>[] => {
    if (each.id === null) {
      if (definition.as === undefined) run.findings.add(name, 'skipped', { reason: lostId, example: each.name });
      return [];
    }
    const row = definition.row(each, run.place);
    if (typeof row !== 'string') return [{ cells: each, row }];
    if (row !== '') run.findings.add(name, 'skipped', { reason: row, example: each.name });
    return [];
  });
  const { companyId } = run.place;
  const plan = (rows: Draft<F>[]) =>
    planRows(run.ctx, table, { companyId, rows: rows.map(({ row }) => row), promised: run.promised });
  const taken: Draft<F>[] = [];
  let waiting = drafts;
  // A row may need several repairs: each round makes one.
  while (waiting.length > 0) {
    const planned = await plan(waiting);
    const again: Draft<F>[] = [];
    for (const [index, draft] of waiting.entries()) {
      const judged = planned[index] as PlannedRow;
      const repaired = repair({ definition, draft, judged });
      if (repaired) again.push(repaired);
      else if (judge(run, name, { draft, judged: sameButNumber(table, definition, judged) })) taken.push(draft);
    }
    waiting = again;
  }
  for (const { cells: each } of drafts) for (const note of each.notes) run.findings.changed(name, note, each.name);
  if (run.dryRun || taken.length === 0) return;
  const rows = taken.map(({ row }) => row);
  await patiently(() => putRows(run.ctx, table, { companyId, rows }));
}

/** Reports a row.
 *  @returns whether it is to be put */
function judge<F extends Fields>(
  { findings }: Run,
  name: string,
  { draft, judged }: { draft: Draft<F>; judged: PlannedRow },
): boolean {
  const example = draft.cells.name;
  switch (judged.state) {
    case 'new':
      findings.add(name, 'new');
      return true;
    case 'same':
      findings.add(name, 'known');
      return false;
    case 'differs':
      findings.add(name, 'conflicting', {
        reason: `the hub has it with another ${judged.columns.join(', ')}, which stays`,
        example,
      });
      return false;
    case 'taken':
      findings.add(name, 'conflicting', {
        reason:
          judged.fields.length > 0
            ? `another row has this ${judged.fields.join(' and ')} and stays`
            : 'its id belongs to another company',
        example,
      });
      return false;
    case 'missing':
      findings.add(name, 'skipped', { reason: `${judged.field} names a row that was not taken over`, example });
      return false;
    case 'invalid':
      findings.add(name, 'skipped', { reason: `${judged.field}: ${judged.message}`, example });
      return false;
  }
}

/** A row that an earlier run has given another number is the same. */
function sameButNumber<F extends Fields>(
  table: MasterTable<F>,
  { renumber }: Definition<F>,
  judged: PlannedRow,
): PlannedRow {
  const column = renumber && table.columnOf[renumber.field];
  const isSame = judged.state === 'differs' && judged.columns.every((each) => each === column);
  return isSame ? { state: 'same' } : judged;
}

/** The draft with what stood in its way put right, or null when nothing can be done or nothing is in its way. */
function repair<F extends Fields>({
  definition,
  draft,
  judged,
}: {
  definition: Definition<F>;
  draft: Draft<F>;
  judged: PlannedRow;
}): Draft<F> | null {
  const { cells, row } = draft;
  if (judged.state === 'missing' && judged.isOptional) {
    cells.notes.push(`${judged.field} named a row that was not taken over: left empty`);
    return { cells, row: { ...row, [judged.field]: null } };
  }
  const { renumber } = definition;
  const clashes =
    (judged.state === 'taken' && renumber && judged.fields.includes(renumber.field)) ||
    (judged.state === 'invalid' && judged.field === renumber?.field);
  if (!renumber || !clashes) return null;
  const given = (row as Record<string, unknown>)[renumber.field];
  const start = Number.isInteger(Number(given)) ? Math.max(renumber.from, Number(given) + 1) : renumber.from;
  const tried = cells.tries;
  cells.tries += 1;
  const span = renumber.to - renumber.from + 1;
  if (tried >= Math.min(span, 1000)) return null;
  const next = renumber.from + ((start - renumber.from) % span);
  const text = typeof given === 'number' ? next : String(next);
  if (tried === 0) cells.notes.push(`${renumber.field} was not free at the hub: the next free one was given`);
  return { cells, row: { ...row, [renumber.field]: text } };
}

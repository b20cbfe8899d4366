/** Judges rows of a declared table against what is stored, all of them to the end: a form shows every fault beside its field,
 *  a file of rows every row at fault. */

import type { z } from 'zod';
import { normalizeWireId } from '../../core/ids.ts';
import type { Ctx, ModelName, Statement } from '../../db/index.ts';
import type { MasterTable } from '../master-data/index.ts';
import { judgeReferences } from './judge-references.ts';
import { judgeUnique } from './judge-unique.ts';
import type { At, RowFault, RowInput, Values } from './operations.ts';
import { type Reading, readStored } from './stored-rows.ts';
import { blockersOf } from './uses.ts';

export interface Judged {
  index: number;
  /** Of the row that is there; null: new. */
  id: string | null;
  stored: Values | null;
  /** All fields as they are to be. */
  row: Values;
  faults: RowFault[];
}

interface Judging {
  companyId: number | null;
  judged: readonly Judged[];
}

/** What a declaration does not say. */
export interface TableRules {
  /** Columns that people set, default: every field. */
  columns?: readonly string[];
  key?: readonly string[];
  /** Columns that the table lets be empty and people must fill in. */
  required?: readonly string[];
  /** Columns that are said once, when the row is made. */
  fixed?: readonly string[];
  /** Columns that may be left empty although the table needs them: `judge` fills them in. */
  filledIn?: readonly string[];
  /** Where a fault of a column that nobody sees is told. */
  toldAt?: Readonly<Record<string, string>>;
  /** Fills in what follows from other columns, and adds faults. */
  judge?(at: { tx: Reading; ctx: Ctx }, judging: Judging): Promise<void>;
  /** Done after storing the rows. */
  after?(at: At, input: Judging & { ids: readonly string[] }): Promise<void>;
  /** Done beside putting rows into the trash or taking them out. */
  move?(at: At, input: Judging & { stored: ReadonlyMap<string, Values>; deletedAt: Date | null }): Promise<void>;
}

/** A table with what its declaration does not say. */
export interface Source {
  model: ModelName;
  table: MasterTable;
  rules: TableRules;
  /** Puts rows into the trash, or takes them out. */
  moving: Statement;
}

interface Asked {
  companyId: number | null;
  rows: readonly RowInput[];
  /** They go to the trash, or come back from it; otherwise they are changed. */
  moves?: 'away' | 'back';
}

export async function judgeRows(
  at: { tx: Reading; ctx: Ctx },
  source: Source,
  { companyId, rows, moves }: Asked,
): Promise<Judged[]> {
  const ids = rows.flatMap(({ id }) => (id === undefined ? [] : [normalizeWireId(id) ?? id]));
  const stored = await readStored(at.tx, source.model, { companyId, ids });
  const judged = rows.map((row, index) => start(source, { row, index, stored, moves }));
  refuseTwice(judged);
  const going = () => judged.filter(({ faults }) => faults.length === 0);
  if (moves === undefined) {
    await source.rules.judge?.(at, { companyId, judged: going() });
    for (const each of going()) judgeShape(source, each);
  }
  if (moves === 'away') await judgeUses(at.tx, source.model, going());
  else {
    await judgeUnique(at.tx, source, { companyId, judged: going(), all: moves === 'back' });
    await judgeReferences(at.tx, source, { companyId, judged: going(), all: moves === 'back' });
  }
  return judged;
}

export function fault(each: Pick<Judged, 'index'>, column: string, message: string): RowFault {
  return { index: each.index, column, code: 'invalid_input', message };
}

interface Started {
  row: RowInput;
  index: number;
  stored: ReadonlyMap<string, Values>;
  moves: Asked['moves'];
}

function start({ table, rules }: Source, { row: input, index, stored: known, moves }: Started): Judged {
  const { id: given, seen, ...values } = input;
  const id = given === undefined ? null : (normalizeWireId(given) ?? given);
  const stored = id === null ? null : (known.get(id) ?? null);
  const judged: Judged = { index, id, stored, row: {}, faults: [] };
  const refuse = (code: RowFault['code'], message: string) => judged.faults.push({ index, column: '', code, message });
  if (id !== null && stored === null) refuse('not_found', 'There is no such row here.');
  if (stored && stored['deletedAt'] !== null && moves !== 'back') refuse('conflict', inTrash);
  if (stored && stored['deletedAt'] === null && moves === 'back') refuse('conflict', 'It is not in the trash.');
  if (stored && seen !== undefined && seen !== stored['version']) refuse('stale', stale);
  const columns = rules.columns ?? Object.keys(table.fields);
  const unknown = Object.keys(values).filter((name) => !columns.includes(name));
  for (const name of unknown) judged.faults.push(fault(judged, name, 'cannot be set'));
  const kept = stored ? Object.fromEntries(Object.keys(table.fields).map((name) => [name, stored[name]])) : {};
  judged.row = { ...kept, ...values };
  if (moves !== undefined) return judged;
  for (const name of rules.required ?? []) {
    if (judged.row[name] === null || judged.row[name] === undefined || judged.row[name] === '') {
      judged.faults.push(fault(judged, name, 'is required'));
    }
  }
  for (const name of rules.fixed ?? []) {
    if (stored && judged.row[name] !== stored[name]) judged.faults.push(fault(judged, name, 'stays as it is'));
  }
  return judged;
}

const inTrash = 'It is in the trash: restore it first.';
const stale = 'Somebody else has changed this row meanwhile.';

function refuseTwice(judged: readonly Judged[]): void {
  const seen = new Set<string>();
  for (const each of judged) {
    if (each.id !== null && seen.has(each.id)) each.faults.push(fault(each, '', 'It is in the list twice.'));
    if (each.id !== null) seen.add(each.id);
  }
}

async function judgeUses(client: Reading, model: ModelName, judged: readonly Judged[]): Promise<void> {
  const blocked = await blockersOf(
    client,
    model,
    judged.map(({ id }) => id as string),
  );
  for (const each of judged) {
    const users = blocked.get(each.id as string);
    if (!users) continue;
    const message = `It cannot be deleted: it is used by ${users.count} × ${users.model}.`;
    each.faults.push({ index: each.index, column: '', code: 'conflict', message, users });
  }
}

/** What a rule of a field means to a person. */
function sentenceOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined || value === null || value === '') return 'is required';
  if (issue.code === 'too_big' && issue.origin === 'string') return `Use at most ${issue.maximum} characters.`;
  if (issue.code === 'too_big') return `is at most ${issue.maximum}`;
  if (issue.code === 'too_small' && issue.origin !== 'string') return `is at least ${issue.minimum}`;
  if (issue.code === 'invalid_value') return `is one of ${issue.values.map(String).join(', ')}`;
  return issue.code === 'custom' || issue.code === 'invalid_format' ? issue.message : 'is of another kind';
}

function judgeShape({ table }: Source, each: Judged): void {
  const parsed = table.schema.safeParse([each.row]);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const column = String(issue.path[1] ?? '');
      each.faults.push(fault(each, column, sentenceOf(issue, each.row[column])));
    }
    return;
  }
  const [row = {}] = parsed.data;
  const { deletedAt: _, ...values } = row;
  each.row = values;
  const problem = table.check?.(row);
  if (problem) each.faults.push(fault(each, problem.field, problem.message));
}

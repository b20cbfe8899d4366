/** What rows of a file come to, beside the rows that are there: new, changed, unchanged or wrong. Reads only. */

import type { Language } from '../../core/languages.ts';
import { type Ctx, fieldsOf } from '../../db/index.ts';
import { delegateOf, type RowInput, type RowOperations } from '../row-operations/index.ts';
import { type ImportColumn, keysFor, type Mapping } from './columns.ts';
import type { Named, NameFinder } from './find-names.ts';
import { type Fault, type ReadCells, readCells } from './read-cells.ts';
import type { SheetRow } from './read-workbook.ts';

type Values = Record<string, unknown>;

/** Everything about a file that does not change from batch to batch. */
export interface Job {
  operations: RowOperations;
  companyId: number | null;
  columns: readonly ImportColumn[];
  mapping: Mapping;
  numberForm: Language;
  finders: ReadonlyMap<string, NameFinder>;
  /** Rows that earlier lines of the file are, by what recognises them, with the line. */
  seen: Map<string, number>;
}

export interface PlannedRow {
  row: SheetRow;
  outcome: 'new' | 'changed' | 'unchanged' | 'wrong';
  faults: Fault[];
  input: RowInput;
  stored: Values | null;
  /** Columns that differ. */
  differs: string[];
}

export async function planRows(ctx: Ctx, job: Job, rows: readonly SheetRow[]): Promise<PlannedRow[]> {
  const read = rows.map((row) => ({ row, ...readCells(row.cells, job) }));
  for (const each of read) refuseTwice(job, each);
  const named = await findNames(ctx, job, read);
  const stored = await findStored(ctx, job, { read, named });
  return read.map((each) => {
    const found = stored(each);
    return plan(each, { named, stored: found });
  });
}

type Read = ReadCells & { row: SheetRow };

/** By the texts of the file alone: what two lines mean by different words is found when it is written. */
function refuseTwice(job: Job, each: Read): void {
  const mark = markOf(job, each.row);
  if (mark === null) return;
  const first = job.seen.get(mark);
  if (first !== undefined && first !== each.row.line) {
    each.faults.push({ field: '', message: `Line ${first} is the same row already.` });
  } else job.seen.set(mark, each.row.line);
}

/** What recognises a row, as it is written in the file; null: nothing does. */
export function markOf({ operations, mapping }: Pick<Job, 'operations' | 'mapping'>, row: SheetRow): string | null {
  const text = (name: string) => row.cells[mapping[name] ?? -1]?.trim() ?? '';
  const keys = [['id'], ...keysFor(operations)];
  const key = keys.find((names) => names.some((name) => text(name) !== ''));
  return key ? JSON.stringify([key[0], ...key.map(text)]) : null;
}

type Names = ReadonlyMap<string, ReadonlyMap<string, readonly Named[]>>;

async function findNames(ctx: Ctx, job: Job, read: readonly Read[]): Promise<Names> {
  const found = new Map<string, ReadonlyMap<string, readonly Named[]>>();
  for (const [column, finder] of job.finders) {
    const texts = new Set(read.flatMap(({ names }) => names.get(column) ?? []));
    if (texts.size > 0) found.set(column, await finder.find(ctx, texts));
  }
  return found;
}

interface Finding {
  read: readonly Read[];
  named: Names;
}

/** The stored rows that these are, by id or the first key that a row fills. */
async function findStored(ctx: Ctx, job: Job, { read, named }: Finding): Promise<(each: Read) => Values[]> {
  const { operations, companyId } = job;
  const keys: readonly (readonly string[])[] = [['id'], ...keysFor(operations)];
  const asked = new Map<Read, readonly string[]>();
  const byKey = new Map<string, Values[]>();
  for (const each of read) {
    const key = keys.find((names) => names.some((name) => comparable(valuesOf(each, name, named)[0]) !== null));
    if (key) asked.set(each, key);
  }
  for (const key of keys) {
    const first = key[0] as string;
    const wanted = read.filter((each) => asked.get(each) === key).flatMap((each) => valuesOf(each, first, named));
    if (wanted.length === 0) continue;
    const rows = await delegateOf(ctx.db.reader, operations.model).findMany({ where: whereOf(job, first, wanted) });
    for (const row of rows) {
      const mark = JSON.stringify([first, ...key.map((name) => comparable(row[name]))]);
      byKey.set(mark, [...(byKey.get(mark) ?? []), row]);
    }
  }
  const ofCompany = fieldsOf(operations.model).has('companyId');
  return (each) => {
    const key = asked.get(each);
    if (!key) {
      // It would become another row each time it comes.
      const field = keysFor(operations)[0]?.[0] ?? 'id';
      if (each.faults.length === 0 && !each.names.has(field)) each.faults.push({ field, message: unknowable });
      return [];
    }
    const marks = products(key.map((name) => valuesOf(each, name, named)));
    const found = marks.flatMap((values) => byKey.get(JSON.stringify([key[0], ...values.map(comparable)])) ?? []);
    return ofCompany ? found.filter((row) => row['companyId'] === companyId) : found;
  };
}

const unknowable = 'The cell is empty: rows are recognised by it.';

/** An index begins with the company and, for people's names, with the folded one. */
function whereOf({ operations, companyId }: Job, column: string, wanted: readonly unknown[]): object {
  const values = { in: [...new Set(wanted)].filter((value) => value !== null) };
  if (column === 'id') return { id: values };
  const owner = fieldsOf(operations.model).has('companyId') ? { companyId } : {};
  return { ...owner, [column]: values };
}

/** What a row says in a column; of a name, the ids that it may mean. */
function valuesOf(each: Read, column: string, named: Names): unknown[] {
  if (column === 'id') return [each.id];
  const text = each.names.get(column);
  if (text === undefined) return [each.values.get(column) ?? null];
  return (named.get(column)?.get(text) ?? []).map(({ id }) => id);
}

/** Every combination; people's names are rarely ambiguous, so these are few. */
function products(lists: readonly unknown[][]): unknown[][] {
  return lists.reduce<unknown[][]>((all, list) => all.flatMap((head) => list.map((value) => [...head, value])), [[]]);
}

interface Planning {
  named: Names;
  stored: readonly Values[];
}

function plan(each: Read, { named, stored: found }: Planning): PlannedRow {
  const faults = [...each.faults];
  const live = found.filter((row) => (row['deletedAt'] ?? null) === null);
  // What lies in the trash is meant by its id only; whether its key is free, the operation judges.
  const stored = live[0] ?? (each.id === null ? null : (found[0] ?? null));
  if (live.length > 1) faults.push({ field: '', message: 'Several rows that are there could be meant: add their id.' });
  if (each.id !== null && !stored) faults.push({ field: 'id', message: 'There is no such row here.' });
  const values: Values = Object.fromEntries(each.values);
  for (const [column, text] of each.names) {
    const meant = named.get(column)?.get(text) ?? [];
    const id = chosen(meant, stored?.[column]);
    if (id === undefined) faults.push({ field: column, message: nameFault(text, meant) });
    else values[column] = id;
  }
  const differs = Object.keys(values).filter((name) => comparable(stored?.[name]) !== comparable(values[name]));
  const isSame = stored !== null && differs.length === 0 && (stored['deletedAt'] ?? null) === null;
  const outcome = faults.length > 0 ? 'wrong' : stored === null ? 'new' : isSame ? 'unchanged' : 'changed';
  const input = stored === null ? withoutNothing(values) : { ...pick(values, differs), id: String(stored['id']) };
  return { row: each.row, outcome, faults, input, stored, differs };
}

/** What is there already is meant before anything else of that name. */
function chosen(meant: readonly Named[], present: unknown): string | number | undefined {
  const same = meant.find(({ id }) => id === present);
  if (same) return same.id;
  const live = meant.filter(({ isGone }) => !isGone);
  return live.length === 1 ? live[0]?.id : undefined;
}

function nameFault(text: string, meant: readonly Named[]): string {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  if (meant.length === 0) return `There is no “${shown}” here.`;
  return meant.every(({ isGone }) => isGone)
    ? `“${shown}” is in the trash.`
    : `Several are called “${shown}”: use a code or an id.`;
}

/** A new row takes its defaults for what the file leaves empty. */
function withoutNothing(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function pick(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

/** A value as it compares; nothing and an empty text are the same. */
function comparable(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  return value instanceof Date ? value.toISOString() : String(value);
}

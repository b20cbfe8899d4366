/** Tables on their way in: brought, read as somebody says, checked, taken over. */

import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { languages } from '../../core/languages.ts';
import { signal } from '../../core/signals.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { checkMapping, columnsFor, guessMapping, type Mapping, operationsFor } from './columns.ts';
import { jobOf } from './job-of.ts';
import { judgeRows } from './judge-rows.ts';
import { normalTable, rowsOfTable } from './normal-table.ts';
import type { PlannedRow } from './plan-rows.ts';
import type { Fault } from './read-cells.ts';
import { authorizeTable, visibleTo, writerOf } from './who.ts';

export { maxFileBytes } from './normal-table.ts';

/** Files that are kept; older ones go, and what they said with them. */
const keptTables = 50;

interface Brought {
  model: string;
  companyId: number | null;
  fileName: string;
  bytes: Uint8Array;
  /** What each column may be called, in any language. */
  names: ReadonlyMap<string, readonly string[]>;
}

/** Takes a file in and guesses what its columns are. No row changes.
 *  @throws invalid_input it is empty, broken, hostile or no table
 *  @throws forbidden, not_found */
export async function bringTable(ctx: Ctx, { model, companyId, fileName, bytes, names }: Brought): Promise<string> {
  const person = writerOf(ctx);
  await authorizeTable(ctx, { model, companyId });
  const { format, source, columnNames, rowCount } = await normalTable(bytes);
  const mapping = guessMapping(columnNames, names);
  const id = newId();
  await inTransaction(ctx, async (tx) => {
    await tx.dataImport.create({
      data: {
        ...{ id, model, companyId, format, source: new Uint8Array(source), rowCount, state: 'draft' },
        ...{ createdById: person.userId, createdByName: person.username, createdAt: ctx.now() },
        fileName: fileName.slice(0, 200),
        columnNames: JSON.stringify(columnNames),
        mapping: JSON.stringify(mapping),
      },
      select: { id: true },
    });
    await recordAudit(tx, ctx, {
      ...{ companyId, action: 'data_import.bring', subjectType: 'data_import', subjectId: id },
      after: { model, fileName, format, rows: rowCount },
    });
    await forgetOld(tx);
  });
  return id;
}

async function forgetOld(tx: Tx): Promise<void> {
  const old = await tx.dataImport.findMany({
    where: { state: { notIn: ['checking', 'importing'] } },
    select: { id: true },
    orderBy: { createdAt: 'desc' },
    skip: keptTables,
  });
  if (old.length > 0) await tx.dataImport.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } });
}

const way = z.object({
  id: z.string(),
  numberForm: z.enum(languages),
  mapping: z.record(z.string().max(100), z.int().min(0).max(199)),
});

/** Says how the file is read, and has all of it checked; afterwards the counts say what it would come to.
 *  @throws invalid_input see `checkMapping`
 *  @throws conflict it is at work, or was taken over; or somebody else brought it */
export async function checkTable(ctx: Ctx, raw: z.input<typeof way>): Promise<void> {
  const { id, numberForm, mapping } = way.parse(raw);
  const { model, columnNames } = await ownTable(ctx, id);
  checkMapping(operationsFor(model), mapping, (JSON.parse(columnNames) as string[]).length);
  await inTransaction(ctx, (tx) =>
    begin(tx, ctx, {
      ...{ id, from: ['draft', 'checked', 'failed'], state: 'checking' },
      changes: { numberForm, mapping: JSON.stringify(mapping) },
    }),
  );
  signal('importMarked', {});
}

/** Takes over what was checked, batch by batch, beside everything else; rows that are wrong are left out.
 *  @throws conflict it was not checked, or is being taken over; or somebody else brought it */
export async function runTable(ctx: Ctx, id: string): Promise<void> {
  const { model, companyId, fileName, rowCount } = await ownTable(ctx, id);
  await inTransaction(ctx, async (tx) => {
    await begin(tx, ctx, { id, from: ['checked'], state: 'importing', changes: {} });
    await recordAudit(tx, ctx, {
      ...{ companyId, action: 'data_import.run', subjectType: 'data_import', subjectId: id },
      after: { model, fileName, rows: rowCount },
    });
  });
  signal('importMarked', {});
}

/** The import, if the person may go on with it. */
async function ownTable(ctx: Ctx, id: string) {
  const person = writerOf(ctx);
  const found = await ctx.db.reader.dataImport.findFirst({
    where: { AND: [{ id }, visibleTo(person)] },
    select: shown,
  });
  if (!found) throw new DomainError('not_found', { id });
  await authorizeTable(ctx, found);
  if (found.createdById !== person.userId) {
    throw new DomainError('forbidden', { id }, 'Only who brought this file goes on with it: bring it yourself.');
  }
  return found;
}

interface Begin {
  id: string;
  from: string[];
  state: string;
  changes: object;
}

async function begin(tx: Tx, ctx: Ctx, { id, from, state, changes }: Begin): Promise<void> {
  const counts = { nextRow: 0, created: 0, changed: 0, unchanged: 0, wrong: 0, failure: '', leasedUntil: null };
  const { count } = await tx.dataImport.updateMany({
    where: { id, state: { in: from } },
    data: { ...changes, ...counts, state, startedAt: ctx.now(), finishedAt: null },
  });
  if (count === 0) throw new DomainError('conflict', { id }, atWork);
  await tx.dataImportFault.deleteMany({ where: { importId: id } });
}

const atWork = 'This file is at work already, or was taken over. Bring it again to repeat it.';

/** Without the table itself. */
const shown = {
  ...{ id: true, model: true, companyId: true, createdById: true, createdByName: true, fileName: true, format: true },
  ...{ columnNames: true, mapping: true, numberForm: true, state: true, rowCount: true, nextRow: true },
  ...{ created: true, changed: true, unchanged: true, wrong: true, failure: true },
  ...{ createdAt: true, startedAt: true, finishedAt: true },
} as const;

/** An import without its table. */
export type ImportedTable = Awaited<ReturnType<typeof listTables>>[number];

/** What was brought lately, newest first; of one model, or of all. */
export function listTables(ctx: Ctx, model: string | null) {
  return ctx.db.reader.dataImport.findMany({
    where: { AND: [model === null ? {} : { model }, visibleTo(writerOf(ctx))] },
    select: shown,
    orderBy: { createdAt: 'desc' },
    take: 20,
  });
}

/** An import with the columns that it can fill, its first rows and its first faults.
 *  @throws not_found */
export async function getTable(ctx: Ctx, id: string) {
  const person = writerOf(ctx);
  const { reader } = ctx.db;
  const where = { AND: [{ id }, visibleTo(person)] };
  const found = await reader.dataImport.findFirst({ where, select: shown });
  if (!found) throw new DomainError('not_found', { id });
  const { columnNames, mapping, ...known } = found;
  const isOpen = ['draft', 'checked', 'failed'].includes(found.state);
  const faults = await reader.dataImportFault.findMany({
    ...{ where: { importId: id }, orderBy: { rowNumber: 'asc' }, take: 20 },
  });
  return {
    ...known,
    isOwn: found.createdById === person.userId,
    columnNames: JSON.parse(columnNames) as string[],
    mapping: JSON.parse(mapping) as Mapping,
    columns: columnsFor(operationsFor(found.model)),
    sample: isOpen ? await sampleOf(ctx, id) : [],
    faults: faults.map(readFault),
  };
}

/** The first rows. */
async function sampleOf(ctx: Ctx, id: string): Promise<string[][]> {
  const { source } = await ctx.db.reader.dataImport.findUniqueOrThrow({ where: { id }, select: { source: true } });
  const sample: string[][] = [];
  for await (const { cells } of rowsOfTable(source)) {
    sample.push(cells.map((cell) => cell.slice(0, 200)));
    if (sample.length === 3) break;
  }
  return sample;
}

export interface ShownFault {
  line: number;
  faults: Fault[];
  cells: string[];
}

function readFault({ rowNumber, faults, cells }: { rowNumber: number; faults: string; cells: string }): ShownFault {
  return { line: rowNumber, faults: JSON.parse(faults) as Fault[], cells: JSON.parse(cells) as string[] };
}

/** The rows that are wrong, in groups, as they are read. */
export async function* readFaults(ctx: Ctx, id: string): AsyncGenerator<ShownFault[]> {
  const seen = visibleTo(writerOf(ctx));
  for (let after = 0; ; ) {
    const rows = await ctx.db.reader.dataImportFault.findMany({
      where: { importId: id, rowNumber: { gt: after }, import: seen },
      orderBy: { rowNumber: 'asc' },
      take: 500,
    });
    if (rows.length === 0) return;
    yield rows.map(readFault);
    after = rows.at(-1)?.rowNumber ?? after;
  }
}

/** Every row with what would become of it now, in groups, as they are read.
 *  @throws not_found, conflict it says of no column what it is */
export async function* previewTable(ctx: Ctx, id: string): AsyncGenerator<PlannedRow[]> {
  const person = writerOf(ctx);
  const found = await ctx.db.reader.dataImport.findFirst({ where: { AND: [{ id }, visibleTo(person)] } });
  if (!found) throw new DomainError('not_found', { id });
  await authorizeTable(ctx, found);
  const job = jobOf(found);
  let rows = [];
  for await (const row of rowsOfTable(found.source)) {
    rows.push(row);
    if (rows.length < 100) continue;
    yield await judgeRows(ctx, job, rows);
    rows = [];
  }
  if (rows.length > 0) yield await judgeRows(ctx, job, rows);
}

/** Files of products on their way in: brought, read as somebody says, checked, taken over. */

import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { z } from 'zod';
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { languages } from '../../core/languages.ts';
import { signal } from '../../core/signals.ts';
import { decodeTable, separatorOf } from '../../core/table-text.ts';
import { type Ctx, inTransaction, type Tx } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize } from '../tenancy/index.ts';
import { guessMapping, importFields, looksLikeHeader, type Mapping } from './columns.ts';
import { firstRows } from './parse.ts';

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

/** A file larger than this is brought in parts. */
export const maxImportBytes = 20 * 1024 * 1024;
/** Imports of a company whose files are kept; older ones go. */
const keptImports = 20;

interface Brought {
  companyId: number;
  fileName: string;
  bytes: Uint8Array;
  numberForm: (typeof languages)[number];
}

/** A quotation mark that nothing closes swallows the rest of the file. */
function refuseBroken(error: unknown): never {
  if (!/^CSV_/.test(String((error as { code?: unknown } | null)?.code))) throw error;
  throw wrong('file', 'This is no table that can be read: a quotation mark is opened and never closed.');
}

/** Takes a file in and guesses how it is read. Nothing of the catalogue changes.
 *  @throws invalid_input it is empty, or no table
 *  @throws forbidden, not_found */
export async function bringImport(
  ctx: Ctx,
  { companyId, fileName, bytes, numberForm }: Brought,
): Promise<{ id: string }> {
  authorize(ctx, 'catalog.write', { companyId });
  const { text, encoding } = decodeTable(bytes);
  if (text.trim() === '') throw wrong('file', 'The file is empty.');
  if (text.includes('\u0000')) throw wrong('file', 'This is no text: save the table as CSV first.');
  const separator = separatorOf(text);
  const [first = []] = await firstRows(text, { separator, most: 1 }).catch(refuseBroken);
  if (first.length > 200) throw wrong('file', 'A table has at most 200 columns.');
  const hasHeader = looksLikeHeader(first);
  const columnNames = first.map((cell, index) =>
    hasHeader && cell.trim() ? cell.trim().slice(0, 100) : String(index + 1),
  );
  const id = newId();
  const source = new Uint8Array(await pack(Buffer.from(text, 'utf8')));
  const now = ctx.now();
  await inTransaction(ctx, async (tx) => {
    await tx.productImport.create({
      data: {
        ...{ id, companyId, source, encoding, separator, hasHeader, numberForm, createdAt: now },
        createdById: ctx.actor.kind === 'user' ? ctx.actor.userId : null,
        createdByName: ctx.actor.kind === 'user' ? ctx.actor.username : 'hub',
        fileName: fileName.slice(0, 200),
        columnNames: JSON.stringify(columnNames),
        mapping: JSON.stringify(hasHeader ? guessMapping(first) : {}),
      },
      select: { id: true },
    });
    await recordAudit(tx, ctx, {
      ...{ companyId, action: 'product-import.bring', subjectType: 'product_import', subjectId: id },
      after: { fileName, encoding, separator, bytes: bytes.length },
    });
    await forgetOld(tx, companyId);
  });
  return { id };
}

async function forgetOld(tx: Tx, companyId: number): Promise<void> {
  const old = await tx.productImport.findMany({
    where: { companyId, state: { notIn: ['checking', 'importing'] } },
    select: { id: true },
    orderBy: { createdAt: 'desc' },
    skip: keptImports,
  });
  if (old.length > 0) await tx.productImport.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } });
}

const way = z.object({
  companyId: z.int(),
  importId: z.string(),
  hasHeader: z.boolean(),
  numberForm: z.enum(languages),
  storeId: z.int().nullable(),
  /** Where rows without a department go. */
  divisionId: z.string().nullable(),
  mapping: z.partialRecord(z.enum(importFields), z.int().min(0).max(199)),
});

/** Says how the file is read, and has it checked; afterwards the counts say what it would come to.
 *  @throws invalid_input neither code nor barcode, or a column for two things
 *  @throws conflict      it is being taken over, or was */
export async function checkImport(ctx: Ctx, raw: z.input<typeof way>): Promise<void> {
  const { companyId, importId, hasHeader, numberForm, storeId, divisionId, mapping } = way.parse(raw);
  authorize(ctx, 'catalog.write', { companyId });
  const used = Object.values(mapping);
  if (mapping.code === undefined && mapping.barcodes === undefined) {
    throw wrong('code', 'Choose the column of the code or of the barcode: products are recognised by it.');
  }
  if (new Set(used).size < used.length) throw wrong('mapping', 'A column can be one thing only.');
  await inTransaction(ctx, async (tx) => {
    const store =
      storeId === null ? null : await tx.store.findFirst({ where: { id: storeId, companyId, deletedAt: null } });
    if (storeId !== null && !store) throw new DomainError('not_found', { storeId });
    const division =
      divisionId === null
        ? null
        : await tx.departmentSubGroup.findFirst({ where: { id: divisionId, companyId, deletedAt: null } });
    if (divisionId !== null && !division) throw new DomainError('not_found', { divisionId });
    const before = await tx.productImport.findFirst({
      where: { id: importId, companyId },
      select: { hasHeader: true, numberForm: true, storeId: true, mapping: true },
    });
    const after = { hasHeader, numberForm, storeId, mapping: JSON.stringify({ ...mapping, divisionId }) };
    await begin(tx, ctx, {
      ...{ companyId, importId, from: ['draft', 'checked', 'failed'], state: 'checking' },
      changes: after,
    });
    await recordAudit(tx, ctx, {
      ...{ companyId, action: 'product-import.check', subjectType: 'product_import', subjectId: importId },
      ...{ before, after },
    });
  });
  signal('importMarked', {});
}

/** Takes over what was checked, batch by batch, beside everything else; rows that are wrong are left out.
 *  @throws conflict it was not checked, or is being taken over */
export async function runImport(
  ctx: Ctx,
  { companyId, importId }: { companyId: number; importId: string },
): Promise<void> {
  authorize(ctx, 'catalog.write', { companyId });
  await inTransaction(ctx, async (tx) => {
    await begin(tx, ctx, { companyId, importId, from: ['checked'], state: 'importing', changes: {} });
    const after = { by: ctx.actor.kind === 'user' ? ctx.actor.username : 'hub' };
    await recordAudit(tx, ctx, {
      companyId,
      action: 'product-import.run',
      subjectType: 'product_import',
      subjectId: importId,
      after,
    });
  });
  signal('importMarked', {});
}

interface Begin {
  companyId: number;
  importId: string;
  from: string[];
  state: string;
  changes: object;
}

async function begin(tx: Tx, ctx: Ctx, { companyId, importId, from, state, changes }: Begin): Promise<void> {
  const counts = {
    nextRow: 0,
    created: 0,
    changed: 0,
    unchanged: 0,
    wrong: 0,
    failure: '',
    leasedUntil: null,
    leasedBy: null,
  };
  const { count } = await tx.productImport.updateMany({
    where: { id: importId, companyId, state: { in: from } },
    data: { ...changes, ...counts, state, startedAt: ctx.now(), finishedAt: null },
  });
  if (count === 0) {
    const known = await tx.productImport.findFirst({ where: { id: importId, companyId }, select: { id: true } });
    if (!known) throw new DomainError('not_found', { importId });
    throw new DomainError(
      'conflict',
      { importId },
      'This file is at work already, or was taken over. Bring it again to repeat it.',
    );
  }
  await tx.productImportFault.deleteMany({ where: { importId } });
}

/** Without the text itself. */
const shown = {
  ...{
    id: true,
    companyId: true,
    createdByName: true,
    fileName: true,
    encoding: true,
    separator: true,
    columnNames: true,
  },
  ...{ hasHeader: true, mapping: true, numberForm: true, storeId: true, state: true, rowCount: true, nextRow: true },
  ...{ created: true, changed: true, unchanged: true, wrong: true, failure: true },
  ...{ createdAt: true, startedAt: true, finishedAt: true },
} as const;

/** An import with how it is read, its first rows and its first faults.
 *  @throws not_found there is none in the company */
export async function getImport(ctx: Ctx, { companyId, importId }: { companyId: number; importId: string }) {
  authorize(ctx, 'catalog.write', { companyId });
  const { reader } = ctx.db;
  const found = await reader.productImport.findFirst({
    where: { id: importId, companyId },
    select: { ...shown, source: true },
  });
  if (!found) throw new DomainError('not_found', { importId });
  const { source, ...known } = found;
  const isOpen = known.state === 'draft' || known.state === 'checked' || known.state === 'failed';
  const sample = isOpen ? await firstRows(await textOf(source), { separator: known.separator, most: 4 }) : [];
  const faults = await reader.productImportFault.findMany({
    where: { importId },
    orderBy: { rowNumber: 'asc' },
    take: 10,
  });
  const { divisionId = null, ...mapping } = JSON.parse(known.mapping) as Mapping & { divisionId?: string | null };
  return {
    ...known,
    mapping: mapping as Mapping,
    divisionId,
    columnNames: JSON.parse(known.columnNames) as string[],
    sample,
    faults: faults.map(readFault),
  };
}

/** The text of a file as it was kept. */
export async function textOf(source: Uint8Array): Promise<string> {
  return (await unpack(source)).toString('utf8');
}

/** What was brought lately, newest first. */
export function listImports(ctx: Ctx, companyId: number) {
  authorize(ctx, 'catalog.write', { companyId });
  return ctx.db.reader.productImport.findMany({
    where: { companyId },
    select: shown,
    orderBy: { createdAt: 'desc' },
    take: 10,
  });
}

interface ShownFault {
  line: number;
  faults: { field: string; message: string }[];
  cells: string[];
}

function readFault({ rowNumber, faults, cells }: { rowNumber: number; faults: string; cells: string }): ShownFault {
  return { line: rowNumber, faults: JSON.parse(faults) as ShownFault['faults'], cells: JSON.parse(cells) as string[] };
}

/** The rows that are wrong, in groups, as they are read. */
export async function* readFaults(
  ctx: Ctx,
  { companyId, importId }: { companyId: number; importId: string },
): AsyncGenerator<ShownFault[]> {
  authorize(ctx, 'catalog.write', { companyId });
  for (let after = 0; ; ) {
    const rows = await ctx.db.reader.productImportFault.findMany({
      where: { importId, rowNumber: { gt: after }, import: { companyId } },
      orderBy: { rowNumber: 'asc' },
      take: 500,
    });
    if (rows.length === 0) return;
    yield rows.map(readFault);
    after = rows.at(-1)?.rowNumber ?? after;
  }
}

function wrong(path: string, message: string): DomainError {
  return new DomainError('invalid_input', { errors: [{ path, message }] });
}

/** The work on files that wait: one at a time, in batches, each in a transaction of its own that also says how far it has come. */

import { setTimeout } from 'node:timers/promises';
import { isLanguage } from '../../core/languages.ts';
import { foldForSearch } from '../../core/search-text.ts';
import { type Ctx, deriveContext, inTransaction, isUnavailable, type Tx } from '../../db/index.ts';
import { holdRows } from '../master-data/index.ts';
import type { Mapping } from './columns.ts';
import { textOf } from './imports.ts';
import { rowsOf } from './parse.ts';
import { type FileRow, type Plan, planBatch, type Seen } from './plan-batch.ts';
import { type Lexicon, readRow } from './read-rows.ts';
import { writeBatch } from './write-batch.ts';

/** Rows of a batch: as many as others may wait for. */
const batchRows = 250;
const leaseMs = 60_000;

type Import = NonNullable<Awaited<ReturnType<typeof lease>>>;

/** Does all the work on the file that waits longest, if there is one. What was broken off goes on where it stopped.
 *  @param isStopping asked after each batch: the process is about to end, and another one goes on
 *  @returns whether there was one */
export async function workOnImport(ctx: Ctx, isStopping: () => boolean = () => false): Promise<boolean> {
  const job = await lease(ctx);
  if (!job) return false;
  try {
    await workThrough(ctx, job, isStopping);
  } catch (error) {
    if (isUnavailable(error)) throw error;
    ctx.log.error({ err: error, importId: job.id }, 'a file of products was given up');
    await inTransaction(ctx, (tx) =>
      tx.productImport.updateMany({
        where: { id: job.id },
        data: { state: 'failed', failure: 'internal', leasedUntil: null, finishedAt: ctx.now() },
      }),
    );
  }
  return true;
}

async function lease(ctx: Ctx) {
  const now = ctx.now();
  const free = { state: { in: ['checking', 'importing'] }, OR: [{ leasedUntil: null }, { leasedUntil: { lt: now } }] };
  const found = await ctx.db.reader.productImport.findFirst({
    where: free,
    select: { id: true },
    orderBy: { startedAt: 'asc' },
  });
  if (!found) return null;
  return inTransaction(ctx, async (tx) => {
    const leasedUntil = new Date(now.getTime() + leaseMs);
    const { count } = await tx.productImport.updateMany({ where: { ...free, id: found.id }, data: { leasedUntil } });
    if (count === 0) return null;
    return tx.productImport.findUniqueOrThrow({ where: { id: found.id } });
  });
}

async function workThrough(ctx: Ctx, job: Import, isStopping: () => boolean): Promise<void> {
  const isImporting = job.state === 'importing';
  const acting = deriveContext(ctx, { actor: { kind: 'system', name: `import: ${job.createdByName}` } });
  const place = await placeOf(ctx, job);
  const seen: Seen = { codes: new Map(), barcodes: new Map() };
  let rows: FileRow[] = [];
  let count = 0;
  let isFirst = job.hasHeader;
  const flush = async () => {
    await workBatch(acting, { job, place: { ...place, seen }, rows, nextRow: count, isImporting });
    rows = [];
  };
  for await (const { line, cells } of rowsOf(await textOf(job.source), job)) {
    if (isFirst) {
      isFirst = false;
      continue;
    }
    count += 1;
    const read = readRow(cells, place);
    if (count <= job.nextRow) remember(seen, { line, cells, ...read });
    else rows.push({ line, cells, ...read });
    if (rows.length < batchRows) continue;
    const began = performance.now();
    await flush();
    // Everything in a batch is done at once on this thread: pages and tills get their turn for a quarter of the time.
    await setTimeout(Math.min(250, (performance.now() - began) / 4));
    if (isStopping()) return release(acting, job.id);
  }
  await flush();
  await inTransaction(acting, (tx) =>
    tx.productImport.updateMany({
      where: { id: job.id },
      data: { state: isImporting ? 'done' : 'checked', rowCount: count, leasedUntil: null, finishedAt: ctx.now() },
    }),
  );
}

/** Whoever comes next goes on at once. */
async function release(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, (tx) => tx.productImport.updateMany({ where: { id }, data: { leasedUntil: null } }));
}

/** What rows of an earlier turn took. */
function remember(seen: Seen, { line, row, faults }: FileRow): void {
  if (faults.length > 0) return;
  if (row.code !== '' && !seen.codes.has(row.code)) seen.codes.set(row.code, line);
  for (const barcode of row.barcodes ?? []) if (!seen.barcodes.has(barcode)) seen.barcodes.set(barcode, line);
}

interface Batch {
  job: Import;
  place: Awaited<ReturnType<typeof placeOf>> & { seen: Seen };
  rows: readonly FileRow[];
  nextRow: number;
  isImporting: boolean;
}

async function workBatch(ctx: Ctx, { job, place, rows, nextRow, isImporting }: Batch): Promise<void> {
  if (rows.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    // A transaction that had to give way runs again from here.
    forget(place.seen, rows);
    const at = { tx, ctx };
    if (isImporting) await holdRows(at, job.companyId);
    const plan = await planBatch(at, { ...place, companyId: job.companyId, storeId: job.storeId }, rows);
    if (isImporting) await writeBatch(at, { ...place, companyId: job.companyId, storeId: job.storeId }, plan.products);
    await keepFaults(tx, job.id, plan);
    const { products, wrong } = plan;
    const fresh = products.filter(({ before }) => before === null).length;
    const same = products.filter(({ isChanged }) => !isChanged).length;
    await tx.productImport.update({
      where: { id: job.id },
      data: {
        nextRow,
        created: { increment: fresh },
        unchanged: { increment: same },
        changed: { increment: products.length - fresh - same },
        wrong: { increment: wrong.length },
        leasedUntil: new Date(ctx.now().getTime() + leaseMs),
      },
      select: { id: true },
    });
  });
}

/** What these rows took when they were judged before. */
function forget({ codes, barcodes }: Seen, rows: readonly FileRow[]): void {
  const first = rows[0]?.line ?? 0;
  for (const { row } of rows) {
    if ((codes.get(row.code) ?? 0) >= first) codes.delete(row.code);
    for (const barcode of row.barcodes ?? []) if ((barcodes.get(barcode) ?? 0) >= first) barcodes.delete(barcode);
  }
}

async function keepFaults(tx: Tx, importId: string, { wrong }: Plan): Promise<void> {
  if (wrong.length === 0) return;
  const data = wrong.map(({ line, faults, cells }) => ({
    ...{ importId, rowNumber: line, faults: JSON.stringify(faults), cells: JSON.stringify(cells) },
  }));
  await tx.productImportFault.createMany({ data });
}

/** What names in the file stand for, and where prices go. */
async function placeOf(ctx: Ctx, job: Import) {
  const { reader } = ctx.db;
  const { companyId, storeId } = job;
  const where = { companyId, deletedAt: null };
  const [company, store, departments, units] = await Promise.all([
    reader.company.findUniqueOrThrow({ where: { id: companyId }, select: { currency: true } }),
    storeId === null ? null : reader.store.findUnique({ where: { id: storeId }, select: { currency: true } }),
    reader.departmentMainGroup.findMany({
      where,
      include: { vatRate: true, subGroups: { where: { deletedAt: null }, orderBy: { code: 'asc' } } },
    }),
    reader.productUnit.findMany({ where }),
  ]);
  const { divisionId = null, ...mapping } = JSON.parse(job.mapping) as Mapping & { divisionId?: string | null };
  const divisions = new Map<string, string>();
  const divisionOfRate = new Map<number, string>();
  const groupOf = new Map<string, { mainGroupId: string; vatNumber: number }>();
  for (const { id, code, name, vatRate, subGroups } of departments) {
    const [first] = subGroups;
    for (const group of subGroups) {
      groupOf.set(group.id, { mainGroupId: id, vatNumber: vatRate?.number ?? 1 });
      for (const key of [group.code, group.name])
        if (!divisions.has(foldForSearch(key))) divisions.set(foldForSearch(key), group.id);
    }
    if (!first) continue;
    // A department's own name means its first division.
    for (const key of [code, name]) divisions.set(foldForSearch(key), first.id);
    if (vatRate && !divisionOfRate.has(vatRate.rateBasisPoints)) divisionOfRate.set(vatRate.rateBasisPoints, first.id);
  }
  const lexicon: Lexicon = {
    divisions,
    divisionOfRate,
    units: new Map(
      units.flatMap(({ id, code, name, symbol }) =>
        [code, name, symbol ?? code].map((key) => [foldForSearch(key), id]),
      ),
    ),
    fallbackDivisionId: divisionId !== null && groupOf.has(divisionId) ? divisionId : null,
  };
  const numberForm = isLanguage(job.numberForm) ? job.numberForm : 'en';
  return { mapping, numberForm, currency: store?.currency ?? company.currency, lexicon, groupOf };
}

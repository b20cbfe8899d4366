import { createHash } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { DomainError } from '../../core/errors.ts';
import { type Ctx, type Database, inTransaction, statement } from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { authorize } from '../tenancy/index.ts';
import { type ExportFile, exportFiles } from './export-files.ts';
import { type Exported, linesOf } from './export-rows.ts';

/** Exports that one process makes at a time: each keeps a processor busy as fast as it is read. */
const mostAtOnce = 2;

export interface CompanyExport {
  fileName: string;
  /** Begins the zip, which is made while it is read; it fails half-way when the company is deleted meanwhile.
   *  @throws too_many_requests this company's export, or too many of others, are being made */
  open(): Readable;
}

interface FileReport {
  name: string;
  rows: number;
  /** Uncompressed. */
  bytes: number;
  sha256: string;
}

/** Numbered tables to which documents keep coming while an export runs. */
const lastIds = statement({
  params: {},
  returns: { transactions: 'int?', closures: 'int?' },
  sql: () => 'SELECT (SELECT max(id) FROM transactions) AS transactions, (SELECT max(id) FROM closures) AS closures',
});

/** Everything that a company has on this hub as one zip: a file of JSON lines for each table, and `manifest.json` with the number
 *  of rows and the SHA-256 of each. Documents that arrive while it is made are left out; master data is as it was when its
 *  file was written. Passwords, secrets and what can be computed from the documents are not in it.
 *  @throws not_found, forbidden  the actor is no owner of the company */
export async function exportCompany(ctx: Ctx, companyId: number): Promise<CompanyExport> {
  authorize(ctx, 'company.export', { companyId });
  const company = await ctx.db.reader.company.findFirst({
    where: { id: companyId, deletedAt: null },
    select: { slug: true, name: true, officeCode: true, uuid: true },
  });
  if (company === null) throw new DomainError('not_found', { companyId });
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, ctx, { companyId, action: 'company.export', subjectType: 'company', subjectId: companyId }),
  );
  const [last] = await ctx.db.dialect.query(ctx.db.reader, lastIds, {});
  const upTo = { transactions: last?.transactions ?? 0, closures: last?.closures ?? 0 };
  return {
    fileName: `${company.slug}-${ctx.now().toISOString().slice(0, 10)}.zip`,
    open: () => {
      const release = takePlace(ctx.db, companyId);
      return zipOf(ctx, company, { companyId, upTo }).once('close', release);
    },
  };
}

type Head = Record<'slug' | 'name' | 'officeCode' | 'uuid', string>;

function zipOf(ctx: Ctx, company: Head, exported: Exported): Readable {
  const zip = new ZipFile();
  const out = new PassThrough();
  const reports: FileReport[] = [];
  const startedAt = ctx.now();
  const add = (name: string, write: () => AsyncGenerator<string>) =>
    zip.addReadStreamLazy(name, { mtime: startedAt }, (hand) => {
      const source = Readable.from(write(), { objectMode: false, highWaterMark: 64 * 1024 });
      source.once('error', (error) => out.destroy(error));
      // Who goes away ends the reading too.
      out.once('close', () => source.destroy());
      hand(null, source);
    });
  out.setMaxListeners(0);
  for (const file of exportFiles()) add(file.name, () => counted(ctx, file, { exported, reports }));
  add('manifest.json', async function* () {
    await assertThere(ctx, exported.companyId);
    yield manifest(company, { startedAt, finishedAt: ctx.now(), files: reports });
  });
  zip.on('error', (error) => out.destroy(error as Error));
  zip.outputStream.pipe(out);
  zip.end();
  return out;
}

async function* counted(
  ctx: Ctx,
  file: ExportFile,
  { exported, reports }: { exported: Exported; reports: FileReport[] },
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const report = { name: file.name, rows: 0, bytes: 0 };
  for await (const lines of linesOf(ctx, file, exported)) {
    hash.update(lines);
    report.bytes += Buffer.byteLength(lines);
    for (let at = lines.indexOf('\n'); at !== -1; at = lines.indexOf('\n', at + 1)) report.rows += 1;
    yield lines;
  }
  reports.push({ ...report, sha256: hash.digest('hex') });
}

/** A company that was deleted while it was read is not whole here. */
async function assertThere(ctx: Ctx, companyId: number): Promise<void> {
  const company = await ctx.db.reader.company.findFirst({
    where: { id: companyId, deletedAt: null },
    select: { id: true },
  });
  if (company === null) throw new DomainError('not_found', { companyId });
}

function manifest(company: Head, facts: { startedAt: Date; finishedAt: Date; files: readonly FileReport[] }): string {
  const about = [
    'Each .ndjson file is a table of the hub: one JSON object per line, UTF-8.',
    'Instants are ISO 8601 in UTC. Columns ending in _e4 are ten-thousandths, in _e6 millionths, in _basis_points hundredths of a percent; 64-bit integers are text.',
    'body is the text that a till has sent, body_hash its SHA-256 in base64url.',
    'Passwords, secrets and totals that can be computed from the documents are left out.',
  ];
  return `${JSON.stringify({ format: 'gate-company-export', version: 1, about, company, ...facts }, null, 2)}\n`;
}

const running = new WeakMap<Database, Set<number>>();

/** @returns what gives the place back; twice is once */
function takePlace(db: Database, companyId: number): () => void {
  const places = running.get(db) ?? new Set<number>();
  running.set(db, places);
  if (places.has(companyId) || places.size >= mostAtOnce) {
    const text = 'An export is being made just now. Please try again when it has ended.';
    throw new DomainError('too_many_requests', { retryAfterSeconds: 60 }, text);
  }
  places.add(companyId);
  return () => places.delete(companyId);
}

/** Reports as files: the same question as the page's, answered by the same query, and on record. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type NextFunction, type Request, type Response, Router } from 'express';
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import { recordExport } from '../../server/domain/data-export/index.ts';
import { csvFile } from '../../server/http/files/csv-file.ts';
import { workbookFile } from '../../server/http/files/workbook-file.ts';
import { contextOf, type Speech, speechOf } from '../../server/http/user-context.ts';
import { reportNamed } from '../catalogue.ts';
import type { Report } from '../engine/report.ts';
import { type Answer, runReport } from '../engine/run.ts';
import { readAsked } from '../query-string.ts';
import { reportPdf } from './pdf/report.ts';
import { tableOf } from './table.ts';

const fileFormats = ['csv', 'xlsx', 'pdf'] as const;

export type FileFormat = (typeof fileFormats)[number];

const mediaTypes: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
};

/** Answers `/<name>.csv`, `.xlsx` and `.pdf` of every report of the catalogue. */
export function reportFiles(): Router {
  const router = Router();
  for (const format of fileFormats) {
    router.get(`/:name.${format}`, async (req: Request, res: Response, next: NextFunction) => {
      const report = reportNamed(String(req.params['name']));
      if (report === undefined) return next();
      await answerReportFile(req, res, { report, format });
    });
  }
  return router;
}

/** `/reports/<name>.<format>` with the page's query.
 *  @throws not_found      the report, the company or a store is none that the person may see
 *  @throws invalid_input  what is asked for breaks a rule */
async function answerReportFile(req: Request, res: Response, asked: { report: Report; format: FileFormat }) {
  const { report, format } = asked;
  const ctx = contextOf(res);
  const read = readAsked(req, undefined);
  if (read === null) throw new DomainError('not_found');
  if (read.errors.length > 0) {
    const message = 'The address of this report is not complete or not right.';
    throw new DomainError('invalid_input', { errors: read.errors }, message);
  }
  const answer = await runReport(ctx, report, read.asked);
  const { slug } = answer.window.company;
  const { from, to } = answer.window.range;
  const days = report.hasRange ? `${from}-${to}` : ctx.now().toISOString().slice(0, 10);
  await sendFile(res, ctx, {
    file: fileOf(speechOf(res), answer, format),
    name: `${report.name}-${slug}-${days}.${format}`,
    format,
    record: {
      model: `report ${report.name}`,
      companyId: answer.window.company.id,
      filter: Object.fromEntries(Object.entries(read.asked).filter(([, value]) => value !== undefined)),
      columns: report.columns.map(({ name }) => name),
      rows: () => answer.sections.reduce((sum, { rows }) => sum + rows.length, 0),
    },
  });
}

/** An answer as a file, written while it is read. */
export function fileOf(speech: Speech, answer: Answer, format: FileFormat): NodeJS.ReadableStream {
  if (format === 'pdf') return reportPdf(speech, answer);
  const table = tableOf(speech, answer, { hasTotals: format === 'xlsx' });
  const chunks = Readable.from(table.chunks());
  return format === 'csv' ? Readable.from(csvFile(table.heads, chunks)) : workbookFile(table.heads, chunks);
}

interface FileToSend {
  file: NodeJS.ReadableStream;
  name: string;
  format: FileFormat;
  record: {
    model: string;
    companyId: number;
    filter: object;
    columns: readonly string[];
    /** Asked for once the file has ended. */
    rows(): number;
  };
}

/** Sends a file and puts on record who took it, with how much and whether to its end. */
export async function sendFile(res: Response, ctx: Ctx, { file, name, format, record }: FileToSend): Promise<void> {
  // Streams that are piped listen for more than one end.
  res.setMaxListeners(20);
  res.set('Cache-Control', 'no-store').attachment(name).set('Content-Type', mediaTypes[format]);
  let isWhole = false;
  try {
    await pipeline(file, res);
    isWhole = true;
  } catch (error) {
    // Whoever goes away is no fault; what broke half-way has cut the answer, which tells the browser.
    const hasLeft = (error as { code?: unknown } | null)?.code === 'ERR_STREAM_PREMATURE_CLOSE' && res.destroyed;
    if (!hasLeft) ctx.log.error({ err: error }, 'a file of a report broke off');
  } finally {
    await recordExport(ctx, { ...record, rows: record.rows(), format, isWhole });
  }
}

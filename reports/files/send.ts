/** Sending files of reports, on record. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { Ctx } from '../../server/db/index.ts';
import { recordExport } from '../../server/domain/data-export/index.ts';
import { csvFile } from '../../server/http/files/csv-file.ts';
import { workbookFile } from '../../server/http/files/workbook-file.ts';
import type { Speech } from '../../server/http/user-context.ts';
import { reportPdf } from './pdf/report.ts';
import { tableOf } from './table.ts';
import type { AnswerInParts } from './whole.ts';

export const fileFormats = ['csv', 'xlsx', 'pdf'] as const;

export type FileFormat = (typeof fileFormats)[number];

const mediaTypes: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
};

/** An answer as a file, written while it is read. Of a long list the first part is more than there is paper for. */
export function fileOf(speech: Speech, answer: AnswerInParts, format: FileFormat): NodeJS.ReadableStream {
  if (format === 'pdf') return reportPdf(speech, answer.answer);
  const table = tableOf(speech, answer, { hasTotals: format === 'xlsx' });
  return format === 'csv'
    ? Readable.from(csvFile(table.heads, table.chunks()))
    : workbookFile(table.heads, table.chunks(), speech);
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

/** Reports as files: the same question as the page's, answered by the same query, and on record. */
import { type NextFunction, type Request, type Response, Router } from 'express';
import { contextOf, speechOf } from '../../server/http/user-context.ts';
import { reportNamed } from '../catalogue.ts';
import type { Report } from '../engine/report.ts';
import { readQuestion } from '../query-string.ts';
import { type FileFormat, fileFormats, fileOf, sendFile } from './send.ts';
import { answerInParts, countingRows, rowsIn } from './whole.ts';

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
  const question = readQuestion(req);
  const parts = countingRows(await answerInParts(ctx, report, question));
  const { answer } = parts;
  const { slug } = answer.window.company;
  const { from, to } = answer.window.range;
  const days = report.hasRange ? `${from}-${to}` : ctx.now().toISOString().slice(0, 10);
  await sendFile(res, ctx, {
    file: fileOf(speechOf(res), parts, format),
    name: `${report.name}-${slug}-${days}.${format}`,
    format,
    record: {
      model: `report ${report.name}`,
      companyId: answer.window.company.id,
      filter: Object.fromEntries(Object.entries(question).filter(([, value]) => value !== undefined)),
      columns: report.columns.map(({ name }) => name),
      rows: format === 'pdf' ? () => rowsIn(answer) : parts.count,
    },
  });
}

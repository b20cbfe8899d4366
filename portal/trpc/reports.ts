import { z } from 'zod';
import { askReport, listReports } from '../../reports/api/answer.ts';
import { formatsOf } from '../../server/core/formats.ts';
import { translatorOf } from '../../server/core/translate.ts';
import { router, signedInProcedure } from './procedures.ts';

const text = z.string().max(2000);

export const reportsRouter = router({
  /** The reports and companies that the person may see. */
  list: signedInProcedure.query(({ ctx: { ctx, language } }) => listReports(ctx, wordsOf(language))),

  /** One report, asked as its address asks; the answer is that of `GET /api/v1/reports/<name>`. */
  run: signedInProcedure
    .input(z.object({ name: z.string().max(64), asked: z.record(z.string().max(64), text) }))
    .query(({ ctx: { ctx, language }, input }) => askReport(ctx, wordsOf(language), input)),
});

function wordsOf(language: Parameters<typeof translatorOf>[0]) {
  return { t: translatorOf(language), formats: formatsOf(language) };
}

import type { Request, Response } from 'express';
import { renderPage } from '../../server/http/page.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import { contextOf, speechOf } from '../../server/http/user-context.ts';
import { readFilters } from '../query-string.ts';
import { salesOfDay, salesOfDayInput } from './query.ts';
import { salesOfDayView } from './view.ts';

const template = loadTemplate(new URL('./page.hbs', import.meta.url));

export async function answerDay(req: Request, res: Response): Promise<void> {
  const input = readFilters(req, salesOfDayInput);
  const report = await salesOfDay(contextOf(res), input);
  const speech = speechOf(res);
  const [only] = report.stores.length === 1 ? report.stores : [];
  await renderPage(res, {
    title: speech.formats.weekday(report.day),
    lead: only ? `${report.company.name}, ${only.name}` : report.company.name,
    active: 'reports',
    bodyHtml: template(salesOfDayView(speech, report, input), speech.t),
  });
}

import type { Request, Response } from 'express';
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import { renderPage } from '../../server/http/page.ts';
import { spokenProblem, toProblem } from '../../server/http/problem.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import { contextOf, speechOf } from '../../server/http/user-context.ts';
import { type CompanyChoice, getReportCompany, listCompanies } from '../companies.ts';
import { readFilters } from '../query-string.ts';
import { salesByDayCsv } from './csv.ts';
import { type SalesByDayInput, salesByDay, salesByDayInput } from './query.ts';
import { choicesView, salesByDayView } from './view.ts';

const template = loadTemplate(new URL('./page.hbs', import.meta.url));

/** Without a company in the address: the first one that the person may see. */
const pageInput = salesByDayInput.partial({ company: true });

export async function answerSalesByDay(req: Request, res: Response): Promise<void> {
  const ctx = contextOf(res);
  const filters = readFilters(req, pageInput);
  const companies = await listCompanies(ctx);
  const company = filters.company ?? companies[0]?.slug;
  if (company === undefined) throw new DomainError('not_found');
  const input = { ...filters, company };
  const speech = speechOf(res);
  const { t, formats } = speech;
  try {
    const report = await salesByDay(ctx, input);
    const from = formats.weekday(report.range.from);
    const to = formats.weekday(report.range.to);
    await renderPage(res, {
      title: t('reports.list.sales-by-day.title'),
      lead: `${report.company.name}, ${from === to ? from : t('reports.sales.range', { from, to })}`,
      active: 'reports',
      scripts: ['charts.js'],
      bodyHtml: template(salesByDayView(speech, report, { input, companies }), t),
    });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid_input') throw error;
    await answerWrongRange(res, { ctx, input, companies, error });
  }
}

interface WrongRange {
  ctx: Ctx;
  input: SalesByDayInput;
  companies: readonly CompanyChoice[];
  error: DomainError;
}

/** The form again, as it was filled in, with what is wrong beside the fields. */
async function answerWrongRange(res: Response, { ctx, input, companies, error }: WrongRange): Promise<void> {
  const { name, stores } = await getReportCompany(ctx, input.company);
  const { t, language } = speechOf(res);
  const problem = spokenProblem(toProblem(error), language);
  const errors = Object.fromEntries(problem.errors.map(({ path, message }) => [path, message]));
  await renderPage(res, {
    title: t('reports.list.sales-by-day.title'),
    lead: name,
    active: 'reports',
    status: 400,
    bodyHtml: template(choicesView(t, input, { companies, stores, errors }), t),
  });
}

export async function answerSalesByDayFile(req: Request, res: Response): Promise<void> {
  const report = await salesByDay(contextOf(res), readFilters(req, salesByDayInput));
  const { from, to } = report.range;
  res
    .set('Cache-Control', 'no-store')
    .attachment(`sales-by-day-${report.company.slug}-${from}-${to}.csv`)
    .type('text/csv')
    .send(salesByDayCsv(speechOf(res).t, report));
}

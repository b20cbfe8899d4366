/** The page of any report, and the list of all. */
import type { Request, Response } from 'express';
import { DomainError, type InputError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import { renderPage } from '../../server/http/page.ts';
import { spokenProblem, toProblem } from '../../server/http/problem.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import { contextOf, speechOf } from '../../server/http/user-context.ts';
import { readTargets, type Targets } from '../boards/query-targets.ts';
import { saveFormHtml } from '../boards/saved/view.ts';
import { type CompanyChoice, getReportCompany, listCompanies, type ReportCompany } from '../companies.ts';
import type { Report } from '../engine/report.ts';
import { type Answer, runReport } from '../engine/run.ts';
import { type Asked, type FilterName, noSuchColumn } from '../engine/window.ts';
import { readAsked } from '../query-string.ts';
import type { DayRange } from '../range.ts';
import { type Choices, type Chosen, choicesView, offeredFilters } from './choices.ts';
import { type Picks, readPicks } from './query.ts';
import { sortNames } from './sort.ts';
import { answerView } from './view.ts';

const template = loadTemplate(new URL('./page.hbs', import.meta.url));

/** Scripts of pages with choices and charts. */
export const scripts = ['charts.js', 'reports.js'];

/** Answers with a report's page. A wrong choice is told beside its field, with the rest of the form as it was filled in.
 *  @throws not_found the report, the company or a store is none that the person may see */
export async function answerReport(req: Request, res: Response, report: Report): Promise<void> {
  const ctx = contextOf(res);
  if (!can(ctx, report.permission)) throw new DomainError('not_found');
  const { asked, errors, companies } = await readPage(req, ctx);
  const wrong = [...errors, ...sortErrors(report, asked)];
  const outcome = wrong.length > 0 ? { errors: wrong } : await answerOrErrors(ctx, report, asked);
  const speech = speechOf(res);
  const { t, formats } = speech;
  const title = t(`reports.list.${report.name}.title`);
  const choicesOf = async (company: ReportCompany, range: DayRange | null, told: readonly InputError[]) => {
    const currencies = 'answer' in outcome ? currenciesOf(outcome.answer) : [];
    const toChoose = { asked, companies, company, range, errors: told, currencies };
    return choicesView(speech, report, await readChoices(ctx, report, toChoose));
  };
  if (!('answer' in outcome)) {
    const { errors: told } = spokenErrors(outcome.errors, speech.language);
    const company = await getReportCompany(ctx, asked.company, report.permission);
    const model = await choicesOf(company, null, told);
    const page = { title, lead: company.name, active: 'reports' as const, scripts };
    return renderPage(res, { ...page, status: 400, bodyHtml: template(model, t) });
  }
  const { answer } = outcome;
  const { company, range, stores } = answer.window;
  const parts = report.parts ? await report.parts(ctx, answer.window) : new Map();
  const [from, to] = [formats.weekday(range.from), formats.weekday(range.to)];
  const days = report.hasRange ? [from === to ? from : t('reports.sales.range', { from, to })] : [];
  const places = asked.store ? [formats.list(stores.map(({ name }) => name))] : [];
  const model = {
    ...(await choicesOf(company, range, [])),
    ...answerView({ words: speech, answer, asked, parts, targets: await targetsOf(ctx, answer) }),
    saveForm: saveFormHtml(res, { report: report.name, asked, company }),
    isAnswer: true,
  };
  await renderPage(res, {
    title,
    lead: [company.name, ...places, ...days].join(' · '),
    active: 'reports',
    scripts,
    bodyHtml: template(model, t),
  });
}

/** The company's own first; none where a report is about no money. */
function currenciesOf({ sections, window }: Answer): string[] {
  const met = sections.flatMap(({ currency }) => currency ?? []);
  return met.length === 0 ? [] : [...new Set([window.company.currency, ...met])];
}

/** Targets are of all that the stores sell: beside a part of it they would say nothing. */
async function targetsOf(ctx: Ctx, { report, window }: Answer): Promise<Targets | null> {
  const isPart = Object.keys(window.filters).length > 0 || window.convertTo !== null;
  return report.hasTargets && !isPart ? readTargets(ctx, window) : null;
}

interface PageAsked {
  asked: Asked;
  errors: readonly InputError[];
  companies: readonly CompanyChoice[];
}

/** What a page is asked for; without a company the first one that the person may see is meant. Choices that were made for
 *  another company than the one chosen now (`of`) are dropped.
 *  @throws not_found there is no company */
export async function readPage(req: Request, ctx: Ctx): Promise<PageAsked> {
  const companies = await listCompanies(ctx);
  const read = readAsked(req, companies[0]?.slug);
  if (read === null) throw new DomainError('not_found');
  const { of, ...asked } = read.asked;
  if (typeof of !== 'string' || of === asked.company) return { asked, errors: read.errors, companies };
  const { store: _store, terminal: _terminal, department: _department, cashier: _cashier, ...rest } = asked;
  return { asked: rest, errors: read.errors, companies };
}

function sortErrors(report: Report, asked: Asked): InputError[] {
  const { sort } = asked;
  if (sort === undefined || sortNames(report).includes(String(sort))) return [];
  return [{ path: 'sort', message: noSuchColumn }];
}

async function answerOrErrors(
  ctx: Ctx,
  report: Report,
  asked: Asked,
): Promise<{ answer: Answer } | { errors: readonly InputError[] }> {
  try {
    return { answer: await runReport(ctx, report, shownOnly(report, asked)) };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid_input') throw error;
    return { errors: toProblem(error).errors };
  }
}

/** Of a list that is read page by page no more than the page shows; in another order than its own the first ones of many. */
function shownOnly({ isPaged, mostRows }: Report, asked: Asked): Asked {
  return isPaged && mostRows !== undefined && asked['sort'] === undefined
    ? { ...asked, take: String(mostRows) }
    : asked;
}

/** What is wrong, in the reader's language. */
export function spokenErrors(errors: readonly InputError[], language: ReturnType<typeof speechOf>['language']) {
  const problem = toProblem(new DomainError('invalid_input', { errors: [...errors] }));
  return { errors: spokenProblem(problem, language).errors };
}

interface ToChoose extends PageAsked, Partial<Pick<Choices, 'currencies'>> {
  company: ReportCompany;
  range: DayRange | null;
}

/** Everything that the choices of a page offer. */
export async function readChoices(
  ctx: Ctx,
  report: Chosen & Pick<Report, 'isOfCompany'>,
  { company, ...rest }: ToChoose,
): Promise<Choices> {
  const { asked } = rest;
  const picks = new Map<FilterName, Picks>();
  for (const filter of offeredFilters(report)) picks.set(filter, await readPicks(ctx, { company, asked }, filter));
  return { currencies: [], ...rest, stores: report.isOfCompany ? [] : company.stores, picks };
}

/** The accountant's pack of a month: page, workbook, paper, and freezing the month. */
import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Config } from '../../server/config.ts';
import { DomainError } from '../../server/core/errors.ts';
import { translateSentence } from '../../server/core/translate.ts';
import type { Ctx } from '../../server/db/index.ts';
import { freezeMonth, isMonth, noMonthSentence, thawMonth } from '../../server/domain/frozen-months/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import { leaveFlash } from '../../server/http/cookies.ts';
import { renderPage } from '../../server/http/page.ts';
import { spokenProblem, toProblem } from '../../server/http/problem.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import { contextOf, speechOf } from '../../server/http/user-context.ts';
import { getReportCompany, listCompanies, type ReportCompany } from '../companies.ts';
import { sendFile } from '../files/send.ts';
import { countingRows, rowsIn } from '../files/whole.ts';
import { address } from '../links.ts';
import { addressQuery } from '../query-string.ts';
import { packPdf, packWorkbook } from './files.ts';
import { lastMonth, readPack } from './pack.ts';
import { packView } from './view.ts';

const packName = 'accountant';

const template = loadTemplate(new URL('./page.hbs', import.meta.url));

const packOf = (ctx: Ctx, { company, month }: AskedPack) => readPack(ctx, { company: company.slug, month });

/** @param form reads a form and checks its token */
export function accountantPages(form: RequestHandler[]): Router {
  const router = Router();
  router.get('/accountant', answerPack);
  router.get('/accountant.xlsx', (req, res) => answerFile(req, res, 'xlsx'));
  router.get('/accountant.pdf', (req, res) => answerFile(req, res, 'pdf'));
  router.post('/accountant/freeze', form, (req: Request, res: Response) => change(req, res, 'freeze'));
  router.post('/accountant/thaw', form, (req: Request, res: Response) => change(req, res, 'thaw'));
  return router;
}

interface AskedPack {
  company: ReportCompany;
  /** As it was typed. */
  month: string;
}

async function askedPack(req: Request, res: Response): Promise<AskedPack> {
  const ctx = contextOf(res);
  const query = addressQuery(req);
  const slug = query['company'] ?? (await listCompanies(ctx))[0]?.slug;
  if (slug === undefined) throw new DomainError('not_found');
  const company = await getReportCompany(ctx, slug);
  return { company, month: query['month'] ?? lastMonth(company, ctx.now()) };
}

/** The page without a pack: the choice again, with what is wrong beside it. */
async function askAgain(res: Response, { company, month }: AskedPack): Promise<void> {
  const { t, language } = speechOf(res);
  const error = translateSentence(noMonthSentence, language);
  await renderPage(res, {
    title: t('report-accountant.title'),
    lead: company.name,
    status: 400,
    active: 'reports',
    bodyHtml: template({ company: company.slug, month, error }, t),
  });
}

async function answerPack(req: Request, res: Response): Promise<void> {
  const ctx = contextOf(res);
  const speech = speechOf(res);
  const asked = await askedPack(req, res);
  if (!isMonth(asked.month)) return askAgain(res, asked);
  const pack = await packOf(ctx, asked);
  const where = { companyId: pack.company.id };
  const may = { mayFreeze: can(ctx, 'month.freeze', where), mayThaw: can(ctx, 'month.thaw', where) };
  await renderPage(res, {
    title: speech.t('report-accountant.title'),
    lead: `${pack.company.name}, ${speech.formats.month(pack.month)}`,
    active: 'reports',
    bodyHtml: template({ ...packView(speech, pack, may), csrfToken: res.locals['csrfToken'] as string }, speech.t),
  });
}

async function answerFile(req: Request, res: Response, format: 'xlsx' | 'pdf'): Promise<void> {
  const speech = speechOf(res);
  const pack = await packOf(contextOf(res), await askedPack(req, res));
  const answers = pack.answers.map(countingRows);
  const counted = { ...pack, answers };
  await sendFile(res, contextOf(res), {
    file: format === 'xlsx' ? packWorkbook(speech, counted) : packPdf(speech, pack),
    name: `accountant-${pack.company.slug}-${pack.month}.${format}`,
    format,
    record: {
      model: `report ${packName}`,
      companyId: pack.company.id,
      filter: { month: pack.month },
      columns: answers.map(({ answer }) => answer.report.name),
      rows: () => answers.reduce((sum, { answer, count }) => sum + (format === 'xlsx' ? count() : rowsIn(answer)), 0),
    },
  });
}

/** What the person can mend is said above the page. */
const spoken: ReadonlySet<string> = new Set(['invalid_input', 'already_exists']);

async function change(req: Request, res: Response, what: 'freeze' | 'thaw'): Promise<void> {
  const ctx = contextOf(res);
  const { t, formats, language } = speechOf(res);
  const body = (req.body ?? {}) as Record<string, unknown>;
  const [slug, month, reason] = ['company', 'month', 'reason'].map((name) => String(body[name] ?? ''));
  const company = await getReportCompany(ctx, slug ?? '');
  const input = { companyId: company.id, month: month ?? '' };
  const config = res.locals['config'] as Config;
  try {
    if (what === 'freeze') await freezeMonth(ctx, input);
    else await thawMonth(ctx, { ...input, reason: reason ?? '' });
    const text = t(`report-accountant.done.${what}`, { month: formats.month(input.month) });
    await leaveFlash(res, config, { level: 'success', text });
  } catch (error) {
    if (!(error instanceof DomainError) || !spoken.has(error.code)) throw error;
    const { detail, title } = spokenProblem(toProblem(error), language);
    await leaveFlash(res, config, { level: 'error', text: detail ?? title });
  }
  const shown = isMonth(input.month) ? { month: input.month } : {};
  res.redirect(303, address('accountant', { company: company.slug, ...shown }));
}

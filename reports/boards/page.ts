/** Pages of dashboards. */
import type { Request, Response } from 'express';
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import { renderPage } from '../../server/http/page.ts';
import { toProblem } from '../../server/http/problem.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import { contextOf, speechOf } from '../../server/http/user-context.ts';
import { reportNamed } from '../catalogue.ts';
import { getReportCompany, type ReportCompany } from '../companies.ts';
import { runReport } from '../engine/run.ts';
import { type Asked, askedFields, openWindow, type Window } from '../engine/window.ts';
import { address } from '../links.ts';
import { choicesView } from '../screen/choices.ts';
import { queryOf } from '../screen/links.ts';
import { readChoices, readPage, scripts, spokenErrors } from '../screen/page.ts';
import { countLowStock } from '../stock/low-stock.ts';
import { type BoardPlan, boards, chosenOf } from './boards.ts';
import { choicesHtml } from './frame.ts';
import { readBoard } from './query-board.ts';
import { saveFormHtml } from './saved/view.ts';
import { boardView, type ShownBoard } from './view.ts';

const template = loadTemplate(new URL('./board.hbs', import.meta.url));

/** @throws not_found no company or store whose figures the person may see */
export async function answerBoard(req: Request, res: Response, name: BoardPlan['name']): Promise<void> {
  const ctx = contextOf(res);
  const words = speechOf(res);
  const { t, formats } = words;
  const page = await readPage(req, ctx);
  const title = t(`reports.list.${name}.title`);
  const common = { title, active: 'reports' as const };
  const company = await getReportCompany(ctx, page.asked.company);
  if (name === 'store' && company.stores.length === 0 && company.hiddenStores === 0) {
    const bodyHtml = template({ noStore: noStoreView(ctx, company) }, t);
    return renderPage(res, { ...common, lead: company.name, bodyHtml });
  }
  const asked = name === 'store' ? oneStore(company, onlyShared(page.asked)) : onlyShared(page.asked);
  const bar = async (range: Window['range'] | null, errors: typeof page.errors, currencies: readonly string[]) => {
    const choices = await readChoices(ctx, chosenOf(name), { ...page, asked, errors, company, range, currencies });
    const view = choicesView(words, chosenOf(name), choices);
    const hidden = name === 'store' ? [...view.hidden, { name: 'store', value: asked.store?.[0] ?? '' }] : view.hidden;
    return choicesHtml(words, { ...view, hidden, ...(name === 'store' && { stores: null }) });
  };
  const opened = page.errors.length > 0 ? { errors: page.errors } : await openOrErrors(ctx, asked);
  if ('errors' in opened) {
    const { errors } = spokenErrors(opened.errors, words.language);
    const bodyHtml = template({ choices: await bar(null, errors, []) }, t);
    return renderPage(res, { ...common, lead: company.name, status: 400, scripts: ['reports.js'], bodyHtml });
  }
  const { window } = opened;
  const { range } = window;
  const [from, to] = [formats.weekday(range.from), formats.weekday(range.to)];
  const places = asked.store ? [formats.list(window.stores.map((store) => store.name))] : [];
  const shown = await readShown(ctx, { name, asked, window });
  const model = {
    choices: await bar(range, [], currenciesOf(shown.board)),
    saveForm: saveFormHtml(res, { report: name, asked, company }),
    storeLinks: name === 'store' ? storeLinks(asked, window) : null,
    ...boardView({ words, ...shown }),
  };
  const lead = [company.name, ...places, from === to ? from : t('reports.sales.range', { from, to })].join(' · ');
  await renderPage(res, { ...common, lead, scripts, bodyHtml: template(model, t) });
}

/** In which figures could be told; of a single one nothing is to choose. */
function currenciesOf({ sections, window }: ShownBoard['board']): string[] {
  return [...new Set([window.company.currency, ...sections.map(({ currency }) => currency)])];
}

/** What is asked of a dashboard goes along to every report that it leads to, so only what all of them know. */
function onlyShared(asked: Asked): Asked {
  const { terminal: _t, department: _d, cashier: _c, payment: _p, ...rest } = asked;
  return Object.fromEntries(Object.entries(rest).filter(([name]) => name in askedFields)) as Asked;
}

function noStoreView(ctx: Ctx, { id: companyId, slug }: ReportCompany) {
  return { createHref: can(ctx, 'store.create', { companyId }) ? `/stores/${slug}/create/` : null };
}

/** @throws not_found the company has no store that the person may see */
function oneStore({ stores }: ReportCompany, asked: Asked): Asked {
  if (asked.store?.length === 1) return asked;
  const code = asked.store?.[0] ?? stores[0]?.code;
  if (code === undefined) throw new DomainError('not_found', { company: asked.company });
  return { ...asked, store: [code] };
}

async function openOrErrors(ctx: Ctx, asked: Asked) {
  try {
    return { window: await openWindow(ctx, asked) };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid_input') throw error;
    return { errors: toProblem(error).errors };
  }
}

/** More stores than these are found in the list of stores. */
const mostLinks = 40;

function storeLinks(asked: Asked, { company, stores }: Window) {
  if (company.stores.length < 2) return null;
  return company.stores.slice(0, mostLinks).map(({ code, name }) => ({
    name,
    href: address('store', { ...queryOf(asked), store: code }),
    isChosen: code === stores[0]?.code,
  }));
}

interface Asking {
  name: BoardPlan['name'];
  asked: Asked;
  window: Window;
}

/** Everything that stands on the page, read side by side. */
async function readShown(ctx: Ctx, { name, asked, window }: Asking): Promise<Omit<ShownBoard, 'words'>> {
  const plan = boards[name];
  const isOneDay = window.range.from === window.range.to;
  const panels = plan.panels.filter(({ needsDays }) => !(needsDays && isOneDay));
  const [board, lowStock, ...answers] = await Promise.all([
    readBoard(ctx, window),
    countLow(ctx, asked),
    ...panels.map(async (panel) => {
      const report = reportNamed(panel.report);
      if (!report || !can(ctx, report.permission)) return [];
      return [{ panel, answer: await runReport(ctx, report, { ...asked, ...panel.options }) }];
    }),
  ]);
  return { plan, board, lowStock, asked, answers: answers.flat() };
}

/** Null: the person sees no stock of what is looked at. */
async function countLow(ctx: Ctx, asked: Asked): Promise<number | null> {
  if (!can(ctx, 'stock.see')) return null;
  try {
    return await countLowStock(ctx, await openWindow(ctx, asked, 'stock.see'));
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') return null;
    throw error;
  }
}

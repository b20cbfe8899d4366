/** The page of the receipts behind a figure, and the same as a file without limit. */
import type { Request, Response } from 'express';
import { DomainError, type InputError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import { renderPage } from '../../server/http/page.ts';
import { toProblem } from '../../server/http/problem.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import { contextOf, speechOf } from '../../server/http/user-context.ts';
import { getReportCompany } from '../companies.ts';
import { type Asked, filterNames } from '../engine/window.ts';
import { type Chosen, choicesView } from '../screen/choices.ts';
import { receiptsReport } from '../screen/links.ts';
import { readChoices, readPage, scripts, spokenErrors } from '../screen/page.ts';
import { type ReceiptPage, receiptPage } from './query.ts';
import { readNames } from './query-names.ts';
import { keptNames, narrowedView, receiptsView } from './view.ts';

const template = loadTemplate(new URL('./page.hbs', import.meta.url));
const choices = loadTemplate(new URL('../screen/page.hbs', import.meta.url));

/** What may be chosen here. All filters walk through receipts, and none is slower than another. */
const chosen: Chosen = {
  name: receiptsReport,
  hasRange: true,
  isComparable: false,
  instantFilters: filterNames,
  readsDocuments: true,
  narrowedBy: keptNames,
};

/** @throws not_found the company or a store is none whose receipts the person may see */
export async function answerReceipts(req: Request, res: Response): Promise<void> {
  const ctx = contextOf(res);
  if (!can(ctx, 'document.see')) throw new DomainError('not_found');
  const read = await readPage(req, ctx);
  const asked: Asked = read.asked;
  const outcome = read.errors.length > 0 ? { errors: read.errors } : await pageOrErrors(ctx, asked);
  const speech = speechOf(res);
  const { t, formats } = speech;
  const errors = 'errors' in outcome ? spokenErrors(outcome.errors, speech.language).errors : [];
  const company =
    'page' in outcome ? outcome.page.window.company : await getReportCompany(ctx, asked.company, 'document.see');
  const range = 'page' in outcome ? outcome.page.window.range : null;
  const choosing = choicesView(
    speech,
    chosen,
    await readChoices(ctx, chosen, { asked, companies: read.companies, company, range, errors }),
  );
  const names = await readNames(ctx, company.id, asked);
  const model =
    'page' in outcome
      ? receiptsView({ words: speech, page: outcome.page, asked, names })
      : { narrowed: narrowedView({ words: speech, asked, names }), isWrong: true };
  const days = range
    ? [
        range.from === range.to
          ? formats.weekday(range.from)
          : t('reports.sales.range', { from: formats.weekday(range.from), to: formats.weekday(range.to) }),
      ]
    : [];
  await renderPage(res, {
    title: t('reports.list.receipts.title'),
    lead: [company.name, ...days].join(' · '),
    active: 'reports',
    scripts: [...scripts],
    ...(errors.length > 0 && { status: 400 }),
    bodyHtml: choices(choosing, t) + template(model, t),
  });
}

async function pageOrErrors(
  ctx: Ctx,
  asked: Asked,
): Promise<{ page: ReceiptPage } | { errors: readonly InputError[] }> {
  try {
    return { page: await receiptPage(ctx, asked) };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid_input') throw error;
    return { errors: toProblem(error).errors };
  }
}

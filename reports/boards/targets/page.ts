/** The page on which targets are set. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Config } from '../../../server/config.ts';
import { DomainError } from '../../../server/core/errors.ts';
import { moneyToPlain } from '../../../server/core/money.ts';
import { setTargets } from '../../../server/domain/targets/index.ts';
import { leaveFlash } from '../../../server/http/cookies.ts';
import { renderPage } from '../../../server/http/page.ts';
import { toProblem } from '../../../server/http/problem.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import { contextOf, speechOf } from '../../../server/http/user-context.ts';
import { currentDay, getReportCompany, listCompanies } from '../../companies.ts';
import { address } from '../../links.ts';
import { readFilters } from '../../query-string.ts';
import { spokenErrors } from '../../screen/page.ts';
import { monthAfter, readTargetSheet, type TargetRow } from './query.ts';

const template = loadTemplate(new URL('./page.hbs', import.meta.url));

const month = /^\d{4}-(0[1-9]|1[0-2])$/;

const input = z.object({ company: z.string().optional(), from: z.string().regex(month).optional() });

interface Typed {
  company: string;
  from: string | undefined;
  /** What was typed, by field. */
  values: ReadonlyMap<string, string>;
  errors: ReadonlyMap<string, string>;
}

/** @throws not_found no company whose figures the person may see */
export async function answerTargets(req: Request, res: Response): Promise<void> {
  const { company, from } = readFilters(req, input);
  const slug = company ?? (await listCompanies(contextOf(res)))[0]?.slug;
  if (slug === undefined) throw new DomainError('not_found');
  await showTargets(res, { company: slug, from, values: new Map(), errors: new Map() });
}

async function showTargets(res: Response, typed: Typed): Promise<void> {
  const ctx = contextOf(res);
  const { t, formats } = speechOf(res);
  const [company, companies] = await Promise.all([getReportCompany(ctx, typed.company), listCompanies(ctx)]);
  const from = typed.from ?? currentDay(company, company.stores, ctx.now()).slice(0, 7);
  const { months, rows } = await readTargetSheet(ctx, company, from);
  const place = ({ storeId, name }: TargetRow) => (storeId === null ? t('reports.boards.targets.company') : name);
  const hrefOf = (steps: number) => address('targets', { company: company.slug, from: monthAfter(from, steps) });
  const model = {
    csrfToken: res.locals['csrfToken'] as string,
    company: company.slug,
    companies: companies.length < 2 ? null : companies.map((one) => ({ ...one, isChosen: one.slug === company.slug })),
    from,
    earlier: hrefOf(-months.length),
    later: hrefOf(months.length),
    wrong: typed.errors.size > 0,
    months: months.map((one) => formats.month(one)),
    mayEdit: rows.some(({ mayEdit }) => mayEdit),
    rows: rows.map((row) => ({
      place: place(row),
      isCompany: row.storeId === null,
      currency: row.currency,
      cells: row.amounts.map((amountE4, at) => {
        const of = months[at] ?? from;
        const name = fieldOf(row, of);
        return {
          month: formats.month(of),
          name: row.mayEdit ? name : '',
          value: typed.values.get(name) ?? (amountE4 === null ? '' : moneyToPlain(amountE4, row.currency)),
          text: amountE4 === null ? '–' : formats.money(amountE4, row.currency),
          label: t('reports.boards.targets.for', {
            ...{ place: place(row), month: formats.month(of), currency: row.currency },
          }),
          error: typed.errors.get(name) ?? '',
        };
      }),
    })),
  };
  await renderPage(res, {
    title: t('reports.boards.targets.title'),
    lead: company.name,
    active: 'reports',
    status: typed.errors.size > 0 ? 400 : 200,
    bodyHtml: template(model, t),
  });
}

const fieldOf = ({ storeId, currency }: Pick<TargetRow, 'storeId' | 'currency'>, of: string) =>
  `target.${storeId ?? 0}.${of}.${currency}`;

const field = /^target\.(\d{1,9})\.(\d{4}-\d{2})\.([A-Z]{3})$/;

/** Saves every amount of the form; what is wrong is told beside its field, and then nothing is saved.
 *  @throws not_found, forbidden as `setTargets` */
export async function saveTargets(req: Request, res: Response): Promise<void> {
  const ctx = contextOf(res);
  const { t, language } = speechOf(res);
  const body = Object.entries((req.body ?? {}) as Record<string, unknown>).map(([name, value]) => [
    name,
    String(value),
  ]);
  const fields = new Map(body as [string, string][]);
  const company = await getReportCompany(ctx, fields.get('company') ?? '');
  const names = [...fields.keys()].filter((name) => field.test(name));
  const targets = names.map((name) => {
    const [, id, of = '', currency = ''] = field.exec(name) ?? [];
    return { storeId: Number(id) || null, month: of, currency, amount: (fields.get(name) ?? '').trim() };
  });
  const from = month.test(fields.get('from') ?? '') ? fields.get('from') : undefined;
  try {
    const { changed } = await setTargets(ctx, { companyId: company.id, targets });
    const text =
      changed === 0 ? t('reports.boards.targets.unchanged') : t('reports.boards.targets.saved', { count: changed });
    await leaveFlash(res, res.locals['config'] as Config, { level: 'success', text });
    res.redirect(303, address('targets', { company: company.slug, from }));
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid_input') throw error;
    const { errors } = spokenErrors(toProblem(error).errors, language);
    const told = errors.map(({ path, message }): [string, string] => [
      names[Number(path.split('.')[1])] ?? path,
      message,
    ]);
    await showTargets(res, { company: company.slug, from, values: fields, errors: new Map(told) });
  }
}

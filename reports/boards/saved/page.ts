/** Saving, changing and deleting what somebody keeps under a name. */
import type { Request, Response } from 'express';
import type { Config } from '../../../server/config.ts';
import { DomainError } from '../../../server/core/errors.ts';
import {
  deleteSavedReport,
  getSavedReport,
  keepReport,
  saveReport,
  sharingRoles,
  updateSavedReport,
} from '../../../server/domain/saved-reports/index.ts';
import { leaveFlash } from '../../../server/http/cookies.ts';
import { contextOf, speechOf } from '../../../server/http/user-context.ts';
import { reportNamed } from '../../catalogue.ts';
import { getReportCompany, type ReportCompany } from '../../companies.ts';
import { address } from '../../links.ts';
import { mayOpen, savedAddress } from './view.ts';

/** @throws not_found the report, or the company, is none that the person may see */
export async function saveSaved(req: Request, res: Response): Promise<void> {
  const fields = fieldsOf(req);
  const report = fields('report');
  if (!mayOpen(res, report)) throw new DomainError('not_found', { report });
  const company = await companyOf(res, fields('company'));
  const query = fields('query');
  await said(res, { company, back: savedAddress(company.slug, { report, query }), done: 'kept' }, async () => {
    const { name } = ownFields(fields);
    await saveReport(contextOf(res), { companyId: company.id, report, query, ...ownFields(fields) });
    return name;
  });
}

/** From a report's page to its regular sending: what is sent is a saved report, so the page's question is kept first, under the
 *  report's title, unless the person keeps it already. */
export async function sendSaved(req: Request, res: Response): Promise<void> {
  const fields = fieldsOf(req);
  const [report, query] = [fields('report'), fields('query')];
  if (!mayOpen(res, report) || reportNamed(report) === undefined) throw new DomainError('not_found', { report });
  const { id: companyId, slug } = await companyOf(res, fields('company'));
  const ctx = contextOf(res);
  const title = speechOf(res).t(`reports.list.${report}.title`);
  const { id } = await keepReport(ctx, { companyId, report, query, name: title });
  res.redirect(303, address('schedules', { company: slug, saved: id }));
}

/** A saved report's own address: it leads to the report, for as long as it may be seen. */
export async function openSaved(req: Request, res: Response): Promise<void> {
  const slug = new URL(req.originalUrl, 'http://hub').searchParams.get('company') ?? '';
  const company = await companyOf(res, slug);
  const saved = await getSavedReport(contextOf(res), { companyId: company.id, id: String(req.params['id']) });
  res.redirect(302, savedAddress(company.slug, saved));
}

export async function changeSaved(req: Request, res: Response): Promise<void> {
  const fields = fieldsOf(req);
  const company = await companyOf(res, fields('company'));
  await said(res, { company, back: listAddress(company), done: 'changed' }, async () => {
    const own = ownFields(fields);
    await updateSavedReport(contextOf(res), { companyId: company.id, id: String(req.params['id']), ...own });
    return own.name;
  });
}

export async function removeSaved(req: Request, res: Response): Promise<void> {
  const company = await companyOf(res, fieldsOf(req)('company'));
  const which = { companyId: company.id, id: String(req.params['id']) };
  await said(res, { company, back: listAddress(company), done: 'deleted' }, async () => {
    const { name } = await getSavedReport(contextOf(res), which);
    await deleteSavedReport(contextOf(res), which);
    return name;
  });
}

const listAddress = ({ slug }: ReportCompany) => address('', { company: slug });

/** Reports of stock are for people without figures, too. */
async function companyOf(res: Response, slug: string): Promise<ReportCompany> {
  return getReportCompany(contextOf(res), slug, 'company.see');
}

function fieldsOf(req: Request): (name: string) => string {
  const body = (req.body ?? {}) as Record<string, unknown>;
  return (name) => (typeof body[name] === 'string' ? body[name] : '');
}

function ownFields(fields: (name: string) => string) {
  return {
    name: fields('name'),
    sharedTo: sharingRoles.find((role) => role === fields('sharedTo')) ?? null,
    isPinned: fields('isPinned') === 'yes',
  };
}

interface Saying {
  company: ReportCompany;
  back: string;
  /** Key of what is said when it went well. */
  done: 'kept' | 'changed' | 'deleted';
}

/** Does it, and goes back to where the person was with what came of it. */
async function said(res: Response, { back, done }: Saying, work: () => Promise<string>): Promise<void> {
  const { t } = speechOf(res);
  const config = res.locals['config'] as Config;
  try {
    await leaveFlash(res, config, {
      level: 'success',
      text: t(`reports.boards.saved.${done}`, { name: await work() }),
    });
  } catch (error) {
    if (!(error instanceof DomainError) || !spoken.has(error.code)) throw error;
    const text = error.code === 'already_exists' ? t('reports.boards.saved.taken') : t('reports.boards.saved.refused');
    await leaveFlash(res, config, { level: 'error', text });
  }
  res.redirect(303, back);
}

/** What the person can mend. */
const spoken: ReadonlySet<string> = new Set(['already_exists', 'invalid_input', 'conflict']);

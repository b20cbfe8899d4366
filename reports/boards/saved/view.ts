/** The form that saves a report or dashboard, and the list of what is saved. */
import type { Response } from 'express';
import type { Translate } from '../../../server/core/translate.ts';
import {
  listSavedReports,
  mayShareReports,
  type SavedReport,
  sharingRoles,
} from '../../../server/domain/saved-reports/index.ts';
import { can } from '../../../server/domain/tenancy/index.ts';
import { loadTemplate } from '../../../server/http/templates.ts';
import { contextOf, speechOf } from '../../../server/http/user-context.ts';
import { reportNamed } from '../../catalogue.ts';
import type { ReportCompany } from '../../companies.ts';
import type { Asked } from '../../engine/window.ts';
import { address } from '../../links.ts';
import { queryOf } from '../../screen/links.ts';
import { boards } from '../boards.ts';

const form = loadTemplate(new URL('./form.hbs', import.meta.url));
const list = loadTemplate(new URL('./list.hbs', import.meta.url));

/** Dashboards are saved like reports, under their names. */
const boardNames: ReadonlySet<string> = new Set([...Object.keys(boards), 'live']);

/** Whether there is such a report or dashboard, and the person may see it. */
export function mayOpen(res: Response, report: string): boolean {
  const known = reportNamed(report);
  return can(contextOf(res), known?.permission ?? 'figures.see') && (known !== undefined || boardNames.has(report));
}

export function roleText(t: Translate, role: string): string {
  if (role === 'everyone') return t('reports.boards.saved.everyone');
  return role === 'owner' || role === 'administrator'
    ? t(`reports.boards.saved.${role}`)
    : t(`companies.roles.${role}`);
}

function rolesView(res: Response, companyId: number, chosen: string | null) {
  const { t } = speechOf(res);
  if (!mayShareReports(contextOf(res), companyId)) return null;
  return [
    { value: '', label: t('reports.boards.saved.nobody'), isChosen: chosen === null },
    ...sharingRoles.map((value) => ({ value, label: roleText(t, value), isChosen: chosen === value })),
  ];
}

/** The form that keeps what a page shows just now. */
export function saveFormHtml(
  res: Response,
  { report, asked, company }: { report: string; asked: Asked; company: Pick<ReportCompany, 'id' | 'slug'> },
): string {
  const { t } = speechOf(res);
  const query = new URLSearchParams(queryOf(asked)).toString();
  const model = {
    csrfToken: res.locals['csrfToken'] as string,
    ...{ report, query, company: company.slug },
    name: t(`reports.list.${report}.title`),
    roles: rolesView(res, company.id, null),
    // Dashboards are looked at; what is sent is a report.
    isSendable: reportNamed(report) !== undefined,
  };
  return form(model, t);
}

/** What is saved of a company and may be opened, pinned first. Empty when there is nothing. */
export async function savedListHtml(res: Response, company: Pick<ReportCompany, 'id' | 'slug'>): Promise<string> {
  const { t } = speechOf(res);
  const saved = await listSavedReports(contextOf(res), company.id);
  const about = ({ report, isOwn, ownerName, sharedTo }: SavedReport) =>
    [
      t(`reports.list.${report}.title`),
      ...(isOwn ? [] : [t('reports.boards.saved.by', { name: ownerName })]),
      ...(isOwn && sharedTo ? [t('reports.boards.saved.sharedWith', { role: roleText(t, sharedTo) })] : []),
    ].join(' · ');
  const model = {
    csrfToken: res.locals['csrfToken'] as string,
    company: company.slug,
    saved: saved
      .filter(({ report }) => mayOpen(res, report))
      .map((one) => ({
        ...one,
        href: savedAddress(company.slug, one),
        about: about(one),
        roles: rolesView(res, company.id, one.sharedTo),
      })),
  };
  return list(model, t);
}

/** Where a saved report is opened: an address of the report itself. */
export function savedAddress(slug: string, { report, query }: Pick<SavedReport, 'report' | 'query'>): string {
  return address(report, { company: slug, ...Object.fromEntries(new URLSearchParams(query)) });
}

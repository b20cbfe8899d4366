/** The list of all reports that a person may use. */
import type { Request, Response } from 'express';
import { can } from '../../server/domain/tenancy/index.ts';
import { renderPage } from '../../server/http/page.ts';
import { loadTemplate } from '../../server/http/templates.ts';
import { contextOf, speechOf } from '../../server/http/user-context.ts';
import { savedListHtml } from '../boards/saved/view.ts';
import { catalogue } from '../catalogue.ts';
import { getCompanyOfReports, listCompanies } from '../companies.ts';
import type { Area } from '../engine/report.ts';
import { address } from '../links.ts';

const template = loadTemplate(new URL('./index.hbs', import.meta.url));

const areas: readonly Area[] = ['sales', 'products', 'stock', 'customers', 'control', 'accounting'];

/** `company` of the address goes along to every report. */
export async function answerIndex(req: Request, res: Response): Promise<void> {
  const ctx = contextOf(res);
  const { t } = speechOf(res);
  const company = new URLSearchParams(req.originalUrl.split('?')[1] ?? '').get('company') ?? '';
  const usable = catalogue.filter((report) => can(ctx, report.permission));
  const entry = (name: string) => ({
    name,
    title: t(`reports.list.${name}.title`),
    description: t(`reports.list.${name}.description`),
    href: address(name, { company }),
  });
  const own = (await listCompanies(ctx)).find(({ slug }) => company === '' || slug === company);
  const saved = own ? await savedListHtml(res, await getCompanyOfReports(ctx, own.slug)) : '';
  const accountant = {
    name: 'accountant',
    title: t('report-accountant.title'),
    description: t('report-accountant.description'),
    href: address('accountant', { company }),
  };
  const schedules = {
    name: 'schedules',
    title: t('report-schedules.title'),
    description: t('report-schedules.description'),
    href: address('schedules', { company }),
  };
  const dashboards = can(ctx, 'figures.see') ? ['company', 'store', 'live', 'targets'].map(entry) : [];
  const groups = areas.map((area) => ({
    area,
    title: t(`reports.areas.${area}`),
    reports: [
      ...usable.filter((report) => report.area === area).map(({ name }) => entry(name)),
      ...(area === 'sales' && can(ctx, 'document.see') ? [entry('receipts')] : []),
      ...(area === 'accounting' && can(ctx, 'figures.see') ? [accountant] : []),
      ...(area === 'accounting' ? [schedules] : []),
    ],
  }));
  await renderPage(res, {
    title: t('reports.title'),
    active: 'reports',
    scripts: ['reports.js'],
    bodyHtml: template(
      {
        saved,
        groups: [{ area: 'boards', title: t('reports.boards.boards'), reports: dashboards }, ...groups].filter(
          ({ reports }) => reports.length > 0,
        ),
      },
      t,
    ),
  });
}

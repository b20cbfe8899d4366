/** The managers' door: pages and files of the reports. */
import { type Request, type Response, Router } from 'express';
import { DomainError } from '../server/core/errors.ts';
import { can } from '../server/domain/tenancy/index.ts';
import type { AppDeps } from '../server/http/deps.ts';
import { renderPage } from '../server/http/page.ts';
import { loadTemplate } from '../server/http/templates.ts';
import { contextOf, requireSignIn, speechOf, withUser } from '../server/http/user-context.ts';
import { answerDay } from './day/page.ts';
import { reports } from './index.ts';
import { address } from './links.ts';
import { answerSalesByDay, answerSalesByDayFile } from './sales-by-day/page.ts';

const indexTemplate = loadTemplate(new URL('./index.hbs', import.meta.url));

/** Mounted at /reports. Strangers are sent to sign in; whoever may see no figures at all finds nothing here. */
export function createReportsRouter(deps: AppDeps): Router {
  const router = Router();
  router.use(withUser(deps, 'reports'), requireSignIn, (_req, res, next) => {
    if (!can(contextOf(res), 'figures.see')) throw new DomainError('not_found');
    next();
  });
  router.get('/', answerIndex);
  router.get('/sales-by-day', answerSalesByDay);
  router.get('/sales-by-day.csv', answerSalesByDayFile);
  router.get('/day', answerDay);
  return router;
}

async function answerIndex(_req: Request, res: Response): Promise<void> {
  const ctx = contextOf(res);
  const { t } = speechOf(res);
  const usable = reports.filter((report) => can(ctx, report.permission));
  await renderPage(res, {
    title: t('reports.title'),
    active: 'reports',
    bodyHtml: indexTemplate({
      reports: usable.map(({ path }) => ({
        title: t(`reports.list.${path}.title`),
        description: t(`reports.list.${path}.description`),
        href: address(path, {}),
      })),
    }),
  });
}

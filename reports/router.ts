/** The managers' door: pages and files of the reports. */
import { type NextFunction, type Request, type Response, Router } from 'express';
import { DomainError } from '../server/core/errors.ts';
import { can } from '../server/domain/tenancy/index.ts';
import { requireCsrfToken } from '../server/http/csrf.ts';
import type { AppDeps } from '../server/http/deps.ts';
import { formBody } from '../server/http/limits.ts';
import { contextOf, requireSignIn, sessionOf, withUser } from '../server/http/user-context.ts';
import { accountantPages } from './accountant/page.ts';
import { createBoardsRouter } from './boards/router.ts';
import { catalogue, reportNamed } from './catalogue.ts';
import { answerDefinitions } from './definitions/page.ts';
import { reportFiles } from './files/page.ts';
import { address } from './links.ts';
import { answerReceiptsFile } from './receipts/file.ts';
import { answerReceipts } from './receipts/page.ts';
import { schedulePages } from './schedules/page.ts';
import { answerIndex } from './screen/index-page.ts';
import { answerReport } from './screen/page.ts';

/** Mounted at /reports. Strangers are sent to sign in; whoever may see no report at all finds nothing here. */
export function createReportsRouter(deps: AppDeps): Router {
  const router = Router();
  router.use(withUser(deps, 'reports'), requireSignIn, (_req, res, next) => {
    const ctx = contextOf(res);
    if (!catalogue.some(({ permission }) => can(ctx, permission))) throw new DomainError('not_found');
    next();
  });
  router.get('/', answerIndex);
  router.get('/day', answerDay);
  router.get('/receipts', answerReceipts);
  router.get('/receipts.csv', answerReceiptsFile);
  router.get('/definitions', answerDefinitions);
  router.use(createBoardsRouter(deps));
  const form = [formBody(deps), requireCsrfToken(deps, (_req, res) => sessionOf(res)?.id ?? null)];
  router.use(accountantPages(form));
  router.use(schedulePages(deps, form));
  router.use(reportFiles());
  router.get('/:name', async (req: Request, res: Response, next: NextFunction) => {
    const report = reportNamed(String(req.params['name']));
    if (report === undefined) return next();
    await answerReport(req, res, report);
  });
  return router;
}

/** The old address of a day: what its tills brought. */
function answerDay(req: Request, res: Response): void {
  const query = new URLSearchParams(req.originalUrl.split('?')[1] ?? '');
  const day = query.get('day') ?? '';
  const kept = Object.fromEntries([...query].filter(([name]) => name !== 'day'));
  res.redirect(address('sales-by-terminal', { ...kept, range: 'own', from: day, to: day }));
}

import compression from 'compression';
import express, { type Express, type RequestHandler } from 'express';
import { createPortalRouter } from '../portal/router.ts';
import { reportOperations } from '../reports/api/operations.ts';
import { pinnedReports } from '../reports/boards/saved/pinned.ts';
import { createReportsRouter } from '../reports/router.ts';
import { createApi } from './api/index.ts';
import type { Recorder } from './api/pos/take-push.ts';
import { createAssetsRouter } from './http/assets.ts';
import { sameOrigin } from './http/csrf.ts';
import type { AppDeps } from './http/deps.ts';
import { createHealthRouter } from './http/health.ts';
import { allowedHosts } from './http/hosts.ts';
import { pageProblems } from './http/page.ts';
import { tellPinned } from './http/pinned.ts';
import { notFound, problemHandler } from './http/problem.ts';
import { requestId } from './http/request-id.ts';
import { requestLog } from './http/request-log.ts';
import { securityHeaders } from './http/security-headers.ts';
import { withUser } from './http/user-context.ts';
import { countVisitors } from './http/visitors-waiting.ts';

/**
 * The composition root: the one file that mounts the four doors. The order matters: what devices and probes need comes
 * before anything that reads cookies, so a till's push never costs a session lookup.
 */
export function createApp(deps: AppDeps, recorder?: Recorder): Express {
  const app = express();
  const api = createApi(deps, { recorder, operations: reportOperations(deps) });
  app.disable('x-powered-by');
  app.set('etag', false);

  app.use(requestId(), requestLog(deps));
  app.use(allowedHosts(deps), createHealthRouter(deps));
  app.use(api.router);

  app.use(countVisitors, securityHeaders(deps), compression());
  app.use('/assets', createAssetsRouter());
  app.use(sameOrigin(deps), withUser(deps, 'portal'));
  app.use((_req, res, next) => {
    tellPinned(res, pinnedReports);
    next();
  });
  app.use(createPortalRouter(deps));
  app.use('/reports', createReportsRouter(deps));
  app.use('/api/docs', api.docs);
  app.use(
    '/admin',
    lazily(async () => (await import('../admin/index.ts')).createAdminRouter(deps)),
  );

  app.use(notFound());
  app.use(pageProblems(deps));
  app.use(problemHandler(deps));
  return app;
}

/** Loads a heavy door at its first request: AdminJS alone costs a second and 150 MB that a hub serving tills need not pay. */
function lazily(load: () => Promise<RequestHandler>): RequestHandler {
  let loading: Promise<RequestHandler> | undefined;
  return (req, res, next) => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    loading.then((handler) => handler(req, res, next), next);
  };
}

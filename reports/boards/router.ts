/** Dashboards, the live day, targets and saved reports. Mounted by the door of the reports. */
import { Router } from 'express';
import { openSessions } from '../../server/domain/tenancy/index.ts';
import type { AppDeps } from '../../server/http/deps.ts';
import { contextOf } from '../../server/http/user-context.ts';
import { readPage } from '../screen/page.ts';
import { answerEvents } from './live/events.ts';
import { answerLive } from './live/page.ts';
import { Watch } from './live/watch.ts';
import { answerBoard } from './page.ts';
import { marksOf } from './query-changes.ts';

export function createBoardsRouter(deps: AppDeps): Router {
  const router = Router();
  const watch = new Watch({
    marks: (days) => marksOf(deps.db, days),
    openSessions: (ids) => openSessions(deps.db, ids, deps.now()),
    stopping: deps.stopping,
    log: deps.log,
  });
  for (const name of ['company', 'store'] as const) router.get(`/${name}`, (req, res) => answerBoard(req, res, name));
  router.get('/live', answerLive);
  router.get('/live/events', async (req, res) => {
    const ctx = contextOf(res);
    const { asked } = await readPage(req, ctx);
    await answerEvents(res, watch, { ctx, asked });
  });
  return router;
}

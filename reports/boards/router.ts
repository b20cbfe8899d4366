/** Dashboards, the live day, targets and saved reports. Mounted by the door of the reports. */
import { Router } from 'express';
import { openSessions } from '../../server/domain/tenancy/index.ts';
import { requireCsrfToken } from '../../server/http/csrf.ts';
import type { AppDeps } from '../../server/http/deps.ts';
import { formBody } from '../../server/http/limits.ts';
import { contextOf, sessionOf } from '../../server/http/user-context.ts';
import { readPage } from '../screen/page.ts';
import { answerEvents } from './live/events.ts';
import { answerLive } from './live/page.ts';
import { Watch } from './live/watch.ts';
import { answerBoard } from './page.ts';
import { marksOf } from './query-changes.ts';
import { changeSaved, openSaved, removeSaved, saveSaved, sendSaved } from './saved/page.ts';
import { answerTargets, saveTargets } from './targets/page.ts';

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
  const form = [formBody(deps), requireCsrfToken(deps, (_req, res) => sessionOf(res)?.id ?? null)];
  router.get('/targets', answerTargets);
  router.post('/targets', form, saveTargets);
  router.post('/saved', form, saveSaved);
  router.post('/saved/send', form, sendSaved);
  router.get('/saved/:id', openSaved);
  router.post('/saved/:id', form, changeSaved);
  router.post('/saved/:id/delete', form, removeSaved);
  return router;
}

/** What operators' probes ask: is the process alive, may it get traffic, and what does it measure. */
import { Router } from 'express';
import { DomainError } from '../core/errors.ts';
import { isUnavailable, pendingMigrations } from '../db/index.ts';
import type { AppDeps } from './deps.ts';
import { createMetrics, measureRequests } from './metrics.ts';
import { mayReadMetrics } from './metrics-access.ts';

/** A database that has not answered by then counts as gone. */
const readyWithinMs = 3000;

/** `/healthz`: the process answers. `/readyz`: 200 when it can do its work, else 503 with a reason. `/metrics`: Prometheus text
 *  for those who may read it, 404 for everybody else. Times every request that passes through, so mount it first. */
export function createHealthRouter(deps: AppDeps): Router {
  const metrics = createMetrics(deps);
  const router = Router();
  router.use(measureRequests(metrics));
  router.use(['/healthz', '/readyz', '/metrics'], (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });
  router.get('/readyz', async (_req, res) => {
    const reason = await whyNotReady(deps);
    res
      .status(reason === null ? 200 : 503)
      .json(reason === null ? { status: 'ok' } : { status: 'unavailable', reason });
  });
  router.get('/metrics', async (req, res) => {
    if (!mayReadMetrics(req, deps.config)) throw new DomainError('not_found');
    res.type(metrics.contentType).send(await metrics.text());
  });
  return router;
}

/** Null, or the reason in words that hold no address and no secret; the error itself is in the log. */
async function whyNotReady(deps: AppDeps): Promise<string | null> {
  if (deps.stopping()) return 'stopping';
  try {
    const pending = await withinTime(
      deps.db.ping().then(() => pendingMigrations(deps.db)),
      readyWithinMs,
    );
    return pending.length === 0 ? null : 'migrations are missing';
  } catch (error) {
    deps.log.warn({ err: error }, 'not ready');
    return isUnavailable(error) || error instanceof TooLate
      ? 'the database cannot be reached'
      : 'the database does not fit';
  }
}

class TooLate extends Error {}

async function withinTime<T>(running: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooLate(`no answer within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
}

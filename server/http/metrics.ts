/** The Prometheus series of a hub. Labels come from short lists: never an id, a name of a company or an address. */
import type { Request, RequestHandler, Response } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { onSignal } from '../core/signals.ts';
import { statement } from '../db/index.ts';
import type { AppDeps } from './deps.ts';
import { noteRequest } from './slow-requests.ts';

const requestSeconds = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const writeSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

interface Metrics {
  /** The text of a scrape. */
  text(): Promise<string>;
  contentType: string;
  requests: Histogram<'door' | 'route' | 'method' | 'status'>;
}

/** Series of the process: one hub runs in it, tests run several. */
let ofProcess: Registry | undefined;

function processRegistry(): Registry {
  if (ofProcess) return ofProcess;
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const judged = new Counter({
    name: 'gate_pushed_items_total',
    help: 'Pushed documents by what became of them',
    labelNames: ['kind', 'outcome'] as const,
    registers,
  });
  const flushItems = new Histogram({
    name: 'gate_flush_items',
    help: 'Items that shared one transaction',
    buckets: [1, 2, 5, 10, 25, 50, 100, 200, 500],
    registers,
  });
  const flushSeconds = new Histogram({
    name: 'gate_flush_duration_seconds',
    help: 'Time from the beginning of a group commit until it was durable',
    buckets: writeSeconds,
    registers,
  });
  const writeWait = new Histogram({
    name: 'gate_write_wait_seconds',
    help: 'Time that writers waited for their turn at the database',
    buckets: writeSeconds,
    registers,
  });
  const windows = new Counter({
    name: 'gate_checked_windows_total',
    help: 'Days of stores whose figures were recomputed from the documents',
    registers,
  });
  const differing = new Counter({
    name: 'gate_figure_differences_total',
    help: 'Figures that were not what the documents say',
    registers,
  });
  onSignal('windowChecked', ({ differences }) => {
    windows.inc();
    differing.inc(differences);
  });
  onSignal('judged', ({ kind, outcome, count }) => judged.inc({ kind, outcome }, count));
  onSignal('flushed', ({ items, seconds }) => {
    flushItems.observe(items);
    flushSeconds.observe(seconds);
  });
  onSignal('waitedForWrite', ({ seconds }) => writeWait.observe(seconds));
  ofProcess = registry;
  return registry;
}

const openItems = statement({
  params: {},
  returns: { quarantined: 'int', conflicts: 'int' },
  sql: () => `SELECT (SELECT count(*) FROM quarantined_items WHERE resolved_at IS NULL) AS quarantined,
      (SELECT count(*) FROM conflicts WHERE resolved_at IS NULL) AS conflicts`,
});

export function createMetrics(deps: AppDeps): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: 'gate_http_request_duration_seconds',
    help: 'Time until an answer was sent',
    labelNames: ['door', 'route', 'method', 'status'] as const,
    buckets: requestSeconds,
    registers,
  });
  const up = new Gauge({ name: 'gate_database_up', help: '1: the database answers', registers });
  const quarantined = new Gauge({
    name: 'gate_quarantine_open',
    help: 'Quarantined items not yet resolved',
    registers,
  });
  const conflicts = new Gauge({ name: 'gate_conflicts_open', help: 'Conflicting repeats not yet resolved', registers });
  const all = Registry.merge([processRegistry(), registry]);
  return {
    requests,
    contentType: all.contentType,
    async text() {
      try {
        const [open] = await deps.db.dialect.query(deps.db.reader, openItems, {});
        up.set(1);
        quarantined.set(open?.quarantined ?? 0);
        conflicts.set(open?.conflicts ?? 0);
      } catch (error) {
        // A scrape must work while the database does not: that is when it is needed. The last counts stay.
        up.set(0);
        deps.log.warn({ err: error }, 'open items could not be counted');
      }
      return all.metrics();
    },
  };
}

/** Times every request until its answer has been handed over or its connection was lost. */
export function measureRequests(metrics: Metrics): RequestHandler {
  return (req, res, next) => {
    const startedAt = performance.now();
    res.once('close', () => {
      const status = res.writableFinished ? String(res.statusCode) : 'aborted';
      const labels = { door: doorOf(req), route: routeOf(req, res), method: methodOf(req), status };
      const ms = performance.now() - startedAt;
      // Who waits for news has asked to be kept.
      if (res.locals['isHeld'] === true) return;
      metrics.requests.observe(labels, ms / 1000);
      noteRequest(`${labels.door} ${labels.method} ${labels.route}`, ms);
    });
    next();
  };
}

const doorPrefixes = [
  [/^\/(api|t)(\/|$)/, 'device'],
  [/^\/admin(\/|$)/, 'admin'],
  [/^\/reports(\/|$)/, 'reports'],
  [/^\/assets(\/|$)/, 'assets'],
  [/^\/(healthz|readyz|metrics)$/, 'health'],
] as const;

function doorOf(req: Request): string {
  const path = req.originalUrl.split('?', 1)[0] ?? '';
  return doorPrefixes.find(([prefix]) => prefix.test(path))?.[1] ?? 'portal';
}

/** The pattern of the route that answered: as it is written in the router, or what a handler that finds its routes by itself
 *  has left in `res.locals.route`. The address itself holds secrets and ids. */
function routeOf(req: Request, res: Response): string {
  const { route } = req as { route?: { path?: unknown } };
  const pattern: unknown = res.locals['route'] ?? route?.path;
  return typeof pattern === 'string' ? pattern : 'none';
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

function methodOf(req: Request): string {
  return methods.has(req.method) ? req.method : 'other';
}

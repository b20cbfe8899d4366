/** `GET /admin/api/hub/live`: the figures of the first page, asked for every few seconds by whoever looks at it. */

import { Router } from 'express';
import type { Ctx } from '../../server/db/index.ts';
import {
  countCap,
  type Machine,
  readIngest,
  readMachine,
  readSilentTerminals,
  readWaiting,
} from '../../server/domain/hub-status/index.ts';
import type { AppDeps } from '../../server/http/deps.ts';
import { slowestRoutes } from '../../server/http/slow-requests.ts';
import { contextOf, speechOf } from '../../server/http/user-context.ts';
import type { LiveData, LiveMachine } from '../components/live/live-data.ts';
import { companiesOf } from '../staff.ts';

/** Ten people who look cost hardly more than one. */
const freshMs = 2000;
/** Disk and database change slowly, and PostgreSQL adds up its files for their size. */
const machineFreshMs = 15_000;
const shownRoutes = 8;
/** Different reaches that are remembered at once. */
const mostRemembered = 50;

type Figures = Omit<LiveData, 'timeZone' | 'at'>;

export function liveRouter(deps: AppDeps): Router {
  const figures = remembering(freshMs, (ctx, companyIds) => readFigures(deps, ctx, companyIds));
  const router = Router();
  router.get('/', async (_req, res) => {
    const ctx = contextOf(res);
    const known = await figures(ctx, companiesOf(ctx));
    res.json({ ...known, at: ctx.now().toISOString(), timeZone: speechOf(res).timeZone } satisfies LiveData);
  });
  return router;
}

type Read<T> = (ctx: Ctx, companyIds: readonly number[] | null) => Promise<T>;

/** The same for whoever sees the same companies, for a moment. */
function remembering<T>(forMs: number, read: Read<T>): Read<T> {
  const known = new Map<string, { atMs: number; value: Promise<T> }>();
  return (ctx, companyIds) => {
    const key = companyIds === null ? 'all' : [...companyIds].sort((a, b) => a - b).join();
    const nowMs = ctx.now().getTime();
    const last = known.get(key);
    if (last && Math.abs(nowMs - last.atMs) < forMs) return last.value;
    if (known.size >= mostRemembered) known.clear();
    const value = read(ctx, companyIds);
    known.set(key, { atMs: nowMs, value });
    value.catch(() => known.delete(key));
    return value;
  };
}

const machines = new WeakMap<AppDeps, Read<Machine>>();

async function readFigures(deps: AppDeps, ctx: Ctx, companyIds: readonly number[] | null): Promise<Figures> {
  const [ingest, waiting, silent, machine] = await Promise.all([
    readIngest(ctx, companyIds),
    readWaiting(ctx, companyIds),
    readSilentTerminals(ctx, companyIds),
    companyIds === null ? liveMachine(deps, ctx) : null,
  ]);
  const { silent: rows, ...more } = silent;
  return {
    ...{ ...waiting, countCap, machine },
    ingest: {
      minutes: ingest.minutes.map(({ documents }) => documents),
      first: ingest.minutes[0]?.at.toISOString() ?? '',
      perSecond: ingest.perSecond,
      isPartial: ingest.isPartial,
    },
    silent: { rows: rows.map((row) => ({ ...row, lastSeenAt: row.lastSeenAt.toISOString() })), ...more },
  };
}

async function liveMachine(deps: AppDeps, ctx: Ctx): Promise<LiveMachine> {
  const read = machines.get(deps) ?? remembering(machineFreshMs, (asked) => readMachine(asked, deps.config));
  machines.set(deps, read);
  const { disk, database, backup, processes } = await read(ctx, null);
  return {
    ...{ disk, database },
    backup: backup && { ...backup, at: backup.at.toISOString() },
    processes: processes.map(({ startedAt, seenAt, ...process }) => ({
      ...process,
      startedAt: startedAt.toISOString(),
      seenAt: seenAt.toISOString(),
    })),
    slow: slowestRoutes(shownRoutes).map(({ at, ...route }) => ({ ...route, at: at.toISOString() })),
  };
}

/** The slowest requests of the last hour by route, of this process. Routes are the patterns of the router, never addresses, which
 *  hold secrets and ids; so there are as many as the hub has pages. */

interface Minute {
  at: number;
  count: number;
  slowestMs: number;
}

export interface SlowRoute {
  route: string;
  count: number;
  slowestMs: number;
  /** Minute in which the slowest was. */
  at: Date;
}

const minuteMs = 60_000;
const keptMinutes = 60;
/** More than the hub has; a fault of a caller must not fill the memory. */
const mostRoutes = 1000;

const routes = new Map<string, Minute[]>();

export function noteRequest(route: string, ms: number, nowMs = Date.now()): void {
  const minutes = routes.get(route) ?? [];
  if (minutes.length === 0 && routes.size >= mostRoutes) return;
  const at = Math.floor(nowMs / minuteMs);
  const last = minutes.at(-1);
  if (last?.at === at) {
    last.count += 1;
    last.slowestMs = Math.max(last.slowestMs, ms);
  } else {
    minutes.push({ at, count: 1, slowestMs: ms });
    if (minutes.length > keptMinutes) minutes.shift();
  }
  routes.set(route, minutes);
}

/** The routes with the slowest requests, the slowest first. */
export function slowestRoutes(take: number, nowMs = Date.now()): SlowRoute[] {
  const since = Math.floor(nowMs / minuteMs) - keptMinutes;
  const slow: SlowRoute[] = [];
  for (const [route, minutes] of routes) {
    const recent = minutes.filter(({ at }) => at > since);
    const [worst] = [...recent].sort((a, b) => b.slowestMs - a.slowestMs);
    if (!worst) continue;
    const count = recent.reduce((sum, minute) => sum + minute.count, 0);
    slow.push({ route, count, slowestMs: Math.round(worst.slowestMs), at: new Date(worst.at * minuteMs) });
  }
  return slow.sort((a, b) => b.slowestMs - a.slowestMs).slice(0, take);
}

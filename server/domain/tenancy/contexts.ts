/** Contexts of actors who do not sign in: the hub itself and the tills. People's contexts are made where they sign in. */

import type { Actor, Door } from '../../core/scope.ts';
import { everything } from '../../core/scope.ts';
import type { Ctx } from '../../db/index.ts';

type Deps = Pick<Ctx, 'db' | 'log'> & { now(): Date };

/** The hub acting on its own behalf: jobs, the command line, the seed. Sees and may do everything; `name` is what the audit
 *  trail shows, for example `cli:create-staff`. */
export function systemCtx(deps: Deps, name: string, door: Door): Ctx {
  return {
    actor: { kind: 'system', name },
    scope: everything,
    door,
    db: deps.db,
    now: () => deps.now(),
    log: deps.log,
    requestId: `${name}:${crypto.randomUUID()}`,
  };
}

/** A till that has proved who it is. It reaches its own company and store, for what tills do. */
export function terminalCtx(
  deps: Deps,
  terminal: { terminalId: number; storeId: number; companyId: number; terminalCode: string; isKitchen?: boolean },
  requestId: string,
): Ctx {
  const { terminalId, storeId, companyId, terminalCode, isKitchen } = terminal;
  return {
    actor: { kind: 'terminal', terminalId, storeId, companyId, code: terminalCode, ...(isKitchen && { isKitchen }) },
    scope: { companyIds: [companyId], storeIds: [storeId] },
    door: 'device',
    db: deps.db,
    now: () => deps.now(),
    log: deps.log,
    requestId,
  };
}

/** Somebody's program that has proved itself with a key of the company. */
export function programCtx(deps: Deps, key: Omit<Extract<Actor, { kind: 'program' }>, 'kind'>, requestId: string): Ctx {
  return {
    actor: { kind: 'program', ...key },
    scope: { companyIds: [key.companyId], storeIds: key.storeIds },
    door: 'api',
    db: deps.db,
    now: () => deps.now(),
    log: deps.log,
    requestId,
  };
}

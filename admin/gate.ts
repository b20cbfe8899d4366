/** What of AdminJS's addresses exists here. AdminJS answers an unknown resource or action with a fault of its own and runs any
 *  action on any method; this stands before it. */

import { type Request, type RequestHandler, Router } from 'express';
import { DomainError } from '../server/core/errors.ts';
import type { HubResource } from './adapter/resource.ts';
import { type Source, searchProperty } from './adapter/source.ts';
import { actionNames } from './options.ts';
import { contextOf } from './staff.ts';

/** Actions that also answer GET: with the row that the form shows. */
const formActions = new Set(['edit']);

interface Known {
  source: Source;
  reads: ReadonlySet<string>;
  writes: ReadonlySet<string>;
}

/** Pages, the dashboard's data, files. */
const otherAddresses =
  /^\/(api\/dashboard|export\/\w+\.(csv|xlsx)|api\/hub\/live|api\/hub\/search|api\/hub\/attention|pages\/bulk|api\/hub\/related\/\w+\/[^/]+(\/\d{1,2})?)?$/;

/** Changes of many rows. */
const bulkReads = /^\/api\/hub\/bulk(\/form\/\w+|\/choices\/\w+\/\w+|\/[\w-]{36}(\/rows|\/refused\.csv)?)?$/;
const bulkWrites = /^\/api\/hub\/bulk(\/[\w-]{36}\/(apply|cancel|undo))?$/;

/** Files taken over. */
const importReads =
  /^\/(pages\/import|api\/hub\/imports(\/places|\/[0-9a-f-]{36}(\/rows|\/rows\.csv|\/faults\.csv)?)?)$/;
const importWrites = /^\/api\/hub\/imports(\/[0-9a-f-]{36}\/(check|run))?$/;

/** What may be done with a record, who may see it and why; the audit trail. */
const deskReads =
  /^\/(pages\/audit|api\/hub\/(buttons|explain)\/\w+\/[^/]+|api\/hub\/audit(\/(proof|retention|try|export\.csv))?)$/;
const deskWrites = /^\/api\/hub\/audit\/(proof|retention)$/;

/** Forms of records, what uses them, their versions. */
const recordReads = /^\/api\/hub\/records\/\w+\/(form|[^/]+\/(form|uses|history))$/;
const recordWrites = /^\/api\/hub\/records\/\w+\/(new|[^/]+\/(save|remove|restore|restore-field))$/;

/** Saved views of lists. */
const viewReads = /^\/api\/hub\/views$/;
const viewWrites = /^\/api\/hub\/views(\/[\w-]{36}\/delete)?$/;

const ownReads = [viewReads, otherAddresses, bulkReads, importReads, deskReads, recordReads];
const ownWrites = [viewWrites, bulkWrites, importWrites, deskWrites, recordWrites];

/** Lets through what exists.
 *  @throws DomainError not_found, forbidden, method_not_allowed, invalid_input */
export function knownAddresses(resources: readonly HubResource[]): RequestHandler {
  const known = new Map<string, Known>();
  for (const { source } of resources) {
    const { reads, writes } = actionNames(source);
    known.set(source.model.name, { source, reads: new Set(reads), writes: new Set(writes) });
  }
  const find = (resource: string): Known => {
    const names = known.get(resource);
    if (!names) throw new DomainError('not_found', { resource });
    return names;
  };
  const checkApi: RequestHandler<{ resource: string; action: string }> = (req, _res, next) => {
    const names = find(req.params.resource);
    checkAction(names, req.params.action, req.method);
    checkQuery(names.source, req.query);
    next('router');
  };
  const router = Router();
  router.all('/api/resources/:resource/actions/:action{/:query}', checkApi);
  router.all('/api/resources/:resource/records/:id/:action', checkOwnAction(resources), checkApi);
  router.get('/resources/:resource{/*rest}', (req, _res, next) => {
    find(req.params.resource);
    next('router');
  });
  router.use((req, _res, next) => {
    const { method, path } = req;
    const known = method === 'GET' ? ownReads : method === 'POST' ? ownWrites : [];
    if (!known.some((addresses) => addresses.test(path))) throw new DomainError('not_found');
    next('router');
  });
  return router;
}

/** An action of ours on a record: AdminJS answers one that the person may not take with a notice and 200.
 *  @throws DomainError forbidden, not_found */
function checkOwnAction(
  resources: readonly HubResource[],
): RequestHandler<{ resource: string; id: string; action: string }> {
  const byModel = new Map(resources.map((resource) => [resource.source.model.name as string, resource]));
  return async (req, _res, next) => {
    const resource = byModel.get(req.params.resource);
    const action = resource?.source.definition.actions?.find(({ name }) => name === req.params.action);
    if (!resource || !action) return next();
    const ctx = contextOf((req as typeof req & { session?: { adminUser?: object } }).session?.adminUser);
    const { id } = req.params;
    if (!(await resource.row(ctx, id))) throw new DomainError('not_found', { resource: req.params.resource, id });
    if (!action.isAllowed(ctx)) throw new DomainError('forbidden', { action: action.name });
    next();
  };
}

function checkAction({ source, reads, writes }: Known, action: string, method: string): void {
  const facts = { resource: source.model.name, action };
  const isWrite = writes.has(action);
  if (!isWrite && !reads.has(action)) {
    // What AdminJS could do and this resource does not: said plainly, whatever the method.
    const isBuiltIn = ['new', 'edit', 'delete', 'bulkDelete'].includes(action);
    throw isBuiltIn
      ? new DomainError('forbidden', facts, 'These rows are read-only.')
      : new DomainError('not_found', facts);
  }
  const isSafe = method === 'GET' || method === 'HEAD';
  if (isSafe ? isWrite && !formActions.has(action) : !isWrite) {
    throw new DomainError('method_not_allowed', { ...facts, allow: [isSafe ? 'POST' : 'GET'] });
  }
}

/** Filters and order by what the resource offers for it. The adapter checks again; names such as `constructor` would not reach
 *  it whole. */
export function checkQuery(source: Source, query: Request['query']): void {
  for (const [key, value] of Object.entries(query)) {
    const [name = ''] = key.slice('filters.'.length).split('~~');
    const isRight =
      (typeof value === 'string' || (key.startsWith('filters.') && !key.includes('~~') && isTexts(value))) &&
      (key.startsWith('filters') ? key.startsWith('filters.') && source.canFilterBy(name) : true) &&
      (key === 'sortBy' ? source.canSortBy(String(value)) : true) &&
      (key === 'searchProperty' ? value === searchProperty : true);
    if (isRight) continue;
    const errors = [{ path: key.slice(0, 100), message: 'is not offered by this list' }];
    throw new DomainError('invalid_input', { errors }, 'This list knows no such filter or order.');
  }
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

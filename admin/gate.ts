/** What of AdminJS's addresses exists here. AdminJS answers an unknown resource or action with a fault of its own and runs any
 *  action on any method; this stands before it. */

import { type RequestHandler, Router } from 'express';
import { DomainError } from '../server/core/errors.ts';
import { actionNames } from './options.ts';
import { definitions } from './resources/index.ts';

/** A form of the back office is a few short fields. */
const maxBodyBytes = 128 * 1024;

/** Actions that also answer GET: with the row that the form shows. */
const formActions = new Set(['edit']);

const known = new Map(
  definitions.map((definition) => {
    const { reads, writes } = actionNames(definition);
    return [definition.model as string, { reads: new Set(reads), writes: new Set(writes) }];
  }),
);

/** Lets through what exists.
 *  @throws DomainError not_found, forbidden, method_not_allowed, payload_too_large */
export function knownAddresses(): RequestHandler {
  const router = Router();
  const checkAction: RequestHandler<{ resource: string; action: string }> = (req, _res, next) => {
    checkRequest(req.params.resource, req.params.action, req.method);
    next();
  };
  router.use(boundedBody);
  router.all('/api/resources/:resource/actions/:action{/:query}', checkAction);
  router.all('/api/resources/:resource/records/:id/:action', checkAction);
  router.get('/resources/:resource{/*rest}', (req, _res, next) => {
    if (!known.has(req.params.resource)) throw new DomainError('not_found');
    next();
  });
  router.get(['/', '/api/dashboard'], (_req, _res, next) => next());
  router.use((req, _res, next) => {
    const isAnswered = /^\/(api\/)?resources\/[^/]+($|\/(actions|records)\/)|^\/(api\/dashboard)?$/.test(req.path);
    if (!isAnswered) throw new DomainError('not_found');
    next();
  });
  return router;
}

function checkRequest(resource: string, action: string, method: string): void {
  const names = known.get(resource);
  if (!names) throw new DomainError('not_found', { resource });
  const isWrite = names.writes.has(action);
  if (!isWrite && !names.reads.has(action)) {
    // An action that AdminJS has and this resource has not: said plainly, whatever the method.
    const isBuiltIn = ['new', 'edit', 'delete', 'bulkDelete'].includes(action);
    throw new DomainError(
      isBuiltIn ? 'forbidden' : 'not_found',
      { resource, action },
      isBuiltIn ? 'These rows are read-only.' : undefined,
    );
  }
  const isSafe = method === 'GET' || method === 'HEAD';
  if (isSafe ? isWrite && !formActions.has(action) : !isWrite) {
    throw new DomainError('method_not_allowed', { resource, action, allow: [isSafe ? 'POST' : 'GET'] });
  }
}

/** The form reader behind this would keep reading for long. */
const boundedBody: RequestHandler = (req, _res, next) => {
  const length = req.headers['content-length'];
  if (req.headers['transfer-encoding'] !== undefined || Number(length ?? 0) > maxBodyBytes) {
    throw new DomainError('payload_too_large', { length });
  }
  next();
};

/** `GET /admin/api/hub/explain/:model/:id`: who can see a record, and why. */

import { type Request, type RequestHandler, Router } from 'express';
import { DomainError } from '../../server/core/errors.ts';
import { explain } from '../adapter/explain.ts';
import type { HubResource } from '../adapter/resource.ts';
import { contextOf, staffOf } from '../staff.ts';

type Params = { model: string; id: string };

export function explainRouter(list: readonly HubResource[]): Router {
  const resources = new Map(list.map((resource) => [resource.source.model.name as string, resource]));
  const router = Router();
  const answer: RequestHandler<Params> = async (req, res) => {
    const ctx = contextOf((req as Request<Params> & { session?: { adminUser?: object } }).session?.adminUser);
    const resource = resources.get(req.params.model);
    const { staffRole } = staffOf(ctx);
    const visibleTo = resource?.source.definition.visibleTo;
    const isVisible = visibleTo === undefined || (staffRole !== null && visibleTo.includes(staffRole));
    const row = isVisible ? await resource?.row(ctx, req.params.id) : null;
    if (!resource || !row) throw new DomainError('not_found', req.params);
    res.json(await explain(ctx, resource, row));
  };
  router.get('/:model/:id', answer);
  return router;
}

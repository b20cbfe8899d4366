/** `GET /admin/api/hub/buttons/:model/:id`: what the person may do with a record now. */

import { type Request, type RequestHandler, Router } from 'express';
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import type { Row } from '../adapter/definition.ts';
import type { HubResource } from '../adapter/resource.ts';
import type { Button } from '../components/document-view.ts';
import { contextOf } from '../staff.ts';

export function buttonsRouter(list: readonly HubResource[]): Router {
  const resources = new Map(list.map((resource) => [resource.source.model.name as string, resource]));
  const router = Router();
  const answer: RequestHandler<{ model: string; id: string }> = async (req, res) => {
    const ctx = ctxOf(req);
    const resource = resources.get(req.params.model);
    const row = await resource?.row(ctx, req.params.id);
    if (!resource || !row) throw new DomainError('not_found', req.params);
    res.json({ buttons: buttonsOf(ctx, resource, row) });
  };
  router.get('/:model/:id', answer);
  return router;
}

function ctxOf(req: Request<{ model: string; id: string }>): Ctx {
  return contextOf((req as typeof req & { session?: { adminUser?: object } }).session?.adminUser);
}

function buttonsOf(ctx: Ctx, { source }: HubResource, row: Row): Button[] {
  return (source.definition.actions ?? []).flatMap((action) => {
    const button = action.isAllowed(ctx) ? action.button?.(ctx, row) : null;
    return button ? [{ ...button, action: action.name }] : [];
  });
}

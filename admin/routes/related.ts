/** `GET /admin/api/hub/related/:model/:id`: the tabs of a record's page; `…/:position?after=`: the rows of one of them. */

import { type Request, type RequestHandler, Router } from 'express';
import { DomainError } from '../../server/core/errors.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import type { Related, Row } from '../adapter/definition.ts';
import { readRelated } from '../adapter/related.ts';
import type { HubResource } from '../adapter/resource.ts';
import { contextOf, staffOf } from '../staff.ts';
import { sayTo } from '../texts.ts';

type Params = { model: string; id: string; position: string };

export function relatedRouter(list: readonly HubResource[]): Router {
  const resources = new Map(list.map((resource) => [resource.source.model.name as string, resource]));
  const router = Router();
  const answerRows: RequestHandler<Params> = async (req, res) => {
    const ctx = ctxOf(req);
    const { resource, parent } = await find(resources, ctx, req.params);
    const tab = tabsOf(ctx, resource)[Number(req.params.position)];
    if (!tab) throw new DomainError('not_found');
    const after = typeof req.query['after'] === 'string' ? req.query['after'] : null;
    res.json(await readRelated(resource, ctx, { tab, parent, after }));
  };
  const answerTabs: RequestHandler<Params> = async (req, res) => {
    const ctx = ctxOf(req);
    const { resource } = await find(resources, ctx, req.params);
    const say = sayTo(ctx);
    const tabs = tabsOf(ctx, resource).map(({ label }) => ({ label: say(label) }));
    res.json({ tabs, hasHistory: resource.source.operations?.canEdit === true });
  };
  router.get('/:model/:id', answerTabs);
  router.get('/:model/:id/:position', answerRows);
  return router;
}

function ctxOf(req: Request<Params>) {
  return contextOf((req as Request<Params> & { session?: { adminUser?: object } }).session?.adminUser);
}

/** @throws DomainError not_found: there is no such record for this person */
async function find(
  resources: ReadonlyMap<string, HubResource>,
  ctx: ReturnType<typeof ctxOf>,
  { model, id }: Params,
): Promise<{ resource: HubResource; parent: Row }> {
  const resource = resources.get(model);
  if (!resource || !isVisible(ctx, resource)) throw new DomainError('not_found', { model });
  const parent = await resource.row(ctx, id);
  if (!parent) throw new DomainError('not_found', { model, id });
  return { resource, parent };
}

function tabsOf(ctx: ReturnType<typeof ctxOf>, { source, siblings }: HubResource): Related[] {
  return (source.definition.related ?? []).filter(({ model }) => {
    const target = siblings.get(model);
    return target !== undefined && isVisible(ctx, target);
  });
}

function isVisible(ctx: ReturnType<typeof ctxOf>, { source }: HubResource): boolean {
  const { visibleTo } = source.definition;
  const { staffRole } = staffOf(ctx);
  return can(ctx, 'hub.see') && (visibleTo === undefined || (staffRole !== null && visibleTo.includes(staffRole)));
}

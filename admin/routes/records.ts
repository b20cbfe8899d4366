/** `/admin/api/hub/records/:model/…`: the form of a record, what still uses it, its history, and the way to the trash and back. */

import { type Request, type RequestHandler, type Response, Router } from 'express';
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import { rowOperationsOf, usesOf } from '../../server/domain/row-operations/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import type { Row } from '../adapter/definition.ts';
import { readForm } from '../adapter/record-form.ts';
import { readHistory, restoreField } from '../adapter/record-history.ts';
import type { HubResource } from '../adapter/resource.ts';
import { createRow, deleteRow, mayCreate, operationsOf, ownerOf, restoreRow, updateRow } from '../adapter/writing.ts';
import type { Saved, UsesView } from '../components/form/form-view.ts';
import { companiesOf, contextOf, staffOf } from '../staff.ts';
import { sayTo } from '../texts.ts';
import { refusalOf } from './record-refusal.ts';

type Params = { model: string; id: string };

interface Asked {
  resource: HubResource;
  ctx: Ctx;
  /** Fields of the posted form. */
  fields: Readonly<Record<string, string>>;
  query: Request['query'];
}

type AskedOfRow = Asked & { row: Row };

export function recordsRouter(list: readonly HubResource[]): Router {
  const resources = new Map(list.map((resource) => [resource.source.model.name as string, resource]));
  const find = (req: Request<Params>): Asked => {
    const ctx = ctxOf(req);
    const resource = resources.get(req.params.model);
    if (!resource || !isVisible(ctx, resource)) throw new DomainError('not_found', { model: req.params.model });
    return { resource, ctx, query: req.query, fields: (req as { fields?: Record<string, string> }).fields ?? {} };
  };
  const ofModel =
    (work: (asked: Asked) => Promise<unknown>): RequestHandler<Params> =>
    (req, res) =>
      answer(res, find(req), work);
  const ofRow =
    (work: (asked: AskedOfRow) => Promise<unknown>): RequestHandler<Params> =>
    async (req, res) => {
      const asked = find(req);
      const row = await asked.resource.row(asked.ctx, req.params.id);
      if (!row) throw new DomainError('not_found', { ...req.params });
      await answer(res, { ...asked, row }, work);
    };
  const router = Router();
  router.get('/:model/form', ofModel(newForm));
  router.post('/:model/new', ofModel(create));
  router.get('/:model/:id/form', ofRow(editForm));
  router.post('/:model/:id/save', ofRow(save));
  router.get('/:model/:id/uses', ofRow(uses));
  router.post('/:model/:id/remove', ofRow(remove));
  router.post('/:model/:id/restore', ofRow(restore));
  router.get(
    '/:model/:id/history',
    ofRow(({ resource, ctx, row, query }) => {
      return readHistory(resource, ctx, { row, olderThan: readNumber(query['before']) });
    }),
  );
  router.post('/:model/:id/restore-field', ofRow(putBack));
  return router;
}

/** What was refused is told in words, beside the fields at fault. */
async function answer<A extends Asked>(res: Response, asked: A, work: (asked: A) => Promise<unknown>): Promise<void> {
  try {
    res.json(await work(asked));
  } catch (error) {
    const { status, body } = await refusalOf(asked, error);
    res.status(status).json(body);
  }
}

function ctxOf(req: Request<Params>): Ctx {
  return contextOf((req as Request<Params> & { session?: { adminUser?: object } }).session?.adminUser);
}

function isVisible(ctx: Ctx, { source }: HubResource): boolean {
  const { visibleTo } = source.definition;
  const { staffRole } = staffOf(ctx);
  return can(ctx, 'hub.see') && (visibleTo === undefined || (staffRole !== null && visibleTo.includes(staffRole)));
}

/** @throws DomainError forbidden, before anything is read or done */
function allow({ resource, ctx }: Asked, owner?: number | null): void {
  const operations = operationsOf(resource);
  if (operations.canEdit && operations.isAllowed(ctx, owner)) return;
  throw new DomainError('forbidden', { model: resource.source.model.name });
}

/** @throws DomainError forbidden, before anything is read or done */
function allowNew({ resource, ctx }: Asked): void {
  if (mayCreate(operationsOf(resource), ctx)) return;
  throw new DomainError('forbidden', { model: resource.source.model.name });
}

async function newForm(asked: Asked) {
  allowNew(asked);
  return readForm(asked.resource, asked.ctx, null);
}

async function editForm(asked: AskedOfRow) {
  allow(asked, ownerOf(asked.resource, asked.row));
  return readForm(asked.resource, asked.ctx, asked.row);
}

async function create(asked: Asked): Promise<Saved> {
  allowNew(asked);
  const { resource, ctx } = asked;
  return saved(asked, await createRow(resource, ctx, readValues(asked)));
}

async function save(asked: AskedOfRow): Promise<Saved> {
  const { resource, ctx, row, fields } = asked;
  allow(asked, ownerOf(resource, row));
  const seen = readNumber(fields['seen']);
  if (seen === null) throw new DomainError('invalid_input', {}, 'Say which version of the row was seen.');
  const change = { id: row['id'] as string | number, said: readValues(asked), seen };
  return saved(asked, await updateRow(resource, ctx, change));
}

async function saved({ resource, ctx }: Asked, id: string): Promise<Saved> {
  const key = resource.source.idField.type === 'Int' ? Number(id) : id;
  const titles = await resource.titles(ctx, new Set([key]));
  return { id, title: titles.get(key) ?? id };
}

async function remove(asked: AskedOfRow) {
  const { resource, ctx, row, fields } = asked;
  allow(asked, ownerOf(resource, row));
  await deleteRow(resource, ctx, { id: row['id'] as string | number, seen: readNumber(fields['seen']) });
  return {};
}

async function restore(asked: AskedOfRow) {
  allow(asked, ownerOf(asked.resource, asked.row));
  await restoreRow(asked.resource, asked.ctx, asked.row);
  return {};
}

async function putBack(asked: AskedOfRow) {
  const { resource, ctx, row, fields } = asked;
  allow(asked, ownerOf(resource, row));
  const entryId = readNumber(fields['entry']);
  if (entryId === null) throw new DomainError('not_found');
  await restoreField(resource, ctx, { row, entryId, column: fields['column'] ?? '' });
  return {};
}

async function uses({ resource, ctx, row }: AskedOfRow): Promise<UsesView> {
  const { name } = resource.source.model;
  const id = row['id'] as string | number;
  const found = await usesOf(ctx, { model: name, id, companyIds: companiesOf(ctx) });
  const say = sayTo(ctx);
  const views = found.map(({ model, column, count, effect }) => {
    const target = resource.siblings.get(model);
    const isOffered = target !== undefined && isVisible(ctx, target) && target.source.canFilterBy(column);
    const filter = new URLSearchParams({ [`filters.${column}`]: String(id) });
    return {
      label: target ? say(target.source.definition.label) : model,
      count: count > 10_000 ? '10,000+' : count.toLocaleString('en-GB'),
      effect,
      href: isOffered ? `/admin/resources/${model}?${filter}` : null,
    };
  });
  const canRemove = rowOperationsOf(name)?.remove !== undefined;
  return { uses: views, isBlocked: !canRemove || views.some(({ effect }) => effect === 'blocks') };
}

/** The form's fields: JSON text of an object of texts.
 *  @throws DomainError malformed_body */
function readValues({ fields }: Asked): Record<string, string> {
  let values: unknown;
  try {
    values = JSON.parse(fields['values'] ?? '');
  } catch {
    values = null;
  }
  const isRight =
    typeof values === 'object' && values !== null && Object.values(values).every((text) => typeof text === 'string');
  if (!isRight) throw new DomainError('malformed_body', {}, 'The form could not be read.');
  return values as Record<string, string>;
}

function readNumber(text: unknown): number | null {
  return typeof text === 'string' && /^\d{1,10}$/.test(text) ? Number(text) : null;
}

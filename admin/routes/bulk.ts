/** `/admin/api/hub/bulk`: changes of many rows: begun, looked at, done, stopped, undone. */

import type { Filter as FilterType } from 'adminjs';
import { stringify } from 'csv-stringify/sync';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  applyBulkChange,
  beginBulkChange,
  cancelBulkChange,
  getBulkChange,
  listBulkChanges,
  mostRows,
  readBulkRows,
  undoBulkChange,
} from '../../server/domain/bulk-change/index.ts';
import { countCap } from '../../server/domain/listing/index.ts';
import { can } from '../../server/domain/tenancy/index.ts';
import { changeable, isAddable, readChanges } from '../adapter/bulk-changes.ts';
import { changeViews, rowViews } from '../adapter/bulk-view.ts';
import { filterOf } from '../adapter/query.ts';
import type { HubResource } from '../adapter/resource.ts';
import type { BulkForm } from '../components/bulk/bulk-data.ts';
import { checkQuery } from '../gate.ts';
import { contextOf, staffOf } from '../staff.ts';
import { sayTo } from '../texts.ts';

/** Rows collected, or written into a file, at once. */
const chunkRows = 500;
const pageRows = 50;
const listed = 30;

type Resources = ReadonlyMap<string, HubResource>;

export function bulkRouter(list: readonly HubResource[]): Router {
  const resources: Resources = new Map(list.map((resource) => [resource.source.model.name as string, resource]));
  const router = Router();
  router.get('/', async (req, res) => {
    const ctx = ctxOf(req);
    res.json({ changes: await changeViews(ctx, resources, await listBulkChanges(ctx, listed)) });
  });
  router.post('/', async (req, res) => {
    res.status(201).json(await begin(ctxOf(req), resources, fieldsOf(req)));
  });
  router.get('/form/:model', async (req, res) => {
    res.json(await formOf(req, writableResource(ctxOf(req), resources, req.params.model)));
  });
  router.get('/choices/:model/:column', async (req, res) => {
    res.json({ choices: await choices(ctxOf(req), resources, req) });
  });
  router.get('/:id', async (req, res) => res.json(await one(ctxOf(req), resources, req.params.id)));
  router.get('/:id/rows', async (req, res) => res.json(await rowsOf(ctxOf(req), resources, req)));
  router.get('/:id/refused.csv', (req, res) => sendRefused(ctxOf(req), resources, { id: req.params.id, res }));
  for (const [name, step] of Object.entries({
    apply: applyBulkChange,
    cancel: cancelBulkChange,
    undo: undoBulkChange,
  })) {
    router.post(`/:id/${name}`, async (req: Request<{ id: string }>, res: Response) => {
      const ctx = ctxOf(req);
      await step(ctx, req.params.id);
      res.json(await one(ctx, resources, req.params.id));
    });
  }
  return router;
}

type Asking = Request<Record<string, string>> | Request;

function adminOf(req: Asking): object | undefined {
  return (req as Asking & { session?: { adminUser?: object } }).session?.adminUser;
}

function ctxOf(req: Asking): Ctx {
  return contextOf(adminOf(req));
}

/** What the reader of forms has left. */
function fieldsOf(req: Asking): Record<string, string> {
  return (req as Asking & { fields?: Record<string, string> }).fields ?? {};
}

/** @throws not_found, forbidden: there is no such list for the person, or they change nothing in it */
function writableResource(ctx: Ctx, resources: Resources, model: string): HubResource {
  const resource = resources.get(model);
  const { staffRole } = staffOf(ctx);
  const visibleTo = resource?.source.definition.visibleTo;
  const isVisible = visibleTo === undefined || (staffRole !== null && visibleTo.includes(staffRole));
  if (!resource || !isVisible || !can(ctx, 'hub.see')) throw new DomainError('not_found', { model });
  if (!resource.source.operations?.isAllowed(ctx)) throw new DomainError('forbidden', { model });
  return resource;
}

async function formOf(req: Asking, resource: HubResource): Promise<BulkForm> {
  const ctx = ctxOf(req);
  checkQuery(resource.source, req.query);
  const say = sayTo(ctx);
  const { rows, isSure } = await resource.counted(ctx, filterOf(resource, req.query));
  const { definition, operations } = resource.source;
  return {
    label: say(definition.label),
    columns: changeable(ctx, resource).map((info) => ({
      ...{ name: info.field.name, label: say(info.label), kind: info.kind },
      values: info.values?.map((value) => ({ value, label: value })) ?? null,
      ...{ isReference: info.reference !== null, isAddable: isAddable(info), isRequired: info.field.isRequired },
    })),
    ...{ canDelete: operations?.remove !== undefined, canRestore: operations?.restore !== undefined },
    ...{ total: Math.min(rows, countCap), isMore: rows > countCap || !isSure, mostRows },
  };
}

const typed = z.array(
  z.object({
    column: z.string().max(100),
    way: z.enum(['set', 'clear', 'add', 'percent']),
    value: z.string().max(10_000),
    step: z.string().max(20).optional(),
    rounding: z.string().max(20).optional(),
  }),
);
const text = z.string().max(500);
const texts = z.record(z.string().max(200), z.union([text, z.array(text).max(200)]));
const kinds = z.enum(['edit', 'delete', 'restore']);

async function begin(ctx: Ctx, resources: Resources, fields: Record<string, string>): Promise<{ id: string }> {
  const resource = writableResource(ctx, resources, fields['model'] ?? '');
  const kind = part(kinds, JSON.stringify(fields['kind'] ?? ''));
  const changes = kind === 'edit' ? readChanges(ctx, resource, part(typed.max(50), fields['changes'])) : [];
  const ids = fields['ids'] === undefined ? null : part(z.array(z.string().max(200)).max(1000), fields['ids']);
  const query = part(texts, fields['filters'] ?? '{}');
  checkQuery(resource.source, query);
  const rows =
    ids === null ? matching(ctx, resource, filterOf(resource, query)) : chosen(ctx, resource, [...new Set(ids)]);
  const filter = ids === null ? query : { chosen: ids.length };
  const { id, collected } = await beginBulkChange(ctx, {
    ...{ model: resource.source.model.name, kind, changes, filter, rows },
  });
  // Goes on beside this answer and tells in the change itself how it ended.
  void collected;
  return { id };
}

/** @throws invalid_input */
function part<T>(schema: z.ZodType<T>, text: string | undefined): T {
  try {
    return schema.parse(JSON.parse(text ?? ''));
  } catch (cause) {
    throw new DomainError('invalid_input', { cause: String(cause) }, 'The form could not be read.');
  }
}

/** Every row that matches, by id, so that what is written meanwhile moves nothing. */
async function* matching(ctx: Ctx, resource: HubResource, filter: FilterType) {
  const { idField } = resource.source;
  for (let after: unknown = null; ; ) {
    const rows = await resource.chunk(ctx, { filter, columns: [], after, take: chunkRows });
    after = rows.at(-1)?.[idField.name];
    const titles = await resource.titles(ctx, new Set(rows.map((row) => row[idField.name])));
    yield rows.map((row) => ({ id: String(row[idField.name]), title: titles.get(row[idField.name]) ?? '' }));
    if (rows.length < chunkRows) return;
  }
}

/** Rows by id, of those that the person sees. */
async function* chosen(ctx: Ctx, resource: HubResource, ids: readonly string[]) {
  for (let from = 0; from < ids.length; from += chunkRows) {
    const titles = await resource.titles(ctx, new Set(ids.slice(from, from + chunkRows)));
    yield [...titles].map(([id, title]) => ({ id: String(id), title }));
  }
}

async function choices(ctx: Ctx, resources: Resources, req: Request<{ model: string; column: string }>) {
  const resource = writableResource(ctx, resources, req.params.model);
  const info = changeable(ctx, resource).find(({ field }) => field.name === req.params.column);
  const target = resource.siblings.get(info?.reference ?? '');
  if (!target) throw new DomainError('not_found', { column: req.params.column });
  const query: Record<string, unknown> = {};
  const { q, companyId } = req.query;
  if (typeof q === 'string' && target.source.definition.search.length > 0) query['filters.search'] = q;
  if (typeof companyId === 'string' && target.source.canFilterBy('companyId')) query['filters.companyId'] = companyId;
  const rows = await target.rows(ctx, { filter: filterOf(target, query), page: { limit: 20 }, columns: ['companyId'] });
  const key = target.source.idField.name;
  const titles = await target.titles(ctx, new Set(rows.map((row) => row[key])));
  const owners = await resources.get('Company')?.titles(ctx, new Set(rows.map((row) => row['companyId'])));
  return rows.map((row) => {
    const title = titles.get(row[key]) ?? String(row[key]);
    const owner = companyId === undefined ? owners?.get(row['companyId']) : undefined;
    return { id: String(row[key]), title: owner === undefined ? title : `${title} (${owner})` };
  });
}

async function one(ctx: Ctx, resources: Resources, id: string) {
  return (await changeViews(ctx, resources, [await getBulkChange(ctx, id)]))[0];
}

const outcomes = ['', 'pending', 'changed', 'unchanged', 'refused', 'undone', 'kept'];

async function rowsOf(ctx: Ctx, resources: Resources, req: Request<{ id: string }>) {
  const { model } = await getBulkChange(ctx, req.params.id);
  const outcome = outcomes.find((name) => name === req.query['outcome']) ?? '';
  const position = Number(req.query['after'] ?? -1);
  const after = Number.isInteger(position) ? position : -1;
  const resource = resources.get(model);
  const rows = await readBulkRows(ctx, { id: req.params.id, outcome, after, most: pageRows + 1 });
  const shown = rows.slice(0, pageRows);
  return {
    rows: resource ? await rowViews(ctx, resource, shown) : [],
    next: rows.length > pageRows ? (shown.at(-1)?.position ?? null) : null,
  };
}

/** What makes a spreadsheet take a text for a formula. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

/** The rows that were refused, or that undoing left alone, with their reasons. */
async function sendRefused(ctx: Ctx, resources: Resources, { id, res }: { id: string; res: Response }) {
  const { model } = await getBulkChange(ctx, id);
  const resource = resources.get(model);
  if (!resource) throw new DomainError('not_found', { model });
  const say = sayTo(ctx);
  const line = (cells: string[]) =>
    stringify([cells.map((cell) => (formulaStart.test(cell) ? `'${cell}` : cell))], { record_delimiter: 'windows' });
  res.set({ 'Content-Type': 'text/csv; charset=utf-8' }).attachment(`refused-${id}.csv`);
  res.write(`\uFEFF${line([say('Row'), 'ID', say('Why')])}`);
  for (const outcome of ['refused', 'kept']) {
    for (let after = -1; ; ) {
      const rows = await readBulkRows(ctx, { id, outcome, after, most: chunkRows });
      for (const row of await rowViews(ctx, resource, rows))
        res.write(line([row.title, row.rowId, row.faults.join(' ')]));
      after = rows.at(-1)?.position ?? 0;
      if (rows.length < chunkRows || res.destroyed) break;
    }
  }
  res.end();
}

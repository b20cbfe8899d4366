/** `/admin/api/hub/views`: saved views of lists. */

import { type Request, Router } from 'express';
import { DomainError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import {
  deleteView,
  listViews,
  mayShareViews,
  type SavedView,
  saveView,
} from '../../server/domain/saved-views/index.ts';
import { seesPersonalData } from '../../server/domain/tenancy/index.ts';
import { isMasked, personName } from '../adapter/field-rules.ts';
import { readId } from '../adapter/filters.ts';
import type { HubResource } from '../adapter/resource.ts';
import { searchProperty } from '../adapter/source.ts';
import type { View } from '../components/list/list-view.ts';
import { checkQuery } from '../gate.ts';
import { companiesOf, contextOf } from '../staff.ts';

type Resources = ReadonlyMap<string, HubResource>;

export function viewsRouter(list: readonly HubResource[]): Router {
  const resources: Resources = new Map(list.map((resource) => [resource.source.model.name, resource]));
  const router = Router();
  router.get('/', async (req, res) => {
    const ctx = ctxOf(req);
    const { model, pinned } = req.query;
    const views = await listViews(ctx, typeof model === 'string' ? { model } : {});
    const asked = views.filter((view) => isSeen(ctx, resources, view) && (pinned === undefined || view.isPinned));
    const areShown = await Promise.all(asked.map((view) => isOfOwnRows(ctx, resources, view)));
    const seen = asked.filter((_, place) => areShown[place]);
    res.json({ views: seen.map((view) => viewOf(ctx, view)), mayShare: mayShareViews(ctx) });
  });
  router.post('/', async (req, res) => {
    const ctx = ctxOf(req);
    const { id } = await saveView(ctx, readView(resources, fieldsOf(req)));
    const view = (await listViews(ctx, {})).find((each) => each.id === id);
    if (!view) throw new DomainError('not_found');
    res.status(201).json(viewOf(ctx, view));
  });
  router.post('/:id/delete', async (req, res) => {
    await deleteView(ctxOf(req), req.params.id);
    res.json({});
  });
  return router;
}

function ctxOf(req: object): Ctx {
  return contextOf((req as { session?: { adminUser?: object } }).session?.adminUser);
}

function fieldsOf(req: Request): Readonly<Record<string, string>> {
  return (req as Request & { fields?: Record<string, string> }).fields ?? {};
}

/** A view that names what the person may not see is not shown: its filters would say it. */
function isSeen(ctx: Ctx, resources: Resources, { model, query, sort }: SavedView): boolean {
  const source = resources.get(model)?.source;
  if (!source) return false;
  const isHidden = (name: string) => isMasked(ctx, source, name);
  const columns = [
    ...Object.keys(query).map((key) => key.slice('filters.'.length).split('~~')[0] ?? ''),
    sortColumn(sort),
  ];
  // Whoever looks for somebody types their name.
  const looksIntoMasked = columns.includes(searchProperty) && source.definition.search.some(isHidden);
  return !looksIntoMasked && !columns.some((name) => name !== '' && isHidden(name));
}

/** Whether every row that the filters name is the person's to see. Shared views of other companies would tell of these. */
async function isOfOwnRows(ctx: Ctx, resources: Resources, { model, query, isOwn }: SavedView): Promise<boolean> {
  if (isOwn || companiesOf(ctx) === null) return true;
  const source = resources.get(model)?.source;
  const areOwn = await Promise.all(
    Object.entries(query).map(async ([key, values]) => {
      const target = resources.get(source?.columns.get(key.slice('filters.'.length))?.reference ?? '');
      if (!target) return true;
      const ids = new Set(values.map((id) => readId(target.source.idField, id)));
      return !ids.has(null) && (await target.titles(ctx, ids)).size === ids.size;
    }),
  );
  return areOwn.every(Boolean);
}

function sortColumn(sort: string | null): string {
  return sort?.split(' ')[0] ?? '';
}

/** @throws DomainError invalid_input: no such list, or filters and columns that it does not offer */
function readView(resources: Resources, fields: Readonly<Record<string, string>>) {
  const { view: id = '', model = '', name = '', sharedTo = '', isPinned, query = '', columns = '', sort = '' } = fields;
  const source = resources.get(model)?.source;
  if (!source) throw new DomainError('not_found', { model });
  const asked: Record<string, string[]> = {};
  for (const [key, value] of new URLSearchParams(query)) asked[key] = [...(asked[key] ?? []), value];
  const single = Object.entries(asked).map(([key, values]) => [key, values.length === 1 ? values[0] : values]);
  checkQuery(source, { ...Object.fromEntries(single), ...(sort === '' ? {} : { sortBy: sortColumn(sort) }) });
  const names = columns === '' ? [] : columns.split(',');
  if (names.some((column) => !source.columns.has(column))) {
    throw new DomainError('invalid_input', { errors: [{ path: 'columns', message: 'are not of this list' }] });
  }
  return {
    ...{ id, model, name, query: asked, columns: names },
    sharedTo: sharedTo === '' ? null : (sharedTo as 'everyone'),
    isPinned: isPinned === 'true',
    sort: sort === '' ? null : sort,
  };
}

function viewOf(ctx: Ctx, view: SavedView): View {
  const { id, model, name, isOwn, ownerId, sharedTo, isPinned, query, columns, sort } = view;
  const owner = isOwn || seesPersonalData(ctx) ? view.owner : personName(ctx, 'User', ownerId);
  const search = new URLSearchParams();
  for (const [key, values] of Object.entries(query)) for (const value of values) search.append(key, value);
  if (columns.length > 0) search.set('columns', columns.join(','));
  const [sortBy, direction] = sort?.split(' ') ?? [];
  if (sortBy && direction) {
    search.set('sortBy', sortBy);
    search.set('direction', direction);
  }
  search.set('view', id);
  return { id, model, name, isOwn, owner, sharedTo, isPinned, search: search.toString() };
}

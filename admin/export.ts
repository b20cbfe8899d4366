/** A filtered list as CSV: the same filters and scope as the list, every column, in constant memory. */

import { once } from 'node:events';

import type { Filter } from 'adminjs';
import { stringify } from 'csv-stringify/sync';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { DomainError } from '../server/core/errors.ts';
import type { Ctx } from '../server/db/index.ts';
import type { Row } from './adapter/definition.ts';
import { plainValue } from './adapter/display.ts';
import { loadPlaces } from './adapter/places.ts';
import { filterOf } from './adapter/query.ts';
import type { HubResource } from './adapter/resource.ts';
import { checkQuery } from './gate.ts';
import { contextOf } from './staff.ts';

/** Rows read at once. */
const chunkRows = 500;

/** What makes a spreadsheet take a text for a formula. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

type Resources = ReadonlyMap<string, HubResource>;

/** Answers `/<Model>.csv?filters.<column>=…`. */
export function exportRouter(list: readonly HubResource[]): Router {
  const resources: Resources = new Map(list.map((resource) => [resource.source.model.name, resource]));
  const router = Router();
  const answer: RequestHandler<{ name: string }> = async (req, res) => {
    const resource = resources.get(req.params.name);
    if (!resource) throw new DomainError('not_found');
    const ctx = contextOf((req as Request & { session?: { adminUser?: object } }).session?.adminUser);
    checkQuery(resource.source, req.query);
    await sendRows(res, ctx, { resource, resources, filter: filterOf(resource, req.query) });
  };
  router.get('/:name.csv', answer);
  return router;
}

/** Rows by id, so that each chunk begins where the last one ended whatever is written meanwhile. The first chunk is read before
 *  the answer begins: a filter that is refused is answered as such. */
async function sendRows(
  res: Response,
  ctx: Ctx,
  { resource, resources, filter }: { resource: HubResource; resources: Resources; filter: Filter },
): Promise<void> {
  const { idField, columns } = resource.source;
  const names = [...columns].filter(([, { kind }]) => kind !== 'json').map(([name]) => name);
  const read = (after: unknown) => resource.chunk(ctx, { filter, columns: names, after, take: chunkRows });
  let rows = await read(null);
  res.set({
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${resource.source.model.name}.csv"`,
  });
  res.write(`\uFEFF${csv([names.map((name) => columns.get(name)?.label ?? name)])}`);
  while (rows.length > 0 && !res.destroyed) {
    const text = csv(await texts(ctx, { resource, resources, names, rows }));
    if (!res.write(text)) await Promise.race([once(res, 'drain'), once(res, 'close')]);
    rows = rows.length < chunkRows ? [] : await read(rows.at(-1)?.[idField.name]);
  }
  res.end();
}

/** Cells of rows: names in place of ids, with one query per column of references. */
async function texts(
  ctx: Ctx,
  { resource, resources, names, rows }: { resource: HubResource; resources: Resources; names: string[]; rows: Row[] },
): Promise<string[][]> {
  const places = await loadPlaces(ctx, rows);
  await resource.enrich(ctx, rows);
  const titles = new Map<string, ReadonlyMap<unknown, string>>();
  for (const name of names) {
    const target = resources.get(resource.source.columns.get(name)?.reference ?? '');
    if (target) titles.set(name, await target.titles(ctx, new Set(rows.map((row) => row[name]))));
  }
  return rows.map((row) =>
    names.map((name) => {
      const info = resource.source.columns.get(name);
      if (!info || row[name] === null || row[name] === undefined) return '';
      const title = titles.get(name)?.get(row[name]);
      if (title !== undefined) return harmless(title);
      const { text, isNumber } = plainValue(info.kind, row[name], places(row));
      return isNumber ? text : harmless(text);
    }),
  );
}

function harmless(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

function csv(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][], { record_delimiter: 'windows' });
}

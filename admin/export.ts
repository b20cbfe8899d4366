/** A filtered list as a file: the same filters and scope as the list, its columns, in constant memory, and on record. */

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Filter } from 'adminjs';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { DomainError } from '../server/core/errors.ts';
import { translatorOf } from '../server/core/translate.ts';
import type { Ctx } from '../server/db/index.ts';
import { recordExport } from '../server/domain/data-export/index.ts';
import type { Cell } from '../server/http/files/cell.ts';
import { csvFile } from '../server/http/files/csv-file.ts';
import { workbookFile } from '../server/http/files/workbook-file.ts';
import type { Row } from './adapter/definition.ts';
import { filterOf } from './adapter/query.ts';
import type { HubResource } from './adapter/resource.ts';
import { cellsOf } from './export/cells.ts';
import { checkQuery } from './gate.ts';
import { contextOf } from './staff.ts';
import { languageOf, sayTo } from './texts.ts';

/** Rows read at once. */
const chunkRows = 500;

const mediaTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

interface Asked {
  resource: HubResource;
  format: keyof typeof mediaTypes;
  filter: Filter;
  names: readonly string[];
}

/** Answers `/<Model>.csv` and `/<Model>.xlsx` with `?filters.<column>=…&columns=<column>,<column>`. */
export function exportRouter(list: readonly HubResource[]): Router {
  const resources = new Map<string, HubResource>(list.map((resource) => [resource.source.model.name, resource]));
  const router = Router();
  const answer =
    (format: Asked['format']): RequestHandler<{ name: string }> =>
    async (req, res) => {
      const resource = resources.get(req.params.name);
      if (!resource) throw new DomainError('not_found');
      const ctx = contextOf((req as Request & { session?: { adminUser?: object } }).session?.adminUser);
      const { columns, ...query } = req.query;
      checkQuery(resource.source, query);
      const names = columnsOf(resource, columns);
      await sendRows(res, ctx, { resource, format, filter: filterOf(resource, query), names });
    };
  router.get('/:name.csv', answer('csv'));
  router.get('/:name.xlsx', answer('xlsx'));
  return router;
}

/** The asked columns in their order, or all of them. */
function columnsOf({ source }: HubResource, asked: unknown): string[] {
  const all = [...source.columns].filter(([, { kind }]) => kind !== 'json').map(([name]) => name);
  if (asked === undefined || asked === '') return all;
  const names = typeof asked === 'string' ? [...new Set(asked.split(','))] : [];
  if (names.length > 0 && names.every((name) => all.includes(name))) return names;
  const errors = [{ path: 'columns', message: 'is not offered by this list' }];
  throw new DomainError('invalid_input', { errors }, 'This list knows no such column.');
}

/** The first chunk is read before the answer begins: a filter that is refused is answered as such. */
async function sendRows(res: Response, ctx: Ctx, asked: Asked): Promise<void> {
  const { resource, format, filter, names } = asked;
  const first = await read(ctx, asked, null);
  const counted = { rows: 0 };
  const chunks = cellChunks(ctx, asked, { first, counted });
  const heads = names.map((name) => headOf(ctx, resource, name));
  const file =
    format === 'csv'
      ? Readable.from(csvFile(heads, chunks))
      : workbookFile(heads, chunks, { t: translatorOf(languageOf(ctx)) });
  const day = ctx.now().toISOString().slice(0, 10);
  res.set({
    'Content-Type': mediaTypes[format],
    'Content-Disposition': `attachment; filename="${resource.source.model.name}-${day}.${format}"`,
  });
  let isWhole = false;
  try {
    await pipeline(file, res);
    isWhole = true;
  } catch (error) {
    // Whoever goes away is no fault; what broke half-way has cut the answer, which tells the browser.
    if (!res.destroyed || !isPremature(error)) ctx.log.error({ err: error }, 'an export broke off');
  } finally {
    await recordExport(ctx, {
      ...{
        model: resource.source.model.name,
        companyId: counted.rows > 0 ? companyOf(filter) : null,
        format,
        columns: names,
      },
      ...{ filter: filtersOf(filter), rows: counted.rows, isWhole },
    });
  }
}

function isPremature(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** By id, so that each chunk begins where the last one ended whatever is written meanwhile. */
function read(ctx: Ctx, { resource, filter, names }: Asked, after: unknown): Promise<Row[]> {
  return resource.chunk(ctx, { filter, columns: names, after, take: chunkRows });
}

async function* cellChunks(
  ctx: Ctx,
  asked: Asked,
  { first, counted }: { first: Row[]; counted: { rows: number } },
): AsyncGenerator<Cell[][]> {
  const id = asked.resource.source.idField.name;
  for (let rows = first; rows.length > 0; ) {
    const last = rows.at(-1)?.[id];
    const isLast = rows.length < chunkRows;
    counted.rows += rows.length;
    yield await cellsOf(ctx, { resource: asked.resource, names: asked.names, rows });
    rows = isLast ? [] : await read(ctx, asked, last);
  }
}

/** Says in which zone instants are: a cell cannot. */
function headOf(ctx: Ctx, { source }: HubResource, name: string): string {
  const info = source.columns.get(name);
  const label = sayTo(ctx)(info?.label ?? name);
  return info?.kind === 'instant' ? `${label} (UTC)` : label;
}

function filtersOf(filter: Filter): object {
  return Object.fromEntries(Object.entries(filter.filters).map(([path, { value }]) => [path, value]));
}

function companyOf(filter: Filter): number | null {
  const value = filter.filters['companyId']?.value;
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : null;
}

/** The resource of @adminjs/prisma as it comes, on the same data: what the back office is compared with. In this process and
 *  without HTTP, which favours it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Resource as StockResource } from '@adminjs/prisma';
import type * as AdminJsCore from 'adminjs';
import type { Database } from '../../server/db/index.ts';

export interface ListCase {
  name: string;
  model: string;
  filters: Readonly<Record<string, string>>;
  sortBy: string;
  direction: 'asc' | 'desc';
  /** From 1. */
  page: number;
}

export const rowsPerPage = 25;

type Bundle = typeof AdminJsCore & { Resource: typeof StockResource };

/** Milliseconds for the rows of a page and their count, as its list action asks for both. */
export async function stockMs(db: Database, list: ListCase, times: number): Promise<number[]> {
  const bundle = createRequire(import.meta.url)('../../admin/bundle/server/adminjs.cjs') as Bundle;
  const dmmf = JSON.parse(readFileSync(new URL('../../prisma/generated/dmmf.json', import.meta.url), 'utf8')) as {
    datamodel: { models: { name: string }[] };
  };
  const model = dmmf.datamodel.models.find(({ name }) => name === list.model);
  const resource = new bundle.Resource({ model, client: db.reader, clientModule: { Prisma: { dmmf } } } as never);
  const filter = new bundle.Filter({ ...list.filters }, resource);
  const sort = { sortBy: list.sortBy, direction: list.direction };
  const ms: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const startedAt = performance.now();
    await resource.find(filter, { limit: rowsPerPage, offset: (list.page - 1) * rowsPerPage, sort });
    await resource.count(filter);
    ms.push(performance.now() - startedAt);
  }
  return ms;
}

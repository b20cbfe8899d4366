/** What an address asks of a list. Filters: `filters.<column>=…`, `filters.<column>~~from=…`. */

import type { Filter as FilterType } from 'adminjs';
import { DomainError } from '../../server/core/errors.ts';
import { Filter } from '../adminjs.ts';
import type { HubResource } from './resource.ts';

export function filterOf(resource: HubResource, query: Readonly<Record<string, unknown>>): FilterType {
  const filters: Record<string, unknown> = {};
  const several: [string, unknown[]][] = [];
  for (const [key, value] of Object.entries(query)) {
    if (!key.startsWith('filters.')) continue;
    const name = key.slice('filters.'.length);
    if (Array.isArray(value)) several.push([name, value]);
    else filters[name] = value;
  }
  const filter = new Filter(filters, resource);
  for (const [path, value] of several) {
    const property = resource.property(path);
    if (!property) continue;
    // AdminJS knows one value for each filter and takes a list of them apart.
    filter.filters[path] = { path, property, value: value as never };
  }
  return filter;
}

/** AdminJS's own limit of a page. */
export const maxPage = 500;

export interface Sorting {
  sortBy?: string;
  direction?: 'asc' | 'desc';
}

/** Filters and order of a list, as an address says them. */
export interface Asked {
  filter: FilterType | undefined;
  sort?: Sorting | undefined;
}

export interface Page {
  limit?: number;
  offset?: number;
  sort?: Sorting;
}

/** @throws DomainError invalid_input */
export function boundsOf({ limit = 10, offset = 0 }: Page): { limit: number; offset: number } {
  const rows = Number(limit);
  const skip = Number(offset);
  if (!Number.isInteger(rows) || rows < 1 || !Number.isInteger(skip) || skip < 0) {
    const errors = [{ path: 'page', message: 'is none' }];
    throw new DomainError('invalid_input', { errors }, 'There is no such page.');
  }
  return { limit: Math.min(rows, maxPage), offset: skip };
}

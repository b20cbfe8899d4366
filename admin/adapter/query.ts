/** Filters as they stand in an address: `filters.<column>=…`, `filters.<column>~~from=…`. */

import type { Filter as FilterType } from 'adminjs';
import { Filter } from '../adminjs.ts';
import type { HubResource } from './resource.ts';

export function filterOf(resource: HubResource, query: Readonly<Record<string, unknown>>): FilterType {
  const filters: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(query)) {
    if (name.startsWith('filters.')) filters[name.slice('filters.'.length)] = value;
  }
  return new Filter(filters, resource);
}

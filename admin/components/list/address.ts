/** A list's address: filters, order, columns and the place in it. Everything a list shows follows from it. */

/** What is asked of one column. */
export interface Filter {
  /** One of these. */
  values: readonly string[];
  /** from, to, during, is, starts, exact. */
  marks: Readonly<Record<string, string>>;
}

const prefix = 'filters.';
const places = ['page', 'cursor', 'jump', 'at', 'refresh'];

export function filtersOf(search: string): ReadonlyMap<string, Filter> {
  const found = new Map<string, { values: string[]; marks: Record<string, string> }>();
  for (const [key, value] of new URLSearchParams(search)) {
    if (!key.startsWith(prefix) || value === '') continue;
    const [column = '', mark] = key.slice(prefix.length).split('~~');
    const filter = found.get(column) ?? { values: [], marks: {} };
    if (mark === undefined) filter.values.push(value);
    else filter.marks[mark] = value;
    found.set(column, filter);
  }
  return found;
}

/** The address with another filter of a column; null takes it away. The list begins anew. */
export function withFilter(search: string, column: string, filter: Filter | null): string {
  const params = new URLSearchParams(search);
  for (const key of [...params.keys()]) {
    if (key === prefix + column || key.startsWith(`${prefix}${column}~~`)) params.delete(key);
  }
  for (const value of filter?.values ?? []) params.append(prefix + column, value);
  for (const [mark, value] of Object.entries(filter?.marks ?? {})) params.set(`${prefix}${column}~~${mark}`, value);
  return atStart(params);
}

export function withoutFilters(search: string): string {
  const params = new URLSearchParams(search);
  for (const key of [...params.keys()]) if (key.startsWith(prefix)) params.delete(key);
  return atStart(params);
}

function atStart(params: URLSearchParams): string {
  for (const name of places) params.delete(name);
  return params.toString();
}

/** The address with other settings; null takes one away. The list begins anew, unless a place is among them. */
export function withSettings(search: string, settings: Readonly<Record<string, string | null>>): string {
  const params = new URLSearchParams(search);
  for (const name of places) params.delete(name);
  for (const [name, value] of Object.entries(settings)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  return params.toString();
}

/** The filters alone, as exports and changes of many rows take them. */
export function onlyFilters(search: string): string {
  const kept = new URLSearchParams();
  for (const [key, value] of new URLSearchParams(search)) if (key.startsWith(prefix)) kept.append(key, value);
  return kept.toString();
}

/** Addresses that report pages lead to. */

/** Empty ones are left out of an address. */
type Filters = Readonly<Record<string, string | undefined>>;

/** `/reports/<path>` with the filters that are set. */
export function address(path: string, filters: Filters): string {
  return `/reports/${path}${queryOf(filters)}`;
}

function queryOf(filters: Filters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value) query.set(name, value);
  const text = query.toString();
  return text ? `?${text}` : '';
}

/** Addresses of report pages. */

/** `/reports/<path>` with the filters that are set, in a steady order; empty ones are left out. */
export function address(path: string, filters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value) query.set(name, value);
  const text = query.toString();
  return `/reports/${path}${text ? `?${text}` : ''}`;
}

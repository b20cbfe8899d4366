/** Addresses of the API: `/api` and `/api/v1` answer alike, with and without a slash at the end, and below a terminal's secret
 *  too. Nothing is answered by a redirect. */

export interface ApiPath {
  /** A terminal's secret in the address, as it was sent; null without one. */
  secret: string | null;
  /** What follows the version, without a slash at the end, still in its % form: `/push`. */
  rest: string;
}

const form = /^(?:\/t\/([^/]*))?\/api(?:\/v1)?(\/.*)?$/;

/** Reads a path, without its query. Null: none of the API's. */
export function readApiPath(path: string): ApiPath | null {
  const [match, secret = null, rest = ''] = form.exec(path) ?? [];
  if (match === undefined) return null;
  return { secret, rest: rest.endsWith('/') ? rest.slice(0, -1) : rest };
}

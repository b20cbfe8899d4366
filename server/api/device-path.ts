/** Addresses of the device door. `/api` and `/api/v1` answer alike, with and without a trailing slash, and below `/t/<secret>`
 *  too; nothing is ever answered by a redirect, which would turn a push into a pull (protocol, section 0). */

const deviceRoutes = [
  '/health',
  '/pos/init',
  '/pos/transactions',
  '/pos/sequences',
  '/pos/closures',
  '/identity',
] as const;

export type DeviceRoute = (typeof deviceRoutes)[number];

export interface DevicePath {
  /** The secret in the address, as it was sent; null without one. */
  secret: string | null;
  /** Null: an address of this door that nobody answers. */
  route: DeviceRoute | null;
  /** What a problem of the API calls an address that nobody answers. Null: an error is told there as tills read it. */
  instance: string | null;
}

const form = /^(?:\/t\/([^/]*))?\/api(?:\/v1)?(\/.*)?$/;

/** Pages for people. */
const forPeople = /^\/api\/docs(?:\/|$)/;

/** A till whose settings are not right asks somewhere beside its own addresses. */
const forTills = /\/pos(?:\/|$)/i;

/** Reads a path, without its query. Null: none of this door's. */
export function readDevicePath(path: string): DevicePath | null {
  if (forPeople.test(path)) return null;
  const [match, secret = null, rest = ''] = form.exec(path) ?? [];
  // Whatever else stands below /t/ may hold a secret: it goes no further.
  if (match === undefined) return /^\/t(\/|$)/.test(path) ? { secret: null, route: null, instance: null } : null;
  const plain = rest.endsWith('/') ? rest.slice(0, -1) : rest;
  const route = deviceRoutes.find((each) => each === plain) ?? null;
  return { secret, route, instance: route !== null || forTills.test(plain) ? null : `/api/v1${plain}` };
}

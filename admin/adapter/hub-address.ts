/** The address under which people and tills reach the hub, for actions that hand out settings. */

import type { Ctx, Database } from '../../server/db/index.ts';

const addresses = new WeakMap<Database, string>();

export function rememberAddress(db: Database, publicUrl: string): void {
  addresses.set(db, publicUrl);
}

/** @throws Error the back office was not started on this database */
export function addressOf({ db }: Pick<Ctx, 'db'>): string {
  const address = addresses.get(db);
  if (address === undefined) throw new Error('The address of the hub is not known');
  return address;
}

import type { Database } from './client.ts';

/** What a process keeps for each database that it has opened: made when it is first asked for, gone with its database. */
export function perDatabase<T>(make: (db: Database) => T): (db: Database) => T {
  const known = new WeakMap<Database, { made: T }>();
  return (db) => {
    const kept = known.get(db) ?? { made: make(db) };
    known.set(db, kept);
    return kept.made;
  };
}

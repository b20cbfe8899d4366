/** A SQLite file can be moved, replaced or deleted under a process that has it open. What is written then goes into a file
 *  without a name, and is gone when the process ends. */

import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DomainError } from '../core/errors.ts';

/** Remembers which files lie under the names of the database and of its write-ahead log, both of which must exist.
 *  @returns what throws `unavailable` when others, or none, lie there (two looks into the folder, a few microseconds) */
export function watchPlace(file: string): () => void {
  const names = [file, `${file}-wal`];
  const known = names.map(identityOf);
  return () => {
    const at = names.findIndex((name, index) => known[index] === null || identityOf(name) !== known[index]);
    if (at < 0) return;
    const facts = { reason: 'file moved', file: names[at], retryAfterSeconds: 5 };
    throw new DomainError('unavailable', facts, 'The database is not where it was when the hub started.');
  };
}

function identityOf(name: string): string | null {
  const found = statSync(name, { throwIfNoEntry: false });
  return found ? `${found.dev}/${found.ino}` : null;
}

/** The path in a `file:` address; relative ones count from the working directory. */
export function sqliteFile(url: string): string {
  return url.startsWith('file://') ? fileURLToPath(url) : url.replace(/^file:/, '');
}

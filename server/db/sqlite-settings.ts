/** What every SQLite connection of the hub is set to, whoever opens it. */

import { setTimeout as delay } from 'node:timers/promises';
import { engineCode } from './errors.ts';

/** How long one statement may wait inside SQLite for another process. It waits with the whole event loop, so it is short;
 *  a longer wait for the write lock is made of many short ones, see `retryWhileBusy`. */
export const BUSY_TIMEOUT_MS = 10;

/** Readers meet locks only while another process opens, recovers or closes the file, and have nobody to retry for them. */
export const READER_BUSY_TIMEOUT_MS = 1000;

/** Name, what is set, and what SQLite then answers. `synchronous` falls back to NORMAL when a WAL file exists already, and
 *  foreign keys are off by default: all are set and asserted on every new connection. */
export const pragmas = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['wal_autocheckpoint', '8000', 8000],
] as const;

/** Repeats while another process holds the file, without keeping the event loop from its other work. */
export async function retryWhileBusy<T>(waitMs: number, attempt: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!engineCode(error)?.startsWith('SQLITE_BUSY') || performance.now() > deadline) throw error;
      await delay(10 + Math.random() * 30);
    }
  }
}

/** A hub that is busy with its tills may have no turn to write for a while; a run of minutes should not end for that. */

import { setTimeout as wait } from 'node:timers/promises';
import { isUnavailable } from '../../db/index.ts';

const pausesMs = [500, 2000, 5000, 10_000];

/** Runs what is safe to repeat, again after a pause while the database is unavailable.
 *  @throws unavailable it stays so */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await work();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      await wait(pauseMs);
    }
  }
  return work();
}

/** The second thread of `write-lock.test.ts`. */
import { workerData } from 'node:worker_threads';
import { openWriteLock, takingTurns } from '../../../server/db/write-lock.ts';

const { turns, counters, rounds } = workerData as { turns: SharedArrayBuffer; counters: Int32Array; rounds: number };
const lock = openWriteLock(turns, 2);
// A wait for the turn alone keeps no thread alive.
const alive = setInterval(() => {}, 1000);
for (let round = 0; round < rounds; round += 1) {
  await takingTurns(lock, 5000, async () => {
    const before = counters[0] as number;
    if (counters[1] !== before) process.exit(2);
    counters[0] = before + 1;
    counters[1] = before + 1;
  });
  Atomics.add(counters, 2, 1);
}
clearInterval(alive);

/** What vitest takes for `@node-rs/argon2`: the same algorithm with a hundredth of the work. A stored form names its own cost, so
 *  whatever is hashed here is proved at that cost, too. Programs that tests start take the real one. */

import { createRequire } from 'node:module';

type Argon2 = typeof import('@node-rs/argon2');

const real: Argon2 = createRequire(import.meta.url)('@node-rs/argon2');
const quick = { memoryCost: 256, timeCost: 1 };
let isReal = false;

export const verify: Argon2['verify'] = real.verify;
export const hash: Argon2['hash'] = (password, options, signal) =>
  real.hash(password, isReal ? options : { ...options, ...quick }, signal);

/** For tests that are about the cost: from here to the end of its scope passwords are hashed as people's are. */
export function asInEarnest(): Disposable {
  isReal = true;
  return {
    [Symbol.dispose]() {
      isReal = false;
    },
  };
}

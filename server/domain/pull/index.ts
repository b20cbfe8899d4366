/** Pulling: what has changed since somebody last asked, and the proof that they have all of it. */

export { readChecksums } from './checksums.ts';
export { createPullHub, type PullHub } from './hub.ts';
export { allTypes } from './kinds.ts';
export { type Pulled, pull } from './pull.ts';
export type { Page } from './read-page.ts';
export { openSnapshot, type Snapshot } from './snapshot.ts';
export { productUpdates, shortRows } from './stub-pulls.ts';
export { versionPrices } from './version-prices.ts';

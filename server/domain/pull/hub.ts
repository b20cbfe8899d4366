/** What pulling needs of the process: what is kept and shared between requests. */

import { Latest } from '../../core/latest.ts';
import type { Vault } from '../../core/vault.ts';
import type { Database } from '../../db/index.ts';
import type { FeedSums } from './checksums.ts';
import { Signer } from './digest.ts';
import { FeedWatch } from './feed-watch.ts';
import { PageStore } from './page-store.ts';
import { Places } from './places.ts';

import { Wholes } from './wholes.ts';

/** Stores whose checksums are kept. */
const mostSums = 50;

export interface PullHub {
  readonly signer: Signer;
  readonly places: Places;
  readonly pages: PageStore;
  readonly wholes: Wholes;
  readonly watch: FeedWatch;
  readonly sums: Latest<FeedSums>;
  /** How long cursors are good for. */
  readonly keptDays: number;
}

/** @param options.secret the hub's own, by which cursors are signed */
export function createPullHub(options: {
  db: Database;
  vault: Vault;
  secret: string;
  keptDays: number;
  stopping(): boolean;
}): PullHub {
  const { db, vault, secret, keptDays, stopping } = options;
  const signer = new Signer(secret);
  const places = new Places(db);
  return {
    ...{ signer, places, keptDays },
    pages: new PageStore(),
    wholes: new Wholes(signer, vault),
    watch: new FeedWatch(places, stopping),
    sums: new Latest(mostSums),
  };
}

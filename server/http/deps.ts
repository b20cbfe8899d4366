import type { Config } from '../config.ts';
import type { Database } from '../db/index.ts';
import type { Logger } from '../log.ts';

/** What every door is built from; made once by the composition root. */
export interface AppDeps {
  readonly config: Config;
  readonly db: Database;
  readonly log: Logger;
  /** The clock; tests set it. */
  now(): Date;
  /** True from the moment the process was asked to stop: what was accepted is finished, `/readyz` says no. */
  stopping(): boolean;
}

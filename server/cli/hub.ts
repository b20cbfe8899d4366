/** What every command needs of the hub: configuration, database, and a context. */
import { pino } from 'pino';
import { type Config, loadConfig } from '../config.ts';
import { type Ctx, openDatabase, pendingMigrations } from '../db/index.ts';
import { systemCtx } from '../domain/tenancy/index.ts';
import { createLogger } from '../log.ts';

/** The log of commands goes to standard error: standard output is for results. */
export function commandLog(config: Pick<Config, 'logLevel'>) {
  const logLevel = config.logLevel === 'info' ? 'warn' : config.logLevel;
  return createLogger({ logLevel }, pino.destination({ dest: 2, sync: true }));
}

/** Opens the hub's database beside whatever else uses it, runs a command's work as the hub itself, and closes it again.
 *  @throws Error the database is missing or not up to date */
export async function withHub<T>(command: string, work: (ctx: Ctx, config: Config) => Promise<T>): Promise<T> {
  const config = loadConfig();
  const log = commandLog(config);
  const db = await openDatabase({ url: config.databaseUrl, log });
  try {
    const pending = await pendingMigrations(db);
    if (pending.length > 0) {
      throw new Error('The database is not up to date. Run "npm run gate -- migrate" first, or start the hub once.');
    }
    return await work(systemCtx({ db, log, now: () => new Date() }, `cli:${command}`, 'cli'), config);
  } finally {
    await db.close();
  }
}

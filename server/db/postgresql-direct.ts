/** PostgreSQL without Prisma in between, for what runs with every receipt. Statements of `dialect.ts` are prepared once for each
 *  connection; one costs about half of what it costs through Prisma. */

import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { TransactionLimits } from './connection.ts';
import type { Logger } from './context.ts';
import type { RawClient } from './dialect.ts';
import { isConflictOfTransactions } from './errors.ts';
import { preparedName } from './postgresql.ts';
import { MAX_ATTEMPTS, sessionOptions, withSessionOptions } from './postgresql-settings.ts';

/** BIGINT comes as a bigint, as from every other connection; the driver alone would give its text. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (oid === pg.types.builtins.INT8 && format !== 'binary') return (text: string) => BigInt(text);
    return pg.types.getTypeParser(oid, format as 'text');
  },
};

export interface DirectPool {
  transact<T>(work: (raw: RawClient) => Promise<T>, limits: TransactionLimits): Promise<T>;
  /** Runs single statements, each on whichever connection is free. */
  readonly client: RawClient;
  close(): Promise<void>;
}

/** @param max connections, opened when they are needed */
export function openDirectPool(config: { url: string; max: number; log: Logger | null }): DirectPool {
  const pool = new pg.Pool({
    connectionString: withSessionOptions(config.url, sessionOptions),
    max: config.max,
    connectionTimeoutMillis: 5000,
    types,
  });
  pool.on('error', (error) => config.log?.warn({ error: error.message }, 'a PostgreSQL connection was lost'));
  return {
    client: rawClient(pool),
    async transact(work, limits) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await transactOnce(pool, work, limits);
        } catch (error) {
          if (!isConflictOfTransactions(error) || attempt === MAX_ATTEMPTS) throw error;
          await delay(Math.random() * 10 * 2 ** attempt);
        }
      }
    },
    close: async () => {
      if (!pool.ended) await pool.end();
    },
  };
}

async function transactOnce<T>(
  pool: pg.Pool,
  work: (raw: RawClient) => Promise<T>,
  { timeoutMs }: TransactionLimits,
): Promise<T> {
  const client = await pool.connect();
  let isLost = false;
  // Without a listener a connection that breaks between two statements would end the process.
  const lose = () => {
    isLost = true;
  };
  client.on('error', lose);
  try {
    await client.query(`BEGIN; SET LOCAL statement_timeout = ${Math.ceil(timeoutMs)}`);
    const result = await work(rawClient(client));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(lose);
    throw error;
  } finally {
    client.off('error', lose);
    client.release(isLost);
  }
}

function rawClient(target: Pick<pg.ClientBase, 'query'>): RawClient {
  const run = (text: string, values: unknown[]) => {
    const name = preparedName(text);
    return target.query(name === '' ? { text, values } : { name, text, values });
  };
  return {
    $queryRawUnsafe: async <T>(text: string, ...values: unknown[]) => (await run(text, values)).rows as T,
    $executeRawUnsafe: async (text, ...values) => (await run(text, values)).rowCount ?? 0,
  };
}

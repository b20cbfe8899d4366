/** Opens a PostgreSQL database: a small pool that writes and one whose sessions only read, both in UTC. */

import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import type { PrismaClient } from '@prisma/client';
import type { Connection, TransactionLimits, Tx } from './connection.ts';
import type { Logger } from './context.ts';
import { isConflictOfTransactions } from './errors.ts';
import { Gate } from './gate.ts';
import { preparedName } from './postgresql.ts';
import { openDirectPool } from './postgresql-direct.ts';
import { MAX_ATTEMPTS, readerOptions, sessionOptions, withSessionOptions } from './postgresql-settings.ts';

interface PostgresConfig {
  url: string;
  writers: number;
  readers: number;
  log: Logger | null;
}

export async function connectPostgres(config: PostgresConfig): Promise<Connection> {
  const writer = makeClient(config, sessionOptions, config.writers);
  const reader = makeClient(config, readerOptions, config.readers);
  const direct = openDirectPool({ url: config.url, max: config.writers, log: config.log });
  const gate = new Gate(config.writers);
  await assertUtc(writer);
  await assertUtc(reader);

  return {
    reader,
    finder: reader,
    async ping() {
      await reader.$queryRawUnsafe('SELECT 1');
    },
    transact: (work, limits) => gate.run(limits.waitMs, () => retrying(writer, work, limits)),
    transactRaw: (work, limits) => gate.run(limits.waitMs, () => direct.transact(work, limits)),
    snapshot(work, timeoutMs) {
      const patient = async (tx: Tx) => {
        // Whoever verifies or copies may think for longer than a minute between two reads.
        await tx.$executeRawUnsafe('SET LOCAL idle_in_transaction_session_timeout = 0');
        return work(tx);
      };
      const options = isolated({ timeout: timeoutMs, maxWait: 10_000, isolationLevel: 'RepeatableRead' });
      return reader.$transaction(patient, options);
    },
    async close() {
      await gate.drain();
      await direct.close();
      await reader.$disconnect();
      await writer.$disconnect();
    },
  };
}

async function retrying<T>(client: PrismaClient, work: (tx: Tx) => Promise<T>, limits: TransactionLimits): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await client.$transaction(work, { timeout: limits.timeoutMs, maxWait: limits.waitMs });
    } catch (error) {
      if (!isConflictOfTransactions(error) || attempt === MAX_ATTEMPTS) throw error;
      await delay(Math.random() * 10 * 2 ** attempt);
    }
  }
}

/** The types are SQLite's client's, which knows one isolation level only. */
function isolated(options: { timeout: number; maxWait: number; isolationLevel: 'RepeatableRead' }) {
  return options as unknown as { timeout: number; maxWait: number };
}

function makeClient(config: PostgresConfig, options: string, max: number): PrismaClient {
  const report = (error: Error) => config.log?.warn({ error: error.message }, 'a PostgreSQL connection was lost');
  const adapter = new PrismaPg(
    { connectionString: withSessionOptions(config.url, options), max, connectionTimeoutMillis: 5000 },
    { statementNameGenerator: ({ sql }) => preparedName(sql), onPoolError: report, onConnectionError: report },
  );
  // A client is generated for one provider. This is the one place that knows there are two; everybody else sees the types
  // of SQLite's, which has fewer filters and otherwise the same models.
  const generated = createRequire(import.meta.url)('../../prisma/generated/postgresql/index.js') as {
    PrismaClient: typeof PrismaClient;
  };
  return new generated.PrismaClient({ adapter });
}

async function assertUtc(client: PrismaClient): Promise<void> {
  const rows = await client.$queryRawUnsafe<{ zone: string }[]>(`SELECT current_setting('TimeZone') AS zone`);
  if (rows[0]?.zone === 'UTC') return;
  throw new Error(
    `PostgreSQL's sessions must be in UTC, this one is in ${rows[0]?.zone}: does a pooler drop "options"?`,
  );
}

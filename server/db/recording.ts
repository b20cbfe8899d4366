/** The database as the thread that records pushes sees it: raw SQL and nothing else. Prisma's clients would take 60 MB of memory
 *  in the second thread, and a tenth of its time. */

import { type Database, type DatabaseConfig, providerOf } from './client.ts';
import type { Connection } from './connection.ts';
import { dialectOf } from './dialects.ts';
import { Gate } from './gate.ts';
import { guard } from './guard.ts';
import { openDirectPool } from './postgresql-direct.ts';
import { openDirectReader, openDirectWriter } from './sqlite-direct.ts';
import { sqliteFile } from './sqlite-place.ts';
import { soleWriter, takingTurns } from './write-lock.ts';

/** Transactions that PostgreSQL runs at once for pushes; one is prepared and sent while another commits. */
const postgresWriters = 2;

/** Models and snapshots are refused.
 *  @throws as `openDatabase` */
export async function openForRecording(config: DatabaseConfig): Promise<Database> {
  const provider = providerOf(config.url);
  const connection = provider === 'sqlite' ? await sqlite(config) : postgresql(config);
  const { findsNesting = true, waitMs = 10_000, timeoutMs = 15_000 } = config;
  return guard(connection, dialectOf(provider), { findsNesting, waitMs, timeoutMs });
}

type RawConnection = Pick<Connection, 'finder' | 'transactRaw' | 'close'>;

async function sqlite({ url, lock = soleWriter }: DatabaseConfig): Promise<Connection> {
  const file = sqliteFile(url);
  const writer = await openDirectWriter(file);
  const finder = await openDirectReader(file);
  const gate = new Gate(1);
  return rawOnly({
    finder: finder.client,
    transactRaw: (work, { waitMs }) =>
      gate.run(waitMs, () => takingTurns(lock, waitMs, () => writer.transact(work, waitMs))),
    async close() {
      await gate.drain();
      finder.close();
      writer.close();
    },
  });
}

function postgresql({ url, log }: DatabaseConfig): Connection {
  const pool = openDirectPool({ url, max: postgresWriters + 1, log: log ?? null });
  const gate = new Gate(postgresWriters);
  return rawOnly({
    finder: pool.client,
    transactRaw: (work, limits) => gate.run(limits.waitMs, () => pool.transact(work, limits)),
    async close() {
      await gate.drain();
      await pool.close();
    },
  });
}

function rawOnly(connection: RawConnection): Connection {
  const refuse = (): never => {
    throw new Error('The thread that records pushes has raw SQL only');
  };
  return {
    ...connection,
    get reader() {
      return refuse();
    },
    ping: async () => void (await connection.finder.$queryRawUnsafe('SELECT 1')),
    transact: async () => refuse(),
    snapshot: async () => refuse(),
  };
}

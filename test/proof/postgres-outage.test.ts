import path from 'node:path';
import pg from 'pg';
import { expect, inject, it } from 'vitest';
import { migrate } from '../../server/db/index.ts';
import { startPostgres } from '../support/postgres.ts';
import { send } from './client.ts';
import { expectWhole, makeSetting, rideThrough } from './setting.ts';

const { provider, folder } = inject('databases');

type Server = Awaited<ReturnType<typeof startPostgres>>;

/** Says something to the server itself, beside the hub. */
async function tell(server: Server, ...sentences: string[]): Promise<void> {
  const admin = new pg.Client({ connectionString: server.url('postgres') });
  await admin.connect();
  for (const sentence of sentences) await admin.query(sentence);
  await admin.end();
}

/** A server of our own, because the others' must not be stopped, with a migrated database. */
async function startOwn(name: string): Promise<Server> {
  const server = await startPostgres(path.join(folder, name));
  await tell(server, 'CREATE DATABASE gate');
  await migrate({ url: server.url('gate') });
  return server;
}

/** Connections that are open keep what they began with. */
const endConnections = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'gate'";

it.runIf(provider === 'postgresql')(
  'a hub whose PostgreSQL takes no writes any more, as a replica or a full disk makes it, says 503 and loses nothing',
  { timeout: 120_000 },
  async () => {
    const server = await startOwn('read-only');
    try {
      await using setting = await makeSetting(3, server.url('gate'));
      const load = await rideThrough(setting, {
        begin: () => tell(server, 'ALTER DATABASE gate SET default_transaction_read_only = on', endConnections),
        async during({ url }) {
          expect((await send(`${url}/healthz`)).status).toBe(200);
        },
        end: () => tell(server, 'ALTER DATABASE gate RESET default_transaction_read_only', endConnections),
      });
      await expectWhole(setting, load);
    } finally {
      await server.stop();
    }
  },
);

it.runIf(provider === 'postgresql')(
  'a hub whose PostgreSQL crashes says so, accepts nothing meanwhile, and works again by itself when it is back',
  { timeout: 120_000 },
  async () => {
    const server = await startOwn('outage');
    try {
      await using setting = await makeSetting(3, server.url('gate'));
      const load = await rideThrough(setting, {
        begin: () => server.crash(),
        async during({ url }) {
          const ready = await send(`${url}/readyz`);
          expect([ready.status, ready.body]).toEqual([503, { status: 'unavailable', reason: expect.any(String) }]);
          expect((await send(`${url}/healthz`)).status).toBe(200);
          expect((await send(`${url}${setting.tills[0].prefix}/health`)).status).toBe(200);
        },
        end: () => server.restart(),
      });
      await expectWhole(setting, load);
    } finally {
      await server.stop();
    }
  },
);

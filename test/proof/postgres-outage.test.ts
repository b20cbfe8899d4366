import path from 'node:path';
import pg from 'pg';
import { expect, inject, it } from 'vitest';
import { migrate } from '../../server/db/index.ts';
import { startPostgres } from '../support/postgres.ts';
import { send } from './client.ts';
import { expectWhole, makeSetting, rideThrough } from './setting.ts';

const { provider, folder } = inject('databases');

it.runIf(provider === 'postgresql')(
  'a hub whose PostgreSQL crashes says so, accepts nothing meanwhile, and works again by itself when it is back',
  { timeout: 120_000 },
  async () => {
    // A server of our own: the others' must not be stopped.
    const server = await startPostgres(path.join(folder, 'outage'));
    try {
      const admin = new pg.Client({ connectionString: server.url('postgres') });
      await admin.connect();
      await admin.query('CREATE DATABASE gate');
      await admin.end();
      await migrate({ url: server.url('gate') });
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

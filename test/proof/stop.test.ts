import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { createRandom } from '../../server/cli/simulator/random.ts';
import { sqliteFile } from '../../server/db/sqlite-connection.ts';
import { cloneTemplate } from '../support/database.ts';
import { audit, compareDocument, readStored, totalsOf } from './books.ts';
import { readAnswer } from './client.ts';
import { envelope, Producer } from './documents.ts';
import { makeFleet, type Till, withDatabase } from './fleet.ts';
import { type HubProcess, type Installation, startHub } from './hub-process.ts';
import { isAccepted, Load } from './load.ts';

const { provider, folder } = inject('databases');

interface Setting extends AsyncDisposable {
  installation: Installation;
  tills: Till[];
}

const hubs: HubProcess[] = [];

afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.kill();
});

async function setUp(count: number): Promise<Setting> {
  const clone = await cloneTemplate();
  const dataDir = mkdtempSync(path.join(folder, 'stop-'));
  return {
    installation: { databaseUrl: clone.url, dataDir },
    tills: await makeFleet(clone.url, count),
    async [Symbol.asyncDispose]() {
      for (const hub of hubs.splice(0)) await hub.kill();
      await clone[Symbol.asyncDispose]();
      rmSync(dataDir, { recursive: true });
    },
  };
}

async function start(setting: Setting): Promise<HubProcess> {
  const hub = await startHub(setting.installation);
  hubs.push(hub);
  return hub;
}

/** A push whose head has arrived and whose body has not: the hub has accepted it and waits. */
async function beginPush(hub: HubProcess, till: Till, text: string) {
  const request = http.request(`${hub.url}${till.prefix}/pos/transactions`, {
    method: 'POST',
    agent: new http.Agent({ keepAlive: true }),
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), expect: '100-continue' },
  });
  const response = once(request, 'response').then(([answer]) => readAnswer(answer));
  // Whoever only wants it to be cut does not wait for the answer.
  response.catch(() => undefined);
  request.flushHeaders();
  await once(request, 'continue');
  return { request, response };
}

/** Resolves when the hub takes no new connection. */
async function untilRefused(port: number): Promise<void> {
  for (;;) {
    const socket = connect({ port, host: '127.0.0.1' });
    try {
      await once(socket, 'connect');
    } catch {
      return;
    } finally {
      socket.destroy();
    }
  }
}

async function expectWhole(setting: Setting, load: Load): Promise<void> {
  await withDatabase(setting.installation.databaseUrl, async (db) => {
    const problems = [...load.problems];
    const stored = await readStored(db, problems);
    const acknowledged = [...load.acknowledged.values()].flat();
    for (const document of acknowledged) {
      const found = stored.get(document.id);
      problems.push(...(found ? compareDocument(document, found) : [`${document.id} is not stored`]));
    }
    problems.push(...(await audit(db, totalsOf(load.tills, load.acknowledged))));
    expect(problems).toEqual([]);
    // A document that is stored was answered: nothing more is there than the tills know of.
    expect(stored.size).toBe(acknowledged.length);
  });
}

describe('a hub that is asked to stop', { timeout: 60_000 }, () => {
  it('stores what it answers and answers what it stores, and ends with 0', async () => {
    await using setting = await setUp(4);
    const hub = await start(setting);
    const load = new Load(setting.tills, 'stop');
    let left = 40;
    await load.run(hub.url, () => {
      left -= 1;
      if (left === 0) hub.signal('SIGTERM');
    });
    expect(await hub.ended).toBe(0);
    await expectWhole(setting, load);
  });

  it('finishes a request that was on its way, takes no new one, and closes the database', async () => {
    await using setting = await setUp(1);
    const [till] = setting.tills as [Till];
    const producer = new Producer(till, createRandom('stop'));
    const document = producer.next();
    const text = JSON.stringify(envelope(till, 'transactions', [document.item], producer.sequences()));
    const hub = await start(setting);
    const idle = connect({ port: hub.port, host: '127.0.0.1' });
    await once(idle, 'connect');
    const { request, response } = await beginPush(hub, till, text);
    hub.signal('SIGTERM');
    await untilRefused(hub.port);
    await once(idle.resume(), 'close');
    request.end(text);
    const answer = await response;
    expect(isAccepted(answer, 1), answer.text).toBe(true);
    expect(await hub.ended).toBe(0);
    if (provider === 'sqlite') {
      // Only the last connection that closes properly removes it.
      expect(existsSync(`${sqliteFile(setting.installation.databaseUrl)}-wal`)).toBe(false);
    }
    await withDatabase(setting.installation.databaseUrl, async (db) => {
      const stored = await readStored(db, []);
      expect([...stored.keys()]).toEqual([document.id]);
      if (provider === 'postgresql') {
        const sessions = await db.reader.$queryRawUnsafe<{ pid: number }[]>(
          `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND client_port IS NOT NULL
            AND backend_start < (SELECT min(backend_start) FROM pg_stat_activity WHERE pid = pg_backend_pid()) - interval '2 s'`,
        );
        expect(sessions).toEqual([]);
      }
    });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends at once when it is asked again, by %s', async (second) => {
    await using setting = await setUp(1);
    const [till] = setting.tills as [Till];
    const hub = await start(setting);
    const { request } = await beginPush(hub, till, '{"never": "sent"}');
    request.once('error', () => undefined);
    hub.signal('SIGTERM');
    await untilRefused(hub.port);
    hub.signal(second);
    expect(await hub.ended).toBe(1);
    await expectWhole(setting, new Load(setting.tills, 'none'));
  });
});

import { once } from 'node:events';
import { existsSync } from 'node:fs';
import http from 'node:http';
import { connect } from 'node:net';
import { describe, expect, inject, it } from 'vitest';
import { createRandom } from '../../server/cli/simulator/random.ts';
import { sqliteFile } from '../../server/db/sqlite-place.ts';
import { readStored } from './books.ts';
import { readAnswer } from './client.ts';
import { envelope, Producer } from './documents.ts';
import { type Till, withDatabase } from './fleet.ts';
import type { HubProcess } from './hub-process.ts';
import { isAccepted, Load } from './load.ts';
import { expectWhole, makeSetting } from './setting.ts';

const { provider } = inject('databases');

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

describe('a hub that is asked to stop', () => {
  it('stores what it answers and answers what it stores, and ends with 0', async () => {
    await using setting = await makeSetting(4);
    const hub = await setting.start();
    const load = new Load(setting.tills, 'stop');
    let left = 40;
    await load.run(hub.url, () => {
      left -= 1;
      if (left === 0) hub.signal('SIGTERM');
    });
    expect(await hub.ended).toBe(0);
    expect(load.problems).toEqual([]);
    await expectWhole(setting, load);
  });

  it('finishes a request that was on its way, takes no new one, and closes the database', async () => {
    await using setting = await makeSetting(1);
    const [till] = setting.tills;
    const producer = new Producer(till, createRandom('stop'));
    const document = producer.next();
    const text = JSON.stringify(envelope(till, 'transactions', [document.item], producer.sequences()));
    const hub = await setting.start();
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
    // Only the last connection that closes properly removes it. PostgreSQL will not drop a database that somebody is connected to.
    if (provider === 'sqlite') {
      expect(existsSync(`${sqliteFile(setting.installation.databaseUrl)}-wal`)).toBe(false);
    }
    await withDatabase(setting.installation.databaseUrl, async (db) => {
      const stored = await readStored(db, []);
      expect([...stored.keys()]).toEqual([document.id]);
    });
  });

  it.runIf(provider === 'sqlite').each(['SIGTERM', 'SIGINT'] as const)(
    'ends at once when it is asked again, by %s',
    async (second) => {
      await using setting = await makeSetting(1);
      const [till] = setting.tills;
      const hub = await setting.start();
      const { request } = await beginPush(hub, till, '{"never": "sent"}');
      request.once('error', () => undefined);
      hub.signal('SIGTERM');
      await untilRefused(hub.port);
      hub.signal(second);
      expect(await hub.ended).toBe(1);
      await expectWhole(setting, new Load(setting.tills, 'none'));
    },
  );
});

/** What one terminal may ask for at once, and that nobody else ever pays for it. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { TerminalLimit } from '../../server/api/terminal-limit.ts';
import { setCodeOnlyAccess } from '../../server/domain/stores/index.ts';
import { withDatabase } from '../support/database.ts';
import { PullTill } from '../support/pull-till.ts';
import {
  call,
  type DeviceHub,
  type Json,
  only,
  openShop,
  recorded,
  type ShopTerminal,
  startDeviceHub,
} from './support.ts';

const test = withDatabase();
/** So little that a test reaches it. */
const perMinute = 60;
let hub: DeviceHub;

beforeAll(async () => {
  hub = await startDeviceHub(test.db, { TERMINAL_REQUESTS_PER_MINUTE: String(perMinute) });
  return () => hub[Symbol.asyncDispose]();
});

function sale(terminal: ShopTerminal): Json {
  const body = recorded('transaction-push-real-sale', terminal);
  body.transactions[0].head.id = `a${crypto.randomUUID().slice(1)}`;
  return body;
}
const push = async (terminal: ShopTerminal) =>
  (await call(`${terminal.url}/api/v1/pos/transactions`, { json: sale(terminal) })).status;
const count = (statuses: readonly number[], status: number) => statuses.filter((each) => each === status).length;
/** A push whose body does not come: everything else of this terminal runs beside it until it is let go. */
async function unfinished(terminal: ShopTerminal) {
  const socket = connect(hub.port, '127.0.0.1');
  const head = [
    `POST /t/${terminal.secret}/api/v1/pos/transactions HTTP/1.1`,
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    'Content-Length: 1000',
    'Expect: 100-continue',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await once(socket, 'data');
  return {
    async [Symbol.asyncDispose]() {
      socket.destroy();
      await once(socket, 'close');
    },
  };
}
const newTill = async () => only((await openShop(hub)).terminals);

describe('a till', () => {
  it('that drains its outbox, one connection after another, is never limited', async () => {
    const terminal = await newTill();
    const statuses: number[] = [];
    for (let document = 0; document < 4 * perMinute; document += 1) statuses.push(await push(terminal));
    expect(count(statuses, 200)).toBe(statuses.length);
    expect((await call(`${terminal.url}/api/v1/pos/init`)).status).toBe(200);
  });

  it('that reads the feed a row at a time, one page after another, is never limited', async () => {
    const till = new PullTill((await newTill()).url);
    const statuses: number[] = [];
    for (let page = 0; page < 4 * perMinute; page += 1) statuses.push((await till.ask({ limit: 1 })).status);
    expect(count(statuses, 200)).toBe(statuses.length);
  });

  it('F-PLAT-4: that sends too much at once is told when to come again, and then is taken', async () => {
    const terminal = await newTill();
    const statuses: number[] = [];
    {
      await using _beside = await unfinished(terminal);
      for (let document = 0; document < perMinute + 10; document += 1) statuses.push(await push(terminal));
    }
    expect(statuses).toEqual([...Array(perMinute).fill(200), ...Array(10).fill(429)]);
    expect(await test.db.reader.transaction.count({ where: { terminalId: terminal.id } })).toBe(perMinute);
    const pull = () => call(`${terminal.url}/api/v1/pos/init`);
    const refused = await pull();
    expect(refused).toMatchObject({ status: 429, body: { status: 'error', code: 'too_many_requests' } });
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    // One document after another is taken all the while.
    expect(await push(terminal)).toBe(200);
    hub.clock.now = new Date(hub.clock.now.getTime() + seconds * 1000);
    expect((await pull()).status).toBe(200);
  });

  it('at its limit slows no till of another company, nor its neighbour in the store', async () => {
    const greedy = await openShop(hub, { terminals: 2 });
    const [flooding, neighbour] = greedy.terminals as [ShopTerminal, ShopTerminal];
    const other = await newTill();
    await using _beside = await unfinished(flooding);
    for (let document = 0; document < perMinute; document += 1) expect(await push(flooding)).toBe(200);
    const rounds = Array.from({ length: perMinute }, () => [push(flooding), push(other), push(neighbour)]);
    const statuses = await Promise.all(rounds.map((round) => Promise.all(round)));
    expect(statuses).toEqual(Array(perMinute).fill([429, 200, 200]));
    expect((await call(`${other.url}/api/v1/pos/init`)).status).toBe(200);
  });

  it('F-PLAT-4: is let in from an address where somebody tries secrets, by secret and by codes', async () => {
    const shop = await openShop(hub, { terminals: 2 });
    const [known, stranger] = shop.terminals as [ShopTerminal, ShopTerminal];
    await setCodeOnlyAccess(hub.ctx, shop.storeId, ['127.0.0.0/8']);
    const guess = (number: number) => call(`${hub.url}/t/${String(number).padStart(43, 'g')}/api/v1/pos/init`);
    const statuses: number[] = [];
    for (let number = 0; number < 60; number += 1) statuses.push((await guess(number)).status);
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(404));
    expect(count(statuses, 429)).toBe(40);
    expect(await push(known)).toBe(200);
    // Codes that this hub has never seen before from there.
    expect(await push({ ...stranger, url: hub.url })).toBe(200);
  });
});

describe('the allowance', () => {
  const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms);

  it('counts only what runs beside something else, and full loads', () => {
    const limit = new TerminalLimit(60);
    for (let turn = 0; turn < 1000; turn += 1) limit.begin(1, 'push', at(0))();
    const ends = Array.from({ length: 61 }, () => limit.begin(1, 'push', at(0)));
    expect(() => limit.begin(1, 'push', at(0))).toThrow('at once');
    for (const end of ends) end();
    limit.begin(1, 'push', at(0))();
    expect(() => limit.begin(1, 'full', at(0))).toThrow('at once');
    limit.begin(2, 'full', at(0))();
  });

  it('is not touched by pages one after another, nor by pushes while a page waits for changes', () => {
    const limit = new TerminalLimit(60);
    for (let turn = 0; turn < 1000; turn += 1) limit.begin(1, 'page', at(0))();
    limit.begin(1, 'page', at(0));
    for (let turn = 0; turn < 1000; turn += 1) limit.begin(1, 'push', at(0))();
    for (let beside = 0; beside < 15; beside += 1) limit.begin(1, 'page', at(0));
    expect(() => limit.begin(1, 'page', at(0))).toThrow('at once');
    limit.begin(1, 'push', at(0))();
  });

  it('fills up evenly to one minute of it; a clock that is set back changes nothing', () => {
    const limit = new TerminalLimit(60);
    const loads = (now: Date) => {
      let taken = 0;
      for (; taken < 500; taken += 1) {
        try {
          limit.begin(1, 'full', now)();
        } catch {
          break;
        }
      }
      return taken;
    };
    expect(loads(at(0))).toBe(60);
    expect(loads(at(10_000))).toBe(10);
    expect(loads(at(5_000))).toBe(0);
    expect(loads(at(3_600_000))).toBe(60);
  });
});

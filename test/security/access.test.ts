/** What a till that is not trusted any more can still do. */
import { beforeAll, describe, expect, it } from 'vitest';
import { TerminalLimit } from '../../server/api/terminal-limit.ts';
import { pairTerminal, revokeTerminal, updateStore, updateTerminal } from '../../server/domain/stores/index.ts';
import { call, type DeviceHub, only, openShop, recorded, startDeviceHub } from '../api/support.ts';
import { withDatabase } from '../support/database.ts';

const test = withDatabase();
let hub: DeviceHub;
beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  return () => hub[Symbol.asyncDispose]();
});

describe('a revoked till in its time of grace', () => {
  it('is refused all the same while it, or its store, is switched off', async () => {
    const { terminals, storeId } = await openShop(hub);
    const till = only(terminals);
    const json = recorded('transaction-push-real-sale', till);
    const push = async () => (await call(`${till.url}/api/v1/pos/transactions`, { json })).status;
    await revokeTerminal(hub.ctx, till.id, new Date(hub.clock.now.getTime() + 60_000));
    expect(await push()).toBe(200);
    await updateTerminal(hub.ctx, { terminalId: till.id, isActive: false });
    expect(await push()).toBe(403);
    await updateTerminal(hub.ctx, { terminalId: till.id, isActive: true });
    await updateStore(hub.ctx, { storeId, isActive: false });
    expect(await push()).toBe(403);
  });
});

describe('a secret that was stolen', () => {
  it('and is replaced without grace opens nothing, before and after the till is revoked and paired again', async () => {
    const till = only((await openShop(hub)).terminals);
    const json = recorded('transaction-push-real-sale', till);
    const steal = async () => [
      (await call(`${till.url}/api/v1/pos/init`)).status,
      (await call(`${till.url}/api/v1/pos/transactions`, { json })).status,
    ];
    const pair = (graceHours: number) => pairTerminal(hub.ctx, { terminalId: till.id, publicUrl: hub.url, graceHours });
    expect(await steal()).toEqual([200, 200]);
    await pair(24);
    expect(await steal()).toEqual([403, 200]);
    await revokeTerminal(hub.ctx, till.id);
    expect(await steal()).toEqual([404, 404]);
    await pair(24);
    expect(await steal()).toEqual([404, 404]);
  });

  it('cannot be given a time of grace without end', async () => {
    const till = only((await openShop(hub)).terminals);
    await expect(revokeTerminal(hub.ctx, till.id, new Date(Number.NaN)), 'a time that is none').rejects.toMatchObject({
      code: 'invalid_input',
    });
    await expect(
      revokeTerminal(hub.ctx, till.id, new Date(hub.clock.now.getTime() + 400 * 86_400_000)),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('a till that reads no full load to its end', () => {
  it('holds a few connections and no more, and its neighbours none', () => {
    const limit = new TerminalLimit(12_000);
    const at = new Date();
    const open = Array.from({ length: 16 }, () => limit.begin(1, 'full', at));
    expect(() => limit.begin(1, 'full', at)).toThrow('at once');
    limit.begin(1, 'push', at)();
    limit.begin(2, 'full', at)();
    open[0]?.();
    limit.begin(1, 'full', at)();
  });
});

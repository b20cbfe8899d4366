/** Two people, or a person and a till, at the same moment: one of them wins, and nothing is half done. */
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../server/core/ids.ts';
import { saveLayout } from '../../server/domain/layouts/index.ts';
import {
  createStore,
  moveTerminal,
  pairTerminal,
  retireTerminal,
  revokeTerminal,
} from '../../server/domain/stores/index.ts';
import { call, type DeviceHub, only, openShop, recorded, startDeviceHub } from '../api/support.ts';
import { withDatabase } from '../support/database.ts';

const test = withDatabase();
let hub: DeviceHub;
beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  return () => hub[Symbol.asyncDispose]();
});

const row = (id: number) => test.db.reader.terminal.findUniqueOrThrow({ where: { id } });
const outcomes = async (all: Promise<unknown>[]) =>
  (await Promise.allSettled(all)).map((one) => (one.status === 'fulfilled' ? 'done' : one.reason?.code));
const actionsOn = async (id: number) =>
  (await test.db.reader.auditEntry.findMany({ where: { subjectType: 'terminal', subjectId: String(id) } })).map(
    ({ action }) => action,
  );

describe('at the same moment', () => {
  it('five people pair one till: one gets settings, the others are told', async () => {
    const { id } = only((await openShop(hub)).terminals);
    const { secretIssuedAt: replaces } = await row(id);
    hub.clock.now = new Date(hub.clock.now.getTime() + 1000);
    const pair = () => pairTerminal(hub.ctx, { terminalId: id, publicUrl: hub.url, replaces, graceHours: 1 });
    expect((await outcomes([pair(), pair(), pair(), pair(), pair()])).sort()).toEqual([
      'done',
      ...Array.from({ length: 4 }, () => 'stale'),
    ]);
    expect(await test.db.reader.terminalFormerSecret.count({ where: { terminalId: id } })).toBe(1);
  });

  it('a till is moved, renewed, revoked and retired while it pushes: each receipt is stored once or refused', async () => {
    const from = await openShop(hub);
    const { companyId } = from;
    const to = await createStore(hub.ctx, { companyId, code: 'STORE-002', name: 'There' });
    const terminal = only(from.terminals);
    const { secretIssuedAt: replaces } = await row(terminal.id);
    hub.clock.now = new Date(hub.clock.now.getTime() + 1000);
    const ids = Array.from({ length: 24 }, () => newId());
    const push = async (id: string) => {
      const json = recorded('transaction-push-real-sale', terminal);
      json.transactions[0].head.id = id;
      return (await call(`${terminal.url}/api/v1/pos/transactions`, { json })).status;
    };
    const how = { terminalId: terminal.id, publicUrl: hub.url, replaces, graceHours: 0 };
    const [statuses, changes] = await Promise.all([
      Promise.all(ids.map(push)),
      outcomes([
        moveTerminal(hub.ctx, { ...how, storeId: to.id }),
        pairTerminal(hub.ctx, how),
        revokeTerminal(hub.ctx, terminal.id),
        retireTerminal(hub.ctx, terminal.id),
      ]),
    ]);
    expect(changes.at(-1)).toBe('done');
    expect(statuses.filter((status) => ![200, 403, 404].includes(status))).toEqual([]);
    const accepted = ids.filter((_id, index) => statuses[index] === 200);
    const stored = await test.db.reader.transaction.findMany({ where: { uuid: { in: ids } } });
    expect(stored.map(({ uuid }) => uuid).sort()).toEqual([...accepted].sort());
    expect(new Set(stored.map(({ storeId }) => storeId)).size).toBeLessThanOrEqual(1);
    expect(await push(newId())).toBe(404);
    expect(await actionsOn(terminal.id)).toContain('terminal.retire');
  });

  it('one layout is saved by many: every text is a version of its own', async () => {
    const { companyId } = await openShop(hub);
    const forms = [{ id: newId(), name: 'SALE', form_no: 1, is_startup: true }];
    const { layoutId } = await saveLayout(hub.ctx, { companyId, name: 'Ours', forms, controls: [] });
    const save = (note: string) =>
      saveLayout(hub.ctx, { companyId, layoutId, name: 'Ours', note, forms, controls: [] });
    const saved = await Promise.all(['a', 'b', 'c', 'd'].map(save));
    expect(saved.map(({ number }) => number).sort()).toEqual([2, 3, 4, 5]);
    const same = () => saveLayout(hub.ctx, { companyId, name: 'Twice', forms, controls: [] });
    expect((await outcomes([same(), same()])).sort()).toEqual(['already_exists', 'done']);
  });
});

/** A terminal from its pairing to its retirement, seen by the till that calls. */
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyAuditChain } from '../../../server/domain/audit/index.ts';
import {
  assignCashier,
  createStore,
  createTerminal,
  moveTerminal,
  pairTerminal,
  retireTerminal,
  revokeTerminal,
  setCodeOnlyAccess,
} from '../../../server/domain/stores/index.ts';
import { verify } from '../../../server/domain/verification/index.ts';
import {
  call,
  type DeviceHub,
  type Json,
  only,
  openShop,
  recorded,
  type ShopTerminal,
  startDeviceHub,
} from '../../api/support.ts';
import { withDatabase } from '../../support/database.ts';

const test = withDatabase();
let hub: DeviceHub;
const hourMs = 3_600_000;

beforeAll(async () => {
  hub = await startDeviceHub(test.db);
  return () => hub[Symbol.asyncDispose]();
});

async function newShop() {
  const shop = await openShop(hub);
  const second = await createStore(hub.ctx, { companyId: shop.companyId, code: 'STORE-002', name: 'Quay' });
  return { ...shop, terminal: only(shop.terminals), secondStoreId: second.id };
}

type Codes = ShopTerminal['codes'];

/** A sale of its own under these codes; `[status, accepted]`. */
async function push(url: string, codes: Codes): Promise<[number, number | undefined]> {
  const body: Json = { ...recorded('transaction-push-real-sale', { codes } as ShopTerminal) };
  const id = `a${crypto.randomUUID().slice(1)}`;
  body.transactions[0].head.id = id;
  for (const section of Object.values<Json>(body.transactions[0])) {
    for (const row of Array.isArray(section) ? section : []) {
      row.id = `a${crypto.randomUUID().slice(1)}`;
      if ('fk_transaction_head_id' in row) row.fk_transaction_head_id = id;
    }
  }
  const answer = await call(`${url}/api/v1/pos/transactions`, { json: body });
  return [answer.status, answer.body.accepted];
}
const pull = async (url: string) => (await call(`${url}/api/v1/pos/init`)).status;
const later = (hours: number) => {
  hub.clock.now = new Date(hub.clock.now.getTime() + hours * hourMs);
};
const settings = { publicUrl: 'http://hub.test' };
const at = (baseUrl: string) => baseUrl.replace(settings.publicUrl, hub.url);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

describe('a terminal that is paired anew', () => {
  it('is known by the new secret at once; the old one only delivers, until its time of grace ends', async () => {
    const { terminal } = await newShop();
    const { baseUrl } = await pairTerminal(hub.ctx, { terminalId: terminal.id, ...settings, graceHours: 2 });
    expect(await pull(at(baseUrl))).toBe(200);
    expect(await pull(terminal.url)).toBe(403);
    expect(await push(terminal.url, terminal.codes)).toEqual([200, 1]);
    expect(await push(at(baseUrl), terminal.codes)).toEqual([200, 1]);
    later(2);
    expect(await push(terminal.url, terminal.codes)).toEqual([404, undefined]);
    expect(await push(at(baseUrl), terminal.codes)).toEqual([200, 1]);
  });

  it('has no other secret than the new one after a revocation, however much grace an older one had', async () => {
    const { terminal } = await newShop();
    const second = await pairTerminal(hub.ctx, { terminalId: terminal.id, ...settings, graceHours: 100 });
    await revokeTerminal(hub.ctx, terminal.id);
    expect(await push(terminal.url, terminal.codes)).toEqual([404, undefined]);
    expect(await push(at(second.baseUrl), terminal.codes)).toEqual([403, undefined]);
    const third = await pairTerminal(hub.ctx, { terminalId: terminal.id, ...settings, graceHours: 100 });
    expect(await push(terminal.url, terminal.codes)).toEqual([404, undefined]);
    expect(await push(at(second.baseUrl), terminal.codes)).toEqual([404, undefined]);
    expect(await push(at(third.baseUrl), terminal.codes)).toEqual([200, 1]);
  });

  it('is not paired by a form that was made for the secret before', async () => {
    const { terminal } = await newShop();
    const { secretIssuedAt } = await test.db.reader.terminal.findUniqueOrThrow({ where: { id: terminal.id } });
    later(1);
    const form = { terminalId: terminal.id, ...settings, replaces: secretIssuedAt };
    const { baseUrl } = await pairTerminal(hub.ctx, form);
    expect(await codeOf(pairTerminal(hub.ctx, form))).toBe('stale');
    expect(await codeOf(pairTerminal(hub.ctx, { ...form, replaces: null }))).toBe('stale');
    expect(await pull(at(baseUrl))).toBe(200);
    expect(await codeOf(pairTerminal(hub.ctx, { ...form, graceHours: 10_000 }))).toBe('invalid_input');
  });
});

describe('a terminal that moves to another store', () => {
  it('leaves its documents there, goes on with its counters, and sells in the new store with the new settings', async () => {
    const { terminal, storeId, secondStoreId } = await newShop();
    expect(await push(terminal.url, terminal.codes)).toEqual([200, 1]);
    const counters = () => test.db.reader.terminalState.findUniqueOrThrow({ where: { terminalId: terminal.id } });
    const before = await counters();
    const issued = await moveTerminal(hub.ctx, {
      ...{ terminalId: terminal.id, storeId: secondStoreId, ...settings, graceHours: 2 },
    });
    const codes = { ...terminal.codes, store_code: 'STORE-002' };
    expect(issued?.settingsToml).toContain('store_code = "STORE-002"');
    expect(await push(at(issued?.baseUrl ?? ''), terminal.codes)).toEqual([404, undefined]);
    expect(await push(at(issued?.baseUrl ?? ''), codes)).toEqual([200, 1]);
    // What was in its outbox belongs to the store where it was sold.
    expect(await push(terminal.url, terminal.codes)).toEqual([200, 1]);
    expect(await push(terminal.url, codes)).toEqual([404, undefined]);
    expect(await pull(terminal.url)).toBe(403);
    const documents = await test.db.reader.transaction.findMany({
      where: { terminalId: terminal.id },
      orderBy: { id: 'asc' },
    });
    expect(documents.map((document) => document.storeId)).toEqual([storeId, secondStoreId, storeId]);
    expect(await counters()).toMatchObject({
      closureNumber: before.closureNumber,
      receiptNumber: before.receiptNumber,
    });
    const init = await call(`${at(issued?.baseUrl ?? '')}/api/v1/pos/init`);
    const sequences = init.body.data.transaction_sequences.map((row: Json) => [row.name, row.value]);
    expect(sequences).toContainEqual(['ClosureNumber', before.closureNumber]);
    expect((await verify(hub.ctx)).differences).toEqual([]);
  });

  it('takes no code and no number that the new store has or had, and no cashier who was chosen for it', async () => {
    const { terminal, companyId, storeId, secondStoreId, cashierId } = await newShop();
    const there = await createTerminal(hub.ctx, { storeId: secondStoreId, code: 'POS-001' });
    await retireTerminal(hub.ctx, there.id);
    await assignCashier(hub.ctx, { cashierId, storeId, terminalIds: [terminal.id] });
    const move = { terminalId: terminal.id, storeId: secondStoreId, ...settings };
    await expect(moveTerminal(hub.ctx, move)).rejects.toMatchObject({
      code: 'already_exists',
      facts: { errors: [{ path: 'code' }] },
    });
    expect(await codeOf(moveTerminal(hub.ctx, { ...move, storeId }))).toBe('invalid_input');
    const strange = await newShop();
    expect(await codeOf(moveTerminal(hub.ctx, { ...move, storeId: strange.storeId }))).toBe('invalid_input');
    const issued = await moveTerminal(hub.ctx, { ...move, code: 'POS-002' });
    expect(issued?.settingsToml).toContain('terminal_code = "POS-002"');
    expect(await push(terminal.url, terminal.codes)).toEqual([404, undefined]);
    const row = await test.db.reader.terminal.findUniqueOrThrow({ where: { id: terminal.id } });
    expect(row).toMatchObject({ companyId, storeId: secondStoreId, code: 'POS-002', number: 2 });
    expect(await test.db.reader.cashierTerminal.count({ where: { terminalId: terminal.id } })).toBe(0);
  });

  it('is not doubled by what it sends again from the new store', async () => {
    const { terminal, storeId, secondStoreId } = await newShop();
    const sale = recorded('transaction-push-real-sale', terminal);
    const send = (url: string, json: Json) => call(`${url}/api/v1/pos/transactions`, { json });
    expect((await send(terminal.url, sale)).body).toMatchObject({ accepted: 1, rejected: 0 });
    const issued = await moveTerminal(hub.ctx, { terminalId: terminal.id, storeId: secondStoreId, ...settings });
    const again = await send(at(issued?.baseUrl ?? ''), { ...sale, store_code: 'STORE-002' });
    expect(again.body).toMatchObject({ accepted: 1, rejected: 0 });
    const stored = await test.db.reader.transaction.findMany({ where: { terminalId: terminal.id } });
    expect(stored.map((document) => document.storeId)).toEqual([storeId]);
    expect(await test.db.reader.conflict.count({ where: { terminalId: terminal.id } })).toBe(0);
  });

  it('stays revoked when it was', async () => {
    const { terminal, secondStoreId } = await newShop();
    await revokeTerminal(hub.ctx, terminal.id);
    const move = { terminalId: terminal.id, storeId: secondStoreId, ...settings, graceHours: 2 };
    expect(await moveTerminal(hub.ctx, move)).toBeNull();
    const codes = { ...terminal.codes, store_code: 'STORE-002' };
    expect(await push(terminal.url, codes)).toEqual([403, undefined]);
  });
});

describe('a retired terminal', () => {
  it('is a stranger with every secret and with its codes, for good, and its documents stay', async () => {
    const { terminal, companyId, storeId } = await newShop();
    await setCodeOnlyAccess(hub.ctx, storeId, ['127.0.0.0/8']);
    expect(await push(hub.url, terminal.codes)).toEqual([200, 1]);
    const { baseUrl } = await pairTerminal(hub.ctx, { terminalId: terminal.id, ...settings, graceHours: 2 });
    await retireTerminal(hub.ctx, terminal.id);
    expect(await push(terminal.url, terminal.codes)).toEqual([404, undefined]);
    expect(await push(at(baseUrl), terminal.codes)).toEqual([404, undefined]);
    expect(await push(hub.url, terminal.codes)).toEqual([404, undefined]);
    expect(await codeOf(pairTerminal(hub.ctx, { terminalId: terminal.id, ...settings }))).toBe('not_found');
    expect(await codeOf(retireTerminal(hub.ctx, terminal.id))).toBe('not_found');
    expect(await test.db.reader.transaction.count({ where: { terminalId: terminal.id } })).toBe(1);
    const trail = await test.db.reader.auditEntry.findMany({
      where: { companyId, subjectType: 'terminal' },
      orderBy: { id: 'asc' },
    });
    expect(trail.map(({ action }) => action)).toEqual([
      ...['terminal.create', 'terminal.issue-secret', 'terminal.issue-secret', 'terminal.retire'],
    ]);
    expect(JSON.stringify(trail)).not.toContain(terminal.secret);
    expect(await verifyAuditChain(test.db, companyId)).toMatchObject({ ok: true });
  });
});

describe('what comes again', () => {
  it('is counted per till, whatever else comes with it; what differs or is new is not', async () => {
    const { terminal } = await newShop();
    const sale = recorded('transaction-push-real-sale', terminal);
    const other = structuredClone(sale);
    other.transactions[0].head.total_amount = '999.0000';
    const send = (json: Json) => call(`${terminal.url}/api/v1/pos/transactions`, { json });
    for (const body of [sale, sale, other, { ...sale, transactions: [...sale.transactions, ...sale.transactions] }]) {
      expect((await send(body)).status).toBe(200);
    }
    expect(await push(terminal.url, terminal.codes)).toEqual([200, 1]);
    const state = await test.db.reader.terminalState.findUniqueOrThrow({ where: { terminalId: terminal.id } });
    expect(state.repeatCount).toBe(1 + 2 * sale.transactions.length);
  });
});

describe('each full load', () => {
  it('leaves one row in the audit trail, because it carries passwords; a refused one leaves none', async () => {
    const { terminal, companyId } = await newShop();
    expect(await pull(terminal.url)).toBe(200);
    expect(await pull(terminal.url)).toBe(200);
    await revokeTerminal(hub.ctx, terminal.id);
    expect(await pull(terminal.url)).toBe(403);
    const rows = await test.db.reader.auditEntry.findMany({ where: { companyId, action: 'terminal.init' } });
    expect(rows.map(({ door, actorKind, subjectId }) => [door, actorKind, subjectId])).toEqual(
      Array(2).fill(['device', 'terminal', String(terminal.id)]),
    );
    expect(JSON.stringify(rows)).not.toContain('till-password');
  });
});

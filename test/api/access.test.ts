import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../server/db/index.ts';
import {
  flushContacts,
  issueTerminalSecret,
  revokeTerminal,
  setCodeOnlyAccess,
  updateStore,
  updateTerminal,
} from '../../server/domain/stores/index.ts';
import { withDatabase } from '../support/database.ts';
import {
  call,
  type DeviceHub,
  only,
  openShop,
  recorded,
  type Shop,
  type ShopTerminal,
  startDeviceHub,
} from './support.ts';

const test = withDatabase();
let hub: DeviceHub;

beforeAll(async () => {
  hub = await startDeviceHub(test.db, { TRUSTED_PROXIES: '127.0.0.9' });
  return () => hub[Symbol.asyncDispose]();
});

async function newShop(): Promise<Shop & { terminal: ShopTerminal }> {
  const shop = await openShop(hub);
  return { ...shop, terminal: only(shop.terminals) };
}

const query = (codes: object) => `/api/v1/pos/init?${new URLSearchParams(codes as Record<string, string>)}`;
const refused = (status: number, code: string) => ({
  status,
  body: { status: 'error', code, message: expect.any(String) },
});

/** Every way in, by secret (`url` with it) or by codes alone. */
async function statuses(url: string, terminal: ShopTerminal): Promise<number[]> {
  const sale = recorded('transaction-push-real-sale', terminal);
  const answers = [
    await call(url + query(terminal.codes)),
    await call(`${url}/api/v1/pos/transactions`, { json: sale }),
    await call(`${url}/api/v1/pos/closures`, { json: recorded('closure-push', terminal) }),
    await call(`${url}/api/v1/pos/sequences`, { json: { ...terminal.codes, sequences: [] } }),
  ];
  for (const { body } of answers) expect(body).toMatchObject({ status: expect.stringMatching(/^(ok|error)$/) });
  return answers.map(({ status }) => status);
}

describe('a terminal with a secret', () => {
  it('F-TERM-7, fault 1: is known by the secret alone, over real HTTP; other codes with it are not found', async () => {
    const { terminal } = await newShop();
    const other = (await newShop()).terminal;
    expect((await call(`${terminal.url}/api/v1/pos/init`)).status).toBe(200);
    expect(await statuses(terminal.url, terminal)).toEqual([200, 200, 200, 200]);
    expect(await statuses(terminal.url, other)).toEqual([404, 404, 404, 404]);
    const { office_code, store_code } = terminal.codes;
    const strange = { ...terminal, codes: { office_code, store_code, terminal_code: 'pos-001' } };
    expect(await statuses(terminal.url, strange)).toEqual([404, 404, 404, 404]);
  });

  it('is refused with the old secret as soon as it has a new one', async () => {
    const { terminal } = await newShop();
    const { secret, baseUrl, settingsToml } = await issueTerminalSecret(hub.ctx, terminal.id, hub.url);
    expect(await statuses(terminal.url, terminal)).toEqual([404, 404, 404, 404]);
    expect(await statuses(baseUrl, terminal)).toEqual([200, 200, 200, 200]);
    expect(settingsToml).toContain(`base_url = "${hub.url}/t/${secret}"`);
    expect(settingsToml).toContain(`office_code = "${terminal.codes.office_code}"`);
    const stored = await test.db.reader.terminal.findUniqueOrThrow({ where: { id: terminal.id } });
    expect(JSON.stringify(stored)).not.toContain(secret);
    expect(stored.secretHint).toBe(secret.slice(-4));
  });

  it('is refused from the next request on when it is revoked, but may deliver in its time of grace', async () => {
    const { terminal } = await newShop();
    expect((await call(`${terminal.url}/api/v1/pos/init`)).status).toBe(200);
    await revokeTerminal(hub.ctx, terminal.id, new Date(hub.clock.now.getTime() + 60_000));
    expect(await statuses(terminal.url, terminal)).toEqual([403, 200, 200, 200]);
    const now = hub.clock.now;
    hub.clock.now = new Date(now.getTime() + 60_000);
    expect(await statuses(terminal.url, terminal)).toEqual([403, 403, 403, 403]);
    hub.clock.now = now;
    await revokeTerminal(hub.ctx, terminal.id);
    expect(await statuses(terminal.url, terminal)).toEqual([403, 403, 403, 403]);
  });

  it('is refused while it, or its store, is switched off, and unknown once it was deleted', async () => {
    const { terminal, storeId } = await newShop();
    await updateTerminal(hub.ctx, { terminalId: terminal.id, isActive: false });
    expect(await call(`${terminal.url}/api/v1/pos/init`)).toMatchObject(refused(403, 'terminal_disabled'));
    await updateTerminal(hub.ctx, { terminalId: terminal.id, isActive: true });
    await updateStore(hub.ctx, { storeId, isActive: false });
    expect(await statuses(terminal.url, terminal)).toEqual([403, 403, 403, 403]);
    await updateStore(hub.ctx, { storeId, isActive: true });
    expect(await statuses(terminal.url, terminal)).toEqual([200, 200, 200, 200]);
    await inTransaction(test.db, (tx) =>
      tx.store.update({ where: { id: storeId }, data: { deletedAt: hub.clock.now } }),
    );
    expect(await statuses(terminal.url, terminal)).toEqual([404, 404, 404, 404]);
  });

  it('is bound to its networks', async () => {
    const { terminal } = await newShop();
    await updateTerminal(hub.ctx, { terminalId: terminal.id, networks: ['10.1.0.0/16'] });
    expect(await call(`${terminal.url}/api/v1/pos/init`)).toMatchObject(refused(403, 'network_not_allowed'));
    await updateTerminal(hub.ctx, { terminalId: terminal.id, networks: ['10.1.0.0/16', '127.0.0.1'] });
    expect((await call(`${terminal.url}/api/v1/pos/init`)).status).toBe(200);
  });
});

describe('codes without a secret', () => {
  it('open nothing by default, and the answer is that of codes that nobody has', async () => {
    const { terminal } = await newShop();
    expect(await statuses(hub.url, terminal)).toEqual([404, 404, 404, 404]);
    const known = await call(hub.url + query(terminal.codes));
    const unknown = await call(hub.url + query({ ...terminal.codes, terminal_code: 'POS-999' }));
    expect(known.body.message).toBe(unknown.body.message);
    expect(known).toMatchObject(refused(404, 'terminal_unknown'));
  });

  it('open a store for the networks that it names, compared exactly, and are closed again', async () => {
    const { terminal, storeId } = await newShop();
    await setCodeOnlyAccess(hub.ctx, storeId, ['10.0.0.0/8', '127.0.0.0/8']);
    expect(await statuses(hub.url, terminal)).toEqual([200, 200, 200, 200]);
    const { office_code, store_code, terminal_code } = terminal.codes;
    for (const codes of [
      { office_code: office_code.toLowerCase(), store_code, terminal_code },
      { office_code, store_code: 'STORE-001 ', terminal_code },
      { office_code, store_code, terminal_code: 'POS-001\u0000' },
    ]) {
      expect((await call(hub.url + query(codes))).status, JSON.stringify(codes)).toBe(404);
    }
    await setCodeOnlyAccess(hub.ctx, storeId, ['10.0.0.0/8']);
    expect(await statuses(hub.url, terminal)).toEqual([404, 404, 404, 404]);
    await setCodeOnlyAccess(hub.ctx, storeId, []);
    expect(await statuses(hub.url, terminal)).toEqual([404, 404, 404, 404]);
  });

  it('open nothing to what a stranger passed on from this very machine', async () => {
    const { terminal, storeId } = await newShop();
    await setCodeOnlyAccess(hub.ctx, storeId, ['127.0.0.0/8']);
    const url = hub.url + query(terminal.codes);
    expect((await call(url, { headers: { 'x-forwarded-for': '127.0.0.1' } })).status).toBe(404);
    expect((await call(url, { headers: { via: '1.1 somebody' } })).status).toBe(404);
    expect((await call(url)).status).toBe(200);
  });

  it('F-TERM-7: that are missing are asked for by name', async () => {
    const { terminal } = await newShop();
    const { office_code } = terminal.codes;
    const pull = await call(hub.url + query({ office_code, store_code: '' }));
    expect(pull).toMatchObject(refused(400, 'invalid_input'));
    expect(pull.body.message).toContain('store_code: is missing; terminal_code: is missing');
    const twice = await call(`${hub.url}${query(terminal.codes)}&office_code=X`);
    expect(twice.body.message).toContain('office_code: once only');
    const push = await call(`${hub.url}/api/v1/pos/transactions`, { json: { office_code, transactions: [] } });
    expect(push).toMatchObject(refused(400, 'invalid_input'));
    expect(push.body.message).toContain('store_code: is missing; terminal_code: is missing');
  });

  it('F-PLAT-4: cannot be guessed in numbers, and whoever guesses keeps nobody else out', async () => {
    await using guarded = await startDeviceHub(test.db);
    const { terminal, storeId } = await newShop();
    const newcomer = (await newShop()).terminal;
    await setCodeOnlyAccess(guarded.ctx, storeId, ['127.0.0.0/8']);
    const pull = (codes: object) => call(guarded.url + query(codes)).then(({ status }) => status);
    expect(await pull(terminal.codes)).toBe(200);
    // A till that is set up wrongly repeats itself; that is no guessing.
    for (let attempt = 0; attempt < 40; attempt += 1) {
      expect(await pull({ ...terminal.codes, store_code: 'WRONG' })).toBe(404);
    }
    for (let guess = 0; guess < 19; guess += 1) {
      expect(await pull({ ...terminal.codes, terminal_code: `POS-9${guess}` })).toBe(404);
    }
    const late = await call(guarded.url + query({ ...terminal.codes, terminal_code: 'POS-950' }));
    expect(late).toMatchObject(refused(429, 'too_many_requests'));
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await pull(terminal.codes)).toBe(200);
    expect((await call(`${guarded.url}/t/${newcomer.secret}/api/v1/pos/init`)).status).toBe(200);
    expect((await call(`${guarded.url}/t/${'x'.repeat(43)}/api/v1/pos/init`)).status).toBe(429);
    guarded.clock.now = new Date(guarded.clock.now.getTime() + 10 * 60_000);
    expect(await pull({ ...terminal.codes, terminal_code: 'POS-950' })).toBe(404);
  });
});

describe('what the hub remembers', () => {
  it('never has a secret in the log, nor in an answer', async () => {
    const { terminal } = await newShop();
    const wrong = `${'A'.repeat(42)}z`;
    for (const base of [terminal.url, `${hub.url}/t/${wrong}`]) {
      await call(`${base}/api/v1/pos/init`);
      await call(`${base}/api/v1/health`);
      await call(`${base}/api/v1/pos/transactions`, { json: '{' });
      await call(`${base}/api/v1/nowhere`);
      const missed = await call(`${base}?x=${terminal.secret}`);
      expect(JSON.stringify(missed.body)).not.toContain(terminal.secret);
    }
    expect(hub.logged()).toContain('/t/***/api/v1/pos/init');
    expect(hub.logged()).not.toContain(terminal.secret);
    expect(hub.logged()).not.toContain(wrong);
    expect(hub.logged()).not.toContain('till-password');
  });

  it('is when, from where and as what each terminal was heard of', async () => {
    const { terminal } = await newShop();
    await call(`${terminal.url}/api/v1/health`);
    await call(`${terminal.url}/api/v1/pos/init`);
    await flushContacts(hub.deps);
    const state = await test.db.reader.terminalState.findUniqueOrThrow({ where: { terminalId: terminal.id } });
    expect(state).toMatchObject({
      lastSeenAt: hub.clock.now,
      lastHealthAt: hub.clock.now,
      lastInitAt: hub.clock.now,
      lastAddress: '127.0.0.1',
      lastAgent: 'python-requests/2.32.3',
    });
  });
});

/** A hub with nothing but its device door, over real HTTP, and shops to serve. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import express from 'express';
import { createApiRouter } from '../../server/api/index.ts';
import { loadConfig } from '../../server/config.ts';
import { createVault } from '../../server/core/vault.ts';
import type { Ctx, Database } from '../../server/db/index.ts';
import { drainPushes } from '../../server/domain/sales/index.ts';
import {
  assignCashier,
  createCashier,
  createStore,
  createTerminal,
  issueTerminalSecret,
} from '../../server/domain/stores/index.ts';
import { createCompany, createUser, systemCtx } from '../../server/domain/tenancy/index.ts';
import type { AppDeps } from '../../server/http/deps.ts';
import type { Operation } from '../../server/http/operation.ts';
import { requestId } from '../../server/http/request-id.ts';
import { requestLog } from '../../server/http/request-log.ts';
import { createLogger } from '../../server/log.ts';
import { endJudging, judgeAnswers, throwFaults } from '../support/judged-answers.ts';

export interface DeviceHub extends AsyncDisposable {
  url: string;
  port: number;
  deps: AppDeps;
  /** The hub itself. */
  ctx: Ctx;
  /** The clock; assign to move it. */
  clock: { now: Date };
  /** Everything that was logged. */
  logged(): string;
}

/** Serves the device door over `db`. `MAX_BODY_MB` is 2 unless said otherwise.
 *  @param operations of the test's own, beside those of the API */
export async function startDeviceHub(
  db: Database,
  env: Record<string, string> = {},
  operations: readonly Operation[] = [],
): Promise<DeviceHub> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gate-device-'));
  const config = loadConfig({ NODE_ENV: 'test', GATE_DATA_DIR: folder, MAX_BODY_MB: '2', ...env });
  const lines: string[] = [];
  const log = createLogger(
    { logLevel: 'debug' },
    new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    }),
  );
  const clock = { now: new Date('2026-11-21T10:00:00Z') };
  const deps: AppDeps = { config, db, log, now: () => clock.now, stopping: () => false };
  const app = express().use(requestId(), requestLog(deps), createApiRouter(deps, { operations }));
  app.use((_req, res) => void res.status(418).send('another door'));
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  judgeAnswers(deps, port, operations);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    deps,
    ctx: systemCtx(deps, 'test', 'job'),
    clock,
    logged: () => lines.join(''),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await drainPushes(db);
      rmSync(folder, { recursive: true, force: true });
      endJudging(port);
    },
  };
}

export interface Shop {
  companyId: number;
  storeId: number;
  storeUuid: string;
  terminals: ShopTerminal[];
  cashierId: string;
}

export interface ShopTerminal {
  id: number;
  uuid: string;
  secret: string;
  /** Its address with the secret. */
  url: string;
  codes: { office_code: string; store_code: string; terminal_code: string };
}

let shops = 0;

/** A company with one store, terminals with secrets, and an administrator whose password is "till-password". */
export async function openShop(hub: DeviceHub, options: { terminals?: number; currency?: string } = {}): Promise<Shop> {
  const { ctx } = hub;
  shops += 1;
  const owner = await createUser(ctx, {
    username: `owner-${shops}-${crypto.randomUUID()}`,
    password: 'A long password 1',
  });
  const company = await createCompany(ctx, {
    name: `Shop ${shops}`,
    ownerUserId: owner.id,
    currency: options.currency ?? 'GBP',
  });
  const store = await createStore(ctx, { companyId: company.id, code: 'STORE-001', name: 'High Street' });
  const terminals: ShopTerminal[] = [];
  for (let index = 1; index <= (options.terminals ?? 1); index += 1) {
    const code = `POS-00${index}`;
    const { id, uuid } = await createTerminal(ctx, { storeId: store.id, code });
    const { secret, baseUrl } = await issueTerminalSecret(ctx, id, hub.url);
    const codes = { office_code: company.officeCode, store_code: 'STORE-001', terminal_code: code };
    terminals.push({ id, uuid, secret, url: baseUrl, codes });
  }
  const vault = createVault(hub.deps.config.secrets.vault);
  const cashier = await createCashier(
    ctx,
    {
      companyId: company.id,
      userName: 'Admin',
      firstName: 'Ada',
      lastName: 'Admin',
      password: 'till-password',
      isAdministrator: true,
    },
    vault,
  );
  await assignCashier(ctx, { cashierId: cashier.id, storeId: store.id });
  return { companyId: company.id, storeId: store.id, storeUuid: store.uuid, terminals, cashierId: cashier.id };
}

export function only<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new Error('the list is empty');
  return first;
}

// biome-ignore lint/suspicious/noExplicitAny: answers and bodies are what devices make of them
export type Json = any;

export interface Answer {
  status: number;
  body: Json;
  headers: Headers;
}

/** A request as python-requests makes it: a connection of its own, redirects not followed so that a test sees them.
 *  @throws Error the answer is none that the published document knows */
export async function call(
  url: string,
  options: { method?: string; json?: unknown; headers?: HeadersInit } = {},
): Promise<Answer> {
  const isPush = options.json !== undefined;
  const response = await fetch(url, {
    method: options.method ?? (isPush ? 'POST' : 'GET'),
    redirect: 'manual',
    headers: {
      connection: 'close',
      'user-agent': 'python-requests/2.32.3',
      ...(isPush && { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(isPush && { body: typeof options.json === 'string' ? options.json : JSON.stringify(options.json) }),
  });
  const text = await response.text();
  throwFaults(Number(new URL(url).port));
  return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers };
}

/** Writes bytes to a connection and gives back everything that came until the hub closed it. */
export async function raw(port: number, ...parts: (string | Buffer | 'END')[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  const closed = once(socket, 'close');
  for (const part of parts) {
    if (part === 'END') socket.end();
    else if (!socket.write(part)) await Promise.race([once(socket, 'drain'), closed]);
  }
  await closed;
  return Buffer.concat(chunks).toString('utf8');
}

const samples = new URL('../support/samples/pypos/', import.meta.url);

/** A body as a real terminal pushed it, under the codes of `terminal`. */
export function recorded(name: string, terminal: ShopTerminal): Json {
  return { ...JSON.parse(readFileSync(new URL(`${name}.json`, samples), 'utf8')), ...terminal.codes };
}

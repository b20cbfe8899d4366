/** A few routes behind the real plumbing, on a port of their own: no database, no doors. */
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import type { Config } from '../../server/config.ts';
import { notFound, problemHandler } from '../../server/http/problem.ts';
import { requestId } from '../../server/http/request-id.ts';
import { requestLog } from '../../server/http/request-log.ts';
import { createLogger } from '../../server/log.ts';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The body as JSON; throws when it is none. */
  json(): Record<string, unknown>;
}

export interface TinyApp extends AsyncDisposable {
  port: number;
  config: Config;
  /** Every log line, parsed. */
  logged: Record<string, unknown>[];
  send(path: string, options?: SendOptions): Promise<Answer>;
}

export interface SendOptions {
  method?: string;
  /** Sent as they are, `host` included, which fetch would not allow. */
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export const plainConfig: Config = Object.freeze({
  host: '127.0.0.1',
  port: 0,
  publicUrl: 'http://127.0.0.1:8000',
  allowedHosts: Object.freeze(['127.0.0.1']),
  trustedProxies: Object.freeze([]),
  databaseUrl: 'file:unused',
  dataDir: '/nowhere',
  logLevel: 'debug',
  mode: 'test',
  maxBodyBytes: 100_000,
  terminalRequestsPerMinute: 12_000,
  metricsNetworks: Object.freeze([]),
  metricsToken: null,
  companyDeletionCoolOffDays: 7,
  pullCursorDays: 90,
  mail: Object.freeze({ smtp: null, from: 'GATE <hub@example.com>', perMinute: 60 }),
  openId: null,
  secrets: Object.freeze({ session: 's'.repeat(32), vault: 'v'.repeat(32) }),
});

/** Starts an app whose routes `mount` adds between the request log and the error handler. */
export async function startTinyApp(
  mount: (app: Express, config: Config) => void,
  changes: Partial<Config> = {},
): Promise<TinyApp> {
  const config = { ...plainConfig, ...changes };
  const logged: Record<string, unknown>[] = [];
  const log = createLogger(config, { write: (line: string) => logged.push(JSON.parse(line)) });
  const app = express();
  app.use(requestId(), requestLog({ config, log }));
  mount(app, config);
  app.use(notFound(), problemHandler({ log }));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    config,
    logged,
    send: (path, options = {}) => send(port, path, options),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function send(port: number, path: string, options: SendOptions): Promise<Answer> {
  const outgoing = request({
    host: '127.0.0.1',
    port,
    path,
    method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(options.body === undefined ? {} : { 'content-length': Buffer.byteLength(options.body) }),
      ...options.headers,
    },
    agent: false,
  });
  outgoing.end(options.body);
  const [incoming] = await once(outgoing, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return { status: incoming.statusCode, headers: incoming.headers, text, json: () => JSON.parse(text) };
}

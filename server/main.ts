import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pathToFileURL } from 'node:url';
import { createApp } from './app.ts';
import { type Config, loadConfig } from './config.ts';
import { migrate, openDatabase, openWriteLock, sharedTurns } from './db/index.ts';
import { renewFeeds } from './domain/feed/index.ts';
import { ensureDefaultLayout } from './domain/layouts/index.ts';
import { ensureReferenceData } from './domain/reference/index.ts';
import { drainPushes } from './domain/sales/index.ts';
import { ensureSetupToken, systemCtx } from './domain/tenancy/index.ts';
import type { AppDeps } from './http/deps.ts';
import { answerUnreadable } from './http/unreadable.ts';
import { startJobs } from './jobs/index.ts';
import { ThreadRecorder } from './jobs/recorder.ts';
import { createLogger } from './log.ts';

/** Connections that may wait to be taken up: a chain of tills comes back at the same moment, each with a new one. The system may
 *  allow fewer. */
const backlog = 4096;

/** How long an idle connection is kept: longer than the usual reverse proxies keep theirs (60 s). With Node's 5 s they, and browsers
 *  that are read in, would now and then send on a connection that is just being closed, and tell people that the hub is away. */
const keepAliveMs = 65_000;

/** How long a stop waits for requests in flight before it cuts their connections. */
const stopGraceMs = 10_000;

export interface RunningServer {
  /** Where it listens, without a trailing slash. */
  url: string;
  deps: AppDeps;
  /** Finishes what was accepted, refuses new work, closes the database. Safe to call twice. */
  close(): Promise<void>;
}

interface StartOptions {
  /** The clock; tests set it. */
  now?: () => Date;
  /** Records pushes in the thread that serves instead of one of its own: less memory and a quicker start, for tests. */
  oneThread?: boolean;
}

/**
 * Applies migrations, opens the database and listens.
 * @throws when the configuration, the database or a migration refuses; nothing keeps running then
 */
export async function startServer(config: Config, options: StartOptions = {}): Promise<RunningServer> {
  const log = createLogger(config);
  let isStopping = false;
  await migrate({ url: config.databaseUrl, onBegin: (name) => log.info({ migration: name }, 'migrating') });
  const turns = sharedTurns();
  const lock = options.oneThread ? {} : { lock: openWriteLock(turns, 1) };
  const findsNesting = config.mode !== 'production';
  const db = await openDatabase({ url: config.databaseUrl, log, findsNesting, ...lock });
  const deps: AppDeps = { config, db, log, now: options.now ?? (() => new Date()), stopping: () => isStopping };
  let server: Server;
  let closeSilent: () => void;
  let recorder: ThreadRecorder | undefined;
  try {
    const { databaseUrl, logLevel } = config;
    const starting = options.oneThread
      ? undefined
      : ThreadRecorder.start({ databaseUrl, logLevel, turns, findsNesting }, log);
    await Promise.all([furnish(deps), starting]);
    recorder = await starting;
    server = createServer(createApp(deps, recorder)).on('clientError', answerUnreadable);
    server.keepAliveTimeout = keepAliveMs;
    closeSilent = rememberSilent(server);
    server.listen({ port: config.port, host: config.host, backlog });
    await once(server, 'listening');
  } catch (error) {
    await recorder?.close();
    await db.close();
    throw error;
  }
  const jobs = startJobs(deps);
  const { port } = server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  return {
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    deps,
    close() {
      isStopping = true;
      closing ??= stopListening(server, closeSilent)
        .then(() => recorder?.close())
        .then(() => jobs.stop())
        .then(() => drainPushes(db))
        .then(() => db.close());
      return closing;
    },
  };
}

/** What every hub has from its first start: currencies, countries, kinds of documents, and screens for its tills; and what a hub
 *  does first that was put back to a copy. */
async function furnish(deps: AppDeps): Promise<void> {
  const ctx = systemCtx(deps, 'start', 'cli');
  await ensureReferenceData(ctx);
  await ensureDefaultLayout(ctx);
  await renewFeeds(ctx);
}

/** Lets requests in flight end, drops idle connections, and cuts what is still open after the grace time. */
async function stopListening(server: Server, closeSilent: () => void): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  closeSilent();
  const cut = setTimeout(() => server.closeAllConnections(), stopGraceMs);
  // A keep-alive connection becomes idle only after its answer: look again until none is left.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await closed;
  clearTimeout(cut);
  clearInterval(sweep);
}

/** Browsers connect ahead of what they may want. Node takes a connection on which nothing has come for a busy one.
 *  @returns what closes all of these */
function rememberSilent(server: Server): () => void {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return () => {
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };
}

/** Ends the process cleanly on the first signal; a second one, of either kind, ends it at once. */
export function stopOnSignals(server: RunningServer): void {
  let isStopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (isStopping) process.exit(1);
    isStopping = true;
    server.deps.log.info({ signal }, 'stopping');
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        server.deps.log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** `npm start`: serves, and on an empty hub prints the one-time link that creates the first staff account. */
async function main(): Promise<void> {
  const config = loadConfig();
  const server = await startServer(config);
  stopOnSignals(server);
  console.log(`GATE listens on ${config.publicUrl}`);
  const token = await ensureSetupToken(systemCtx(server.deps, 'start', 'cli'));
  if (token) {
    console.log(`\nNobody can sign in yet. Create the first staff account here (the link works once):`);
    console.log(`  ${config.publicUrl}/setup/${token}\n`);
  }
}

/** Serves until a signal comes. What prevents that is said, and the process ends with 1. */
export function runProgram(): void {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) runProgram();

/** The hub as an operator runs it: a process of its own, which can be stopped, killed and looked at from outside. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildServer } from '../../server/build.ts';

/** What a hub needs to start again as the same hub. */
export interface Installation {
  databaseUrl: string;
  /** Its data folder. */
  dataDir: string;
  /** Further variables of its environment. */
  env?: Record<string, string>;
  /** Runs as this user and group instead of ours. */
  account?: { uid: number; gid: number };
}

export interface HubProcess {
  /** Without a trailing slash. */
  url: string;
  port: number;
  pid: number;
  /** Its exit code, or the name of the signal that ended it. */
  ended: Promise<number | string>;
  /** Sends a signal. */
  signal(name: NodeJS.Signals): void;
  /** Kills it, unless it has ended, and waits until it is gone. */
  kill(): Promise<void>;
  /** The last lines that it wrote. */
  output(): string;
}

/** The hub did not come up. */
export class StartFailure extends Error {
  readonly exit: number | string;

  constructor(exit: number | string, output: string) {
    super(`The hub ended with ${exit} before it listened:\n${output}`);
    this.exit = exit;
  }
}

const root = path.resolve(import.meta.dirname, '../..');
const endWithParent = './test/proof/children/end-with-parent.mjs';

/** What `npm start` runs is what is proved. */
let built: Promise<void> | undefined;
const keptLines = 60;

/** Starts a hub and waits until it listens. A port that was taken in the meantime is not the hub's fault: another is tried.
 *  @throws StartFailure with what it wrote */
export async function startHub(installation: Installation): Promise<HubProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const hub = await launchHub(installation);
    try {
      await hub.listening;
      return hub;
    } catch (error) {
      await hub.kill();
      if (attempt === 3 || !(error instanceof StartFailure) || !error.message.includes('EADDRINUSE')) throw error;
    }
  }
}

/** Starts a hub without waiting for it. */
export async function launchHub(installation: Installation): Promise<HubProcess & { listening: Promise<void> }> {
  built ??= buildServer();
  await built;
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', endWithParent, 'dist/start.mjs'], {
    cwd: root,
    // Its input is never written to: it ends when this process does, and the hub with it.
    stdio: ['pipe', 'pipe', 'pipe'],
    ...installation.account,
    env: {
      ...inherited(),
      NODE_ENV: 'production',
      LOG_LEVEL: 'error',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATABASE_URL: installation.databaseUrl,
      GATE_DATA_DIR: installation.dataDir,
      ...installation.env,
    },
  });
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  const { lines, listening } = watch(child, ended);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid ?? 0,
    ended,
    listening,
    output: () => lines.join('\n'),
    signal: (name) => void child.kill(name),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function watch(child: ChildProcess, ended: Promise<number | string>) {
  const lines: string[] = [];
  const closed = once(child, 'close');
  const listening = new Promise<void>((resolve, reject) => {
    const take = (line: string) => {
      lines.push(line);
      if (lines.length > keptLines) lines.shift();
      if (line.startsWith('GATE listens on')) resolve();
    };
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on('line', take);
    void closed.then(async () => reject(new StartFailure(await ended, lines.join('\n'))));
  });
  // Whoever kills a hub that is still starting does not wait for it.
  listening.catch(() => undefined);
  return { lines, listening };
}

/** The environment without what would change the hub: it is configured by the installation alone. */
function inherited(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'LD_LIBRARY_PATH'];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

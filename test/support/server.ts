/** A whole hub over real HTTP, on a port and a data folder of its own, over a clone of the migrated template. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '../../server/config.ts';
import type { AppDeps } from '../../server/http/deps.ts';
import { startServer } from '../../server/main.ts';
import { type Clone, cloneTemplate } from './database.ts';
import { freePort } from './free-port.ts';
import { endJudging, judgeAnswers } from './judged-answers.ts';

export interface TestServer extends AsyncDisposable {
  /** Without a trailing slash. */
  url: string;
  /** What another process needs to work on the same hub. */
  env: Record<string, string>;
  deps: AppDeps;
}

/** `await using server = await startTestServer()`; `env` overrides single variables. Pushes are recorded in the thread that
 *  serves unless `oneThread` is false: it starts sooner.
 *  @param options.clone the database, if it is not to be an empty one; it goes with the server */
export async function startTestServer(
  options: { env?: Record<string, string>; now?: () => Date; oneThread?: boolean; clone?: Clone } = {},
): Promise<TestServer> {
  const clone = options.clone ?? (await cloneTemplate());
  const folder = mkdtempSync(path.join(tmpdir(), 'gate-server-'));
  const env = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'error',
    PORT: String(await freePort()),
    DATABASE_URL: clone.url,
    GATE_DATA_DIR: folder,
    ...options.env,
  };
  const { now, oneThread = true } = options;
  const server = await startServer(loadConfig(env), { oneThread, ...(now && { now }) });
  const port = Number(env.PORT);
  judgeAnswers(server.deps, port);
  return {
    url: server.url,
    env,
    deps: server.deps,
    async [Symbol.asyncDispose]() {
      await server.close();
      await clone[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
      endJudging(port);
    },
  };
}

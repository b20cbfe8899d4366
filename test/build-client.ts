/** `npm run build:client`: fetches the document from a hub of its own and writes the types of the simulator's client. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '../server/config.ts';
import { migrate } from '../server/db/index.ts';
import { startServer } from '../server/main.ts';
import { clientTypes, clientTypesFile } from './support/client-types.ts';
import { freePort } from './support/free-port.ts';
import { makeRunFolder } from './support/run-folder.ts';

const folder = makeRunFolder();
const dataDir = path.join(folder, 'data');
mkdirSync(dataDir);
const url = `file:${path.join(dataDir, 'gate.db')}`;
await migrate({ url });
const env = { NODE_ENV: 'test', LOG_LEVEL: 'error', PORT: String(await freePort()), DATABASE_URL: url };
const server = await startServer(loadConfig({ ...env, GATE_DATA_DIR: dataDir }), { oneThread: true });
try {
  const answer = await fetch(`${server.url}/api/v1/openapi.json`);
  writeFileSync(clientTypesFile, await clientTypes((await answer.json()) as object));
  console.log('the client’s types are those of the document');
} finally {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

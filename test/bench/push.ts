import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ClientFigures, ClientOptions } from './client.ts';
import type { BenchServer, Shop } from './hub.ts';

/** Lets tills push from a process of their own.
 *  @throws Error a push was refused, or the client could not go on */
export function push(
  server: BenchServer,
  shop: Shop,
  run: Omit<ClientOptions, 'host' | 'port' | 'tills'> & { connections: number },
) {
  const { connections, ...rest } = run;
  const tills = shop.tills.slice(0, connections);
  const options = { host: '127.0.0.1', port: server.port, tills, ...rest } satisfies ClientOptions;
  const script = fileURLToPath(new URL('./client.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // A thousand tills are more than a command line holds.
  child.stdin.end(JSON.stringify(options));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  return new Promise<ClientFigures>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as ClientFigures);
      else reject(new Error('The client failed'));
    });
  });
}

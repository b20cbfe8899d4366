/** `npm run db:generate`, also run by `npm ci`: composes the schema of each engine and generates both clients, without a network. */

import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { composedSchemaPath, composeSchema, type Provider, providers } from './compose.ts';

const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');

/** The CLI insists on finding its schema engine before it does anything, and would download it, though generating does not use
 *  it. Any program that exists satisfies it; only here, because with it `migrate` would do nothing and report success. */
const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: 'true' };

async function generate(provider: Provider): Promise<void> {
  const schema = composedSchemaPath(provider);
  writeFileSync(schema, composeSchema(provider));
  const child = spawn(process.execPath, [cli, 'generate', '--no-hints', '--schema', schema], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`prisma generate failed for ${provider}:\n${output}`);
}

await Promise.all(providers.map(generate));
console.log('The clients of both engines and the data model for the admin were generated.');

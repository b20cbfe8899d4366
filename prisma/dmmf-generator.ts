/** A Prisma generator that writes the full data model as JSON. The client's own copy (`Prisma.dmmf`) is pruned at run time: it
 *  knows neither ids nor relations, which AdminJS needs. Prisma starts it during `prisma generate` and speaks JSON-RPC: one
 *  request per line on stdin, answers on stderr. */

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

interface Request {
  id: number;
  method: string;
  params: { generator: { output: { value: string } }; dmmf: { datamodel: unknown } };
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const request = JSON.parse(line) as Request;
  const answer = (result: unknown) =>
    process.stderr.write(`${JSON.stringify({ jsonrpc: '2.0', id: request.id, result })}\n`);
  if (request.method === 'getManifest') {
    answer({ manifest: { prettyName: 'the data model as JSON', defaultOutput: '../generated/dmmf.json' } });
  } else if (request.method === 'generate') {
    const output = request.params.generator.output.value;
    mkdirSync(path.dirname(output), { recursive: true });
    writeFileSync(output, JSON.stringify({ datamodel: request.params.dmmf.datamodel }));
    answer(null);
  }
});

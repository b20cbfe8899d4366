/** `npm run build:examples`: plays the tour of the API on a hub of its own and writes down what was sent and answered. */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { migrate, openDatabase } from '../server/db/index.ts';
import { examplesFile } from './api/v1/examples/file.ts';
import { recordExamples } from './api/v1/examples/tour.ts';
import { makeRunFolder } from './support/run-folder.ts';

const folder = makeRunFolder();
const url = `file:${path.join(folder, 'gate.db')}`;
await migrate({ url });
const db = await openDatabase({ url });
try {
  const examples = await recordExamples(db);
  const inOrder = Object.fromEntries(Object.entries(examples).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(examplesFile, `${JSON.stringify(inOrder, null, 2)}\n`);
  console.log(`${Object.keys(examples).length} operations have their examples`);
} finally {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
}

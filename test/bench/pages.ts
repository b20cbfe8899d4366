/** `npm run bench:pages [-- --days 395 --times 100]`: how long the server takes for each page of the portal and the reports, as an
 *  owner of the demonstration sees them, one after another. Slowest first. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '../../server/db/index.ts';
import { demoSlug, pageAddresses } from '../support/addresses.ts';
import { Visitor } from '../support/visitor.ts';
import { startHub } from './hub.ts';
import { quantileOf } from './quantile.ts';

const { values } = parseArgs({
  options: { days: { type: 'string', default: '395' }, times: { type: 'string', default: '100' } },
});
const times = Number(values.times);
const reports = [
  '/reports',
  `/reports/sales-by-day?company=${demoSlug}&range=30-days`,
  `/reports/day?company=${demoSlug}`,
];

const folder = mkdtempSync(path.join(os.tmpdir(), 'gate-pages-'));
const url = `file:${path.join(folder, 'gate.db')}`;
try {
  const demo = path.resolve(import.meta.dirname, '../../server/cli/demo.ts');
  execFileSync(process.execPath, ['--import', 'tsx', demo, '--prepare-only', '--days', values.days], {
    env: { ...process.env, GATE_DATA_DIR: folder, DATABASE_URL: url },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const db = await openDatabase({ url });
  const addresses = [...(await pageAddresses(db.reader)), ...reports];
  await db.close();
  const hub = await startHub(url, folder);
  try {
    const visitor = new Visitor(`http://127.0.0.1:${hub.port}`);
    await visitor.signIn('owner@demo.test', 'demo-owner-pass');
    const measured = [];
    for (const address of addresses) measured.push(await measure(visitor, address));
    const shown = measured.filter(({ status }) => status === 200).sort((a, b) => b.p95 - a.p95);
    console.table(shown.map(({ address, p50, p95, kb }) => ({ page: address, 'p50 ms': p50, 'p95 ms': p95, KB: kb })));
    const slow = shown.filter(({ p95 }) => p95 >= 50);
    console.log(`${shown.length} pages, ${times} times each; ${slow.length} of them with a p95 of 50 ms or more.`);
  } finally {
    await hub.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(visitor: Visitor, address: string) {
  // The first visits run through code that is not compiled yet.
  const [first] = [await visitor.get(address), await visitor.get(address)];
  const ms: number[] = [];
  for (let time = 0; time < times && first.status === 200; time += 1) {
    const startedAt = performance.now();
    await visitor.get(address);
    ms.push(performance.now() - startedAt);
  }
  ms.sort((a, b) => a - b);
  const quantile = (share: number) => Number(quantileOf(ms, share).toFixed(1));
  return {
    address,
    status: first.status,
    p50: quantile(0.5),
    p95: quantile(0.95),
    kb: Math.round(first.body.length / 1024),
  };
}

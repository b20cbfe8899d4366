/** Simulated tills sell in a small demonstration while everything goes wrong on their lines; in the end the hub has exactly what
 *  they were told it has. */

import { seedDemonstration } from '../../prisma/seed/index.ts';
import { createRandom } from '../../server/cli/simulator/random.ts';
import { registerTills } from '../../server/cli/simulator/register-tills.ts';
import { runSimulation } from '../../server/cli/simulator/run.ts';
import { checkIds } from '../../server/cli/simulator/stored-ids.ts';
import { loadConfig } from '../../server/config.ts';
import { createVault } from '../../server/core/vault.ts';
import { hubCtx } from '../support/hub.ts';
import { audit } from './books.ts';
import { withDatabase } from './fleet.ts';
import { type Installation, startHub } from './hub-process.ts';

export interface SimulateOptions {
  seed: string;
  tills: number;
  /** Over all tills. */
  documents: number;
  onProgress?: (line: string) => void;
}

export interface SimulateReport {
  documents: number;
  closures: number;
  /** Empty: proven. */
  problems: string[];
}

/** Runs the proof on a migrated, empty database that nobody serves. */
export async function simulate(installation: Installation, options: SimulateOptions): Promise<SimulateReport> {
  const { databaseUrl, dataDir } = installation;
  const { vault } = loadConfig({ DATABASE_URL: databaseUrl, GATE_DATA_DIR: dataDir }).secrets;
  const random = createRandom(`simulate/${options.seed}`);
  return withDatabase(databaseUrl, async (db) => {
    const ctx = hubCtx(db, new Date());
    const seed = String(random.int(1, 1_000_000));
    await seedDemonstration({ ctx, vault: createVault(vault), seed, days: 1, onProgress: () => undefined });
    const hub = await startHub(installation);
    try {
      const storeCode = 'PROOF';
      const place = { companySlug: 'harbour-grocers-ltd', storeCode, count: options.tills, url: hub.url };
      const { tills, zone } = await registerTills(ctx, place);
      let sold = 0;
      const { terminals, unsent, faults, acknowledged } = await runSimulation({
        tills,
        zone,
        documents: options.documents,
        chaos: true,
        seed: options.seed,
        endsAt: ctx.now(),
        onSold(count) {
          sold += count;
          options.onProgress?.(`${sold} of ${options.documents} documents`);
        },
      });
      const problems = unsent.map((till) => `a queue did not get empty: ${JSON.stringify(till)}`);
      problems.push(...faults, ...(await audit(db, terminals)));
      const [first] = terminals;
      if (first) problems.push(...(await checkIds(ctx, first, acknowledged)));
      const sum = (figure: 'documents' | 'closures') => terminals.reduce((total, each) => total + each[figure], 0);
      hub.signal('SIGTERM');
      if ((await hub.ended) !== 0) problems.push('the hub did not end well');
      if (problems.length > 0) problems.push(`the hub wrote:\n${hub.output()}`);
      return { documents: sum('documents'), closures: sum('closures'), problems };
    } finally {
      await hub.kill();
    }
  });
}

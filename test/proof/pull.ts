/** Tills that are often offline pull through thousands of random edits, from more than one process where the database allows it, and
 *  end with exactly what the hub has. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../../server/cli/simulator/random.ts';
import { type Ctx, type Database, openDatabase, providerOf } from '../../server/db/index.ts';
import { createStore, createTerminal, issueTerminalSecret } from '../../server/domain/stores/index.ts';
import { systemCtx } from '../../server/domain/tenancy/index.ts';
import { CatalogEdits } from '../support/catalog-edits.ts';
import { hubCtx, someCompany } from '../support/hub.ts';
import { PullTill } from '../support/pull-till.ts';
import { type HubProcess, type Installation, startHub } from './hub-process.ts';

export interface PullProofOptions {
  seed: string;
  tills: number;
  /** Rows that are edited, deleted and brought back. */
  edits: number;
  onProgress?: (line: string) => void;
}

export interface PullProofReport {
  edits: number;
  pulls: number;
  /** Tills that had to begin anew with a snapshot, of their own will or the hub's. */
  snapshots: number;
  /** Empty: proven. */
  problems: string[];
}

/** A line of `hubs` and one till's secret. */
interface Placed {
  till: PullTill;
  path: string;
}

const storeCount = 3;
const startProducts = 500;
/** Prices begin and end within the proof. */
const minuteMs = 100;
/** What begins or ends last must have been told within so long. */
const longestMs = 60_000;
const atOnce = 8;

/** Runs the proof on a migrated, empty database that nobody serves. */
export async function pullProof(installation: Installation, options: PullProofOptions): Promise<PullProofReport> {
  const hubs: HubProcess[] = [await startHub(installation)];
  if (providerOf(installation.databaseUrl) === 'postgresql') hubs.push(await startHub(installation));
  const db = await openDatabase({ url: installation.databaseUrl });
  try {
    return await prove(db, hubs, options);
  } finally {
    await db.close();
    for (const hub of hubs) await hub.kill();
  }
}

async function prove(db: Database, hubs: readonly HubProcess[], options: PullProofOptions): Promise<PullProofReport> {
  const random = createRandom(`pull/${options.seed}`);
  const draw = () => random.int(0, 999_999) / 1_000_000;
  const ctx = systemCtx({ db, log: hubCtx(db).log, now: () => new Date() }, 'proof', 'job');
  const { companyId, storeIds, placed } = await openShop(ctx, hubs, options.tills);
  const shop = { companyId, storeIds, minuteMs };
  const edits = await CatalogEdits.start(ctx, shop, { random: draw, products: startProducts });
  const problems: string[] = [];
  const sync = async ({ till, path }: Placed, limit?: number) => {
    till.base = `${hubs[random.int(0, hubs.length - 1)]?.url}${path}`;
    await till.sync(limit === undefined ? {} : { limit }).catch((error: unknown) => problems.push(String(error)));
  };
  let edited = 0;
  while (edited < options.edits) {
    // Whoever is drawn is online for a moment, while others write; the rest miss all of it.
    const online = placed.filter(() => draw() < 0.03).slice(0, atOnce);
    const pulling = Promise.all(online.map((each) => sync(each, 1 + random.int(0, 300))));
    for (let time = 0; time < 8 && edited < options.edits; time += 1) edited += await edits.edit();
    await pulling;
    options.onProgress?.(`${edited} of ${options.edits} rows edited`);
  }
  await untilAllIsTold(db);
  for (let start = 0; start < placed.length; start += atOnce) {
    const some = placed.slice(start, start + atOnce);
    await Promise.all(some.map(async (each) => problems.push(...(await compare(each, () => sync(each))))));
    options.onProgress?.(`${start + some.length} of ${placed.length} tills compared`);
  }
  return {
    edits: edited,
    pulls: placed.reduce((sum, { till }) => sum + till.requests, 0),
    snapshots: placed.reduce((sum, { till }) => sum + till.snapshots, 0),
    problems: problems.slice(0, 20),
  };
}

/** Every fifth till begins with a snapshot, the others with an empty cursor. */
async function openShop(ctx: Ctx, hubs: readonly HubProcess[], count: number) {
  const companyId = await someCompany(ctx.db);
  const storeIds: number[] = [];
  for (let index = 1; index <= storeCount; index += 1) {
    storeIds.push(
      (await createStore(ctx, { companyId, code: `S${index}`, name: `Store ${index}`, currency: 'GBP' })).id,
    );
  }
  const placed: Placed[] = [];
  for (let index = 0; index < count; index += 1) {
    const { id } = await createTerminal(ctx, { storeId: storeIds[index % storeCount] as number, code: `T${index}` });
    const { baseUrl } = await issueTerminalSecret(ctx, id, hubs[0]?.url ?? '');
    const till = new PullTill(baseUrl, {}, { isFrugal: true });
    if (index % 5 === 0) await till.takeSnapshot();
    placed.push({ till, path: new URL(baseUrl).pathname });
  }
  return { companyId, storeIds, placed };
}

/** Prices go on beginning and ending by their dates when nobody writes any more: until each of them has its version for it. */
async function untilAllIsTold({ reader }: Database): Promise<void> {
  const isTold = ({ updatedAt, ...dates }: { updatedAt: Date; validFrom: Date | null; validUntil: Date | null }) =>
    [dates.validFrom, dates.validUntil].every((date) => date === null || date <= updatedAt);
  const deadline = Date.now() + longestMs;
  for (;;) {
    const select = { updatedAt: true, validFrom: true, validUntil: true };
    const dated = await reader.price.findMany({
      where: { deletedAt: null, OR: [{ validFrom: { not: null } }, { validUntil: { not: null } }] },
      select,
    });
    if (dated.every(isTold)) return;
    if (Date.now() > deadline) throw new Error('prices that begin by their dates were not told of');
    await sleep(200);
  }
}

/** Pulls to the end and compares with a snapshot, and by checksums. */
async function compare({ till }: Placed, sync: () => Promise<unknown>): Promise<string[]> {
  await sync();
  const right = new PullTill(till.base, {}, { isFrugal: true });
  await right.takeSnapshot();
  if (right.text() !== till.text()) return [`a till differs from its snapshot: ${await till.repair()}`];
  return (await till.repair()).map((bucket) => `checksums differ: ${bucket}`);
}

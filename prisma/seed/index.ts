/** The demonstration: two companies with thirteen months of trade, built by the hub's own operations. The same seed and the
 *  same moment give the same sales. */
import { localText } from '../../server/core/business-day.ts';
import type { Vault } from '../../server/core/vault.ts';
import { type Ctx, inTransaction } from '../../server/db/index.ts';
import { ensureDefaultLayout } from '../../server/domain/layouts/index.ts';
import { seedReferenceData } from '../../server/domain/reference/index.ts';
import { createStaff, createUser } from '../../server/domain/tenancy/index.ts';
import { historyDays } from './calendar.ts';
import { leaveNews } from './news.ts';
import { accounts, passwordOf } from './people.ts';
import { type CompanyPlan, harbourGrocers, northgateBooks } from './plans.ts';
import { assortmentOf, putMasterData } from './put-master-data.ts';
import { putStock } from './put-stock.ts';
import { setUpCompany } from './set-up-company.ts';
import { leaveStains } from './stains.ts';
import { leaveWaiting } from './waiting.ts';
import { writeHistory } from './write-history.ts';

export { accounts, passwordOf } from './people.ts';
export { cashierPassword } from './set-up-company.ts';

export interface Demonstration {
  ctx: Ctx;
  vault: Vault;
  seed: string;
  /** Days of history, for tests; null: all thirteen months. */
  days: number | null;
  /** Told what is going on and how much of it is done, 0 to 1. */
  onProgress: (done: number, step: string) => void;
}

const stateKey = 'demonstration';

/** What is there: nothing, a finished demonstration, one that another process is building, one that was interrupted, or
 *  somebody's real hub. */
export type DemonstrationState = 'empty' | 'ready' | 'building' | 'interrupted' | 'foreign';

export async function demonstrationState(ctx: Ctx): Promise<DemonstrationState> {
  const { reader } = ctx.db;
  const state = await reader.hubState.findUnique({ where: { key: stateKey } });
  if (state?.value === 'ready') return 'ready';
  if (state) return isRunning(Number(state.value.split(' ')[1])) ? 'building' : 'interrupted';
  const people = await reader.user.count();
  const companies = await reader.company.count();
  return people + companies === 0 ? 'empty' : 'foreign';
}

/** Whether a process of this machine, other than this one, has the number. */
function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Builds the demonstration in an empty hub; returns how many documents it has. An interrupted run leaves its mark: see
 *  `demonstrationState`. */
export async function seedDemonstration(demonstration: Demonstration): Promise<{ documents: number }> {
  const { ctx, onProgress } = demonstration;
  await mark(ctx, `building ${process.pid}`);
  onProgress(0, 'reference data');
  await seedReferenceData(ctx);
  await ensureDefaultLayout(ctx);
  const people = await openAccounts(ctx);
  let documents = 0;
  for (const plan of [northgateBooks, harbourGrocers]) {
    documents += await buildCompany(demonstration, plan, people);
  }
  await mark(ctx, 'ready');
  onProgress(1, 'done');
  return { documents };
}

async function mark(ctx: Ctx, value: string): Promise<void> {
  await inTransaction(ctx, (tx) =>
    tx.hubState.upsert({ where: { key: stateKey }, create: { key: stateKey, value }, update: { value } }),
  );
}

async function openAccounts(ctx: Ctx): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const { username, firstName, lastName } of accounts) {
    const person = { username, firstName, lastName, email: username, password: passwordOf(username) };
    const isStaff = username === 'staff@demo.test';
    const { id } = isStaff
      ? await createStaff(ctx, { ...person, staffRole: 'superuser' })
      : await createUser(ctx, person);
    ids.set(username, id);
  }
  return ids;
}

async function buildCompany(
  { ctx, vault, seed, days: onlyDays, onProgress }: Demonstration,
  plan: CompanyPlan,
  people: ReadonlyMap<string, string>,
): Promise<number> {
  const nowMs = ctx.now().getTime();
  const isMain = plan === harbourGrocers;
  onProgress(0, plan.name);
  const company = await setUpCompany({ ctx, vault, accounts: people }, plan);
  const shopOf = await putMasterData(ctx, company, seed);
  const today = localText(nowMs, plan.timeZone).slice(0, 10);
  const days = historyDays(today, onlyDays === null ? plan.days : Math.min(onlyDays, plan.days ?? onlyDays));
  let written = 0;
  const onTillDays = (count: number) => {
    written += count;
    if (isMain)
      onProgress(written / (days.length * company.tills.length), `${plan.name}: sales of ${days.length} days`);
  };
  const history = { seed, days, nowMs, shopOf, onProgress: onTillDays };
  const { documents, counters } = await writeHistory(ctx, company, history);
  await putStock(ctx, company, { assortment: assortmentOf(company, seed), seed, days });
  if (isMain) await leaveStains(ctx, company, { ...history, counters });
  if (isMain) await leaveWaiting(ctx, people, company.id);
  if (isMain) await leaveNews(ctx, company, { people, vault, seed });
  return documents;
}

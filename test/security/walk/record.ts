/** How a change was put on record: by the person who made it, by the portal, where it belongs, with what was and what became. */
import type { Change, Stage } from './changes.ts';
import type { Watch } from './fingerprint.ts';

/** A change that is about to be made, and what it must leave. */
interface Deed extends Pick<Change, 'holds' | 'isSame' | 'of'> {
  /** As faults call it. */
  name: string;
  by: string;
  /** People who are not signed in make such changes too, and are nobody then. */
  mayBeAnonymous: boolean;
  /** What the entry says was done, where that is known. */
  action?: string;
  /** True: of what terminals pull, so the version that they ask for goes up with it. */
  isPulled?: boolean;
}

const reader = ({ world }: Stage) => world.server.deps.db.reader;

/** What is wrong with how a change was put on record; empty: nothing.
 *  @param act makes it, and says why it could not */
export async function faultsOf(
  { stage, watch }: { stage: Stage; watch: Watch },
  deed: Deed,
  act: () => Promise<string | null>,
): Promise<string[]> {
  await watch.changed();
  const [last, version] = [await lastEntry(stage), await versionOf(stage, deed)];
  const refusal = await act();
  if (refusal !== null) return [`${deed.name}: ${refusal}`];
  const changed = await watch.changed();
  const entries = await reader(stage).auditEntry.findMany({ where: { id: { gt: last } }, orderBy: { id: 'asc' } });
  const doer = await reader(stage).user.findUnique({ where: { usernameFolded: deed.by } });
  const companyId = await companyOf(stage, deed);
  const ofDoer = entries.filter(
    ({ actorId, actorKind, door }) =>
      door === 'portal' && (actorId === doer?.id || (actorKind === 'anonymous' && deed.mayBeAnonymous)),
  );
  const own = ofDoer.filter((entry) => entry.companyId === companyId);
  const named = own.filter(({ action }) => deed.action === undefined || action === deed.action);
  const held = named.map(({ content }) => heldIn(content));
  const { holds = 'both' } = deed;
  const faults: string[] = [];
  if (!deed.isSame && changed.filter((name) => name !== 'AuditEntry').length === 0) faults.push('changes nothing');
  if (deed.isPulled && (await versionOf(stage, deed)) <= version) faults.push('no terminal would pull it');
  if (ofDoer.length === 0) faults.push('no entry of whoever did it');
  else if (own.length === 0) faults.push('no entry of whose it is');
  else if (named.length === 0) faults.push(`no entry of ${deed.action}`);
  else if (!held.includes(holds)) faults.push(`holds ${held}`);
  const seen = entries.map(({ action, companyId: of, actorName, door }) => [action, of, actorName, door].join('/'));
  return faults.map((fault) => `${deed.name}: ${fault} [${seen}]`);
}

/** Which of before and after an entry holds. */
export function heldIn(content: string | null): NonNullable<Change['holds']> {
  const { before = null, after = null } = JSON.parse(content ?? '{}') as { before?: unknown; after?: unknown };
  if (before !== null && after !== null) return 'both';
  if (before !== null) return 'before';
  return after !== null ? 'after' : 'neither';
}

/** The last version of the company's rows that there is to pull. */
async function versionOf(stage: Stage, deed: Deed): Promise<number> {
  const id = await companyOf(stage, deed).catch(() => null);
  if (id === null) return 0;
  return (await reader(stage).company.findUniqueOrThrow({ where: { id } })).versionCounter;
}

async function lastEntry(stage: Stage): Promise<number> {
  return (await reader(stage).auditEntry.findFirst({ orderBy: { id: 'desc' } }))?.id ?? 0;
}

async function companyOf(stage: Stage, { of }: Deed): Promise<number | null> {
  if (of === 'hub') return null;
  if (of !== 'new company') return stage.world.ours.id;
  return (await reader(stage).company.findFirstOrThrow({ where: { name: 'Walked shop' } })).id;
}

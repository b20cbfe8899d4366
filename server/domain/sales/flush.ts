/** One flush: all waiting pushes in one transaction. When that fails, its items are tried in ever smaller groups, so that one
 *  that cannot be stored refuses no other. */
import { DomainError } from '../../core/errors.ts';
import { signal } from '../../core/signals.ts';
import { type Database, inRawTransaction, isUnavailable, type Logger } from '../../db/index.ts';
import type { Visit } from './counters.ts';
import { recordBatch } from './judge.ts';
import type { Entry, ItemOutcome, KindFamily, OutcomeName } from './kinds.ts';

/** One call: its items and what its terminal said beside them. */
export interface PushJob {
  entries: readonly Entry[];
  visit: Visit;
  log: Logger;
}

/** An item or, for a push without any, the visit alone. */
interface Unit {
  entry: Entry | null;
  job: PushJob;
}

type Judged = Map<Entry, ItemOutcome>;

/** @returns per job the outcomes of its entries, or the error of one that could neither be stored nor be quarantined
 *  @throws DomainError unavailable: nothing may be taken as stored */
export async function flushJobs(db: Database, jobs: readonly PushJob[]): Promise<(ItemOutcome[] | Error)[]> {
  const units = jobs.flatMap((job): Unit[] =>
    job.entries.length === 0 ? [{ entry: null, job }] : job.entries.map((entry) => ({ entry, job })),
  );
  const outcomes: Judged = new Map();
  const failed = new Map<PushJob, Error>();
  const startedAt = performance.now();
  try {
    await flushUnits(db, units, { outcomes, failed });
  } finally {
    signal('flushed', { items: units.length, seconds: (performance.now() - startedAt) / 1000 });
  }
  signalOutcomes(outcomes);
  return jobs.map((job) => failed.get(job) ?? job.entries.map((entry) => outcomeOf(outcomes, entry)));
}

/** For the metrics: a count for each kind and outcome. */
function signalOutcomes(outcomes: Judged): void {
  const counts = new Map<string, { kind: KindFamily; outcome: OutcomeName; count: number }>();
  for (const [{ kind }, { outcome }] of outcomes) {
    const key = `${kind.family} ${outcome}`;
    const known = counts.get(key);
    if (known) known.count += 1;
    else counts.set(key, { kind: kind.family, outcome, count: 1 });
  }
  for (const counted of counts.values()) signal('judged', counted);
}

function outcomeOf(outcomes: Judged, entry: Entry): ItemOutcome {
  const outcome = outcomes.get(entry);
  if (!outcome) throw new Error('An item was not judged');
  return outcome;
}

interface Results {
  outcomes: Judged;
  failed: Map<PushJob, Error>;
}

async function flushUnits(db: Database, units: readonly Unit[], results: Results): Promise<void> {
  try {
    for (const [entry, outcome] of await writeUnits(db, units)) results.outcomes.set(entry, outcome);
  } catch (error) {
    if (isUnavailable(error)) throw error;
    const [first] = units;
    if (units.length === 1 && first) {
      await refuseUnit(db, { unit: first, error }, results);
      return;
    }
    const middle = Math.ceil(units.length / 2);
    await flushUnits(db, units.slice(0, middle), results);
    await flushUnits(db, units.slice(middle), results);
  }
}

function writeUnits(db: Database, units: readonly Unit[]): Promise<Judged> {
  const entries = units.flatMap(({ entry }) => (entry ? [entry] : []));
  const visits = [...new Set(units.map(({ job }) => job.visit))];
  return inRawTransaction(db, (tx) => recordBatch({ tx, dialect: db.dialect }, entries, visits));
}

/** What fails alone is kept in quarantine when its content is the cause; the terminal will send it again. */
async function refuseUnit(db: Database, failure: { unit: Unit; error: unknown }, results: Results): Promise<void> {
  const { unit, error } = failure;
  const { entry, job } = unit;
  job.log.error(
    {
      err: error,
      documentId: entry?.uuid,
      bodyHash: entry?.bodyHash,
      correlationId: entry?.correlationId ?? undefined,
    },
    'a pushed item could not be stored',
  );
  const known = error instanceof Error ? error : new Error(String(error));
  const reason = entry ? contentFault(error) : null;
  if (!entry || reason === null) {
    results.failed.set(job, known);
    return;
  }
  const refused: Entry = { ...entry, reading: { refusal: { code: 'not_storable', reason } } };
  try {
    const judged = await writeUnits(db, [{ entry: refused, job }]);
    results.outcomes.set(entry, outcomeOf(judged, refused));
  } catch (again) {
    if (isUnavailable(again)) throw again;
    results.failed.set(job, known);
  }
}

/** Why the database refuses this content, or null when the content is not at fault but we are. To be asked only about an item
 *  that failed alone, with a database that is there. */
export function contentFault(error: unknown): string | null {
  if (error instanceof DomainError) {
    if (error.code !== 'invalid_input') return null;
    const [first] = error.facts.errors ?? [];
    return first ? `the item: ${[first.path, first.message].filter(Boolean).join(': ')}` : 'the item: invalid';
  }
  // pg's errors are named "error".
  if (!(error instanceof Error) || !/^(PrismaClient|SqliteError$|error$)/.test(error.name)) return null;
  return /integer overflow|out of range/i.test(error.message)
    ? 'the item: with it a total of its day would pass the largest number that can be stored'
    : 'the item: the database refuses one of its values';
}

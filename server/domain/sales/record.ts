/** Recording what terminals push: exactly once, answered after the commit. */
import type { Ctx, Database } from '../../db/index.ts';
import { findFormerPlaces, type TerminalIdentity } from '../stores/index.ts';
import { authorize } from '../tenancy/index.ts';
import { type Counters, readCounters } from './counters.ts';
import { flushJobs, type PushJob } from './flush.ts';
import { GroupCommit } from './group-commit.ts';
import { transactionKind } from './insert.ts';
import type { Entry, ItemOutcome } from './kinds.ts';
import { type Draft, prepareItems } from './prepare.ts';

/** How a push was judged, item by item in its order. */
export interface PushResult {
  /** Items that need not come again: stored, known already, or known with other values. */
  accepted: number;
  /** Items that could not be read or booked; they are in quarantine. */
  rejected: number;
  items: ItemOutcome[];
  /** Why the first rejected item was; null when none was. */
  message: string | null;
}

/** Documents after which a flush takes no further push. With all of a crowd in one flush, everybody would wait for it and then
 *  send at the same moment: serving and recording would take turns instead of running beside each other (64 tills on kept
 *  connections: 1,674/s with everything in one flush, 2,054/s with about half). */
const maxFlush = 40;

/** Documents of one push that are written together. More would hold up others' pushes longer than it saves. */
const maxPart = 200;

type Queue = GroupCommit<PushJob, ItemOutcome[]>;

/** One queue per database of the process. */
const queues = new WeakMap<Database, Queue>();

function queueOf(db: Database): Queue {
  let queue = queues.get(db);
  if (!queue) {
    // SQLite has one writer; on PostgreSQL one flush is prepared and sent while another commits.
    const flights = db.provider === 'sqlite' ? 1 : 2;
    queue = new GroupCommit((jobs) => flushJobs(db, jobs), { flights, maxSize: maxFlush });
    queues.set(db, queue);
  }
  return queue;
}

/** Waits until everything that was pushed into this database has been answered. For a graceful stop, before the database is
 *  closed and after no new pushes can come. */
export async function drainPushes(db: Database): Promise<void> {
  await queues.get(db)?.drain();
}

/** Records transactions of a terminal. Safe to repeat and to run beside itself: a document is identified by its id in the
 *  company, and only the push that stores it moves totals. Many callers share one transaction (group commit).
 *  @param terminal  must have been identified by the caller
 *  @param items     transaction objects in wire form (protocol 1.4), in any number
 *  @param sequences the push's counters (protocol 1.6)
 *  @throws unavailable the database is gone or full: nothing may be taken as stored, the push must be repeated */
export function recordTransactions(
  ctx: Ctx,
  terminal: TerminalIdentity,
  items: readonly unknown[],
  sequences: unknown,
): Promise<PushResult> {
  const drafts = items.map((item): Draft => ({ kind: transactionKind, item }));
  return recordPush(ctx, { terminal, drafts, sequences });
}

/** Records a terminal's counters without any document.
 *  @returns how many of the entries could be read */
export async function recordSequences(
  ctx: Ctx,
  terminal: TerminalIdentity,
  sequences: unknown,
): Promise<{ updated: number }> {
  authorize(ctx, 'document.push', terminal);
  const counters = readCounters(sequences);
  await submit(ctx, { terminal, entries: [], receivedAt: ctx.now(), counters });
  return { updated: counters.count };
}

interface Push {
  terminal: TerminalIdentity;
  drafts: readonly Draft[];
  sequences: unknown;
}

/** The common path of all kinds of documents, which may be mixed.
 *  @throws unavailable
 *  @throws forbidden the actor is neither the hub itself nor a till of that store */
export async function recordPush(ctx: Ctx, push: Push): Promise<PushResult> {
  const { terminal, drafts } = push;
  authorize(ctx, 'document.push', terminal);
  for (const action of new Set(drafts.map(({ kind }) => kind.action))) authorize(ctx, action, terminal);
  const receivedAt = ctx.now();
  const { movedInto: storeUuid } = terminal;
  const moved = storeUuid ? { formers: await findFormerPlaces(ctx.db, terminal), storeUuid, isSettled: false } : null;
  const entries = await prepareItems(drafts, { terminal, receivedAt, moved });
  const outcomes = await submit(ctx, { terminal, entries, receivedAt, counters: readCounters(push.sequences) });
  const refused = outcomes.filter((item) => item.outcome === 'quarantined');
  return {
    accepted: outcomes.length - refused.length,
    rejected: refused.length,
    items: outcomes,
    message: refused[0]?.message ?? null,
  };
}

interface Submission {
  terminal: TerminalIdentity;
  receivedAt: Date;
  entries: readonly Entry[];
  counters: Counters;
}

/** Large pushes go in several flushes, so that others get in between. */
async function submit(ctx: Ctx, { terminal, receivedAt, entries, counters }: Submission): Promise<ItemOutcome[]> {
  const queue = queueOf(ctx.db);
  const job = (part: readonly Entry[]): PushJob => ({
    entries: part,
    visit: { terminal, receivedAt, counters },
    log: ctx.log,
  });
  const outcomes: ItemOutcome[] = [];
  let start = 0;
  do {
    const part = entries.slice(start, start + maxPart);
    outcomes.push(...(await queue.submit(job(part), Math.max(1, part.length))));
    start += maxPart;
  } while (start < entries.length);
  return outcomes;
}

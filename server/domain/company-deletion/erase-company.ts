/** Erasing what a deleted company had: batch after batch, each a transaction of its own, so that everybody else writes in
 *  between. Nothing is remembered between batches but the rows that are still there: whoever comes next goes on, also after the
 *  process was killed. */

import { setTimeout as delay } from 'node:timers/promises';
import {
  type Ctx,
  inRawTransaction,
  inTransaction,
  isStillReferenced,
  type RawClient,
  statement,
} from '../../db/index.ts';
import { recordAudit } from '../audit/index.ts';
import { eraseAuditContent, eraseRestOfAudit } from './erase-audit.ts';
import { deleteByIds, deleteRows, selectFirst, selectIds } from './owned-rows.ts';
import { type Owned, ownedTables } from './tables.ts';

/** What a batch aims at, in milliseconds for which it keeps others from writing. The next one is made smaller or larger by how
 *  long the last one took. */
const aimMs = 15;
const smallest = 5;
const largest = 2000;
/** Of a table that has not been seen yet: rows can be anything from a number to a picture. */
const firstSize = 50;
/** How often everything may be begun again because of rows that came in meanwhile. */
const mostRounds = 20;

export interface Batch {
  /** Prisma model. */
  model: string;
  /** Rows of the table itself; what hangs on them comes on top. */
  rows: number;
  /** How long it kept others from writing. */
  heldMs: number;
}

export interface Erasing {
  /** Asked between batches: true ends the run, and the rest stays for another one. */
  isStopping?(): boolean;
  /** Told after each batch; the next one waits for it. */
  onBatch?(batch: Batch): unknown;
}

const holdDeleted = statement({
  params: { company: 'int' },
  returns: { id: 'int' },
  sql: (q) => `UPDATE companies SET version = version WHERE id = ${q.param('company')} AND deleted_at IS NOT NULL
    RETURNING id`,
});

/** Notes of taken-over tills, which are named after the terminal. */
const deleteNotes = statement({
  params: { company: 'int' },
  sql: (q) => `DELETE FROM hub_states WHERE key IN (
    SELECT n.name || t.id FROM terminals t JOIN (SELECT 'import-pypos:stock:' AS name UNION ALL SELECT 'import-pypos:points:') n
      ON t.company_id = ${q.param('company')})`,
});

/** Companies that were deleted and of which something is left. */
export async function listErasures(ctx: Ctx): Promise<number[]> {
  const requests = await ctx.db.reader.companyDeletionRequest.findMany({
    where: { outcome: 'completed' },
    select: { companyId: true },
    orderBy: { closedAt: 'asc' },
  });
  return [...new Set(requests.map(({ companyId }) => companyId))];
}

/** Erases everything that a deleted company had, and then the company. Its audit trail keeps time, actor, action and digest.
 *  Safe to repeat, and to run twice beside each other.
 *  @returns false when it was stopped before the end */
export async function eraseCompany(ctx: Ctx, companyId: number, erasing: Erasing = {}): Promise<boolean> {
  for (let round = 1; ; round += 1) {
    const run = await eraseRound(ctx, companyId, erasing);
    if (run !== 'again') return run === 'gone';
    if (round === mostRounds) throw new Error(`company ${companyId} keeps getting rows although it was deleted`);
  }
}

async function eraseRound(ctx: Ctx, companyId: number, erasing: Erasing): Promise<'gone' | 'stopped' | 'again'> {
  const target = { ctx, companyId, erasing };
  try {
    for (const owned of ownedTables) {
      if (owned.model === 'Terminal') await eraseNotes(target);
      if (!(await eraseTable(target, owned))) return 'stopped';
    }
    const upTo = await eraseAuditContent(ctx, companyId, () => between(erasing));
    if (upTo === null) return 'stopped';
    return (await finish(ctx, companyId, upTo)) ? 'gone' : 'again';
  } catch (error) {
    // A push that was accepted before the company ended has just been stored.
    if (isStillReferenced(error)) return 'again';
    throw error;
  }
}

interface Target {
  ctx: Ctx;
  companyId: number;
  erasing: Erasing;
}

/** @returns false when it was stopped */
async function eraseTable({ ctx, companyId, erasing }: Target, owned: Owned): Promise<boolean> {
  let size = firstSize;
  for (;;) {
    let beganAt = 0;
    const most = size;
    const rows = await inRawTransaction(ctx.db, (raw) => {
      beganAt = performance.now();
      return eraseBatch(ctx, raw, { owned, companyId, most });
    });
    const heldMs = performance.now() - beganAt;
    if (rows > 0) await erasing.onBatch?.({ model: owned.model, rows, heldMs });
    if (rows < most) return erasing.isStopping?.() !== true;
    if (!(await between(erasing, heldMs))) return false;
    size = Math.round(Math.min(largest, Math.max(smallest, size * Math.min(2, aimMs / heldMs))));
  }
}

async function eraseBatch(
  ctx: Ctx,
  raw: RawClient,
  { owned, companyId, most }: { owned: Owned; companyId: number; most: number },
): Promise<number> {
  const { dialect } = ctx.db;
  if (owned.parts === undefined) return dialect.execute(raw, deleteRows(owned), { company: companyId, most });
  const found = await dialect.query(raw, selectIds(owned), { company: companyId, most });
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return 0;
  for (const [model, column] of Object.entries(owned.parts)) {
    await dialect.execute(raw, deleteByIds(owned, model as Owned['model'], column), { ids });
  }
  await dialect.execute(raw, deleteByIds(owned, owned.model, 'id'), { ids });
  return ids.length;
}

async function eraseNotes({ ctx, companyId }: Target): Promise<void> {
  await inRawTransaction(ctx.db, (raw) => ctx.db.dialect.execute(raw, deleteNotes, { company: companyId }));
}

/** Leaves others as much time as the batch took. @returns false to stop here */
async function between(erasing: Erasing, heldMs = 1): Promise<boolean> {
  if (erasing.isStopping?.()) return false;
  await delay(Math.ceil(heldMs));
  return erasing.isStopping?.() !== true;
}

/** Deletes the company itself when nothing else of it is left. @returns false when something is */
async function finish(ctx: Ctx, companyId: number, auditErasedTo: number): Promise<boolean> {
  const { dialect } = ctx.db;
  return inTransaction(ctx, async (tx) => {
    // Without the row somebody else was faster, and everything is done.
    if ((await dialect.query(tx, holdDeleted, { company: companyId })).length === 0) return true;
    for (const owned of ownedTables) {
      if ((await dialect.query(tx, selectFirst(owned), { company: companyId })).length > 0) return false;
    }
    await eraseRestOfAudit(ctx, tx, { companyId, from: auditErasedTo });
    await tx.company.delete({ where: { id: companyId }, select: { id: true } });
    await recordAudit(tx, ctx, {
      companyId: null,
      action: 'company.erased',
      subjectType: 'company',
      subjectId: companyId,
    });
    return true;
  });
}

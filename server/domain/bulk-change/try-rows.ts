/** Changes rows, each or not at all: what an operation refuses of a batch is left out, and the rest is done. */

import { DomainError } from '../../core/errors.ts';
import { type Ctx, isStillReferenced, joinTransaction, type Tx } from '../../db/index.ts';
import type { RowFault, RowOperations } from '../row-operations/index.ts';
import { type ColumnChange, changed, decode, encode, sidesOf, type Values } from './changes.ts';
import { type Fault, type Outcome, readRows, type Work, writeFaults } from './rows.ts';
import { reaches, writerOf } from './who.ts';

export type At = { tx: Tx; ctx: Ctx };

/** Put values, into the trash, out of it. */
export type Kind = 'edit' | 'delete' | 'restore';

/** A row that is to be changed. */
export interface Item {
  work: Work;
  stored: Values;
  /** For `edit`: the columns to put. */
  values: Values;
}

/** What is done with rows, and how. */
export interface Way {
  operations: RowOperations;
  kind: Kind;
  changes: readonly ColumnChange[];
}

/** Does to rows what was asked for.
 *  @param isFirst nothing was promised yet: it is being found out what would happen, and the caller rolls back */
export async function tryRows(at: At, way: Way, { rows, isFirst }: { rows: readonly Work[]; isFirst: boolean }) {
  const stored = await readRows(
    at.tx,
    way.operations.model,
    rows.map(({ rowId }) => rowId),
  );
  const outcomes: Outcome[] = [];
  const items: Item[] = [];
  for (const work of rows) {
    const row = stored.get(work.rowId);
    const fault = row ? faultOf(at.ctx, way, { work, row, isFirst }) : 'It is not there any more.';
    if (fault !== null || !row) outcomes.push(refused(work, [{ column: '', message: fault ?? '' }]));
    else {
      const values = way.kind === 'edit' ? changed(row, way.changes) : {};
      const isSame = way.kind === 'edit' && Object.keys(sidesOf(row, values, Object.keys(values)).after).length === 0;
      if (isSame) outcomes.push(unchanged(work));
      else items.push({ work, stored: row, values });
    }
  }
  const faults = await settle(at, way, items);
  const done = items.filter((item) => !faults.has(item));
  for (const item of items) {
    const why = faults.get(item);
    if (why) outcomes.push(refused(item.work, why));
  }
  return [...outcomes, ...(await told(at, way, { done, isFirst }))];
}

/** What a row says against being changed, before its operation is asked; null: nothing. */
function faultOf(
  ctx: Ctx,
  { operations, kind }: Way,
  { work, row, isFirst }: { work: Work; row: Values; isFirst: boolean },
): string | null {
  const isGone = 'deletedAt' in row && row['deletedAt'] !== null;
  const companyId = typeof row['companyId'] === 'number' ? row['companyId'] : null;
  if (!reaches(writerOf(ctx), companyId) || !operations.isAllowed(ctx, companyId)) return notYours;
  if (!isFirst && !isAsSeen(row, work)) return 'Somebody else has changed this row meanwhile.';
  if (kind === 'restore' && !isGone) return 'It is not in the trash.';
  if (kind === 'delete' && isGone) return 'It is in the trash already.';
  return kind === 'edit' && isGone ? 'It is in the trash: restore it first.' : null;
}

const notYours = 'You may not change this row: it belongs to the hub or to another company.';

/** Whether nobody has touched the row since the change looked at it. */
export function isAsSeen(row: Values, { version, before }: Pick<Work, 'version' | 'before'>): boolean {
  if (version !== null) return typeof row['version'] === 'number' && BigInt(row['version']) === version;
  const seen = decode(before);
  return Object.keys(sidesOf(seen, row, Object.keys(seen)).after).length === 0;
}

function refused({ position, before, after, version }: Work, faults: readonly Fault[]): Outcome {
  return { position, before, after, version, outcome: 'refused', message: writeFaults(faults) };
}

function unchanged({ position, version }: Work): Outcome {
  return { position, version, outcome: 'unchanged', before: null, after: null, message: '' };
}

/** The rows as they are now that they are changed; at first, as they would be. */
async function told(
  { tx }: At,
  { operations }: Way,
  { done, isFirst }: { done: readonly Item[]; isFirst: boolean },
): Promise<Outcome[]> {
  if (done.length === 0) return [];
  const ids = done.map(({ work }) => work.rowId);
  const now = await readRows(tx, operations.model, ids);
  return done.map(({ work, stored }): Outcome => {
    const row = now.get(work.rowId) ?? {};
    const sides = sidesOf(stored, row, [...operations.columns, 'deletedAt']);
    const isSame = Object.keys(sides.after).length === 0;
    return {
      position: work.position,
      outcome: isSame ? 'unchanged' : isFirst ? 'pending' : 'changed',
      before: isSame ? null : encode(sides.before),
      after: isSame ? null : encode(sides.after),
      version: versionOf(isFirst ? stored : row),
      message: '',
    };
  });
}

export function versionOf(row: Values): bigint | null {
  return typeof row['version'] === 'number' ? BigInt(row['version']) : null;
}

/** Changes items by the model's operation, company by company.
 *  @returns those that were refused, with the reasons */
export async function settle(at: At, way: Way, items: readonly Item[]): Promise<ReadonlyMap<Item, Fault[]>> {
  const refusals = new Map<Item, Fault[]>();
  const companies = new Map<unknown, Item[]>();
  for (const item of items) {
    const companyId = item.stored['companyId'] ?? null;
    const members = companies.get(companyId);
    if (members) members.push(item);
    else companies.set(companyId, [item]);
  }
  for (const [companyId, members] of companies) {
    await settleIn(at, { ...way, companyId: companyId as number | null, refusals }, members);
  }
  return refusals;
}

type Settling = Way & { companyId: number | null; refusals: Map<Item, Fault[]> };

async function settleIn(at: At, way: Settling, items: readonly Item[]): Promise<void> {
  if (items.length === 0) return;
  try {
    await change(joinTransaction(at.ctx, at.tx), way, items);
  } catch (error) {
    const faults = faultsIn(error);
    if (faults === null) throw error;
    const named = new Set(faults.flatMap(({ index }) => (items[index] ? [index] : [])));
    for (const index of named) {
      const own = faults.filter((fault) => fault.index === index).map(({ column, message }) => ({ column, message }));
      way.refusals.set(items[index] as Item, own);
    }
    const rest = items.filter((_, index) => !named.has(index));
    if (named.size > 0) await settleIn(at, way, rest);
    else if (items.length === 1) way.refusals.set(items[0] as Item, faults);
    else {
      // The reason names no row: halves tell which.
      await settleIn(at, way, items.slice(0, Math.ceil(items.length / 2)));
      await settleIn(at, way, items.slice(Math.ceil(items.length / 2)));
    }
  }
}

async function change(ctx: Ctx, way: Settling, items: readonly Item[]): Promise<void> {
  const { operations, kind, companyId } = way;
  if (kind === 'edit') {
    const rows = items.map(({ work, stored, values }) => ({ ...values, id: work.rowId, ...seenOf(stored) }));
    await operations.put(ctx, { companyId, rows });
    return;
  }
  const move = kind === 'delete' ? operations.remove : operations.restore;
  if (!move) throw new DomainError('forbidden', { model: operations.model, kind });
  const versions = items.flatMap(({ work, stored }): [string, number][] => {
    const { seen } = seenOf(stored);
    return seen === undefined ? [] : [[work.rowId, seen]];
  });
  await move(ctx, { companyId, ids: items.map(({ work }) => work.rowId), seen: new Map(versions) });
}

function seenOf(stored: Values): { seen?: number } {
  return typeof stored['version'] === 'number' ? { seen: stored['version'] } : {};
}

type Found = Pick<RowFault, 'index' | 'column' | 'message'>;

/** What an operation has against rows; null: it is no refusal, but something that went wrong. */
function faultsIn(error: unknown): Found[] | null {
  if (isStillReferenced(error)) return [{ index: -1, column: '', message: 'Other rows still use it.' }];
  if (!(error instanceof DomainError) || error.code === 'internal' || error.code === 'unavailable') return null;
  const { faults, errors = [] } = error.facts;
  if (Array.isArray(faults)) return faults as Found[];
  const found = errors.map(({ path, message }): Found => {
    const [, index = '', column = ''] = /^rows\.(\d+)(?:\.(.*))?$/.exec(path) ?? [];
    return { index: index === '' ? -1 : Number(index), column, message };
  });
  return found.length > 0 ? found : [{ index: -1, column: '', message: error.detail ?? 'It was refused.' }];
}

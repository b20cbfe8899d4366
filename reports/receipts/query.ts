/** The receipts behind a figure, the latest business day first.
 *
 *  A walk along the index of days: as many documents as a page needs, and no more than `budget` however few of them are meant;
 *  then it stops and says from where it goes on. */
import { DomainError, type InputError } from '../../server/core/errors.ts';
import type { Ctx } from '../../server/db/index.ts';
import { authorize } from '../../server/domain/tenancy/index.ts';
import { namesOf } from '../engine/names.ts';
import { terminalIds } from '../engine/sum-rollup.ts';
import { type Asked, filterNames, openWindow, unknownKey, type Window } from '../engine/window.ts';
import { type Narrowing, readNarrowing } from './narrowing.ts';
import { sumsOfWalk, type WalkSums } from './query-sums.ts';
import { type Walk, type WalkShape, walkStatement } from './walk-sql.ts';

const pageRows = 50;

/** Documents that are looked at for one page: first few, then more at a time. */
const steps = [100, 400, 1000, 1500] as const;

export interface ReceiptRow {
  uuid: string;
  number: number;
  businessDay: string;
  /** The till's own time. */
  occurredText: string;
  store: { code: string; name: string };
  terminalCode: string;
  cashier: string | null;
  sign: number;
  isCancelled: boolean;
  isLate: boolean;
  currency: string;
  /** What was owed, negative for a return; of a cancelled one what it would have been. */
  netE4: bigint;
  discountE4: bigint;
  vatE4: bigint;
  lines: number;
}

export interface ReceiptPage {
  window: Window;
  rows: ReceiptRow[];
  /** Where the next page begins; null at the end. */
  next: string | null;
  /** The walk stopped at its budget before the page was full. */
  isCut: boolean;
  /** Of all receipts that are meant; null on later pages. */
  sums: WalkSums | null;
}

/** A place in the order: everything before it was seen. */
interface Place {
  day: string;
  id: number;
}

const lastId = 2_147_483_647;

/** One page.
 *  @param asked `after` is the `next` of the page before
 *  @throws not_found      the company, a store or a terminal is none whose receipts the actor may see
 *  @throws invalid_input  a filter breaks its rule; the errors name which */
export async function receiptPage(ctx: Ctx, asked: Asked): Promise<ReceiptPage> {
  const walk = await openWalk(ctx, asked);
  const { window } = walk;
  const after = typeof asked['after'] === 'string' ? placeOf(asked['after']) : null;
  let place: Place | null = after ?? { day: window.range.to, id: lastId };
  const ids: number[] = [];
  for (const step of steps) {
    if (place === null || ids.length >= pageRows) break;
    const { found, end } = await look(ctx, walk, { place, most: step, wanted: pageRows - ids.length });
    ids.push(...found);
    place = end;
  }
  const [rows, sums] = await Promise.all([
    readRows(ctx, window, ids),
    after ? null : sumsOfWalk(ctx, walk, asked['add'] === 'all'),
  ]);
  return {
    window,
    rows,
    next: place && `${place.day}.${place.id}`,
    isCut: place !== null && ids.length < pageRows,
    sums,
  };
}

/** Every receipt that is meant, some hundred at a time, without limit: for files.
 *  @throws as `receiptPage` */
export async function receiptRows(
  ctx: Ctx,
  asked: Asked,
): Promise<{ window: Window; chunks: AsyncGenerator<ReceiptRow[]> }> {
  const walk = await openWalk(ctx, asked);
  return { window: walk.window, chunks: chunksOf(ctx, walk) };
}

async function* chunksOf(ctx: Ctx, walk: Walk): AsyncGenerator<ReceiptRow[]> {
  let place: Place | null = { day: walk.window.range.to, id: lastId };
  while (place !== null) {
    const step: { found: number[]; end: Place | null } = await look(ctx, walk, { place, most: 1000, wanted: 1000 });
    if (step.found.length > 0) yield readRows(ctx, walk.window, step.found);
    place = step.end;
  }
}

async function openWalk(ctx: Ctx, asked: Asked): Promise<Walk> {
  authorize(ctx, 'document.see');
  const window = await openWindow(ctx, asked, 'document.see');
  const { narrowing, errors } = readNarrowing(asked, window.range);
  if (errors.length > 0) throw new DomainError('invalid_input', { errors: errors satisfies InputError[] });
  const filters = filterNames.filter((name) => window.filters[name] !== undefined);
  const { stores, company } = window;
  const shape: WalkShape = {
    isOneStore: stores.length === 1,
    isAllStores: stores.length === company.stores.length && company.hiddenStores === 0,
    filters,
    narrowing,
  };
  return { window, shape, params: { ...(await paramsOf(ctx, window, narrowing)) } };
}

async function paramsOf(ctx: Ctx, window: Window, narrowing: readonly Narrowing[]): Promise<Record<string, unknown>> {
  const { company, stores, filters } = window;
  const params: Record<string, unknown> = {
    company_id: company.id,
    store_ids: stores.map(({ id }) => id),
    from: window.range.from,
  };
  for (const name of filterNames) {
    const values = filters[name];
    if (values === undefined) continue;
    if (name === 'terminal') params[name] = await terminalIds(ctx, window, values);
    else params[name] = values.map((value) => (value === unknownKey ? '' : value));
  }
  for (const { name, type, value } of narrowing) if (type !== null) params[name] = value;
  return params;
}

/** Looks at the next documents. `end` is where to go on; null when there are no more. */
async function look(
  ctx: Ctx,
  { window, shape, params }: Walk,
  { place, most, wanted }: { place: Place; most: number; wanted: number },
): Promise<{ found: number[]; end: Place | null }> {
  if (window.stores.length === 0) return { found: [], end: null };
  const rows = await ctx.db.dialect.query(ctx.db.reader, walkStatement(shape), {
    ...params,
    until: place.day,
    before: place.id,
    most: most + 1,
  });
  const found: number[] = [];
  for (const [at, { id, business_day: day, is_match: isMatch }] of rows.slice(0, most).entries()) {
    if (isMatch === 1) found.push(id);
    const isLast = at === rows.length - 1;
    if (found.length === wanted || at === most - 1) return { found, end: isLast ? null : { day, id } };
  }
  return { found, end: null };
}

async function readRows(ctx: Ctx, { company }: Window, ids: readonly number[]): Promise<ReceiptRow[]> {
  const rows = await ctx.db.reader.transaction.findMany({
    where: { id: { in: [...ids] } },
    select: {
      ...{
        id: true,
        uuid: true,
        receiptNumber: true,
        businessDay: true,
        occurredText: true,
        cashierId: true,
        sign: true,
      },
      ...{ isCancelled: true, isLate: true, currency: true, totalE4: true, discountE4: true, surchargeE4: true },
      ...{ vatE4: true, lineCount: true },
      store: { select: { code: true, name: true } },
      terminal: { select: { code: true } },
    },
  });
  const names = await namesOf(ctx, 'cashier', {
    companyId: company.id,
    ids: rows.map(({ cashierId }) => cashierId ?? ''),
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (!row) return [];
    const sign = row.sign < 0 ? -1n : 1n;
    return {
      uuid: row.uuid,
      number: row.receiptNumber,
      businessDay: row.businessDay,
      occurredText: row.occurredText,
      store: row.store,
      terminalCode: row.terminal.code,
      cashier: row.cashierId ? (names.get(row.cashierId) ?? row.cashierId.slice(0, 8)) : null,
      sign: row.sign,
      isCancelled: row.isCancelled,
      isLate: row.isLate,
      currency: row.currency,
      netE4: sign * (row.totalE4 - row.discountE4 + row.surchargeE4),
      discountE4: sign * row.discountE4,
      vatE4: sign * row.vatE4,
      lines: row.lineCount,
    };
  });
}

/** @throws invalid_input `after` is none of ours */
function placeOf(after: string): Place {
  const [, day, id] = /^(\d{4}-\d{2}-\d{2})\.(\d{1,10})$/.exec(after) ?? [];
  if (day === undefined || id === undefined || Number(id) > lastId) {
    throw new DomainError('invalid_input', { errors: [{ path: 'after', message: 'is no place in this list' }] });
  }
  return { day, id: Number(id) };
}

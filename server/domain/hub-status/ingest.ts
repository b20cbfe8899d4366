/** Documents by the minute in which they were received, over the last hour. */

import { type Ctx, perDatabase, statement } from '../../db/index.ts';

export interface Ingest {
  /** Documents of the last sixty minutes, the oldest first; the last one is the running minute. */
  minutes: { at: Date; documents: number }[];
  /** Over the running minute and the one before. */
  perSecond: number;
  /** Older minutes hold more than was counted. */
  isPartial: boolean;
}

const minuteMs = 60_000;
const shownMinutes = 60;
/** Transactions that were begun earlier may still be committed in a minute that is over. */
const openMinutes = 2;
/** Documents that one reading counts at most: a flood shows as partial instead of being slow. */
const mostCounted = 50_000;
/** Several people look at one reading. */
const freshMs = 2000;

interface Known {
  readAtMs: number;
  /** Documents of each minute by company. */
  minutes: Map<number, Map<number, number>>;
  /** Every id up to it was counted, in minutes before `completeMinute`, which are not counted again. */
  completeId: number;
  completeMinute: number;
  /** Earlier minutes were not counted whole. */
  sinceMinute: number;
  reading: Promise<void> | undefined;
}

const stateOf = perDatabase(fresh);

const selectMinutes = statement({
  params: { after: 'int' },
  returns: { company_id: 'int', minute: 'bigint', documents: 'int', first_id: 'int' },
  sql: (
    q,
  ) => `SELECT company_id, ${q.millis('received_at')} / 60000 AS minute, count(*) AS documents, min(id) AS first_id
    FROM transactions WHERE id > ${q.param('after')} GROUP BY 1, 2`,
});

/** What arrived at the whole hub, read by ascending ids from where the last reading was sure.
 *  @param companyIds whose documents count; null: everybody's */
export async function readIngest(ctx: Ctx, companyIds: readonly number[] | null): Promise<Ingest> {
  const state = stateOf(ctx.db);
  const nowMs = ctx.now().getTime();
  if (Math.abs(nowMs - state.readAtMs) >= freshMs) {
    state.reading ??= refresh(ctx, state, nowMs).finally(() => {
      state.reading = undefined;
    });
    await state.reading;
  }
  const last = Math.floor(nowMs / minuteMs);
  const counted = (minute: number) => {
    const byCompany = state.minutes.get(minute);
    if (!byCompany) return 0;
    const counts = companyIds === null ? [...byCompany.values()] : companyIds.map((id) => byCompany.get(id) ?? 0);
    return counts.reduce((sum, count) => sum + count, 0);
  };
  const minutes = Array.from({ length: shownMinutes }, (_, index) => last - shownMinutes + 1 + index);
  const seconds = (nowMs - (last - 1) * minuteMs) / 1000;
  return {
    minutes: minutes.map((minute) => ({ at: new Date(minute * minuteMs), documents: counted(minute) })),
    perSecond: (counted(last) + counted(last - 1)) / seconds,
    isPartial: (minutes[0] ?? 0) < state.sinceMinute,
  };
}

function fresh(): Known {
  return { readAtMs: 0, minutes: new Map(), completeId: 0, completeMinute: 0, sinceMinute: 0, reading: undefined };
}

async function refresh(ctx: Ctx, state: Known, nowMs: number): Promise<void> {
  const { reader } = ctx.db;
  const firstMinute = Math.floor(nowMs / minuteMs) - shownMinutes + 1;
  const last = await reader.transaction.findFirst({ select: { id: true }, orderBy: { id: 'desc' } });
  const lastId = last?.id ?? 0;
  if (Math.abs(nowMs - state.readAtMs) > shownMinutes * minuteMs) {
    const completeId = await idBefore(ctx, firstMinute * minuteMs, lastId);
    Object.assign(state, { ...fresh(), reading: state.reading, completeId });
  }
  if (lastId - state.completeId > mostCounted) {
    state.completeId = lastId - mostCounted;
    state.sinceMinute = await minuteAfter(ctx, state.completeId, nowMs);
  }
  const rows = await ctx.db.dialect.query(reader, selectMinutes, { after: state.completeId });
  for (const minute of state.minutes.keys()) {
    if (minute < firstMinute || minute >= state.completeMinute) state.minutes.delete(minute);
  }
  for (const { company_id, minute, documents } of rows) {
    if (minute < firstMinute || minute < state.completeMinute) continue;
    const byCompany = state.minutes.get(Number(minute)) ?? new Map<number, number>();
    state.minutes.set(Number(minute), byCompany.set(company_id, documents));
  }
  state.completeMinute = Math.floor(nowMs / minuteMs) - openMinutes;
  const open = rows.filter(({ minute }) => minute >= state.completeMinute).map(({ first_id }) => first_id - 1);
  state.completeId = Math.min(...(open.length > 0 ? open : [Math.max(state.completeId, lastId)]));
  state.readAtMs = nowMs;
}

/** The largest id received before a moment, by halving: ids grow with the time of receipt. */
async function idBefore(ctx: Ctx, atMs: number, lastId: number): Promise<number> {
  let low = 0;
  let high = lastId;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const row = await ctx.db.reader.transaction.findFirst({
      where: { id: { gte: middle } },
      select: { receivedAt: true },
      orderBy: { id: 'asc' },
    });
    if (row && row.receivedAt.getTime() < atMs) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The first minute of which every document has a larger id. */
async function minuteAfter(ctx: Ctx, id: number, nowMs: number): Promise<number> {
  const row = await ctx.db.reader.transaction.findFirst({
    where: { id: { gte: id } },
    select: { receivedAt: true },
    orderBy: { id: 'asc' },
  });
  return Math.floor((row?.receivedAt.getTime() ?? nowMs) / minuteMs) + 1;
}

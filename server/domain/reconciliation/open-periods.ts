/** Periods that no closure has ended yet, with their running figures. */
import { setImmediate } from 'node:timers/promises';
import { DomainError } from '../../core/errors.ts';
import { type Ctx, lookUp, statement } from '../../db/index.ts';
import { authorize, scopeFor, scopeWhere } from '../tenancy/index.ts';
import { type Figures, type Period, type TrueFigures, terminalFigures, trueFigures } from './period.ts';
import { readPeriods } from './read-periods.ts';

export interface OpenPeriodFilter {
  companyId: number;
  storeIds?: readonly number[];
  terminalId?: number;
  /** `next` of the page before: the wire id of its last terminal. */
  after?: string | null;
  /** Periods wanted, 1 to 200, more only where one terminal alone has more; default 100. */
  take?: number;
}

export interface OpenPeriod {
  store: { code: string; name: string; currency: string };
  terminal: { code: string; name: string };
  number: number;
  figures: Figures;
  ours: TrueFigures;
  lastText: string;
}

/** Running figures of the periods that no closure has ended yet, by the arithmetic that will judge the closure: terminal after
 *  terminal, in the order of stores and codes.
 *  @returns `rows`, and `next` to be handed back as `after`; null on the last page
 *  @throws not_found `after` is no terminal of the company */
export async function openPeriods(
  ctx: Ctx,
  filter: OpenPeriodFilter,
): Promise<{ rows: OpenPeriod[]; next: string | null }> {
  authorize(ctx, 'closure.see');
  const { keys, next } = await openKeys(ctx, filter);
  const read = { client: ctx.db.reader, dialect: ctx.db.dialect };
  const periods: Period[] = [];
  for (const group of inGroups(keys)) {
    periods.push(...(await readPeriods(read, group)));
    // Tills that were never closed have many documents: others get their turn in between.
    await setImmediate();
  }
  const rows = keys.map(({ terminal, number }, index) => rowOf(terminal, number, periods[index] as Period));
  return { rows, next };
}

function rowOf({ store, code, name }: OpenTerminal, number: number, period: Period): OpenPeriod {
  const times = period.documents.map(({ occurredText }) => occurredText).sort();
  return {
    store,
    terminal: { code, name },
    number,
    figures: terminalFigures(period),
    ours: trueFigures(period),
    lastText: times.at(-1) ?? '',
  };
}

const periodsWithoutClosure = statement({
  params: { terminals: ['int'] },
  returns: { terminal_id: 'int', number: 'int', documents: 'int' },
  // The last closure is asked for each terminal and not for each document: the index then begins behind it.
  sql: (q) => `SELECT t.terminal_id, t.closure_number AS number, count(*) AS documents
    FROM terminals k ${lookUp(q.provider, {
      table: 'transactions',
      alias: 't',
      where: `t.terminal_id = k.id
        AND t.closure_number > coalesce((SELECT max(c.number) FROM closures c WHERE c.terminal_id = k.id), 0)`,
    })}
    WHERE k.id IN ${q.list('terminals')}
    GROUP BY 1, 2 ORDER BY 1, 2`,
});

/** Terminals that are asked for their open periods in one query. */
const terminalsAtOnce = 200;

type OpenTerminal = Awaited<ReturnType<typeof terminalsAfter>>[number];

interface OpenKey {
  terminal: OpenTerminal;
  terminalId: number;
  number: number;
  documents: number;
}

/** The periods of a page. Periods of one terminal stay together; the search goes on until it knows whether there are more. */
async function openKeys(ctx: Ctx, filter: OpenPeriodFilter): Promise<{ keys: OpenKey[]; next: string | null }> {
  const take = Math.min(Math.max(filter.take ?? 100, 1), 200);
  const keys: OpenKey[] = [];
  let last: OpenTerminal | null = await placeOf(ctx, filter);
  for (;;) {
    const terminals = await terminalsAfter(ctx, filter, last);
    const ids = terminals.map(({ id }) => id);
    const found = await ctx.db.dialect.query(ctx.db.reader, periodsWithoutClosure, { terminals: ids });
    for (const terminal of terminals) {
      const own = found.filter(({ terminal_id }) => terminal_id === terminal.id);
      if (own.length > 0 && keys.length >= take) return { keys, next: keys.at(-1)?.terminal.uuid ?? null };
      keys.push(...own.map(({ number, documents }) => ({ terminal, terminalId: terminal.id, number, documents })));
    }
    if (terminals.length < terminalsAtOnce) return { keys, next: null };
    last = terminals.at(-1) ?? null;
  }
}

const columns = {
  id: true,
  uuid: true,
  storeId: true,
  code: true,
  name: true,
  store: { select: { code: true, name: true, currency: true } },
} as const;

async function placeOf(ctx: Ctx, { companyId, after }: OpenPeriodFilter) {
  if (after == null) return null;
  const found = await ctx.db.reader.terminal.findFirst({ where: { companyId, uuid: after }, select: columns });
  if (!found) throw new DomainError('not_found', { after });
  return found;
}

function terminalsAfter(
  ctx: Ctx,
  filter: OpenPeriodFilter,
  last: { storeId: number; code: string; id: number } | null,
) {
  const { companyId, storeIds, terminalId } = filter;
  const following = last && {
    OR: [
      { storeId: { gt: last.storeId } },
      { storeId: last.storeId, code: { gt: last.code } },
      { storeId: last.storeId, code: last.code, id: { gt: last.id } },
    ],
  };
  return ctx.db.reader.terminal.findMany({
    where: {
      AND: [
        scopeWhere(scopeFor(ctx, 'closure.see')),
        { companyId },
        storeIds === undefined ? {} : { storeId: { in: [...storeIds] } },
        terminalId === undefined ? {} : { id: terminalId },
        following ?? {},
      ],
    },
    select: columns,
    orderBy: [{ storeId: 'asc' }, { code: 'asc' }, { id: 'asc' }],
    take: terminalsAtOnce,
  });
}

/** Documents that are read and added up in one go, unless one period alone has more. */
const groupSize = 1000;

type PeriodKey = Parameters<typeof readPeriods>[1][number];

function inGroups(keys: readonly OpenKey[]): PeriodKey[][] {
  const groups: PeriodKey[][] = [];
  let room = 0;
  for (const { terminalId, number, documents } of keys) {
    room -= documents;
    const group = groups.at(-1);
    if (group && room >= 0) group.push({ terminalId, number });
    else {
      groups.push([{ terminalId, number }]);
      room = groupSize - documents;
    }
  }
  return groups;
}

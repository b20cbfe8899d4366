/** Today at a glance: what every store has sold so far on its own business day, and how that compares with the same weekday last
 *  week up to the same hour. All figures come from the rollups; a fixed number of queries, however many stores there are. */

import { addDays, businessDayOf, localHour } from '../../server/core/business-day.ts';
import { type Ctx, statement } from '../../server/db/index.ts';
import { scopeFor } from '../../server/domain/tenancy/index.ts';
import { companiesAmong } from '../companies.ts';
import { type CurrencyToday, currenciesOf, type StoreDay } from './compose.ts';

export interface CompanyToday {
  id: number;
  slug: string;
  name: string;
  timeZone: string;
  /** Null: the person may see the company, but none of its figures. */
  currencies: CurrencyToday[] | null;
  /** When a till last delivered something; null: none ever has. */
  lastReceivedAt: Date | null;
}

export interface Today {
  companies: CompanyToday[];
  /** Companies beyond those that are listed. */
  more: number;
  /** Today's receipts that were sold last, the latest first; only those that the person may see. */
  latest: LatestReceipt[];
  /** When the figures were read. */
  asOf: Date;
}

export interface LatestReceipt {
  companyId: number;
  storeName: string;
  terminalCode: string;
  uuid: string;
  occurredText: string;
  receiptNumber: number;
  currency: string;
  /** Signed: a return is negative. A cancelled document counts nowhere, its total is shown all the same. */
  totalE4: bigint;
  kind: 'sale' | 'return' | 'cancelled';
}

/** Companies that one page shows; staff of a large hub have reports and the administration for the rest. */
const shownCompanies = 12;
const shownReceipts = 8;

const selectStores = statement({
  params: { company_ids: ['int'] },
  returns: {
    id: 'int',
    company_id: 'int',
    code: 'text',
    name: 'text',
    time_zone: 'text',
    day_start_minutes: 'int',
    currency: 'text',
    last_push_at: 'instant?',
  },
  sql: (q) => `SELECT s.id, s.company_id, s.code, s.name, s.time_zone, s.day_start_minutes, s.currency,
      (SELECT max(x.last_push_at) FROM terminals t JOIN terminal_states x ON x.terminal_id = t.id
        WHERE t.store_id = s.id) AS last_push_at
    FROM stores s
    WHERE s.company_id IN ${q.list('company_ids')} AND s.deleted_at IS NULL
    ORDER BY s.company_id, s.code`,
});

const dayColumns = { store_id: 'int', business_day: 'text' } as const;

/** What the day's measures are made of. */
const sumColumns = {
  documents: 'int',
  cancelled: 'int',
  returns: 'int',
  gross_e4: 'bigint',
  discount_e4: 'bigint',
  surcharge_e4: 'bigint',
} as const;

const daySums = statement({
  params: { days: { ...dayColumns, yesterday: 'text' } },
  returns: { store_id: 'int', currency: 'text', is_today: 'int', ...sumColumns },
  sql: (q) => `SELECT t.store_id, t.currency, CASE WHEN t.business_day = d.business_day THEN 1 ELSE 0 END AS is_today,
      ${Object.keys(sumColumns)
        .map((column) => `${q.sumBig(`t.${column}`)} AS ${column}`)
        .join(', ')}
    FROM ${q.rows('days', 'd')} JOIN day_totals t
      ON t.store_id = d.store_id AND t.business_day IN (d.business_day, d.yesterday)
    GROUP BY 1, 2, 3`,
});

/** How the sales of a company's stores fell on the hours of today and of the same weekday last week. */
const hourCurve = statement({
  params: { days: { ...dayColumns, company_id: 'int', last_week: 'text' } },
  returns: { company_id: 'int', currency: 'text', hour: 'int', is_today: 'int', gross_e4: 'bigint' },
  sql: (
    q,
  ) => `SELECT d.company_id, t.currency, t.hour, CASE WHEN t.business_day = d.business_day THEN 1 ELSE 0 END AS is_today,
      ${q.sumBig('t.gross_e4')} AS gross_e4
    FROM ${q.rows('days', 'd')} JOIN hour_totals t
      ON t.store_id = d.store_id AND t.business_day IN (d.business_day, d.last_week)
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3`,
});

const hourColumns = { ...dayColumns, last_week: 'text', day_start_hour: 'int', elapsed: 'int' } as const;

/** Hours are counted from the start of the business day, so that those after midnight come last. */
const selectHours = statement({
  params: { days: hourColumns },
  returns: { store_id: 'int', currency: 'text', is_today: 'int', gross_e4: 'bigint' },
  sql: (q) => `SELECT t.store_id, t.currency, CASE WHEN t.business_day = d.business_day THEN 1 ELSE 0 END AS is_today,
      ${q.sumBig('t.gross_e4')} AS gross_e4
    FROM ${q.rows('days', 'd')} JOIN hour_totals t
      ON t.store_id = d.store_id AND t.business_day IN (d.business_day, d.last_week)
    WHERE (t.hour - d.day_start_hour + 24) % 24 < d.elapsed
    GROUP BY 1, 2, 3`,
});

/** What a receipt needs to be listed. */
const receiptColumns = {
  company_id: 'int',
  store_id: 'int',
  uuid: 'text',
  occurred_text: 'text',
  receipt_number: 'int',
  terminal_code: 'text',
  currency: 'text',
  total_e4: 'bigint',
  sign: 'int',
  is_cancelled: 'bool',
} as const;

const receiptFields = `x.company_id, x.store_id, x.uuid, x.occurred_text, x.receipt_number, p.code AS terminal_code,
  x.currency, x.total_e4, x.sign, x.is_cancelled`;

const lastOfEach = statement({
  params: { days: dayColumns },
  returns: receiptColumns,
  sql: (q) => `SELECT ${receiptFields}
    FROM ${q.rows('days', 'd')}
    JOIN transactions x ON x.id = (SELECT y.id FROM transactions y
      WHERE y.store_id = d.store_id AND y.business_day = d.business_day ORDER BY y.occurred_at DESC, y.id DESC LIMIT 1)
    JOIN terminals p ON p.id = x.terminal_id`,
});

const lastOfAll = statement({
  params: { days: dayColumns, count: 'int' },
  returns: receiptColumns,
  sql: (q) => `SELECT ${receiptFields}
    FROM ${q.rows('days', 'd')}
    JOIN transactions x ON x.store_id = d.store_id AND x.business_day = d.business_day
    JOIN terminals p ON p.id = x.terminal_id
    ORDER BY x.occurred_at DESC, x.id DESC LIMIT ${q.param('count')}`,
});

/** Today of all companies that the actor belongs to (unlimited staff: of all). Seven queries, eight where
 *  there are more companies than are shown.
 *  A company whose figures the actor may not see is listed without them. */
export async function today(ctx: Ctx): Promise<Today> {
  const asOf = ctx.now();
  const [companies, count] = await visibleCompanies(ctx);
  const stores = await figureStores(ctx, companies, asOf);
  const { dialect, reader } = ctx.db;
  const days = stores.map((store) => ({
    store_id: store.id,
    company_id: store.companyId,
    business_day: store.businessDay,
    yesterday: addDays(store.businessDay, -1),
    last_week: addDays(store.businessDay, -7),
    day_start_hour: store.dayStartHour,
    elapsed: store.elapsed,
  }));
  const drawn = {
    sums: (await dialect.query(reader, daySums, { days })).map(({ store_id, currency, is_today, ...sums }) => ({
      ...{ store_id, currency, is_today, sums },
    })),
    hours: await dialect.query(reader, selectHours, { days }),
    curve: await dialect.query(reader, hourCurve, { days }),
  };
  const figures = scopeFor(ctx, 'figures.see');
  const listed = companies.map((company): CompanyToday => {
    const own = stores.filter((store) => store.companyId === company.id);
    const isSeen = figures.companyIds === null || figures.companyIds.includes(company.id);
    return {
      ...company,
      currencies: isSeen ? currenciesOf({ id: company.id, stores: own }, drawn) : null,
      lastReceivedAt: isSeen ? latest(own.map((store) => store.lastPushAt)) : null,
    };
  });
  await addLastReceipts(ctx, listed);
  const more = Math.max(0, count - companies.length);
  return { companies: listed, more, latest: await latestReceipts(ctx, stores), asOf };
}

/** Tells each store that is shown which receipt it sold last. */
async function addLastReceipts(ctx: Ctx, companies: readonly CompanyToday[]): Promise<void> {
  const shown = companies.flatMap(({ currencies }) => currencies ?? []).flatMap(({ stores }) => stores);
  const days = documentDays(ctx, shown);
  const rows = await ctx.db.dialect.query(ctx.db.reader, lastOfEach, { days });
  for (const store of shown) {
    const row = rows.find((candidate) => candidate.store_id === store.id);
    if (row) store.last = { occurredText: row.occurred_text, terminalCode: row.terminal_code, uuid: row.uuid };
  }
}

/** The day's latest receipts by the time of sale. They lie in the stores that have delivered last: only those are read. */
async function latestReceipts(ctx: Ctx, stores: readonly StoreDay[]): Promise<LatestReceipt[]> {
  const lastPush = (store: StoreDay) => store.lastPushAt?.getTime() ?? 0;
  const recent = [...stores].sort((a, b) => lastPush(b) - lastPush(a)).slice(0, shownReceipts);
  const days = documentDays(ctx, recent);
  const rows = await ctx.db.dialect.query(ctx.db.reader, lastOfAll, { days, count: shownReceipts });
  return rows.map((row) => ({
    companyId: row.company_id,
    storeName: stores.find((store) => store.id === row.store_id)?.name ?? '',
    terminalCode: row.terminal_code,
    uuid: row.uuid,
    occurredText: row.occurred_text,
    receiptNumber: row.receipt_number,
    currency: row.currency,
    totalE4: row.sign < 0 ? -row.total_e4 : row.total_e4,
    kind: row.is_cancelled ? 'cancelled' : row.sign < 0 ? 'return' : 'sale',
  }));
}

/** Today of those stores whose documents the actor may see. */
function documentDays(ctx: Ctx, stores: readonly { id: number; businessDay: string }[]) {
  const { storeIds } = scopeFor(ctx, 'document.see');
  return stores
    .filter((store) => storeIds === null || storeIds.includes(store.id))
    .map((store) => ({ store_id: store.id, business_day: store.businessDay }));
}

async function visibleCompanies(ctx: Ctx) {
  const { companyIds } = scopeFor(ctx, 'company.see');
  const list = await companiesAmong(ctx, companyIds, shownCompanies);
  const where = { deletedAt: null, ...(companyIds === null ? {} : { id: { in: [...companyIds] } }) };
  const count = list.length < shownCompanies ? list.length : await ctx.db.reader.company.count({ where });
  return [list, count] as const;
}

/** The stores of these companies whose figures the actor may see, with where each stands in its day. */
async function figureStores(ctx: Ctx, companies: readonly { id: number }[], now: Date): Promise<StoreDay[]> {
  const { companyIds, storeIds } = scopeFor(ctx, 'figures.see');
  const seen = companies.map(({ id }) => id).filter((id) => companyIds === null || companyIds.includes(id));
  const rows = await ctx.db.dialect.query(ctx.db.reader, selectStores, { company_ids: seen });
  return rows
    .filter((row) => storeIds === null || storeIds.includes(row.id))
    .map((row) => {
      const dayStartHour = Math.floor(row.day_start_minutes / 60);
      const hour = localHour(now, row.time_zone);
      return {
        id: row.id,
        companyId: row.company_id,
        code: row.code,
        name: row.name,
        currency: row.currency,
        lastPushAt: row.last_push_at,
        businessDay: businessDayOf(now, { zone: row.time_zone, dayStartHour: row.day_start_minutes / 60 }),
        dayStartHour,
        hour,
        elapsed: (hour - dayStartHour + 24) % 24,
      };
    });
}

function latest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((last, at) => (at !== null && (last === null || at > last) ? at : last), null);
}

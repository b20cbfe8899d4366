/** Today at a glance: what every store has sold so far on its own business day, and how that compares with the same weekday last
 *  week up to the same hour. All figures come from the rollups; a fixed number of queries, however many stores there are. */

import { addDays, businessDayOf, localHour } from '../../server/core/business-day.ts';
import { type Ctx, type RowOf, statement } from '../../server/db/index.ts';
import { scopeFor } from '../../server/domain/tenancy/index.ts';
import type { Sums } from '../figures.ts';
import { type CurrencyToday, currenciesOf, type StoreDay } from './compose.ts';

export interface CompanyToday {
  id: number;
  slug: string;
  name: string;
  /** Null: the person may see the company, but none of its figures. */
  currencies: CurrencyToday[] | null;
  /** When a till last delivered something; null: none ever has. */
  lastReceivedAt: Date | null;
}

export interface Today {
  companies: CompanyToday[];
  /** Companies beyond those that are listed. */
  more: number;
  /** When the figures were read. */
  asOf: Date;
}

/** Companies that one page shows; staff of a large hub have reports and the administration for the rest. */
const shownCompanies = 25;

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

const sumColumns = {
  documents: 'int',
  cancelled: 'int',
  returns: 'int',
  with_lines: 'int',
  gross_e4: 'bigint',
  discount_e4: 'bigint',
  surcharge_e4: 'bigint',
  vat_e4: 'bigint',
  cancelled_e4: 'bigint',
} as const;

const dayColumns = { store_id: 'int', business_day: 'text' } as const;

const selectSums = statement({
  params: { days: dayColumns },
  returns: { store_id: 'int', currency: 'text', ...sumColumns },
  sql: (q) => `SELECT t.store_id, t.currency,
      ${Object.keys(sumColumns)
        .map((column) => `${q.sumBig(`t.${column}`)} AS ${column}`)
        .join(', ')}
    FROM ${q.rows('days', 'd')} JOIN day_totals t ON t.store_id = d.store_id AND t.business_day = d.business_day
    GROUP BY t.store_id, t.currency`,
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

const selectLast = statement({
  params: { days: dayColumns },
  returns: { store_id: 'int', occurred_text: 'text', terminal_code: 'text', uuid: 'text' },
  sql: (q) => `SELECT x.store_id, x.occurred_text, p.code AS terminal_code, x.uuid
    FROM ${q.rows('days', 'd')}
    JOIN transactions x ON x.id = (SELECT y.id FROM transactions y
      WHERE y.store_id = d.store_id AND y.business_day = d.business_day ORDER BY y.id DESC LIMIT 1)
    JOIN terminals p ON p.id = x.terminal_id`,
});

/** Today of all companies that the actor belongs to (unlimited staff: of all). Six queries.
 *  A company whose figures the actor may not see is listed without them. */
export async function today(ctx: Ctx): Promise<Today> {
  const asOf = ctx.now();
  const [companies, count] = await visibleCompanies(ctx);
  const stores = await figureStores(ctx, companies, asOf);
  const { dialect, reader } = ctx.db;
  const days = stores.map((store) => ({ store_id: store.id, business_day: store.businessDay }));
  const hourDays = stores.map((store) => ({
    store_id: store.id,
    business_day: store.businessDay,
    last_week: addDays(store.businessDay, -7),
    day_start_hour: store.dayStartHour,
    elapsed: store.elapsed,
  }));
  const sums = (await dialect.query(reader, selectSums, { days })).map(({ store_id, currency, ...row }) => ({
    store_id,
    currency,
    sums: sumsOf(row),
  }));
  const hours = await dialect.query(reader, selectHours, { days: hourDays });
  const last = await dialect.query(reader, selectLast, { days });
  const drawn = { sums, hours, last };
  const figures = scopeFor(ctx, 'figures.see');
  return {
    companies: companies.map((company) => {
      const own = stores.filter((store) => store.companyId === company.id);
      const isSeen = figures.companyIds === null || figures.companyIds.includes(company.id);
      return {
        ...company,
        currencies: isSeen ? currenciesOf(own, drawn) : null,
        lastReceivedAt: isSeen ? latest(own.map((store) => store.lastPushAt)) : null,
      };
    }),
    more: Math.max(0, count - companies.length),
    asOf,
  };
}

async function visibleCompanies(ctx: Ctx) {
  const { companyIds } = scopeFor(ctx, 'company.see');
  const where = { deletedAt: null, ...(companyIds === null ? {} : { id: { in: [...companyIds] } }) };
  const select = { id: true, slug: true, name: true };
  const orderBy = [{ name: 'asc' }, { id: 'asc' }] as const;
  const list = await ctx.db.reader.company.findMany({ where, select, orderBy: [...orderBy], take: shownCompanies });
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

function sumsOf(row: RowOf<typeof sumColumns>): Sums {
  return {
    documents: row.documents,
    cancelled: row.cancelled,
    returns: row.returns,
    withLines: row.with_lines,
    grossE4: row.gross_e4,
    discountE4: row.discount_e4,
    surchargeE4: row.surcharge_e4,
    vatE4: row.vat_e4,
    cancelledE4: row.cancelled_e4,
  };
}

function latest(instants: readonly (Date | null)[]): Date | null {
  return instants.reduce((last, at) => (at !== null && (last === null || at > last) ? at : last), null);
}

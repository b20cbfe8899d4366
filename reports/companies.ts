/** The companies and stores whose figures a person may see. Everything else does not exist here. */

import { businessDayOf } from '../server/core/business-day.ts';
import { DomainError } from '../server/core/errors.ts';
import { type Ctx, statement } from '../server/db/index.ts';
import { type Action, can, actions as rules, scopeFor } from '../server/domain/tenancy/index.ts';

export interface ReportStore {
  id: number;
  code: string;
  name: string;
  timeZone: string;
  dayStartMinutes: number;
  /** In which it sells. */
  currency: string;
}

export interface ReportCompany {
  id: number;
  slug: string;
  name: string;
  currency: string;
  timeZone: string;
  /** The stores that the person may see, by code; closed ones too, because their figures stay. */
  stores: ReportStore[];
  /** How many of its stores the person may not see: then the company's total is the total of theirs. */
  hiddenStores: number;
}

export interface CompanyChoice {
  slug: string;
  name: string;
}

/** The most companies that a choice offers. */
const offeredCompanies = 500;

/** What opens a report of one kind or another. */
const openings = ['figures.see', 'stock.see'] as const satisfies readonly Action[];

const companyColumns = { id: 'int', slug: 'text', name: 'text', time_zone: 'text' } as const;

const ownCompanies = statement({
  params: { ids: ['int'], most: 'int' },
  returns: companyColumns,
  sql: (q) => `SELECT c.id, c.slug, c.name, c.time_zone FROM companies c
    WHERE c.id IN ${q.list('ids')} AND c.deleted_at IS NULL ORDER BY c.name, c.id LIMIT ${q.param('most')}`,
});

const allCompanies = statement({
  params: { most: 'int' },
  returns: companyColumns,
  sql: (q) => `SELECT c.id, c.slug, c.name, c.time_zone FROM companies c
    WHERE c.deleted_at IS NULL ORDER BY c.name, c.id LIMIT ${q.param('most')}`,
});

/** Companies by name; null: of all. One query.
 *  @param ids of a scope: nothing else is asked here */
export async function companiesAmong(ctx: Ctx, ids: readonly number[] | null, most: number) {
  const { dialect, reader } = ctx.db;
  const rows =
    ids === null
      ? await dialect.query(reader, allCompanies, { most })
      : await dialect.query(reader, ownCompanies, { ids, most });
  return rows.map(({ time_zone: timeZone, ...company }) => ({ ...company, timeZone }));
}

/** The companies of which the actor may see any report, or what else is asked for, by name. */
export async function listCompanies(ctx: Ctx, actions: readonly Action[] = openings): Promise<CompanyChoice[]> {
  const seen = actions.filter((action) => can(ctx, action)).map((action) => scopeFor(ctx, action).companyIds);
  if (seen.length === 0) return [];
  const ids = seen.includes(null) ? null : seen.flatMap((companyIds) => companyIds ?? []);
  const companies = await companiesAmong(ctx, ids, offeredCompanies);
  return companies.map(({ slug, name }) => ({ slug, name }));
}

/** A company by its slug for whoever may see any report of it, with the stores that these reports are about.
 *  @throws not_found it does not exist, or the actor may see no report of it */
export async function getCompanyOfReports(ctx: Ctx, slug: string): Promise<ReportCompany> {
  for (const action of openings) {
    if (!can(ctx, action)) continue;
    const { companyIds } = scopeFor(ctx, action);
    const company = await ctx.db.reader.company.findUnique({ where: { slug }, select: { id: true } });
    if (company && (companyIds === null || companyIds.includes(company.id))) return getReportCompany(ctx, slug, action);
  }
  throw new DomainError('not_found', { slug });
}

const companyWithStores = statement({
  params: { slug: 'text' },
  returns: {
    company_id: 'int',
    name: 'text',
    currency: 'text',
    company_zone: 'text',
    store_id: 'int?',
    code: 'text?',
    store_name: 'text?',
    time_zone: 'text?',
    day_start_minutes: 'int?',
    store_currency: 'text?',
  },
  sql: (q) => `SELECT c.id AS company_id, c.name, c.currency, c.time_zone AS company_zone,
      s.id AS store_id, s.code, s.name AS store_name, s.time_zone, s.day_start_minutes,
      s.currency AS store_currency
    FROM companies c LEFT JOIN stores s ON s.company_id = c.id
    WHERE c.slug = ${q.param('slug')} AND c.deleted_at IS NULL ORDER BY s.code`,
});

/** A company by its slug, with the stores whose figures (or what else is asked for) the actor may see. One query.
 *  @throws not_found it does not exist, or the actor does not hold the permission there */
export async function getReportCompany(
  ctx: Ctx,
  slug: string,
  permission: Action = 'figures.see',
): Promise<ReportCompany> {
  // What belongs to a company as a whole, as its customers, opens no store whose figures the actor may not see.
  const asked: Action[] = rules[permission].level === 'company' ? [permission, 'figures.see'] : [permission];
  const scopes = asked.map((action) => scopeFor(ctx, action));
  const rows = await ctx.db.dialect.query(ctx.db.reader, companyWithStores, { slug });
  const [first] = rows;
  if (!first || scopes.some(({ companyIds }) => companyIds !== null && !companyIds.includes(first.company_id))) {
    throw new DomainError('not_found', { slug });
  }
  const stores = rows.flatMap((row) =>
    row.store_id === null || scopes.some(({ storeIds }) => storeIds !== null && !storeIds.includes(row.store_id ?? 0))
      ? []
      : [
          {
            id: row.store_id,
            code: row.code ?? '',
            name: row.store_name ?? '',
            timeZone: row.time_zone ?? first.company_zone,
            dayStartMinutes: row.day_start_minutes ?? 0,
            currency: row.store_currency ?? first.currency,
          },
        ],
  );
  const { company_id: id, name, currency, company_zone: timeZone } = first;
  const hiddenStores = rows.filter(({ store_id }) => store_id !== null).length - stores.length;
  return { id, slug, name, currency, timeZone, stores, hiddenStores };
}

/** The chosen store, or all.
 *  @throws not_found no store with this code that the actor may see */
export function chooseStores(company: ReportCompany, code: string | undefined): ReportStore[] {
  if (code === undefined) return company.stores;
  const store = company.stores.find((candidate) => candidate.code === code);
  if (!store) throw new DomainError('not_found', { store: code });
  return [store];
}

/** The business day that it is now: the latest among the stores, where their clocks or day starts differ. */
export function currentDay(company: ReportCompany, stores: readonly ReportStore[], now: Date): string {
  const days = stores.map((store) =>
    businessDayOf(now, { zone: store.timeZone, dayStartHour: store.dayStartMinutes / 60 }),
  );
  return days.sort().at(-1) ?? businessDayOf(now, { zone: company.timeZone, dayStartHour: 0 });
}

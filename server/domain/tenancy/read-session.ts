import type { Actor, CompanyGrant, MemberRole, StaffRole } from '../../core/scope.ts';
import { type Database, type RowOf, statement } from '../../db/index.ts';
import { can } from './authorize.ts';
import { memberRoles, staffRoles } from './permissions.ts';

type Person = Extract<Actor, { kind: 'user' }>;

/** A session that is alive, with the person and everything that decides about rights. */
export interface LiveSession {
  id: string;
  lastSeenAt: Date;
  actor: Person;
  preferences: Preferences;
}

/** How a person wants to be addressed; an empty text: nothing was chosen. */
export interface Preferences {
  displayName: string;
  language: string;
  timeZone: string;
  theme: string;
  pictureId: string | null;
}

/** What decides about somebody's rights, and how they want to be addressed. */
export const personColumns = {
  user_id: 'text',
  username: 'text',
  staff_role: 'text?',
  staff_limited: 'bool',
  display_name: 'text',
  language: 'text',
  time_zone: 'text',
  theme: 'text',
  picture_id: 'text?',
  company_id: 'int?',
  is_owner: 'bool?',
  is_administrator: 'bool?',
  role: 'text?',
  role_store_id: 'int?',
  staff_company_id: 'int?',
} as const;

const columns = {
  session_id: 'text',
  last_seen_at: 'instant',
  ...personColumns,
  acting_company_id: 'int?',
  acting_company_name: 'text?',
  acting_company_slug: 'text?',
  acting_until: 'instant?',
} as const;

/** One row per membership and role; staff companies multiply them, which concerns only staff who are also members.
 *  Parameters are written in the order of the text. */
const sessionSql = (param: (name: 'id' | 'now') => string, isRight: () => string) => `
    SELECT s.id AS session_id, s.last_seen_at, u.id AS user_id, u.username, u.staff_role, u.staff_limited,
      u.display_name, u.language, u.time_zone, u.theme, u.picture_id,
      m.company_id, m.is_owner, m.is_administrator, r.role, r.store_id AS role_store_id, sc.company_id AS staff_company_id,
      ac.id AS acting_company_id, ac.name AS acting_company_name, ac.slug AS acting_company_slug, s.acting_until
    FROM sessions s
    JOIN users u ON u.id = s.user_id AND u.is_active AND u.deleted_at IS NULL AND u.session_version = s.version
    LEFT JOIN (company_memberships m JOIN companies c ON c.id = m.company_id AND c.deleted_at IS NULL) ON m.user_id = u.id
    LEFT JOIN membership_roles r ON r.membership_id = m.id
    LEFT JOIN staff_companies sc ON sc.user_id = u.id
    LEFT JOIN companies ac ON ac.id = s.acting_company_id AND ac.deleted_at IS NULL AND s.acting_until > ${param('now')}
    WHERE s.id = ${param('id')} AND ${isRight()}
      AND NOT s.is_partial AND s.ended_at IS NULL AND s.expires_at > ${param('now')}
    ORDER BY m.company_id, r.role, r.store_id`;

const selectSession = statement({
  params: { id: 'text', version: 'int', now: 'instant' },
  returns: columns,
  sql: (q) =>
    sessionSql(
      (name) => q.param(name),
      () => `s.version = ${q.param('version')}`,
    ),
});

const selectApiSession = statement({
  params: { id: 'text', now: 'instant' },
  returns: columns,
  sql: (q) =>
    sessionSql(
      (name) => q.param(name),
      () => `s.door = 'api'`,
    ),
});

const selectStores = statement({
  params: { companies: ['int'] },
  returns: { id: 'int', company_id: 'int' },
  sql: (q) => `SELECT id, company_id FROM stores WHERE company_id IN ${q.list('companies')} ORDER BY id`,
});

type Row = RowOf<typeof columns>;
type PersonRow = RowOf<typeof personColumns>;

/** Reads who a cookie stands for: null when the session has ended, is over, was begun under an older session version, or the
 *  account is switched off. One query; a second one only for a person bound to chosen stores in one of several companies. */
export async function readSession(
  db: Database,
  cookie: { id: string; version: number },
  now: Date,
): Promise<LiveSession | null> {
  return liveSession(db, await db.dialect.query(db.reader, selectSession, { ...cookie, now }));
}

/** Reads who a person's access token stands for, by the session that it names: null as `readSession`, or when that is a
 *  browser's. */
export async function readApiSession(db: Database, id: string, now: Date): Promise<LiveSession | null> {
  return liveSession(db, await db.dialect.query(db.reader, selectApiSession, { id, now }));
}

async function liveSession(db: Database, rows: readonly Row[]): Promise<LiveSession | null> {
  const [first] = rows;
  if (first === undefined) return null;
  const staffRole = staffRoles.find((role) => role === first.staff_role) ?? null;
  const actor: Person = {
    kind: 'user',
    userId: first.user_id,
    username: first.username,
    staffRole,
    staffCompanyIds: staffCompanies(rows, staffRole),
    grants: [],
    acting: actingOf(first),
  };
  if (actor.acting && !can({ actor }, 'company.act', actor.acting)) actor.acting = null;
  const further = [...(actor.staffCompanyIds ?? []), ...(actor.acting ? [actor.acting.companyId] : [])];
  actor.grants = await withStores(db, grantsOf(rows), further);
  return { id: first.session_id, lastSeenAt: first.last_seen_at, actor, preferences: preferencesOf(first) };
}

const selectOpen = statement({
  params: { ids: ['text'], now: 'instant' },
  returns: { id: 'text', version: 'int' },
  sql: (q) => `SELECT s.id, s.version FROM sessions s
    JOIN users u ON u.id = s.user_id AND u.is_active AND u.deleted_at IS NULL AND u.session_version = s.version
    WHERE s.id IN ${q.list('ids')} AND NOT s.is_partial AND s.ended_at IS NULL AND s.expires_at > ${q.param('now')}`,
});

/** Which of these sessions are still alive: for whoever answers one request for a long time. */
export async function openSessions(db: Database, ids: readonly string[], now: Date): Promise<ReadonlySet<string>> {
  const rows = await db.dialect.query(db.reader, selectOpen, { ids, now });
  return new Set(rows.map(({ id }) => id));
}

/** A session as it stands now, by its id alone; null when it has ended. */
export async function readSessionAgain(db: Database, id: string, now: Date): Promise<LiveSession | null> {
  const [open] = await db.dialect.query(db.reader, selectOpen, { ids: [id], now });
  return open === undefined ? null : readSession(db, { id, version: open.version }, now);
}

/** For which company the person acts, as long as it lasts. */
function actingOf(row: Row): NonNullable<Person['acting']> | null {
  const { acting_company_id: companyId, acting_company_name: companyName, acting_until: until } = row;
  const companySlug = row.acting_company_slug;
  if (companyId === null || companyName === null || companySlug === null || until === null) return null;
  return { companyId, companyName, companySlug, until };
}

export function preferencesOf(row: PersonRow): Preferences {
  return {
    displayName: row.display_name,
    language: row.language,
    timeZone: row.time_zone,
    theme: row.theme,
    pictureId: row.picture_id,
  };
}

/** Null (every company) only for staff who are not limited; a limited person's list may be empty and then sees none. */
export function staffCompanies(rows: readonly PersonRow[], staffRole: StaffRole | null): readonly number[] | null {
  if (staffRole === null) return [];
  if (rows[0]?.staff_limited === false) return null;
  return [...new Set(rows.flatMap((row) => row.staff_company_id ?? []))];
}

export function grantsOf(rows: readonly PersonRow[]): CompanyGrant[] {
  const grants = new Map<number, { row: PersonRow; roles: Map<MemberRole, Set<number> | null> }>();
  for (const row of rows) {
    if (row.company_id === null) continue;
    const grant = grants.get(row.company_id) ?? { row, roles: new Map() };
    grants.set(row.company_id, grant);
    const role = memberRoles.find((known) => known === row.role);
    if (role === undefined) continue;
    const stores = grant.roles.get(role);
    if (row.role_store_id === null) grant.roles.set(role, null);
    else if (stores !== null) grant.roles.set(role, (stores ?? new Set()).add(row.role_store_id));
  }
  return [...grants].map(([companyId, { row, roles }]) => ({
    companyId,
    isOwner: row.is_owner === true,
    isAdministrator: row.is_administrator === true,
    roles: [...roles].map(([role, stores]) => ({ role, storeIds: stores === null ? null : [...stores] })),
  }));
}

/** Adds the stores of each company where a scope may have to name them one by one. A company that the person sees as limited
 *  staff then appears as a grant without any role, which adds nothing: staff hold whatever a plain member holds. */
export async function withStores(db: Database, grants: CompanyGrant[], staffCompanyIds: readonly number[]) {
  const isBound = grants.some((grant) => grant.roles.some((role) => role.storeIds !== null));
  const companies = [...new Set([...grants.map((grant) => grant.companyId), ...staffCompanyIds])];
  if (!isBound || companies.length < 2) return grants;
  const stores = await db.dialect.query(db.reader, selectStores, { companies });
  return companies.map(
    (companyId): CompanyGrant => ({
      ...(grants.find((grant) => grant.companyId === companyId) ?? {
        companyId,
        isOwner: false,
        isAdministrator: false,
        roles: [],
      }),
      allStoreIds: stores.filter((store) => store.company_id === companyId).map((store) => store.id),
    }),
  );
}

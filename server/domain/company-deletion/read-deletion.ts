import { DomainError } from '../../core/errors.ts';
import { type Ctx, statement } from '../../db/index.ts';
import { authorize, can } from '../tenancy/index.ts';

/** What erasing a company takes away. */
export interface CompanyContents {
  stores: number;
  terminals: number;
  documents: number;
  closures: number;
  products: number;
  customers: number;
  cashiers: number;
  members: number;
}

export interface DeletionView {
  company: { id: number; slug: string; name: string; timeZone: string };
  /** Null: nobody wants the company deleted. */
  pending: { startedBy: string | null; startedAt: Date; coolOffDays: number; eraseAt: Date | null } | null;
  owners: { userId: string; username: string; approvedAt: Date | null }[];
  contents: CompanyContents;
  /** The actor is an owner: may start, approve, withdraw and stop. */
  isOwner: boolean;
  /** May stop: an owner, or the hub's superuser. */
  mayStop: boolean;
}

const selectHead = statement({
  params: { company: 'int' },
  returns: {
    slug: 'text',
    name: 'text',
    time_zone: 'text',
    request: 'text?',
    started_by: 'text?',
    started_at: 'instant?',
    cool_off_days: 'int?',
    erase_at: 'instant?',
  },
  sql: (
    q,
  ) => `SELECT c.slug, c.name, c.time_zone, r.id AS request, u.username AS started_by, r.created_at AS started_at,
      r.cool_off_days, r.erase_at
    FROM companies c LEFT JOIN company_deletion_requests r ON r.pending_key = c.id
    LEFT JOIN users u ON u.id = r.requested_by_id
    WHERE c.id = ${q.param('company')} AND c.deleted_at IS NULL`,
});

const selectOwners = statement({
  params: { company: 'int' },
  returns: { user_id: 'text', username: 'text', approved_at: 'instant?' },
  sql: (q) => `SELECT m.user_id, u.username, a.approved_at
    FROM company_memberships m JOIN users u ON u.id = m.user_id
    LEFT JOIN company_deletion_requests r ON r.pending_key = m.company_id
    LEFT JOIN company_deletion_approvals a ON a.request_id = r.id AND a.user_id = m.user_id
    WHERE m.company_id = ${q.param('company')} AND m.is_owner ORDER BY u.username`,
});

/** Documents by the day's totals: counting millions of receipts would take seconds. */
const selectContents = statement({
  params: { company: 'int' },
  returns: {
    stores: 'int',
    terminals: 'int',
    documents: 'int',
    closures: 'int',
    products: 'int',
    customers: 'int',
    cashiers: 'int',
    members: 'int',
  },
  sql: (q) => {
    const own = (table: string, and = '') =>
      `(SELECT count(*) FROM ${table} WHERE company_id = ${q.param('company')}${and})`;
    return `SELECT ${own('stores')} AS stores, ${own('terminals')} AS terminals,
      (SELECT coalesce(${q.sumBig('documents')}, 0) FROM day_totals WHERE company_id = ${q.param('company')}) AS documents,
      ${own('closures')} AS closures, ${own('products', ' AND deleted_at IS NULL')} AS products,
      ${own('customers', ' AND deleted_at IS NULL')} AS customers, ${own('cashiers', ' AND deleted_at IS NULL')} AS cashiers,
      ${own('company_memberships')} AS members`;
  },
});

/** A company's deletion: what it would take away, and how far it has come. Every member sees one that is under way; only who
 *  could start one is shown what it would be.
 *  @throws not_found  the company is hidden from the actor
 *  @throws forbidden  nothing is pending, and the actor could not start it */
export async function getDeletion(ctx: Ctx, companyId: number): Promise<DeletionView> {
  authorize(ctx, 'company.see', { companyId });
  const { dialect, reader } = ctx.db;
  const [head] = await dialect.query(reader, selectHead, { company: companyId });
  if (head === undefined) throw new DomainError('not_found', { companyId });
  const mayStop = can(ctx, 'company.delete', { companyId });
  if (head.request === null && !mayStop) {
    throw new DomainError('forbidden', { action: 'company.delete' }, 'Only an owner of the company can do this.');
  }
  const owners = await dialect.query(reader, selectOwners, { company: companyId });
  const contents = await readContents(ctx, companyId);
  const { actor } = ctx;
  return {
    company: { id: companyId, slug: head.slug, name: head.name, timeZone: head.time_zone },
    pending:
      head.started_at === null
        ? null
        : {
            startedBy: head.started_by,
            startedAt: head.started_at,
            coolOffDays: head.cool_off_days ?? 0,
            eraseAt: head.erase_at,
          },
    owners: owners.map(({ user_id: userId, approved_at: approvedAt, username }) => ({ userId, username, approvedAt })),
    contents,
    isOwner: actor.kind === 'user' && owners.some(({ user_id }) => user_id === actor.userId),
    mayStop,
  };
}

/** What an export of the company would hold.
 *  @throws not_found, forbidden  the actor is no owner of the company */
export async function getExportContents(ctx: Ctx, companyId: number): Promise<CompanyContents> {
  authorize(ctx, 'company.export', { companyId });
  return readContents(ctx, companyId);
}

async function readContents(ctx: Ctx, companyId: number): Promise<CompanyContents> {
  const [contents] = await ctx.db.dialect.query(ctx.db.reader, selectContents, { company: companyId });
  if (contents === undefined) throw new Error('a statement without FROM gave no row');
  return contents;
}

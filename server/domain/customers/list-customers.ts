import { foldForSearch } from '../../core/search-text.ts';
import { type Ctx, type Statement, statement } from '../../db/index.ts';
import { authorize } from '../tenancy/index.ts';

interface CustomerFilter {
  companyId: number;
  /** Parts of the names in any order, or digits of the phone number, or the beginning of the address. */
  search?: string | undefined;
  state?: 'active' | 'inactive' | undefined;
  after?: { nameFolded: string; id: string } | undefined;
  most: number;
}

const params = {
  company: 'int',
  word1: 'text',
  word2: 'text',
  word3: 'text',
  digits: 'text',
  beginning: 'text',
  after_name: 'text',
  after_id: 'text',
  most: 'int',
} as const;

const returns = {
  id: 'text',
  name: 'text',
  last_name: 'text',
  name_folded: 'text',
  phone_number: 'text?',
  email: 'text?',
  is_active: 'bool',
  is_walk_in: 'bool',
  is_erased: 'bool',
  points: 'int?',
} as const;

function pageStatement({ hasSearch, state }: { hasSearch: boolean; state: 'active' | 'inactive' }) {
  return statement({
    params,
    returns,
    sql: (q) => {
      const like = (column: string, word: keyof typeof params) => `${column} LIKE ${q.param(word)} ESCAPE '!'`;
      const names = () =>
        (['word1', 'word2', 'word3'] as const).map((word) => like('c.name_folded', word)).join(' AND ');
      return `SELECT c.id, c.name, c.last_name, c.name_folded, c.phone_number, c.email, c.is_active, c.is_walk_in,
          c.erased_at IS NOT NULL AS is_erased,
          (SELECT m.available_points FROM loyalty_memberships m WHERE m.customer_id = c.id AND m.deleted_at IS NULL) AS points
        FROM customers c WHERE c.company_id = ${q.param('company')}
          AND (c.name_folded, c.id) > (${q.param('after_name')}, ${q.param('after_id')})
          ${hasSearch ? `AND ((${names()}) OR ${like('c.phone_normalized', 'digits')} OR ${like('lower(c.email)', 'beginning')})` : ''}
          AND ${state === 'active' ? 'c.deleted_at IS NULL AND c.is_active' : '(c.deleted_at IS NOT NULL OR NOT c.is_active)'}
        ORDER BY c.name_folded, c.id LIMIT ${q.param('most')}`;
    },
  });
}

const statements = new Map<string, Statement<typeof params, typeof returns>>();

function statementFor(shape: { hasSearch: boolean; state: 'active' | 'inactive' }) {
  const key = JSON.stringify(shape);
  const known = statements.get(key) ?? pageStatement(shape);
  statements.set(key, known);
  return known;
}

/** A page of a company's customers in the order of their names.
 *  @throws not_found the company is none that the actor sees
 *  @throws forbidden the actor may not see customers */
export async function listCustomers(
  ctx: Ctx,
  { companyId, search = '', state = 'active', after, most }: CustomerFilter,
) {
  authorize(ctx, 'customer.see', { companyId });
  const folded = foldForSearch(search).trim();
  const words = folded
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 3);
  const digits = folded.replace(/[\s()+./-]/g, '').replace(/^0+/, '');
  const found = await ctx.db.dialect.query(ctx.db.finder, statementFor({ hasSearch: words.length > 0, state }), {
    company: companyId,
    ...{ word1: inside(words[0]), word2: inside(words[1]), word3: inside(words[2]) },
    // Fewer digits are in every number.
    digits: /^\d{4,}$/.test(digits) ? `%${digits}%` : '',
    beginning: `${quoted(folded)}%`,
    after_name: after?.nameFolded ?? '',
    after_id: after?.id ?? '',
    most: most + 1,
  });
  const rows = found.slice(0, most);
  const last = found.length > most ? rows.at(-1) : undefined;
  return { rows, next: last ? { nameFolded: last.name_folded, id: last.id } : null };
}

function inside(word: string | undefined): string {
  return word === undefined ? '%' : `%${quoted(word)}%`;
}

function quoted(word: string): string {
  return word.replace(/[%_!]/g, '!$&');
}

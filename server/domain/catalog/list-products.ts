import { foldForSearch } from '../../core/search-text.ts';
import { type Ctx, type Statement, statement } from '../../db/index.ts';
import { authorize } from '../tenancy/index.ts';

export interface ProductFilter {
  companyId: number;
  /** Parts of the name in any order, or the beginning of a code or barcode. */
  search?: string | undefined;
  /** A department, or a division of one. */
  departmentId?: string | undefined;
  /** `unpriced`: those without a price in the currency. */
  state?: 'current' | 'deleted' | 'unpriced' | undefined;
  /** Prices as they hold in this store; null: those of the company. */
  storeId: number | null;
  currency: string;
  /** The last row of the page before. */
  after?: { nameFolded: string; id: string } | undefined;
  /** Rows of a page. */
  most: number;
}

const params = {
  company: 'int',
  store: 'int?',
  currency: 'text',
  now: 'instant',
  word1: 'text',
  word2: 'text',
  word3: 'text',
  beginning: 'text',
  department: 'text',
  after_name: 'text',
  after_id: 'text',
  most: 'int',
} as const;

const returns = {
  id: 'text',
  version: 'int',
  code: 'text',
  name: 'text',
  name_folded: 'text',
  is_deleted: 'bool',
  is_scalable: 'bool',
  department_code: 'text',
  department_name: 'text',
  division_name: 'text',
  vat_basis_points: 'int?',
  unit: 'text?',
  own_price_e4: 'bigint?',
  company_price_e4: 'bigint?',
  other_prices: 'int',
  barcode: 'text?',
  barcodes: 'int',
} as const;

interface Shape {
  hasSearch: boolean;
  isCodeLike: boolean;
  hasDepartment: boolean;
  state: 'current' | 'deleted' | 'unpriced';
}

type Words = Parameters<typeof conditions>[0];

/** The price of a level that holds now. */
const priceOf = (q: { param(name: 'currency' | 'now'): string }, level: string) =>
  `(SELECT r.price_e4 FROM prices r WHERE r.product_id = p.id AND r.deleted_at IS NULL AND ${level}
    AND r.currency = ${q.param('currency')} AND (r.valid_from IS NULL OR r.valid_from <= ${q.param('now')})
    AND (r.valid_until IS NULL OR r.valid_until > ${q.param('now')})
    ORDER BY r.valid_from DESC NULLS LAST, r.version DESC LIMIT 1)`;

/** What is looked at first lies in the index of names; codes and barcodes are found by theirs. */
function conditions(q: { param(name: keyof typeof params): string }, shape: Shape): string[] {
  const like = (column: string, word: keyof typeof params) => `${column} LIKE ${q.param(word)} ESCAPE '!'`;
  // Asked for only where they are used: a parameter that is asked for and not used is one too many.
  const name = () => (['word1', 'word2', 'word3'] as const).map((word) => like('p.name_folded', word)).join(' AND ');
  const byCode = () => `OR p.id IN (SELECT c.id FROM products c WHERE c.company_id = ${q.param('company')}
      AND ${like('lower(c.code)', 'beginning')})
    OR p.id IN (SELECT b.product_id FROM product_barcodes b WHERE b.company_id = ${q.param('company')}
      AND b.deleted_at IS NULL AND ${like('lower(b.barcode)', 'beginning')})`;
  return [
    `p.company_id = ${q.param('company')}`,
    `(p.name_folded, p.id) > (${q.param('after_name')}, ${q.param('after_id')})`,
    ...(shape.hasSearch ? [`((${name()}) ${shape.isCodeLike ? byCode() : ''})`] : []),
    shape.state === 'deleted' ? 'p.deleted_at IS NOT NULL' : 'p.deleted_at IS NULL',
    ...(shape.hasDepartment
      ? [`(p.main_group_id = ${q.param('department')} OR p.sub_group_id = ${q.param('department')})`]
      : []),
    ...(shape.state === 'unpriced'
      ? [
          `NOT EXISTS (SELECT 1 FROM prices u WHERE u.product_id = p.id AND u.deleted_at IS NULL
            AND u.currency = ${q.param('currency')} AND (u.store_id IS NULL OR u.store_id = ${q.param('store')}))`,
        ]
      : []),
  ];
}

function pageStatement(shape: Shape) {
  return statement({
    params,
    returns,
    sql: (q) => `SELECT p.id, p.version, p.code, p.name, p.name_folded, p.is_scalable,
        p.deleted_at IS NOT NULL AS is_deleted, g.code AS department_code, g.name AS department_name,
        s.name AS division_name, v.rate_basis_points AS vat_basis_points, coalesce(u.symbol, u.name) AS unit,
        ${priceOf(q, `r.store_id = ${q.param('store')}`)} AS own_price_e4,
        ${priceOf(q, 'r.store_id IS NULL')} AS company_price_e4,
        (SELECT count(*) FROM prices o WHERE o.product_id = p.id AND o.store_id IS NOT NULL AND o.deleted_at IS NULL)
          AS other_prices,
        (SELECT min(b.barcode) FROM product_barcodes b WHERE b.product_id = p.id AND b.deleted_at IS NULL) AS barcode,
        (SELECT count(*) FROM product_barcodes b WHERE b.product_id = p.id AND b.deleted_at IS NULL) AS barcodes
      FROM products p JOIN department_main_groups g ON g.id = p.main_group_id
      JOIN department_sub_groups s ON s.id = p.sub_group_id
      LEFT JOIN vat_rates v ON v.id = g.vat_rate_id LEFT JOIN product_units u ON u.id = p.unit_id
      WHERE ${conditions(q as Words, shape).join('\n        AND ')}
      ORDER BY p.name_folded, p.id LIMIT ${q.param('most')}`,
  });
}

const statements = new Map<string, Statement<typeof params, typeof returns>>();

function statementFor(shape: Shape) {
  const key = JSON.stringify(shape);
  const known = statements.get(key) ?? pageStatement(shape);
  statements.set(key, known);
  return known;
}

export type ListedProduct = Awaited<ReturnType<typeof listProducts>>['rows'][number];

/** A page of a company's products in the order of their names. Prices are those that hold now.
 *  @throws not_found the company is none that the actor sees
 *  @throws forbidden the actor may not see the catalogue */
export async function listProducts(ctx: Ctx, filter: ProductFilter) {
  const { companyId, storeId, currency, after, most, departmentId } = filter;
  authorize(ctx, 'catalog.see', { companyId });
  const words = foldForSearch(filter.search ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 3);
  const found = await ctx.db.dialect.query(
    ctx.db.finder,
    statementFor({
      hasSearch: words.length > 0,
      isCodeLike: words.length === 1,
      hasDepartment: departmentId !== undefined,
      state: filter.state ?? 'current',
    }),
    {
      ...{ company: companyId, store: storeId, currency, now: ctx.now(), most: most + 1 },
      ...{ word1: inside(words[0]), word2: inside(words[1]), word3: inside(words[2]) },
      beginning: `${quoted(words[0] ?? '')}%`,
      department: departmentId ?? '',
      after_name: after?.nameFolded ?? '',
      after_id: after?.id ?? '',
    },
  );
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

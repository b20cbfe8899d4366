/** Names, codes, addresses and telephone numbers: by the full-text index of each engine (prisma/search-index.ts). */

import type { Ctx, RowOf } from '../../db/index.ts';
import { statement } from '../../db/index.ts';
import type { Reach } from './reach.ts';
import type { ReadText } from './read-text.ts';

/** Kinds of the entries. */
export const namedKinds = [
  'product',
  'customer',
  'company',
  'store',
  'terminal',
  'cashier',
  'person',
  'campaign',
] as const;
export type NamedKind = (typeof namedKinds)[number];

/** Rows of each kind that are looked at, for each way of matching. The first ones by age, so that what is found depends on nothing
 *  but rows that the person may see. */
const candidates = 30;

/** PostgreSQL: matches of which the first ones are taken. For whoever sees some companies all of them, because which come first
 *  would depend on what others have written. */
const mostMatches = 3000;
const all = 2_147_483_647;

export interface NamedHit {
  kind: NamedKind;
  id: string;
  /** Every word stands there as it was typed, not only as a beginning. */
  isWhole: boolean;
}

const asked = { is_whole: 'bool', match: 'text' } as const;
const found = { kind: 'text', row_id: 'text', is_whole: 'bool' } as const;

const tables = ['search_products', 'search_customers', 'search_others'] as const;

function tableOf(kind: NamedKind): (typeof tables)[number] {
  return kind === 'product' ? 'search_products' : kind === 'customer' ? 'search_customers' : 'search_others';
}

/** The kinds of one of SQLite's tables; PostgreSQL has one for all. */
function inIndex(table: string) {
  return statement({
    params: { asked, most: 'int', looked: 'int' },
    returns: found,
    sql: (q) =>
      q.provider === 'sqlite'
        ? `SELECT e.kind, e.row_id, a.is_whole FROM ${q.rows('asked', 'a')} CROSS JOIN search_entries e ON e.id IN (
            SELECT rowid FROM ${table} WHERE ${table} MATCH a.match ORDER BY rowid LIMIT ${q.param('most')})`
        : // Read once, and fenced off: the order must not tempt the planner to walk all entries in it.
          `SELECT e.kind, e.row_id, a.is_whole
            FROM (SELECT is_whole, match::tsquery AS match FROM ${q.rows('asked', 'r')} OFFSET 0) a CROSS JOIN LATERAL (
              SELECT m.id, m.kind, m.row_id FROM
                (SELECT id, kind, row_id FROM search_entries WHERE words @@ a.match LIMIT ${q.param('looked')}) m
              ORDER BY m.id LIMIT ${q.param('most')}) e`,
  });
}

const byTable = new Map(tables.map((table) => [table, inIndex(table)]));

/** People belong to no company: those who are members of one that the person sees. */
const amongMembers = statement({
  params: { companies: ['int'], match: 'text', self: 'text', most: 'int' },
  returns: { row_id: 'text' },
  sql: (q) => `SELECT e.row_id FROM search_entries e WHERE e.kind = 'person'
    AND (e.row_id = ${q.param('self')} OR e.row_id IN
      (SELECT user_id FROM company_memberships WHERE company_id IN ${q.list('companies')}))
    AND ${
      q.provider === 'sqlite'
        ? `e.id IN (SELECT rowid FROM search_others WHERE search_others MATCH ${q.param('match')})`
        : `e.words @@ ${q.param('match')}::tsquery`
    } ORDER BY e.id LIMIT ${q.param('most')}`,
});

/** Whole words first: beginnings are looked for only where those have not found enough, because a beginning may fit very much. */
export async function findNames(ctx: Ctx, reach: Reach, read: ReadText): Promise<NamedHit[]> {
  const words = await foldedWords(ctx, read);
  if (words.length === 0) return [];
  const isShown = (kind: NamedKind) => reach.seesPersonal || (kind !== 'customer' && kind !== 'person');
  const kinds = namedKinds.filter((kind) => isShown(kind) && (reach.companyIds === null || kind !== 'person'));
  const whole = await findKinds(ctx, { words, phone: null, isWhole: true, reach }, kinds);
  const counts = new Map<string, number>();
  for (const { kind } of whole) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const wanting = kinds.filter((kind) => (counts.get(kind) ?? 0) < candidates);
  const beginning = { words, phone: read.phone, isWhole: false, reach };
  const [begun, people] = await Promise.all([findKinds(ctx, beginning, wanting), findMembers(ctx, beginning)]);
  return [...whole, ...begun, ...people];
}

type Way = Omit<Asked, 'kind'>;

function matchOf(ctx: Ctx, way: Way, kind: NamedKind): string {
  const asked = { ...way, kind, phone: kind === 'customer' ? way.phone : null };
  return ctx.db.provider === 'sqlite' ? fullTextMatch(asked) : lexemeMatch(asked);
}

async function findKinds(ctx: Ctx, way: Way, kinds: readonly NamedKind[]): Promise<NamedHit[]> {
  const { dialect, finder, provider } = ctx.db;
  const found = await Promise.all(
    [...byTable].map(async ([table, inTable]) => {
      const own =
        provider === 'sqlite' ? kinds.filter((kind) => tableOf(kind) === table) : table === tables[0] ? kinds : [];
      if (own.length === 0) return [];
      const asked = own.map((kind) => ({ is_whole: way.isWhole, match: matchOf(ctx, way, kind) }));
      return dialect.query(finder, inTable, {
        asked,
        most: candidates,
        looked: way.reach.companyIds === null ? mostMatches : all,
      });
    }),
  );
  return found.flat().map(hitOf);
}

function hitOf({ kind, row_id, is_whole }: RowOf<typeof found>): NamedHit {
  return { kind: kind as NamedKind, id: row_id, isWhole: is_whole };
}

async function findMembers(ctx: Ctx, way: Way): Promise<NamedHit[]> {
  const { companyIds, seesPersonal, userId } = way.reach;
  if (companyIds === null || !seesPersonal) return [];
  const match = matchOf(ctx, { ...way, reach: { ...way.reach, companyIds: null } }, 'person');
  const asked = { companies: companyIds, match, self: userId, most: candidates };
  const rows = await ctx.db.dialect.query(ctx.db.finder, amongMembers, asked);
  return rows.map(({ row_id }) => ({ kind: 'person', id: row_id, isWhole: false }));
}

interface Asked {
  words: readonly string[];
  phone: string | null;
  isWhole: boolean;
  kind: NamedKind;
  reach: Reach;
}

/** A single letter begins too many words. */
function isBeginning(word: string, isWhole: boolean): boolean {
  return !isWhole && [...word].length > 1;
}

/** FTS5's language. Words are letters and digits, so nothing in them can end the quotes. */
function fullTextMatch({ words, phone, isWhole, kind, reach }: Asked): string {
  const quoted = (word: string) => `"${word}"${isBeginning(word, isWhole) ? ' *' : ''}`;
  const all = words.map(quoted).join(' AND ');
  const text = phone === null ? all : `(${all}) OR "${phone}" *`;
  const companies = reach.companyIds?.map((id) => `"c${id}"`).join(' OR ');
  return [
    `keys : "k${kind}"`,
    ...(companies === undefined ? [] : [`keys : (${companies})`]),
    `${reach.seesPersonal ? '{open personal}' : 'open'} : (${text})`,
  ].join(' AND ');
}

/** PostgreSQL's language: an entry's words carry its kind, once alone and once with its company. */
function lexemeMatch({ words, phone, isWhole, kind, reach }: Asked): string {
  const places = reach.companyIds === null ? [''] : reach.companyIds.map((id) => `${id}/`);
  const marks = reach.seesPersonal ? ['.', '!'] : ['.'];
  const forms = places.flatMap((place) => marks.map((mark) => `${place}${kind}${mark}`));
  const anywhere = (word: string) => {
    const end = isBeginning(word, isWhole) ? ':*' : '';
    return `(${forms.map((form) => `'${form}${word}'${end}`).join(' | ')})`;
  };
  const all = words.map(anywhere).join(' & ');
  return phone === null ? all : `(${all}) | ${anywhere(phone)}`;
}

const fold = statement({
  params: { text: 'text' },
  returns: { words: 'text' },
  sql: (q) => `SELECT search_words(${q.param('text')}) AS words`,
});

/** SQLite's tokenizer folds what is looked for by itself; on PostgreSQL the function that made the index has to be asked. */
async function foldedWords(ctx: Ctx, { words }: ReadText): Promise<readonly string[]> {
  if (ctx.db.provider === 'sqlite' || words.length === 0) return words;
  const [row] = await ctx.db.dialect.query(ctx.db.finder, fold, { text: words.join(' ') });
  return (row?.words ?? '').split(' ').filter((word) => word !== '');
}

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

export interface NamedHit {
  kind: NamedKind;
  id: string;
  /** Every word stands there as it was typed, not only as a beginning. */
  isWhole: boolean;
}

const asked = { is_whole: 'bool', match: 'text' } as const;
const found = { kind: 'text', row_id: 'text', is_whole: 'bool' } as const;

const inCompanies = statement({
  params: { asked, most: 'int' },
  returns: found,
  sql: (q) =>
    q.provider === 'sqlite'
      ? `SELECT e.kind, e.row_id, a.is_whole FROM ${q.rows('asked', 'a')} CROSS JOIN search_entries e ON e.id IN (
          SELECT rowid FROM search_index WHERE search_index MATCH a.match ORDER BY rowid LIMIT ${q.param('most')})`
      : `SELECT e.kind, e.row_id, a.is_whole FROM ${q.rows('asked', 'a')} CROSS JOIN LATERAL (
          SELECT kind, row_id FROM search_entries WHERE words @@ a.match::tsquery ORDER BY id LIMIT ${q.param('most')}) e`,
});

/** People belong to no company: those who are members of one that the person sees. */
const amongMembers = statement({
  params: { companies: ['int'], match: 'text', self: 'text', most: 'int' },
  returns: { row_id: 'text' },
  sql: (q) => `SELECT e.row_id FROM search_entries e WHERE e.kind = 'person'
    AND (e.row_id = ${q.param('self')} OR e.row_id IN
      (SELECT user_id FROM company_memberships WHERE company_id IN ${q.list('companies')}))
    AND ${
      q.provider === 'sqlite'
        ? `e.id IN (SELECT rowid FROM search_index WHERE search_index MATCH ${q.param('match')})`
        : `e.words @@ ${q.param('match')}::tsquery`
    } ORDER BY e.id LIMIT ${q.param('most')}`,
});

export async function findNames(ctx: Ctx, reach: Reach, read: ReadText): Promise<NamedHit[]> {
  const { dialect, finder, provider } = ctx.db;
  const words = await foldedWords(ctx, read);
  if (words.length === 0) return [];
  const match = provider === 'sqlite' ? fullTextMatch : lexemeMatch;
  const ways = [true, false].map((isWhole) => ({ words, phone: isWhole ? null : read.phone, isWhole }));
  const kinds = namedKinds.filter((kind) => reach.companyIds === null || kind !== 'person');
  const rows = ways.flatMap((way) =>
    kinds.map((kind) => ({ is_whole: way.isWhole, match: match({ ...way, kind, reach }) })),
  );
  const [named, people] = await Promise.all([
    dialect.query(finder, inCompanies, { asked: rows, most: candidates }),
    findMembers(ctx, reach, match({ words, phone: null, isWhole: false, kind: 'person', reach })),
  ]);
  return [...named.map(hitOf), ...people];
}

function hitOf({ kind, row_id, is_whole }: RowOf<typeof found>): NamedHit {
  return { kind: kind as NamedKind, id: row_id, isWhole: is_whole };
}

async function findMembers(ctx: Ctx, reach: Reach, match: string): Promise<NamedHit[]> {
  if (reach.companyIds === null || !reach.seesPersonal) return [];
  const asked = { companies: reach.companyIds, match, self: reach.userId, most: candidates };
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

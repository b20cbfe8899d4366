/** The global search's index: a row of `search_entries` for each row that people look for by name, kept by triggers on its table, so
 *  that whoever writes need not know of it. SQLite searches it with FTS5, PostgreSQL with a tsvector; `server/domain/search` reads
 *  it. The tables themselves were made by the migration `search_index`, and the triggers of both engines were printed from here. */

import type { Provider } from './compose.ts';

interface Source {
  table: string;
  kind: string;
  /** SQL of the company's id; null: a row of the hub itself. */
  company: 'company_id' | 'id' | null;
  /** Columns whose words everybody may search by. */
  open: readonly string[];
  /** Columns of personal data (server/domain/tenancy/personal-data.ts); a test compares the two. */
  personal: readonly string[];
  /** A column with the digits of a telephone number, which is also found without its country's code. */
  phone?: string;
  /** Columns that are null while the row is to be found. */
  goneAt: readonly string[];
}

/** Where documents, barcodes, card numbers and ids are concerned the search uses the indexes of their own tables. */
export const searchSources: readonly Source[] = [
  {
    ...{ table: 'companies', kind: 'company', company: 'id', goneAt: ['deleted_at'] },
    open: ['name', 'slug', 'office_code', 'vat_number', 'companies_house_number'],
    personal: [],
  },
  {
    ...{ table: 'stores', kind: 'store', company: 'company_id', goneAt: ['deleted_at'] },
    open: ['code', 'name', 'brand_name', 'postal_code'],
    personal: [],
  },
  {
    ...{ table: 'terminals', kind: 'terminal', company: 'company_id', goneAt: ['deleted_at'] },
    open: ['code', 'name', 'serial_number'],
    personal: [],
  },
  {
    ...{ table: 'products', kind: 'product', company: 'company_id', goneAt: ['deleted_at'] },
    open: ['code', 'name_folded', 'short_name'],
    personal: [],
  },
  {
    ...{ table: 'customers', kind: 'customer', company: 'company_id', goneAt: ['deleted_at', 'erased_at'] },
    open: [],
    personal: ['name_folded', 'email'],
    phone: 'phone_normalized',
  },
  {
    ...{ table: 'campaigns', kind: 'campaign', company: 'company_id', goneAt: ['deleted_at'] },
    open: ['code', 'name'],
    personal: [],
  },
  {
    ...{ table: 'cashiers', kind: 'cashier', company: 'company_id', goneAt: ['deleted_at'] },
    open: ['number'],
    personal: ['first_name', 'last_name', 'user_name'],
  },
  {
    ...{ table: 'users', kind: 'person', company: null, goneAt: ['deleted_at'] },
    open: [],
    personal: ['username', 'display_name', 'first_name', 'last_name', 'email'],
  },
];

/** Letters that neither engine takes apart by itself, with what people type instead. The rest (case, accents) is the
 *  tokenizer's work on SQLite and `search_fold`'s on PostgreSQL. */
const spelledOut: readonly (readonly [string, string])[] = [
  ...([
    ['ı', 'i'],
    ['ß', 'ss'],
    ['ẞ', 'ss'],
    ['æ', 'ae'],
    ['Æ', 'ae'],
    ['œ', 'oe'],
    ['Œ', 'oe'],
  ] as const),
  ...([
    ['ø', 'o'],
    ['Ø', 'o'],
    ['đ', 'd'],
    ['Đ', 'd'],
    ['ł', 'l'],
    ['Ł', 'l'],
  ] as const),
];

function phoneForms(row: string, phone: string | undefined): string[] {
  if (phone === undefined) return [];
  const whole = `${row}.${phone}`;
  return [whole, ...[2, 3, 4].map((start) => `substr(${whole}, ${start})`)];
}

function sqliteText(expressions: readonly string[]): string {
  if (expressions.length === 0) return `''`;
  const joined = expressions.map((each) => `coalesce(${each}, '')`).join(` || ' ' || `);
  return spelledOut.reduce((sql, [letter, plain]) => `replace(${sql}, '${letter}', '${plain}')`, joined);
}

function postgresText(expressions: readonly string[]): string {
  return expressions.length === 0 ? `''` : `concat_ws(' ', ${expressions.join(', ')})`;
}

/** The INSERT of the entry of the row under that name, to be ended by a condition. */
function insertEntry(provider: Provider, source: Source, row: string): string {
  const { kind, company, open, personal, phone } = source;
  const columns = (names: readonly string[]) => names.map((name) => `${row}.${name}`);
  const join = provider === 'sqlite' ? sqliteText : postgresText;
  const openText = join(columns(open));
  const personalText = join([...columns(personal), ...phoneForms(row, phone)]);
  const owner = company === null ? 'NULL' : `${row}.${company}`;
  if (provider === 'sqlite') {
    const keys = company === null ? `'k${kind}'` : `'k${kind} c' || ${owner}`;
    return `INSERT INTO search_entries (company_id, kind, row_id, keys, open, personal)
        SELECT ${owner}, '${kind}', ${row}.id, ${keys}, ${openText}, ${personalText}`;
  }
  return `INSERT INTO search_entries (company_id, kind, row_id, words)
        SELECT ${owner}, '${kind}', ${row}.id::text, search_lexemes('${kind}', ${owner}, ${openText}, ${personalText})`;
}

function isThere({ goneAt }: Source, row: string): string {
  return goneAt.map((column) => `${row}.${column} IS NULL`).join(' AND ');
}

/** Columns whose change makes another entry. */
function watched({ company, open, personal, phone, goneAt }: Source): string[] {
  return [...(company === 'company_id' ? [company] : []), ...open, ...personal, ...(phone ? [phone] : []), ...goneAt];
}

function sqliteTriggers(source: Source): string {
  const { table, kind } = source;
  const forget = `DELETE FROM search_entries WHERE kind = '${kind}' AND row_id = CAST(OLD.id AS TEXT);`;
  const keep = `${insertEntry('sqlite', source, 'NEW')} WHERE ${isThere(source, 'NEW')};`;
  const isOther = watched(source).map((column) => `OLD.${column} IS NOT NEW.${column}`);
  return `CREATE TRIGGER ${table}_search_insert AFTER INSERT ON ${table} BEGIN
    ${keep}
END;
CREATE TRIGGER ${table}_search_update AFTER UPDATE OF ${watched(source).join(', ')} ON ${table}
WHEN ${isOther.join(' OR ')} BEGIN
    ${forget}
    ${keep}
END;
CREATE TRIGGER ${table}_search_delete AFTER DELETE ON ${table} BEGIN
    ${forget}
END;
`;
}

/** New rows are indexed by the statement, because catalogues and customers come in thousands. */
function postgresTriggers(source: Source): string {
  const { table, kind } = source;
  const isOther = watched(source).map((column) => `OLD.${column} IS DISTINCT FROM NEW.${column}`);
  return `CREATE FUNCTION ${table}_search_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    ${insertEntry('postgresql', source, 'r')}
        FROM added r WHERE ${isThere(source, 'r')};
    RETURN NULL;
END
$$;
CREATE FUNCTION ${table}_search_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_entries WHERE kind = '${kind}' AND row_id = OLD.id::text;
    IF TG_OP <> 'DELETE' THEN
        ${insertEntry('postgresql', source, 'NEW')}
        WHERE ${isThere(source, 'NEW')};
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER ${table}_search_insert AFTER INSERT ON ${table}
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ${table}_search_added();
CREATE TRIGGER ${table}_search_update AFTER UPDATE OF ${watched(source).join(', ')} ON ${table}
    FOR EACH ROW WHEN (${isOther.join(' OR ')}) EXECUTE FUNCTION ${table}_search_changed();
CREATE TRIGGER ${table}_search_delete AFTER DELETE ON ${table}
    FOR EACH ROW EXECUTE FUNCTION ${table}_search_changed();
`;
}

/** The triggers of a table; empty for one that is not searched. On SQLite a table that is rebuilt loses them: the migration
 *  command adds them again. */
export function searchTriggers(provider: Provider, table: string): string {
  const source = searchSources.find((each) => each.table === table);
  if (!source) return '';
  return provider === 'sqlite' ? sqliteTriggers(source) : postgresTriggers(source);
}

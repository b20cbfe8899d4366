import { describe, expect, inject, it } from 'vitest';
import { searchSources, searchTriggers } from '../../prisma/search-index.ts';
import { type ModelName, modelOfTable } from '../../server/db/index.ts';
import { isPersonal } from '../../server/domain/tenancy/index.ts';
import { withDatabase } from '../support/database.ts';

const { provider } = inject('databases');

/** Every table's triggers as the database knows them, in the words of `searchTriggers`. */
const known = {
  sqlite: `SELECT tbl_name AS name, sql AS body FROM sqlite_master WHERE type = 'trigger'`,
  postgresql: `SELECT c.relname AS name, p.prosrc AS body FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal`,
};

describe('the index of the global search', () => {
  const test = withDatabase();

  it.each(searchSources.map(({ table }) => table))('has the triggers of %s as they are printed', async (table) => {
    const rows = await test.db.reader.$queryRawUnsafe<{ name: string; body: string }[]>(known[provider]);
    const bodies = rows.filter(({ name }) => name === table).map(({ body }) => body);
    expect(bodies).toHaveLength(3);
    const printed = searchTriggers(provider, table);
    for (const body of bodies) expect(printed).toContain(body);
  });

  it.each(searchSources)('keeps what is personal of $table apart from what everybody may search by', (source) => {
    const model = modelOfTable(source.table) as ModelName;
    const fieldOf = (column: string) => column.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
    const judged = (columns: readonly string[]) => columns.map((column) => isPersonal(model, fieldOf(column)));
    expect(judged(source.open)).not.toContain(true);
    expect(judged([...source.personal, ...(source.phone ? [source.phone] : [])])).not.toContain(false);
  });
});

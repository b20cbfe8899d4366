/** Everything that the hub has stored, told apart from everything else in one question. */
import { createHash } from 'node:crypto';
import type { Database } from '../../../server/db/index.ts';
import { companyRollups } from '../../../server/domain/sales/index.ts';
import { dataModel, type Model } from '../../support/data-model.ts';
import { writings } from '../../support/writings.ts';

/** What being asked leaves by itself, or the hub's own work in the background: no effect of what was asked for. */
const restless = new Set(['SignInThrottle', 'RateWindow', 'HubState', 'TerminalState']);
/** Of which only the number of rows counts: a session notes when it was last used, a mail that it was sent. */
const counted = new Set(['Session', 'MailMessage', 'OutboxEvent']);

/** Sums are composed from what is stored, when there is time. */
const composed = new Set(['composed_periods', ...Object.values(companyRollups).map(({ table }) => table)]);

const tables = dataModel.filter(({ name, dbName }) => !restless.has(name) && !composed.has(dbName));

/** Tells after each call whether anything that counts has changed since the one before. */
export interface Watch {
  /** Names of the tables in which something is not as it was. */
  changed(): Promise<string[]>;
}

/** Looks at every row only when somebody has written at all, which is cheap to ask. */
export async function watchChanges(db: Database): Promise<Watch> {
  let [wrote, last] = [await writings(db), await fingerprint(db)];
  return {
    async changed() {
      const now = await writings(db);
      if (now === wrote) return [];
      const before = last;
      [wrote, last] = [now, await fingerprint(db)];
      return changedTables(before, last);
    },
  };
}

/** A text for each table; two that differ mean that a row was added, changed or taken away. */
async function fingerprint(db: Database): Promise<Readonly<Record<string, string>>> {
  const rows = await db.reader.$queryRawUnsafe<{ name: string; said: string }[]>(
    tables.map((table) => `SELECT '${table.name}' AS name, ${contentOf(table, db)}`).join('\nUNION ALL\n'),
  );
  return Object.fromEntries(
    rows.map(({ name, said }) => [name, createHash('sha256').update(`${said}`).digest('base64url')]),
  );
}

function contentOf({ name, dbName, fields }: Model, db: Database): string {
  if (counted.has(name)) return `CAST(count(*) AS TEXT) AS said FROM ${dbName}`;
  if (db.provider === 'postgresql') {
    return `coalesce(md5(string_agg(each::text, ',' ORDER BY each::text)), '') AS said FROM ${dbName} each`;
  }
  const columns = fields.filter(({ kind }) => kind === 'scalar').map((field) => `quote(${field.dbName ?? field.name})`);
  return `coalesce(group_concat(${columns.join(`||','||`)}), '') AS said FROM ${dbName}`;
}

/** Names of the tables in which something is not as it was. */
function changedTables(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string[] {
  return Object.keys(before).filter((name) => before[name] !== after[name]);
}

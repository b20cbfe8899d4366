/** Whether anything was written: every table's rows counted, their versions and the counters of versions added up. */
import type { Database } from '../../server/db/index.ts';
import { dataModel } from '../support/data-model.ts';
import { writings } from '../support/writings.ts';

/** What is noted of every call, refused ones too, and belongs to nobody: allowances, tries, when something was last seen; and what
 *  the hub's own clockwork notes of itself. */
const noted = new Set(['RateWindow', 'SignInThrottle', 'TerminalState', 'TerminalSync', 'SigningKey', 'HubState']);

const columnOf: Readonly<Record<string, string>> = { version: 'version', versionCounter: 'version_counter' };

const tables = dataModel.filter(({ name }) => !noted.has(name));

const question = tables
  .map(({ name, dbName, fields }) => {
    const counted = fields.flatMap(({ name: field, type }) =>
      /^(Int|BigInt)$/.test(type) && columnOf[field] ? [`coalesce(sum(${columnOf[field]}), 0)`] : [],
    );
    const versions = counted.length > 0 ? `CAST(${counted.join(' + ')} AS TEXT)` : "'0'";
    return `SELECT '${name}' AS name, CAST(count(*) AS TEXT) AS n, ${versions} AS versions FROM ${dbName}`;
  })
  .join(' UNION ALL ');

export type Rows = ReadonlyMap<string, string>;

/** What was read last of a database that nobody has written to since. */
const known = new WeakMap<Database, { wrote: string; rows: Rows }>();

export async function readRows(db: Database): Promise<Rows> {
  // Asked first: what is written while the rows are read is looked at again.
  const wrote = await writings(db);
  const last = known.get(db);
  if (last?.wrote === wrote) return last.rows;
  const rows = await countRows(db);
  known.set(db, { wrote, rows });
  return rows;
}

async function countRows(db: Database): Promise<Rows> {
  const rows = await db.reader.$queryRawUnsafe<{ name: string; n: string; versions: string }[]>(question);
  return new Map(rows.map(({ name, n, versions }) => [name, `${n} rows, versions ${versions}`]));
}

/** The tables that are not what they were. */
export function changedTables(before: Rows, after: Rows): string[] {
  return [...after].flatMap(([name, now]) =>
    before.get(name) === now ? [] : [`${name}: ${before.get(name)} → ${now}`],
  );
}

/** What a request that was refused has changed all the same. Something that was taken before may have been worked on only now: where
 *  anything is other, the same is asked once more, when all is quiet.
 *  @param ask answers the status
 *  @returns null: it was not refused */
export async function changedByRefusal(db: Database, ask: () => Promise<number>): Promise<string[] | null> {
  const before = await readRows(db);
  if ((await ask()) < 400) return null;
  if (changedTables(before, await readRows(db)).length === 0) return [];
  await new Promise((resolve) => setTimeout(resolve, 300));
  const quiet = await readRows(db);
  return (await ask()) < 400 ? null : changedTables(quiet, await readRows(db));
}

/** Which rows have changed between two versions of a company's feed: themselves, or what they are made of. */
import { type Dialect, type RawClient, type Statement, statement, type Words } from '../../db/index.ts';
import type { Resource } from '../init/index.ts';

const params = { company: 'int', after: 'int', upto: 'int', most: 'int' } as const;
const returns = { version: 'int', place: 'int', id: 'text' } as const;

type ChangedStatement = Statement<typeof params, typeof returns>;

/** A row that changed. */
interface ChangedId {
  version: number;
  /** Place of its resource in the list that was asked for. */
  place: number;
  id: string;
}

export interface ChangedIds {
  /** Version up to which nothing is missing. */
  version: number;
  /** Each row once, by its latest version in the range, in the order of versions. */
  rows: ChangedId[];
}

/** Sources of one resource: the row itself, what it is part of, and the prices in it. */
function sourcesOf({ definition }: Resource): { version: string; id: string; from: string }[] {
  const { table, partOf, pricedBy } = definition;
  const own = { version: 't', id: 't.id', from: `${table} t` };
  const whole = partOf && {
    ...{ version: 'w', id: 't.id' },
    from: `${partOf.table} w JOIN ${table} t ON t.${partOf.column} = w.id`,
  };
  const prices =
    pricedBy === undefined
      ? undefined
      : pricedBy === 'id'
        ? { version: 'p', id: 'p.product_id', from: 'prices p' }
        : { version: 'p', id: 't.id', from: `prices p JOIN ${table} t ON t.${pricedBy} = p.product_id` };
  return [own, whole, prices].filter((source) => source !== undefined);
}

function textFor(resources: readonly Resource[], q: Words<typeof params>): string {
  const branches = resources.flatMap((resource, place) =>
    sourcesOf(resource).map(
      (
        { version, id, from },
        index,
      ) => `SELECT * FROM (SELECT ${version}.version AS version, ${place} AS place, ${id} AS id
        FROM ${from} WHERE ${version}.company_id = ${q.param('company')} AND ${version}.version > ${q.param('after')}
          AND ${version}.version <= ${q.param('upto')}
        ORDER BY ${version}.version LIMIT ${q.param('most')}) b${place}_${index}`,
    ),
  );
  return `SELECT version, place, id FROM (${branches.join(' UNION ALL ')}) changes ORDER BY version, place, id
    LIMIT ${q.param('most')}`;
}

/** Lists of types are few in practice; whoever makes up others pays for the making of their statement. */
const mostKept = 50;
const kept = new Map<string, ChangedStatement>();

function statementFor(resources: readonly Resource[]): ChangedStatement {
  const key = resources.map(({ name, definition }) => `${name} ${definition.pricedBy ?? ''}`).join();
  const known = kept.get(key);
  if (known) return known;
  const isVaried = kept.size >= mostKept;
  const made = statement({ params, returns, sql: (q) => textFor(resources, q), isVaried });
  if (!isVaried) kept.set(key, made);
  return made;
}

const everything = 2_147_483_647;

/** The next rows in the order of versions: at most `most`, but always all of one version.
 *  @param range `upto` must have been committed before this is called: then no row of the range can come later */
export async function changedIds(
  { dialect, client }: { dialect: Dialect; client: RawClient },
  resources: readonly Resource[],
  range: { company: number; after: number; upto: number; most: number },
): Promise<ChangedIds> {
  const { upto, most } = range;
  if (resources.length === 0) return { version: upto, rows: [] };
  const asked = statementFor(resources);
  const found = await dialect.query(client, asked, { ...range, most: most + 1 });
  const first = found[most];
  if (!first) return { version: upto, rows: latestOfEach(found) };
  const before = found.filter(({ version }) => version < first.version);
  const last = before.at(-1);
  if (last) return { version: last.version, rows: latestOfEach(before) };
  // One writing gave one version to more rows than were asked for.
  const all = await dialect.query(client, asked, { ...range, upto: first.version, most: everything });
  return { version: first.version, rows: latestOfEach(all) };
}

/** A row may have changed more than once, and with what it is made of. */
function latestOfEach(found: readonly ChangedId[]): ChangedId[] {
  const latest = new Map<string, ChangedId>();
  for (const row of found) {
    const key = `${row.place} ${row.id}`;
    latest.delete(key);
    latest.set(key, row);
  }
  return [...latest.values()];
}

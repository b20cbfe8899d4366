/** Which rows have changed between two versions of a company's feed: themselves, or what they are made of. */
import { type Dialect, type RawClient, type Statement, statement, type Words } from '../../db/index.ts';
import type { Resource } from '../init/index.ts';

const params = { company: 'int', after: 'int', upto: 'int', most: 'int' } as const;
const returns = { version: 'int', place: 'int', id: 'text' } as const;
const reachReturns = { version: 'int?' } as const;

interface Asking {
  changes: Statement<typeof params, typeof returns>;
  /** The version with which one source alone has more rows than were asked for: what comes after it need not be looked at. */
  reach: Statement<typeof params, typeof reachReturns>;
}

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

/** What a change is found by. */
interface Source {
  /** The table whose versions count, by its alias. */
  version: string;
  id: string;
  from: string;
  /** What names the rows of a version; without it each row of `from` is one change. */
  joined?: string;
}

/** Sources of one resource: the row itself, what it is part of, and the prices in it. */
function sourcesOf({ definition }: Resource): Source[] {
  const { table, partOf, pricedBy } = definition;
  const own = { version: 't', id: 't.id', from: `${table} t` };
  const whole = partOf && {
    ...{ version: 'w', id: 't.id' },
    ...{ from: `${partOf.table} w`, joined: `${table} t ON t.${partOf.column} = w.id` },
  };
  const prices =
    pricedBy === undefined
      ? undefined
      : pricedBy === 'id'
        ? { version: 'p', id: 'p.product_id', from: 'prices p' }
        : { version: 'p', id: 't.id', from: 'prices p', joined: `${table} t ON t.${pricedBy} = p.product_id` };
  return [own, whole, prices].filter((source) => source !== undefined);
}

type Asked = Words<typeof params>;

/** The rows of a source in the range. */
function rangeOf({ version, from, joined }: Source, q: Asked): string {
  return `FROM ${from} ${joined ? `JOIN ${joined}` : ''}
    WHERE ${version}.company_id = ${q.param('company')} AND ${version}.version > ${q.param('after')}
      AND ${version}.version <= ${q.param('upto')} ORDER BY ${version}.version`;
}

function changesText(resources: readonly Resource[], q: Asked): string {
  const branches = resources.flatMap((resource, place) =>
    sourcesOf(resource).map(
      (
        source,
        index,
      ) => `SELECT * FROM (SELECT ${source.version}.version AS version, ${place} AS place, ${source.id} AS id
        ${rangeOf(source, q)} LIMIT ${q.param('most')}) b${place}_${index}`,
    ),
  );
  return `SELECT version, place, id FROM (${branches.join(' UNION ALL ')}) changes ORDER BY version, place, id
    LIMIT ${q.param('most')}`;
}

/** What is read from the indexes of versions alone. */
function reachText(resources: readonly Resource[], q: Asked): string {
  const single = resources.flatMap(sourcesOf).filter(({ joined }) => joined === undefined);
  const branches = [...new Map(single.map((source) => [source.from, source])).values()].map(
    (source, index) => `SELECT * FROM (SELECT ${source.version}.version AS version
        ${rangeOf(source, q)} LIMIT 1 OFFSET ${q.param('most')}) b${index}`,
  );
  return `SELECT min(version) AS version FROM (${branches.join(' UNION ALL ')}) reaches`;
}

/** Lists of types are few in practice; whoever makes up others pays for the making of their statement. */
const mostKept = 50;
const kept = new Map<string, Asking>();

function askingFor(resources: readonly Resource[]): Asking {
  const key = resources.map(({ name, definition }) => `${name} ${definition.pricedBy ?? ''}`).join();
  const known = kept.get(key);
  if (known) return known;
  const isVaried = kept.size >= mostKept;
  const made = {
    changes: statement({ params, returns, sql: (q) => changesText(resources, q), isVaried }),
    reach: statement({ params, returns: reachReturns, sql: (q) => reachText(resources, q), isVaried }),
  };
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
  const asking = askingFor(resources);
  // In a short range there is little to pass over.
  const reaches = upto - range.after > most ? await dialect.query(client, asking.reach, range) : [];
  const asked = { ...range, upto: reaches[0]?.version ?? upto, most: most + 1 };
  const found = await dialect.query(client, asking.changes, asked);
  const first = found[most];
  // Fewer than the reach promised: some have been written anew since, and come again at their new places.
  if (!first) return { version: asked.upto, rows: latestOfEach(found) };
  const before = found.filter(({ version }) => version < first.version);
  const last = before.at(-1);
  if (last) return { version: last.version, rows: latestOfEach(before) };
  // One writing gave one version to more rows than were asked for.
  const all = await dialect.query(client, asking.changes, { ...range, upto: first.version, most: everything });
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

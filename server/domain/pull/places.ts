/** What is looked up with every pull: how far the feed has come, and the states of what has no version. Whoever asks in the same
 *  moment is answered by the same statement. */
import { type Database, type EngineWords, statement } from '../../db/index.ts';
import { sharedTables } from '../init/index.ts';

/** Who pulls. Without a terminal it is a program or a person who looks at a store. */
export interface Puller {
  companyId: number;
  storeId: number;
  terminalId: number | null;
  /** A kitchen screen: it is told less of each row than a till. */
  isKitchen: boolean;
}

const place = statement({
  params: { asked: { place: 'int', company: 'int', store: 'int', terminal: 'int?' } },
  returns: {
    place: 'int',
    feed: 'int',
    epoch: 'text',
    currency: 'text',
    stock_policy: 'text',
    company_version: 'int',
    store_at: 'bigint',
    terminal_at: 'bigint?',
    layout: 'text?',
  },
  sql: (q) => `SELECT a.place, c.version_counter AS feed, c.feed_epoch AS epoch, s.currency, s.stock_policy,
      c.version AS company_version, ${q.millis('s.updated_at')} AS store_at,
      ${q.millis('t.updated_at')} AS terminal_at, coalesce(t.layout_id, s.layout_id, c.layout_id) AS layout
    FROM ${q.rows('asked', 'a')} JOIN stores s ON s.id = a.store AND s.company_id = a.company AND s.deleted_at IS NULL
      JOIN companies c ON c.id = a.company
      LEFT JOIN terminals t ON t.id = a.terminal AND t.store_id = a.store AND t.deleted_at IS NULL
    WHERE a.terminal IS NULL OR t.id IS NOT NULL`,
});

const feeds = statement({
  params: { companies: ['int'] },
  returns: { id: 'int', feed: 'int' },
  sql: (q) => `SELECT id, version_counter AS feed FROM companies WHERE id IN ${q.list('companies')}`,
});

const mine = (company: string) => `(t.company_id IS NULL OR t.company_id = ${company})`;
const trace = (q: EngineWords) => `count(*) AS found, max(${q.millis('t.updated_at')}) AS written_at`;

const traces = statement({
  params: { company: 'int' },
  returns: { kind: 'text', place: 'int', found: 'bigint', written_at: 'bigint?' },
  sql: (q) =>
    [
      ...sharedTables.map((table, index) => ['hub', index, `${table} t WHERE ${mine(q.param('company'))}`] as const),
      ['loose', 0, `terminal_resources t WHERE ${mine(q.param('company'))}`] as const,
      ['screens', 0, `terminal_layouts t WHERE ${mine(q.param('company'))}`] as const,
      ['cashiers', 0, `cashiers t WHERE t.company_id = ${q.param('company')}`] as const,
      ['cashiers', 1, `cashier_stores t WHERE t.company_id = ${q.param('company')}`] as const,
      [
        'cashiers',
        2,
        `cashier_terminals x JOIN cashier_stores t ON t.id = x.cashier_store_id WHERE t.company_id = ${q.param('company')}`,
      ] as const,
    ]
      .map(([kind, index, from]) => `SELECT '${kind}' AS kind, ${index} AS place, ${trace(q)} FROM ${from}`)
      .join(' UNION ALL '),
});

export interface Place {
  feed: number;
  epoch: string;
  currency: string;
  /** What of the store decides about every row. */
  storeFacts: string;
  /** Versions of the rows of company and store. */
  written: string;
  /** Of its screens; null: the hub's. */
  layout: string | null;
  /** Version of the terminal's row. */
  terminalWritten: string;
}

/** States of a company's rows without versions, by kind. */
export type Traces = Readonly<Record<'hub' | 'loose' | 'screens' | 'cashiers', string>>;

export class Places {
  readonly #db: Database;
  readonly #places: Batch<Puller, Place | null>;
  readonly #traces: Batch<number, Traces>;

  constructor(db: Database) {
    this.#db = db;
    this.#places = new Batch((asked) => this.#readPlaces(asked));
    this.#traces = new Batch((asked) => this.#readTraces(asked));
  }

  /** Null: there is no such store, or the terminal is not there. */
  place(puller: Puller): Promise<Place | null> {
    return this.#places.load(puller);
  }

  traces(companyId: number): Promise<Traces> {
    return this.#traces.load(companyId);
  }

  /** How far the feeds of companies have come. */
  async feeds(companies: readonly number[]): Promise<Map<number, number>> {
    const { dialect, finder } = this.#db;
    const rows = await dialect.query(finder, feeds, { companies });
    return new Map(rows.map(({ id, feed }) => [id, feed]));
  }

  async #readPlaces(asked: readonly Puller[]): Promise<(Place | null)[]> {
    const { dialect, finder } = this.#db;
    const rows = await dialect.query(finder, place, {
      asked: asked.map(({ companyId, storeId, terminalId }, index) => ({
        ...{ place: index, company: companyId, store: storeId, terminal: terminalId },
      })),
    });
    const found = new Map(rows.map((row) => [row.place, row]));
    return asked.map(({ storeId }, index) => {
      const row = found.get(index);
      if (!row) return null;
      const { feed, epoch, currency, stock_policy, company_version, store_at, terminal_at, layout } = row;
      return {
        ...{ feed, epoch, currency, layout },
        storeFacts: `${storeId} ${currency} ${stock_policy}`,
        // Not when the company's row was written: that is with every version of its feed.
        written: `${company_version} ${store_at}`,
        terminalWritten: String(terminal_at),
      };
    });
  }

  async #readTraces(asked: readonly number[]): Promise<Traces[]> {
    const { dialect, finder } = this.#db;
    const byCompany = new Map<number, Promise<Traces>>();
    for (const company of asked) {
      if (byCompany.has(company)) continue;
      const reading = dialect.query(finder, traces, { company }).then((rows) => {
        const said = { hub: '', loose: '', screens: '', cashiers: '' };
        for (const { kind, place: index, found, written_at } of rows.toSorted((a, b) => a.place - b.place)) {
          said[kind as keyof typeof said] += `${index} ${found} ${written_at};`;
        }
        return said;
      });
      byCompany.set(company, reading);
    }
    return Promise.all(asked.map((company) => byCompany.get(company) as Promise<Traces>));
  }
}

/** Gathers what is asked for until the event loop has seen everybody, and then asks once. Nobody gets an answer that was read
 *  before they asked. */
class Batch<K, V> {
  readonly #read: (keys: readonly K[]) => Promise<V[]>;
  #waiting: { key: K; resolve(value: V): void; reject(error: unknown): void }[] = [];

  constructor(read: (keys: readonly K[]) => Promise<V[]>) {
    this.#read = read;
  }

  load(key: K): Promise<V> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    const asked = this.#waiting;
    this.#waiting = [];
    try {
      const values = await this.#read(asked.map(({ key }) => key));
      for (const [index, { resolve }] of asked.entries()) resolve(values[index] as V);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}

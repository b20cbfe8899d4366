/** A till that keeps its catalogue by pulls, as a client of the gate dialect would write it: nothing of the hub's code. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Change {
  type: string;
  id: string;
  version: number | null;
  deleted: boolean;
  row: Record<string, unknown> | null;
  replace?: true;
  rows?: Record<string, unknown>[];
}

/** What a pull is answered, or a problem. */
// biome-ignore lint/suspicious/noExplicitAny: tests look at what is there
type AnswerBody = any;

/** Asks again where a connection broke, as when it was kept and the hub has closed it meanwhile. */
async function fetchPersistently(url: string, init: RequestInit = {}): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fetch(url, init);
    } catch (error) {
      if (attempt === mostAttempts) throw error;
    }
  }
}

const mostAttempts = 3;

export class PullTill {
  /** By type and id: the row as JSON, or its hash. */
  readonly rows = new Map<string, Map<string, string>>();
  cursor: string | null = null;
  requests = 0;
  snapshots = 0;
  readonly #query: Record<string, string>;
  readonly #isFrugal: boolean;

  /** Address with the terminal's secret; may be another hub's from one request to the next. */
  base: string;

  /** @param options.isFrugal keeps the hash of each row instead of the row */
  constructor(base: string, query: Record<string, string> = {}, options: { isFrugal?: boolean } = {}) {
    this.base = base;
    this.#query = query;
    this.#isFrugal = options.isFrugal ?? false;
  }

  /** Pulls until nothing is left, from a snapshot where the cursor leads nowhere; waits as long as it is told to. */
  async sync(options: { limit?: number; wait?: number } = {}): Promise<void> {
    for (;;) {
      const { status, body, headers } = await this.ask(options);
      if (status === 429) {
        await sleep(Number(headers.get('retry-after') ?? 1) * 1000);
        continue;
      }
      if (status === 410) {
        await this.takeSnapshot();
        continue;
      }
      if (status !== 200) throw new Error(`a pull was answered ${status}: ${JSON.stringify(body)}`);
      this.take(body.changes as Change[]);
      this.cursor = body.cursor;
      if (!body.has_more) return;
    }
  }

  async ask(
    options: { limit?: number; wait?: number; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; body: AnswerBody; headers: Headers }> {
    const { limit, wait, headers = {} } = options;
    const query = new URLSearchParams({
      ...this.#query,
      ...(this.cursor !== null && { cursor: this.cursor }),
      ...(limit !== undefined && { limit: String(limit) }),
      ...(wait !== undefined && { wait: String(wait) }),
    });
    this.requests += 1;
    const response = await fetchPersistently(`${this.base}/api/v1/pull?${query}`, { headers });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  }

  take(changes: readonly Change[]): void {
    for (const { type, id, row, replace, rows } of changes) {
      if (replace) {
        this.rows.set(type, new Map((rows ?? []).map((each) => [String(each['id']), this.#kept(each)])));
      } else if (row === null) this.#of(type).delete(id);
      else this.#of(type).set(id, this.#kept(row));
    }
  }

  async takeSnapshot(): Promise<void> {
    const { head, lines } = await readSnapshot(this.base, this.#query);
    this.snapshots += 1;
    this.rows.clear();
    this.take(lines);
    this.cursor = head.cursor;
  }

  /** Fetches what differs by checksums, and nothing else. @returns the buckets that did */
  async repair(): Promise<string[]> {
    const query = new URLSearchParams(this.#query);
    const response = await fetchPersistently(`${this.base}/api/v1/checksums?${query}`);
    const sums = (await response.json()) as {
      types: Record<string, { count: number; buckets: Record<string, string> }>;
    };
    const differing: string[] = [];
    for (const [type, { buckets }] of Object.entries(sums.types)) {
      const mine = this.#checksums(type);
      const wrong = [...new Set([...Object.keys(buckets), ...mine.keys()])].filter(
        (bucket) => buckets[bucket] !== mine.get(bucket),
      );
      if (wrong.length === 0) continue;
      differing.push(...wrong.map((bucket) => `${type} ${bucket}`));
      const { lines } = await readSnapshot(this.base, { ...this.#query, types: type, buckets: wrong.join(',') });
      for (const id of [...this.#of(type).keys()]) if (wrong.includes(bucketOf(id))) this.#of(type).delete(id);
      this.take(lines);
    }
    return differing;
  }

  /** Everything it has, in one text that is equal for equal contents. */
  text(): string {
    const types = [...this.rows].filter(([, rows]) => rows.size > 0).sort(([a], [b]) => (a < b ? -1 : 1));
    return types
      .map(([type, rows]) => [type, ...[...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)].join('\n'))
      .join('\n');
  }

  #kept(row: object): string {
    const text = JSON.stringify(row);
    return this.#isFrugal ? sha256(text) : text;
  }

  #of(type: string): Map<string, string> {
    let rows = this.rows.get(type);
    if (!rows) {
      rows = new Map();
      this.rows.set(type, rows);
    }
    return rows;
  }

  #checksums(type: string): Map<string, string> {
    const lines = new Map<string, string[]>();
    for (const [id, row] of this.#of(type)) {
      const bucket = bucketOf(id);
      lines.set(bucket, [...(lines.get(bucket) ?? []), `${id}:${this.#isFrugal ? row : sha256(row)}`]);
    }
    return new Map([...lines].map(([bucket, list]) => [bucket, sha256(list.sort().join('\n')).slice(0, 32)]));
  }
}

interface SnapshotRead {
  head: { version: number; cursor: string; types: string[] };
  lines: Change[];
  headers: Headers;
}

export async function readSnapshot(base: string, query: Record<string, string> = {}): Promise<SnapshotRead> {
  const response = await fetchPersistently(`${base}/api/v1/snapshot?${new URLSearchParams(query)}`);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`a snapshot was answered ${response.status}: ${text}`);
  const [head, ...rest] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const end = rest.pop();
  if (end?.end !== true || end.rows !== rest.length) throw new Error('the snapshot was cut');
  return { head, lines: rest, headers: response.headers };
}

function bucketOf(id: string): string {
  return sha256(id).slice(0, 2);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

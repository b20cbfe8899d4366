/** A simulated till's line to the hub in the gate dialect: a token for its key, rows by cursor, batches of documents. The client's
 *  types are made from the published document (`schema.ts`, by `npm run build:client`). */
import createClient, { type Client } from 'openapi-fetch';
import type { Mishap } from '../http.ts';
import type { components, paths } from './schema.ts';

type Judged = components['schemas']['JudgedDocument'];

/** Asked anew before it ends. */
const marginMs = 60_000;
const timeoutMs = 10_000;

export interface Delivery {
  type: 'transaction' | 'closure';
  document: object;
}

export class GateLine {
  readonly #client: Client<paths>;
  readonly #key: string;
  #token: { text: string; endsAtMs: number } | null = null;
  readonly #rows = new Map<string, Map<string, Record<string, unknown>>>();
  #cursor: string | undefined;

  /** @param baseUrl without a slash at the end
   *  @param key     the terminal's */
  constructor(baseUrl: string, key: string) {
    this.#client = createClient<paths>({ baseUrl });
    this.#key = key;
  }

  /** Pulls what has changed, and gives back all rows by type, as init has them.
   *  @throws Error the hub refuses */
  async rows(): Promise<Record<string, object[]>> {
    for (let hasMore = true; hasMore; ) {
      const query = this.#cursor === undefined ? {} : { cursor: this.#cursor };
      const { data, error, response } = await this.#client.GET('/api/v1/pull', {
        ...(await this.#asked()),
        params: { query },
      });
      if (response.status === 410) {
        // The cursor leads nowhere any more: everything anew.
        this.#cursor = undefined;
        this.#rows.clear();
        continue;
      }
      if (!data) throw new Error(`pull answered ${response.status}: ${error?.message ?? ''}`);
      for (const change of data.changes) this.#keep(change);
      this.#cursor = data.cursor;
      hasMore = data.has_more;
    }
    return Object.fromEntries([...this.#rows].map(([type, rows]) => [type, [...rows.values()]]));
  }

  #keep(change: components['schemas']['RowChange'] | components['schemas']['TypeReplacement']): void {
    const rows = this.#rows.get(change.type) ?? new Map();
    this.#rows.set(change.type, rows);
    if ('replace' in change) {
      rows.clear();
      for (const row of change.rows) rows.set(String(row['id']), row);
    } else if (change.row === null) rows.delete(change.id);
    else rows.set(change.id, change.row);
  }

  /** Pushes one batch.
   *  @returns what became of each, in their order
   *  @throws Error no answer came, or the batch was refused as a whole */
  async push(
    documents: readonly Delivery[],
    { sequences, mishap }: { sequences: readonly { name: string; value: number }[]; mishap: Mishap },
  ): Promise<readonly Judged[]> {
    const asked = await this.#asked();
    const body = { schema_version: 1 as const, documents: [...documents], sequences: [...sequences] };
    const { data, error, response } = await this.#client.POST('/api/v1/push', { ...asked, body });
    // The hub has it, and the till does not know.
    if (mishap !== 'none') throw new Error('the answer was lost');
    if (!data) throw new Error(`push answered ${response.status}: ${error?.message ?? ''}`);
    return data.results;
  }

  async #asked(): Promise<{ headers: { authorization: string }; signal: AbortSignal }> {
    if (this.#token === null || this.#token.endsAtMs - Date.now() < marginMs) this.#token = await this.#newToken();
    return { headers: { authorization: `Bearer ${this.#token.text}` }, signal: AbortSignal.timeout(timeoutMs) };
  }

  async #newToken(): Promise<{ text: string; endsAtMs: number }> {
    const body = { api_key: this.#key, terminal_id: '' };
    const { data, error, response } = await this.#client.POST('/api/v1/auth/token', { body });
    if (!data) throw new Error(`no token: ${response.status} ${error?.message ?? ''}`);
    return { text: data.access, endsAtMs: Date.now() + data.expires_in * 1000 };
  }
}

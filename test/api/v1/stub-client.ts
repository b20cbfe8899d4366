/** The client of the gate dialect as PyPOS announces it (protocol 2): it puts no scheme in front of its address, ignores the
 *  prefix, follows nothing, sends an empty terminal_id, and reads a JSON object out of every 2xx. */
import { request } from 'node:http';
import type { Json } from '../support.ts';

interface Settings {
  /** With its scheme: this client repairs nothing. */
  baseUrl: string;
  apiKey: string;
}

export class StubClient {
  readonly #settings: Settings;
  #token: string | null = null;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** As the outbox delivers an item: known types to their paths, every other one to `api/{event_type}/`. */
  deliver(eventType: string, payload: Json): Promise<Json> {
    const known: Record<string, string> = {
      transaction: 'api/transactions/',
      closure: 'api/closures/',
      warehouse_movement: 'api/warehouse/movements/',
    };
    return this.send('POST', known[eventType] ?? `api/${eventType}/`, payload);
  }

  /** @throws Error a status of 300 or more, or an answer that is no JSON object */
  async send(method: 'GET' | 'POST', endpoint: string, payload?: Json): Promise<Json> {
    const headers = { Authorization: `Bearer ${await this.token()}` };
    return this.#exchange(method, { endpoint, payload, headers });
  }

  async token(): Promise<string> {
    if (this.#token === null) {
      const payload = { api_key: this.#settings.apiKey, terminal_id: '' };
      const answer = await this.#exchange('POST', { endpoint: 'api/auth/token/', payload, headers: {} });
      if (typeof answer.access !== 'string' || answer.expires_in <= 60) throw new Error('no token');
      this.#token = answer.access as string;
    }
    return this.#token;
  }

  #exchange(
    method: string,
    { endpoint, payload, headers }: { endpoint: string; payload?: Json; headers: Record<string, string> },
  ): Promise<Json> {
    return new Promise((resolve, reject) => {
      const body = payload === undefined ? '' : JSON.stringify(payload);
      const sent = request(`${this.#settings.baseUrl}/${endpoint}`, {
        ...{ method, agent: false },
        headers: {
          'User-Agent': 'python-requests/2.32.3',
          ...{ 'Content-Type': 'application/json', Accept: 'application/json' },
          ...(body !== '' && { 'Content-Length': Buffer.byteLength(body) }),
          ...headers,
        },
      });
      sent.on('error', reject).on('response', (response) => {
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => {
            const { statusCode = 0 } = response;
            const text = Buffer.concat(chunks).toString('utf8');
            if (statusCode < 200 || statusCode >= 300) return reject(new Error(`${endpoint}: ${statusCode} ${text}`));
            const value: unknown = JSON.parse(text);
            if (typeof value !== 'object' || value === null || Array.isArray(value)) reject(new Error('no object'));
            else resolve(value);
          });
      });
      sent.end(body);
    });
  }
}

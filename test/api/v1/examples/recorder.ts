/** Calls operations by their names and keeps what was sent and answered, as the documentation shows it. */
import type { Examples } from '../../../../server/api/v1/docs/examples.ts';
import type { DeviceHub, Json } from '../../support.ts';
import { Contract, isJson } from '../contract.ts';
import { bearer } from '../support.ts';
import { StableNames } from './stable.ts';

export interface Calling {
  /** Token or key. */
  as?: string;
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  body?: unknown;
  /** `If-Match`. */
  match?: number;
}

const agent = 'Example/1.0';

export class ExampleRecorder {
  readonly examples: Record<string, Examples[string]> = {};
  readonly #hub: DeviceHub;
  readonly #contract: Contract;
  readonly #names = new StableNames();

  private constructor(hub: DeviceHub, contract: Contract) {
    this.#hub = hub;
    this.#contract = contract;
  }

  static async of(hub: DeviceHub): Promise<ExampleRecorder> {
    return new ExampleRecorder(hub, await Contract.of(hub.url));
  }

  /** The first call of each operation is its example.
   *  @returns what was answered
   *  @throws Error it did not go well */
  async call(id: string, calling: Calling = {}): Promise<Json> {
    const { status, answer } = await this.#ask(id, calling);
    this.keep(id, calling.body, { status, ...(answer !== '' && { answer }) });
    return answer;
  }

  /** As `call`, for an answer that is too long to be shown. */
  async read(id: string): Promise<Json> {
    return (await this.#ask(id, {})).answer;
  }

  keep(id: string, sent: unknown, { status, answer }: { status: number; answer?: unknown }): void {
    if (this.examples[id]) return;
    this.examples[id] = {
      ...(sent !== undefined && { body: this.#names.ofSent(sent) }),
      status,
      ...(answer !== undefined && { answer: this.#answerOf(answer) }),
    };
  }

  pass(seconds: number): void {
    this.#hub.clock.now = new Date(this.#hub.clock.now.getTime() + seconds * 1000);
  }

  /** Of lines, and of events, the first and the last. */
  #answerOf(answer: unknown): unknown {
    if (typeof answer !== 'string') return this.#names.ofAnswer(answer);
    const lines = answer.split('\n').filter((line) => line !== '');
    const shown = [...new Set([lines[0], lines[1], lines.at(-1)])];
    const stable = shown.map((line = '') =>
      line.startsWith('{') ? JSON.stringify(this.#names.ofAnswer(JSON.parse(line))) : this.#names.ofAnswer(line),
    );
    return `${stable.join('\n')}\n`;
  }

  /** A second passes with each call. */
  async #ask(id: string, calling: Calling): Promise<{ status: number; answer: unknown }> {
    this.pass(1);
    const answer = await this.#send(id, calling);
    const text = await answer.text();
    if (answer.status >= 300) throw new Error(`${id} answered ${answer.status}: ${text}`);
    const mediaType = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
    return { status: answer.status, answer: isJson(mediaType) && text !== '' ? JSON.parse(text) : text };
  }

  async #send(id: string, { as, params = {}, query = {}, body, match }: Calling): Promise<Response> {
    const { method, path } = this.#contract.operationNamed(id);
    const place = path.replaceAll(/\{([^}]+)\}/g, (_all, name: string) => {
      const value = params[name];
      if (value === undefined) throw new Error(`${id} needs ${name}`);
      return encodeURIComponent(value);
    });
    const search = new URLSearchParams(query);
    return fetch(`${this.#hub.url}${place}${search.size > 0 ? `?${search}` : ''}`, {
      method,
      headers: {
        'user-agent': agent,
        ...(as !== undefined && bearer(as)),
        ...(match !== undefined && { 'if-match': `"${match}"` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }
}

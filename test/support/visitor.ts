/** A browser without a screen: keeps cookies, sends what forms send, follows nothing by itself. */

import { ask } from './ask.ts';

export interface Answer {
  status: number;
  location: string | null;
  headers: Headers;
  body: string;
}

export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly #url: string;
  #token: { cookies: string; value: string } | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, { headers });
  }

  /** Sends a form; the token of the visitor's own pages goes along unless the fields name one. */
  async post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    const token = fields['_csrf'] === undefined ? { _csrf: await this.token() } : {};
    return this.send('POST', path, { headers, body: new URLSearchParams({ ...token, ...fields }) });
  }

  /** A token that the forms of this visitor's pages carry; it is read once, for it lasts as long as the session. */
  async token(): Promise<string> {
    if (this.#token?.cookies === this.#cookie()) return this.#token.value;
    const { body } = await this.get('/accounts/login/');
    const value = /name="_csrf" value="([^"]+)"/.exec(body)?.[1] ?? '';
    this.#token = { cookies: this.#cookie(), value };
    return value;
  }

  async signIn(username: string, password: string): Promise<Answer> {
    return this.post('/accounts/login/', { username, password });
  }

  async send(
    method: string,
    path: string,
    init: { headers?: Record<string, string>; body?: BodyInit } = {},
  ): Promise<Answer> {
    const cookie = this.#cookie();
    // Packing and unpacking pages would take about as long as drawing them.
    const headers = {
      accept: 'text/html',
      'accept-encoding': 'identity',
      ...(cookie ? { cookie } : {}),
      ...init.headers,
    };
    const address = `${this.#url}${path}`;
    const sent = { method, headers, body: init.body ?? '' };
    const answer = await (isPlain(sent) ? asked(address, sent) : fetched(address, sent));
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return answer;
  }

  #cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    const isGone = attributes.some((attribute) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute));
    if (isGone) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

interface Sent {
  method: string;
  headers: Record<string, string>;
  body: BodyInit;
}

/** Whether it is neither a file nor to be unpacked. */
function isPlain(sent: Sent): sent is Sent & { body: string | URLSearchParams } {
  const isText = typeof sent.body === 'string' || sent.body instanceof URLSearchParams;
  return isText && sent.headers['accept-encoding'] === 'identity';
}

async function asked(address: string, { method, headers, body }: Sent & { body: string | URLSearchParams }) {
  const kind = typeof body === 'string' ? 'text/plain' : 'application/x-www-form-urlencoded';
  const type = method === 'GET' ? {} : { 'content-type': `${kind};charset=UTF-8` };
  const answer = await ask(address, { method, headers: { ...type, ...headers }, body: body.toString() });
  return { ...answer, location: answer.headers.get('location'), body: answer.body.toString('utf8') };
}

async function fetched(address: string, { method, headers, body }: Sent): Promise<Answer> {
  const response = await fetch(address, { method, headers, redirect: 'manual', ...(body === '' ? {} : { body }) });
  const { status } = response;
  return {
    status,
    headers: response.headers,
    location: response.headers.get('location'),
    body: await response.text(),
  };
}

/** A browser without a screen: keeps cookies, sends what forms send, follows nothing by itself. */

export interface Answer {
  status: number;
  location: string | null;
  headers: Headers;
  body: string;
}

export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly #url: string;

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

  /** The token that the forms of this visitor's pages carry just now. */
  async token(): Promise<string> {
    const { body } = await this.get('/accounts/login/');
    return /name="_csrf" value="([^"]+)"/.exec(body)?.[1] ?? '';
  }

  async signIn(username: string, password: string): Promise<Answer> {
    return this.post('/accounts/login/', { username, password });
  }

  async send(
    method: string,
    path: string,
    init: { headers?: Record<string, string>; body?: BodyInit } = {},
  ): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${this.#url}${path}`, {
      method,
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie ? { cookie } : {}), ...init.headers },
      ...(init.body === undefined ? {} : { body: init.body }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return {
      status: response.status,
      location: response.headers.get('location'),
      headers: response.headers,
      body: await response.text(),
    };
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    const isGone = attributes.some((attribute) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute));
    if (isGone) this.cookies.delete(pair.slice(0, at));
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}

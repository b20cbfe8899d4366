/** Requests as tills make them: a new connection for each, and a body whose length is announced. */

import http from 'node:http';

export interface Answer {
  status: number;
  /** The JSON value of the body, undefined when it is none. */
  body: unknown;
  text: string;
  headers: http.IncomingHttpHeaders;
}

export interface SendOptions {
  method?: string;
  /** Sent as it is. */
  text?: string | Buffer;
  headers?: Record<string, string>;
  /** Gives up after this long without a byte; like the connection that broke, that is an error. Default 30 s. */
  silenceMs?: number;
}

/** @throws Error the connection could not be made, broke, or stayed silent: nothing is known about what became of the request */
export function send(url: string, options: SendOptions = {}): Promise<Answer> {
  const { method = options.text === undefined ? 'GET' : 'POST', text, headers = {}, silenceMs = 30_000 } = options;
  return new Promise((resolve, reject) => {
    const typed = text === undefined ? {} : { 'content-type': 'application/json', 'content-length': byteLength(text) };
    const request = http.request(url, { method, agent: false, headers: { ...typed, ...headers } });
    request.setTimeout(silenceMs, () => request.destroy(new Error(`silent for ${silenceMs} ms`)));
    request.once('error', reject);
    request.once('response', (response) => {
      readAnswer(response).then(resolve, reject);
    });
    request.end(text);
  });
}

/** @throws Error the answer broke off */
export async function readAnswer(response: http.IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return { status: response.statusCode ?? 0, body: parse(text), text, headers: response.headers };
}

function byteLength(text: string | Buffer): string {
  return String(Buffer.byteLength(text));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

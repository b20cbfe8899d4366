/** HTTP as the terminals' library speaks it: a new connection for each request, JSON with everything beyond ASCII escaped, no
 *  credentials but what the address holds (protocol, section 0). */
import { type IncomingMessage, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';

/** What befalls a request. `lost-answer`: the whole request is sent, then the line goes dead. `cut-answer`: the answer begins and
 *  is not read. */
export type Mishap = 'none' | 'lost-answer' | 'cut-answer';

export interface Answer {
  status: number;
  /** The parsed body; null when it is no JSON. */
  body: unknown;
}

/** The terminal's connect and read timeout. */
const timeoutMs = 10_000;

const headers = {
  'User-Agent': 'python-requests/2.32.3',
  'Accept-Encoding': 'gzip, deflate',
  Accept: '*/*',
  Connection: 'keep-alive',
};

/** Sends one request; `body` makes it a POST.
 *  @throws Error no answer came, as a terminal would see it */
export function send(url: string, body?: unknown, mishap: Mishap = 'none'): Promise<Answer> {
  const payload = body === undefined ? undefined : Buffer.from(asciiJson(body));
  const open = url.startsWith('https:') ? secureRequest : request;
  return new Promise((resolve, reject) => {
    const outgoing = open(url, {
      method: payload ? 'POST' : 'GET',
      agent: false,
      timeout: timeoutMs,
      headers: payload ? { ...headers, 'Content-Type': 'application/json', 'Content-Length': payload.length } : headers,
    });
    // A request that is destroyed after its answer began reports no error by itself.
    const fail = (error: unknown) => {
      reject(error);
      outgoing.destroy();
    };
    outgoing.once('timeout', () => fail(new Error('timed out')));
    outgoing.once('error', fail);
    outgoing.once('response', (incoming) => {
      if (mishap === 'cut-answer') fail(new Error('the answer was cut off'));
      else
        readAnswer(incoming).then((answer) => {
          resolve(answer);
          outgoing.destroy();
        }, fail);
    });
    outgoing.end(payload, () => {
      if (mishap === 'lost-answer') fail(new Error('the answer was lost'));
    });
  });
}

async function readAnswer(incoming: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = (await decoded(Buffer.concat(chunks), incoming.headers['content-encoding'])).toString('utf8');
  return { status: incoming.statusCode ?? 0, body: parsed(text) };
}

async function decoded(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  if (encoding === 'gzip') return promisify(gunzip)(body);
  return encoding === 'deflate' ? promisify(inflate)(body) : body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** JSON as Python writes it by default. */
export function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

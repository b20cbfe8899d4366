/** A request by Node's own client, which takes a third of the time of `fetch`: what thousands of addresses are asked with. */

import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Asked {
  status: number;
  headers: Headers;
  body: Buffer;
}

const agent = new Agent({ keepAlive: true });

interface Sent {
  method?: string;
  headers: Record<string, string>;
  body?: string;
}

/** Follows nothing and unpacks nothing. */
export async function ask(address: string, sent: Sent): Promise<Asked> {
  const answer = await send(address, sent);
  const said = new Headers();
  for (let at = 0; at < answer.rawHeaders.length; at += 2) {
    said.append(answer.rawHeaders[at] ?? '', answer.rawHeaders[at + 1] ?? '');
  }
  return { status: answer.statusCode ?? 0, headers: said, body: await buffer(answer) };
}

/** As browsers do, on another connection where the one that was kept was being closed meanwhile: nobody has read the request then. */
async function send(address: string, sent: Sent): Promise<IncomingMessage> {
  const { method = 'GET', headers, body } = sent;
  const asking = request(address, { method, agent, headers });
  asking.end(body);
  try {
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    return answer;
  } catch (error) {
    if (!asking.reusedSocket || (error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
    return send(address, sent);
  }
}

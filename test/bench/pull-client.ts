/** Tills that wait for changes by long poll, in a process of their own: reads its options as JSON, says "waiting" once all of them do,
 *  and in the end prints when each had everything, as one line of JSON. */
import { Agent, get } from 'node:http';
import { json } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

export interface WaitingTills {
  port: number;
  /** Path of each till's pull, with its cursor. */
  paths: string[];
  /** Changes that are to come. */
  changes: number;
}

const unpack = promisify(gunzip);
const agent = new Agent({ keepAlive: true, maxSockets: 2000 });

interface Pulled {
  changes: number;
  cursor: string;
  hasMore: boolean;
}

/** Only the end is read: what is in the rows is the tills' business. */
async function pull(port: number, path: string): Promise<Pulled> {
  const packed = await new Promise<Buffer>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent, headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part)).on('error', reject);
      answer.on('end', () => {
        const body = Buffer.concat(parts);
        if (answer.statusCode === 200) resolve(body);
        else reject(new Error(`pull is ${answer.statusCode}: ${body.toString().slice(0, 300)}`));
      });
    }).on('error', reject);
  });
  const text = (packed[0] === 0x1f ? await unpack(packed) : packed).toString('latin1');
  const cursor = /"cursor":"([^"]+)"/.exec(text)?.[1] ?? '';
  return { changes: text.split('"version":').length - 1, cursor, hasMore: text.includes('"has_more":true') };
}

const { port, paths, changes } = (await json(process.stdin)) as WaitingTills;
const waits = paths.map(async (path) => {
  let [left, cursor] = [changes, ''];
  while (left > 0) {
    const here = cursor === '' ? path : path.replace(/cursor=[^&]+/, `cursor=${encodeURIComponent(cursor)}`);
    const pulled = await pull(port, here);
    left -= pulled.changes;
    cursor = pulled.cursor;
  }
  return Date.now();
});
setTimeout(() => process.stdout.write('waiting\n'), 5000);
const doneAt = await Promise.all(waits);
agent.destroy();
process.stdout.write(`${JSON.stringify(doneAt)}\n`);

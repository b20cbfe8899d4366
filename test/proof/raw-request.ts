/** Requests that no HTTP client would send. */

import { once } from 'node:events';
import { connect } from 'node:net';

/** Writes the bytes and reads what comes back until the hub closes, or stays silent for long.
 *  @param endsFirst says at once that nothing else will come
 *  @returns the answers' text, empty when none came */
export async function sendRaw(port: number, bytes: Buffer, endsFirst: boolean): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A hub that cuts the connection in the middle of such a request is right to do so.
  socket.on('error', () => undefined);
  socket.setTimeout(15_000, () => socket.destroy());
  const closed = new Promise<void>((resolve) => {
    socket.once('end', resolve);
    socket.once('close', () => resolve());
  });
  if (endsFirst) socket.end(bytes);
  else socket.write(bytes);
  await closed;
  socket.destroy();
  return Buffer.concat(chunks).toString('utf8');
}

/** A POST with any head. */
export function rawPost(path: string, headers: Record<string, string>, body: Buffer): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${lines.join('')}\r\n`), body]);
}

/** Status and body of the first answer in the text, null when there is none. */
export function firstAnswer(text: string): { status: number; text: string } | null {
  const [, status, head = '', rest = ''] = /^HTTP\/1\.1 (\d{3})[^\r]*\r\n([\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(text) ?? [];
  if (status === undefined) return null;
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  return { status: Number(status), text: length === undefined ? rest : rest.slice(0, Number(length)) };
}

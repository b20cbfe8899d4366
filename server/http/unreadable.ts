/** The answer to what is no HTTP request at all: Node's own would be empty, and every door answers with words. */
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

interface Refusal {
  status: string;
  message: string;
}

/** By the code of Node's parser. */
const refusals: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { status: '431 Request Header Fields Too Large', message: 'The headers are too large.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: '413 Payload Too Large', message: 'The chunks of the body are too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: '408 Request Timeout', message: 'The request did not arrive in time.' },
};
const unreadable: Refusal = {
  status: '400 Bad Request',
  message: 'This is no HTTP request that can be read: is the length of its body right?',
};

/** For the server's `clientError`: answers a JSON object that tills and people understand, and closes the connection, because
 *  what comes next on it cannot be told from what was wrong. */
export function answerUnreadable(error: NodeJS.ErrnoException, connection: Duplex): void {
  // An answer that has begun cannot become another one.
  const answering = (connection as Socket & { _httpMessage?: { headersSent: boolean } })._httpMessage;
  if (!connection.writable || error.code === 'ECONNRESET' || answering?.headersSent) {
    connection.destroy();
    return;
  }
  const { status, message } = refusals[error.code ?? ''] ?? unreadable;
  const body = JSON.stringify({ status: 'error', message, code: 'malformed_body' });
  const head = [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    'Cache-Control: no-store',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  connection.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

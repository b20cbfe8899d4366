/** A mail server with the least of RFC 5321 that a client needs; it keeps what it takes, and can be told to behave badly. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

export interface Received {
  from: string;
  to: string[];
  /** The message as it came, dots undone. */
  data: string;
  /** What AUTH PLAIN brought, or null. */
  login: string | null;
}

export interface SmtpServer extends AsyncDisposable {
  port: number;
  /** `smtp://…`, without a user. */
  url: string;
  received: Received[];
  /** What was brought to prove who one is, also where nothing was sent then. */
  logins: string[];
  /** Answers to single commands instead of the usual ones, such as `{ RCPT: '550 no such mailbox' }`; `hang`: none at all. */
  behaviour: Partial<Record<'MAIL' | 'RCPT' | 'DATA' | 'BODY' | 'AUTH', string>>;
  /** Resolves when so many messages have come. */
  has(count: number): Promise<void>;
}

export async function startSmtp(): Promise<SmtpServer> {
  const received: Received[] = [];
  const logins: string[] = [];
  const behaviour: SmtpServer['behaviour'] = {};
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    talk(socket, { behaviour, logins }, (message) => {
      received.push(message);
      for (const look of waiting) look();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    received,
    logins,
    behaviour,
    has: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (received.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function talk(
  socket: Socket,
  { behaviour, logins }: Pick<SmtpServer, 'behaviour' | 'logins'>,
  keep: (message: Received) => void,
): void {
  let pending = '';
  let body: string[] | null = null;
  let message: Received = { from: '', to: [], data: '', login: null };
  const say = (line: string) => socket.writable && socket.write(`${line}\r\n`);
  const answer = (word: keyof SmtpServer['behaviour'], usual: string): boolean => {
    const other = behaviour[word];
    if (other !== 'hang') say(other ?? usual);
    return other === undefined;
  };
  const command = (line: string): void => {
    const word = line.slice(0, 4).toUpperCase();
    if (word === 'EHLO') say('250-test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN');
    else if (word === 'AUTH' && logins.push(line) && answer('AUTH', '235 welcome')) {
      message.login = Buffer.from(line.split(' ')[2] ?? '', 'base64').toString();
    } else if (word === 'MAIL' && answer('MAIL', '250 ok')) message.from = addressIn(line);
    else if (word === 'RCPT' && answer('RCPT', '250 ok')) message.to.push(addressIn(line));
    else if (word === 'DATA' && answer('DATA', '354 go on')) body = [];
    else if (word === 'QUIT') socket.end('221 bye\r\n');
    else if (!['AUTH', 'MAIL', 'RCPT', 'DATA'].includes(word)) say('502 what');
  };
  const read = (line: string): void => {
    if (body === null) {
      command(line);
      return;
    }
    if (line !== '.') {
      body.push(line.startsWith('.') ? line.slice(1) : line);
      return;
    }
    if (behaviour.BODY === undefined || behaviour.BODY === 'hang') keep({ ...message, data: body.join('\r\n') });
    body = null;
    message = { ...message, to: [] };
    answer('BODY', '250 taken');
  };
  say('220 test ESMTP');
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    pending += chunk;
    for (let at = pending.indexOf('\r\n'); at !== -1; at = pending.indexOf('\r\n')) {
      const line = pending.slice(0, at);
      pending = pending.slice(at + 2);
      read(line);
    }
  });
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}

/** Headers of a message by their names in lower case, folded lines joined. */
export function headersOf(data: string): Record<string, string> {
  const head = data.split('\r\n\r\n', 1)[0] ?? '';
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

/** The plain and the HTML part, decoded. */
export function partsOf(data: string): { text: string; html: string } {
  const part = (type: string) => {
    const match = new RegExp(`Content-Type: ${type}[\\s\\S]*?\\r\\n\\r\\n([\\s\\S]*?)\\r\\n--`).exec(data);
    const head = match?.[0].slice(0, match[0].indexOf('\r\n\r\n')) ?? '';
    return decode(match?.[1] ?? '', /transfer-encoding: *([\w-]+)/i.exec(head)?.[1] ?? '');
  };
  const lines = (text: string) => text.replace(/\r\n/g, '\n');
  return { text: lines(part('text/plain')), html: lines(part('text/html')) };
}

function decode(text: string, encoding: string): string {
  if (encoding.toLowerCase() === 'base64') return Buffer.from(text, 'base64').toString('utf8');
  if (encoding.toLowerCase() !== 'quoted-printable') return text;
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

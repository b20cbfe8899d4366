/** Tills that push as fast as they are answered, in a process of their own, which reads its options as JSON. It speaks HTTP on raw
 *  sockets, because a full client library would cost as much as the hub, and prints its figures as one line of JSON. */
import { connect, type Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { pushSource } from './documents.ts';
import { quantileOf } from './quantile.ts';

export interface ClientOptions {
  host: string;
  port: number;
  /** Path of each till's push, one connection per till. */
  tills: { path: string; officeCode: string; storeCode: string; terminalCode: string }[];
  /** Transactions in one push. */
  batch: number;
  /** False: a new connection for every push, as PyPOS (python-requests without a session) does. */
  keepAlive: boolean;
  seconds: number;
  /** Stop after so many pushes, when sooner. */
  maxPushes?: number;
  /** Default: office. */
  dialect?: 'office' | 'gate';
  /** Push no more than so many sales a second, over all tills. */
  salesPerSecond?: number;
}

export interface ClientFigures {
  /** Acknowledged transactions per second. */
  salesPerSecond: number;
  pushes: number;
  sales: number;
  p50Ms: number;
  p99Ms: number;
  /** Pushes whose connection was lost; they were sent again, as tills do. */
  lost: number;
  /** Cores that this client used. */
  cores: number;
}

/** How long a till waits before it sends again what had no answer. */
const repeatAfterMs = 1000;

type Till = ClientOptions['tills'][number];

/** One connection that is used again, or replaced after every answer. */
class Connection {
  #socket: Socket | null = null;
  #text = '';
  #waiting: { resolve(answer: string): void; reject(error: Error): void } | null = null;
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  async push(path: string, body: string): Promise<string> {
    const socket = this.#socket ?? this.#open();
    const length = Buffer.byteLength(body);
    const answer = new Promise<string>((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: ${this.#options.host}:${this.#options.port}\r\nUser-Agent: python-requests/2.32.3\r\n` +
        'Accept-Encoding: gzip, deflate\r\nAccept: application/json\r\nConnection: keep-alive\r\n' +
        `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`,
    );
    try {
      return await answer;
    } finally {
      if (!this.#options.keepAlive) this.close();
    }
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }

  #open(): Socket {
    const socket = connect({ host: this.#options.host, port: this.#options.port, noDelay: true });
    socket.setEncoding('latin1');
    this.#text = '';
    socket.on('data', (chunk: string) => {
      this.#text += chunk;
      const end = this.#text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.#text)?.[1] ?? Number.NaN);
      if (this.#text.length < end + 4 + length) return;
      const answer = this.#text;
      this.#text = '';
      this.#waiting?.resolve(answer);
    });
    // Events of a connection that has been replaced come late and concern nobody.
    const fail = (error: Error) => this.#socket === socket && this.#waiting?.reject(error);
    socket.on('error', fail).on('close', () => fail(new Error('The connection was closed')));
    this.#socket = socket;
    return socket;
  }
}

async function run(options: ClientOptions): Promise<ClientFigures> {
  const sources = options.tills.map(pushSource);
  const times: number[] = [];
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const endsAt = startedAt + options.seconds * 1000;
  let left = options.maxPushes ?? Number.POSITIVE_INFINITY;
  let begun = 0;
  let lost = 0;
  const isGate = options.dialect === 'gate';
  const work = async (till: Till, source: ReturnType<typeof pushSource>) => {
    const connection = new Connection(options);
    const accepted = new RegExp(`"accepted":\\s*${options.batch}\\b`);
    while (performance.now() < endsAt && left > 0) {
      left -= 1;
      // The pushes are due one after another, whoever sends them.
      const dueAt = startedAt + (begun * options.batch * 1000) / (options.salesPerSecond ?? Number.POSITIVE_INFINITY);
      begun += 1;
      if (dueAt > performance.now()) await sleep(dueAt - performance.now());
      const body = isGate ? source.gateBody(options.batch) : source.body(options.batch);
      const sentAt = performance.now();
      const path = isGate ? till.path.replace('pos/transactions', 'push') : till.path;
      const answer = await connection.push(path, body).catch(async () => {
        lost += 1;
        connection.close();
        await sleep(repeatAfterMs);
        return connection.push(path, body);
      });
      times.push(performance.now() - sentAt);
      if (!answer.startsWith('HTTP/1.1 200') || !accepted.test(answer)) throw new Error(`A push failed: ${answer}`);
    }
    connection.close();
  };
  await Promise.all(options.tills.map((till, place) => work(till, sources[place] as ReturnType<typeof pushSource>)));
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  times.sort((a, b) => a - b);
  const quantile = (share: number) => quantileOf(times, share);
  return {
    salesPerSecond: (times.length * options.batch) / seconds,
    pushes: times.length,
    sales: times.length * options.batch,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    lost,
    cores: (user + system) / 1e6 / seconds,
  };
}

console.log(JSON.stringify(await run((await json(process.stdin)) as ClientOptions)));

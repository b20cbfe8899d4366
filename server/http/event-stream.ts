/** An answer of server-sent events, for as long as somebody reads it. */
import type { Response } from 'express';
import { waitNoLonger } from './visitors-waiting.ts';

interface StreamedEvent {
  /** What the reader tells when it comes again. */
  id?: string;
  event: string;
  /** One line. */
  data: string;
}

export interface EventStream {
  /** A reader that has left too much unread is cut off; it comes again. */
  send(event: StreamedEvent): void;
  /** A comment, so that nobody on the way takes the connection for dead. */
  beat(): void;
  /** The last event, `end`, with the reason. */
  end(reason: string): void;
}

/** Begins the answer.
 *  @param mostUnread bytes */
export function openEventStream(res: Response, mostUnread: number): EventStream {
  waitNoLonger(res);
  // `no-transform`: nobody may keep events back to compress them.
  res.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  });
  res.flushHeaders();
  res.write('retry: 3000\n\n');
  const write = (text: string) => {
    if (res.writableEnded) return;
    if (res.writableLength > mostUnread) res.destroy();
    else res.write(text);
  };
  return {
    send: ({ id, event, data }) => write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`),
    beat: () => write(': still here\n\n'),
    end(reason) {
      if (!res.writableEnded) res.end(`event: end\ndata: ${reason}\n\n`);
    },
  };
}

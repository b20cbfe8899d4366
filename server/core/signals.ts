/** Measurements on their way out of the hub's inner layers. Who measures calls a function here and knows nothing of metrics;
 *  `server/http/health.ts` listens and turns them into Prometheus series. Without a listener a call costs nothing. */
import { AsyncResource } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';

/** How a pushed item ended. */
export type PushOutcome = 'stored' | 'completed' | 'duplicate' | 'conflict' | 'quarantined';

/** What is measured. Durations are seconds; names and values stay few, because each pair becomes a series. */
export interface Signals {
  /** Pushed items were judged and the answer is durable. */
  judged: { kind: 'transaction' | 'closure' | 'warehouse_movement' | 'event'; outcome: PushOutcome; count: number };
  /** One group commit ended, successfully or not. */
  flushed: { items: number; seconds: number };
  /** Closures are to be judged, for the first time or again. */
  closuresMarked: { count: number };
  /** Rows of a company's feed are being written; they are there when the transaction has ended. */
  feedMoved: { companyId: number };
  /** A company was deleted; what it had is to be erased. */
  companyDeleted: { companyId: number };
  /** A file of products waits to be checked or taken over. */
  importMarked: object;
  /** A change of many rows waits to be checked, done or undone. */
  bulkMarked: object;
  /** A mail was put on its way. */
  mailQueued: object;
  /** A report is to be sent beside its times. */
  reportsDue: object;
  /** Terminals of a company are to be told something. */
  notified: { companyId: number };
  /** A day of a store was recomputed; so many figures differed. */
  windowChecked: { differences: number };
  /** A write waited this long for its turn at the database. */
  waitedForWrite: { seconds: number };
}

export type SignalName = keyof Signals;

const channels = {
  judged: channel('gate:judged'),
  flushed: channel('gate:flushed'),
  closuresMarked: channel('gate:closuresMarked'),
  feedMoved: channel('gate:feedMoved'),
  companyDeleted: channel('gate:companyDeleted'),
  importMarked: channel('gate:importMarked'),
  bulkMarked: channel('gate:bulkMarked'),
  mailQueued: channel('gate:mailQueued'),
  reportsDue: channel('gate:reportsDue'),
  notified: channel('gate:notified'),
  windowChecked: channel('gate:windowChecked'),
  waitedForWrite: channel('gate:waitedForWrite'),
} satisfies Record<SignalName, unknown>;

/** Tells whoever listens. Never throws and never waits. */
export function signal<N extends SignalName>(name: N, facts: Signals[N]): void {
  const target = channels[name];
  if (target.hasSubscribers) target.publish(facts);
}

/** Listens to one kind of measurement; the returned function ends it. What a listener begins belongs to who listens, not to who
 *  tells: a job that is woken inside a transaction is no part of it. */
export function onSignal<N extends SignalName>(name: N, listener: (facts: Signals[N]) => void): () => void {
  const receive = AsyncResource.bind((facts: unknown) => listener(facts as Signals[N]));
  channels[name].subscribe(receive);
  return () => channels[name].unsubscribe(receive);
}

/** Listens to every kind: how a thread's measurements reach the one that serves them. */
export function onAnySignal(listener: (name: SignalName, facts: unknown) => void): void {
  for (const name of Object.keys(channels) as SignalName[]) channels[name].subscribe((facts) => listener(name, facts));
}

/** Publishes what `onAnySignal` has told in another thread. */
export function repeatSignal(name: string, facts: unknown): void {
  channels[name as SignalName].publish(facts);
}

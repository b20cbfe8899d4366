/** What goes wrong at simulated tills, and how often. Every share is of one occasion: a request, a cycle, a document. */
import type { Random } from './random.ts';

export const chances = {
  /** The line goes dead before or within the answer. */
  mishap: 0.06,
  /** The same item twice at once. */
  duplicate: 0.04,
  /** An item that was acknowledged already, again. */
  repeat: 0.03,
  /** Closures are delivered before the documents that they count. */
  closuresFirst: 0.3,
  /** The queue is delivered in any order. */
  shuffled: 0.2,
  /** A cycle is left out: the till is offline, and sells on. */
  offline: 0.25,
  /** A broken copy of a document goes before it. */
  wrongPayload: 0.01,
  /** A till with an empty queue loses its disk and begins anew from init. */
  reinstallation: 0.01,
} as const;

type Body = Record<string, unknown>;

/** Ways in which a body is wrong; the hub must refuse each of them and keep it for a person to look at. */
const damages: readonly ((body: Body) => unknown)[] = [
  (body) => ({ ...body, head: { ...(body['head'] as Body), total_amount: 'ten' } }),
  (body) => ({ ...body, head: { ...(body['head'] as Body), transaction_date_time: '2026-02-30T10:00:00' } }),
  (body) => ({ ...body, head: { ...(body['head'] as Body), closure_number: -1.5 } }),
  (body) => ({ ...body, products: { not: 'a list' } }),
  ({ head: _head, ...body }) => body,
  () => 'not an object',
  () => null,
];

/** A copy of a document that no hub may take. */
export function damaged(body: unknown, random: Random): unknown {
  return random.pick(damages)(structuredClone(body) as Body);
}

/** The same items in any order (Fisher–Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = random.int(0, at);
    [mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T];
  }
  return mixed;
}

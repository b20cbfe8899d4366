/** What a till has sold and not delivered yet. */
export interface QueueItem {
  kind: 'transactions' | 'closures';
  body: unknown;
  onFirstAck: () => void;
  isAcknowledged: boolean;
  /** Why the hub did not take it, as it said last. */
  message: string | null;
}

/** What waits for somebody, for the menu. */
export interface AttentionData {
  /** Counts above stand for more. */
  cap: number;
  /** By the model of the list; those with nothing are left out. */
  counts: Record<string, { count: number; href: string }>;
}

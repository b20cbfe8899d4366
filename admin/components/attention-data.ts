/** What waits for somebody, for the menu. */
export interface AttentionData {
  /** Counts above stand for more. */
  cap: number;
  /** By the model of the list; those with nothing are left out. `isDiffering`: it is a day whose figures are not what its receipts
   *  say. */
  counts: Record<string, { count: number; href: string; isDiffering?: true }>;
}

/** A document as its page shows it: made by the server from a domain value, all texts finished. */
export interface DocumentView {
  title: string;
  facts: Fact[];
  sections: Section[];
  /** Raw parts, folded away unless they are what the page is about. */
  raw: { title: string; text: string; isOpen?: boolean }[];
  /** What can be done with it: names of the resource's actions. `asksWhy`: the question wants words, which the action gets. */
  buttons: { action: string; label: string; question: string; asksWhy?: boolean }[];
}

export interface Fact {
  label: string;
  value: string;
  /** An address of this host. */
  href?: string;
  /** True: `value` is shown as the whole address that `href` has, for copying. */
  isFullAddress?: boolean;
  tone?: 'good' | 'bad';
}

export interface Section {
  title: string;
  columns: { label: string; isFigure: boolean }[];
  rows: string[][];
  /** Rows that count nowhere, by position. */
  struck?: number[];
}

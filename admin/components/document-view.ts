/** A document as its page shows it: made by the server from a domain value, all texts finished. */
export interface DocumentView {
  title: string;
  facts: Fact[];
  sections: Section[];
  /** Sections that may be long, as tabs below. */
  tabs?: Section[];
  /** Raw parts, folded away unless they are what the page is about. */
  raw: { title: string; text: string; isOpen?: boolean }[];
  /** What can be done with it. */
  buttons: Button[];
}

/** Names an action of the resource; what the person answers to its question goes along. */
export interface Button {
  action: string;
  label: string;
  question: string;
  /** True: it takes something from somebody, and is drawn as what is not pressed by the way. */
  isDestructive?: boolean;
  /** True: the question wants words. */
  asksWhy?: boolean;
  /** The question wants a row of another list, of one company. */
  asksFor?: { model: string; companyId: number };
  /** The question wants one of these. */
  choices?: { value: string; label: string }[];
  /** True: the whole page is read again afterwards. */
  reloads?: boolean;
  /** What stands in the field at first. */
  proposal?: string;
}

export interface Fact {
  label: string;
  value: string;
  /** An address of this host. */
  href?: string;
  /** True: `value` is shown as the whole address that `href` has, for copying. */
  isFullAddress?: boolean;
  tone?: 'good' | 'bad';
  /** True: the value is an English text of ours, to be said in the reader's language. */
  isWord?: true;
}

/** A cell that leads somewhere. */
export interface LinkCell {
  text: string;
  href: string;
}

export interface Section {
  title: string;
  columns: { label: string; isFigure: boolean; isWord?: boolean }[];
  rows: (string | LinkCell)[][];
  /** Rows that count nowhere, by position. */
  struck?: number[];
  /** Rows that want somebody's eye, by position. */
  marked?: number[];
  /** Stands above the table. */
  note?: string;
}

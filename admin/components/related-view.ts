/** A tab of related rows as the server answers it; texts finished. */
export interface RelatedRows {
  columns: { label: string; isFigure: boolean }[];
  rows: {
    id: string;
    title: string;
    href: string;
    /** Cancelled or deleted. */
    isStruck: boolean;
    cells: { text: string; href?: string; flag?: boolean }[];
  }[];
  /** To be handed back as `after`; null: that is all. */
  next: string | null;
  /** The same rows as a list; null: it has no such filter. */
  listHref: string | null;
}

/** What the page of a record offers below it, in the order of its resource. */
export interface RelatedTab {
  label: string;
}

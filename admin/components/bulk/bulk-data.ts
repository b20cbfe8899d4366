/** What `/admin/api/hub/bulk` answers: texts for people, made by the server. */

export interface BulkChangeView {
  id: string;
  model: string;
  /** The list's name. */
  label: string;
  kind: string;
  /** Each column's change in words. */
  what: string[];
  state: string;
  rowCount: number;
  /** Rows of the present round that are behind it. */
  nextPosition: number;
  changed: number;
  unchanged: number;
  refused: number;
  undone: number;
  kept: number;
  /** Why it was given up; empty: it was not. */
  failure: string;
  by: string;
  company: string | null;
  createdAt: string;
  canUndo: boolean;
  undoUntil: string;
}

export interface Diff {
  label: string;
  before: string;
  after: string;
}

export interface BulkRowView {
  position: number;
  rowId: string;
  title: string;
  outcome: string;
  /** It was found out what it becomes. */
  isPlanned: boolean;
  diffs: Diff[];
  faults: string[];
}

export interface BulkColumn {
  name: string;
  label: string;
  kind: string;
  values: { value: string; label: string }[] | null;
  /** Another list's row is chosen. */
  isReference: boolean;
  isAddable: boolean;
  isRequired: boolean;
}

/** What can be done with rows of a list. */
export interface BulkForm {
  label: string;
  columns: BulkColumn[];
  canDelete: boolean;
  canRestore: boolean;
  /** Rows that match the address's filters, counted up to a limit. */
  total: number;
  isMore: boolean;
  mostRows: number;
}

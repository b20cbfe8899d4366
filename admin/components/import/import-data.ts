/** What `/admin/api/hub/imports` tells of files that are taken over. Everything in it is a text for people, but for states and keys. */

export interface ImportView {
  id: string;
  model: string;
  /** Of the list. */
  label: string;
  /** Whose rows they become. */
  place: string;
  fileName: string;
  format: string;
  state: 'draft' | 'checking' | 'checked' | 'importing' | 'done' | 'failed';
  rowCount: number;
  /** Rows of the present round that are behind it. */
  nextRow: number;
  created: number;
  changed: number;
  unchanged: number;
  wrong: number;
  /** Why it was given up; empty: it was not. */
  failure: string;
  by: string;
  createdAt: string;
  /** Only who brought it goes on with it. */
  isOwn: boolean;
}

export interface ImportColumnView {
  name: string;
  label: string;
  isRequired: boolean;
  /** What its cells may say, where that is not plain. */
  hint: string;
}

export interface FaultView {
  line: number;
  cells: string[];
  faults: string[];
}

export interface ImportDetail extends ImportView {
  columnNames: string[];
  sample: string[][];
  mapping: Record<string, number>;
  numberForm: string;
  columns: ImportColumnView[];
  /** Columns by which rows are recognised, as a text. */
  keys: string;
  faults: FaultView[];
}

/** What would become of a row. */
export interface PreviewRow {
  line: number;
  outcome: 'new' | 'changed' | 'unchanged' | 'wrong';
  title: string;
  changes: { label: string; before: string; after: string }[];
  faults: string[];
}

export interface Places {
  /** Rows may become the hub's own. */
  hub: boolean;
  companies: { id: number; name: string }[];
}

export interface ImportOverview {
  imports: ImportView[];
  /** Lists into which files can be taken over. */
  models: { model: string; label: string }[];
}

/** What the routes of records answer and the browser draws. */

export interface FormField {
  name: string;
  label: string;
  input: 'text' | 'long' | 'number' | 'decimal' | 'flag' | 'instant' | 'day' | 'choice' | 'reference' | 'json';
  isRequired: boolean;
  /** Said once, when the row is made. */
  isFixed: boolean;
  group: 'Basics' | 'Belongs to' | 'Figures' | 'Times' | 'Switches' | 'Devices' | 'Technical';
  hint: string;
  maxLength?: number;
  /** Model whose rows may be chosen. */
  reference?: string;
  values?: string[];
}

export interface FormView {
  fields: FormField[];
  /** Text by column. */
  values: Record<string, string>;
  /** Names of what references hold. */
  names: Record<string, string>;
  /** Version that the form was read at; null: new. */
  seen: number | null;
  title: string | null;
  isDeleted: boolean;
}

/** What is wrong with a field, with the row that stands in the way. */
export interface FormFault {
  message: string;
  link?: { href: string; title: string };
}

export interface Saved {
  id: string;
  title: string;
}

/** Why nothing was saved. */
export interface Refused {
  message: string;
  /** By column; empty name: the row as a whole. */
  faults: Record<string, FormFault>;
  /** Somebody else saved meanwhile: the row as it is now. */
  theirs?: FormView;
}

export interface UseView {
  label: string;
  /** "12" or "10,000+". */
  count: string;
  effect: 'blocks' | 'stays' | 'along';
  href: string | null;
}

export interface UsesView {
  uses: UseView[];
  isBlocked: boolean;
}

export interface HistoryChange {
  column: string;
  label: string;
  before: string | null;
  after: string | null;
  /** The former value can be put back. */
  canRestore: boolean;
}

export interface HistoryItem {
  /** Of the audit entry. */
  id: number;
  at: string;
  actor: string;
  door: string;
  action: string;
  isErased: boolean;
  changes: HistoryChange[];
}

export interface HistoryView {
  items: HistoryItem[];
  /** Where the next page begins; null: this was the last. */
  next: number | null;
}

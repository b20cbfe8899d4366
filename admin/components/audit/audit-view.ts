/** Entries of the audit trail as their page shows them. */
export interface AuditPage {
  /** Of the company that is looked for; else the hub's own, 0. */
  chain: number;
  entries: AuditItem[];
  /** Where the next page begins; null: this is the last one. */
  next: number | null;
}

export interface AuditItem {
  id: number;
  chain: number;
  position: number;
  at: string;
  action: string;
  door: string;
  who: string;
  whoHref: string | null;
  company: string | null;
  companyHref: string | null;
  subject: string;
  subjectHref: string | null;
  /** Null: the content was erased; empty as well where it is masked. */
  diff: FieldDiff[] | null;
  isMasked: boolean;
}

export interface FieldDiff {
  field: string;
  before: string | null;
  after: string | null;
  kind: 'added' | 'removed' | 'changed' | 'same';
}

/** Whether a chain proves. */
export interface ProofView {
  entries: number;
  /** Entries looked at so far; null: nothing is under way. */
  progress: number | null;
  last: { at: string; ok: boolean; upTo: number; erased: number; reason: string | null } | null;
}

/** Months; null: for ever. */
export interface RetentionView {
  hub: number | null;
  companies: number | null;
  byCompany: Record<string, number | null>;
  mayChange: boolean;
}

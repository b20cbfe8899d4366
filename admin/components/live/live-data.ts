/** What `/admin/api/hub/live` answers: counts and instants (ISO), to be written in the reader's language. */
export interface LiveData {
  at: string;
  /** The person's own zone; null: the browser's. */
  timeZone: string | null;
  /** Counts beyond stand for more. */
  countCap: number;
  ingest: { minutes: number[]; first: string; perSecond: number; isPartial: boolean };
  repeats: number;
  quarantined: number;
  conflicts: number;
  terminals: number;
  seen: number;
  silent: { rows: SilentRow[]; count: number; isMore: boolean };
  unexplained: { count: number; worst: { id: number; store: string; terminal: string; number: number }[] };
  mail: { waiting: number; givenUp: number };
  outbox: { waiting: number; failed: number };
  jobs: { imports: number; changes: number; erasures: number };
  /** Null for staff of single companies: the machine is not theirs. */
  machine: LiveMachine | null;
}

export interface SilentRow {
  id: number;
  code: string;
  store: string;
  company: string;
  lastSeenAt: string;
  missedHours: number | null;
}

export interface LiveMachine {
  disk: { freeBytes: number; totalBytes: number };
  database: { bytes: number; logBytes: number; bytesPerDay: number | null };
  backup: { at: string; bytes: number } | null;
  processes: { host: string; pid: number; startedAt: string; memoryBytes: number; seenAt: string }[];
  /** Of the process that answered. */
  slow: { route: string; count: number; slowestMs: number; at: string }[];
}

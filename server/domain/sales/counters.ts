/** The counters that ride along with every push (protocol 1.6): values at the time of sending, kept so that they never go
 *  backwards. ReceiptNumber and ClosureNumber are one pair, of which the lexicographically largest counts; any other name keeps
 *  its largest value. */
import { statement } from '../../db/index.ts';
import type { TerminalIdentity } from '../stores/index.ts';
import type { Write } from './kinds.ts';
import { isRow } from './wire-values.ts';

/** Counters of one push. Null where the push does not name it. */
export interface Counters {
  closureNumber: number | null;
  receiptNumber: number | null;
  others: ReadonlyMap<string, bigint>;
  /** How many of the pushed entries were readable. */
  count: number;
}

/** A visit of a terminal: that it pushed, and what its counters said. */
export interface Visit {
  terminal: TerminalIdentity;
  receivedAt: Date;
  counters: Counters;
}

const maxInt = 2_147_483_647;
const maxBigint = 2n ** 63n - 1n;
const maxNameLength = 100;
/** A terminal has two counters; more than this many is a fault or an attack. */
const maxOthers = 100;

/** Reads `sequences` of a push. Entries that cannot be read are passed over: a document is not refused for its envelope. */
export function readCounters(sequences: unknown): Counters {
  const counters = { closureNumber: null as number | null, receiptNumber: null as number | null, count: 0 };
  const others = new Map<string, bigint>();
  for (const entry of Array.isArray(sequences) ? sequences : []) {
    const value = isRow(entry) ? integerOf(entry['value']) : null;
    const name = isRow(entry) ? entry['name'] : null;
    if (value === null || typeof name !== 'string' || name === '' || name.length > maxNameLength) continue;
    if (name === 'ClosureNumber' || name === 'ReceiptNumber') {
      if (value < 0n || value > BigInt(maxInt)) continue;
      const key = name === 'ClosureNumber' ? 'closureNumber' : 'receiptNumber';
      counters[key] = Math.max(counters[key] ?? 0, Number(value));
    } else {
      if (/[\0\p{Surrogate}]/u.test(name) || (!others.has(name) && others.size >= maxOthers)) continue;
      const known = others.get(name);
      others.set(name, known === undefined || value > known ? value : known);
    }
    counters.count += 1;
  }
  return { ...counters, others };
}

function integerOf(value: unknown): bigint | null {
  const isInteger =
    typeof value === 'number' ? Number.isSafeInteger(value) : typeof value === 'string' && /^-?\d{1,19}$/.test(value);
  if (!isInteger) return null;
  const integer = BigInt(value as number | string);
  return integer > maxBigint || integer < -maxBigint ? null : integer;
}

/** The larger of what is there (perhaps null) and what came, for an upsert. */
export function larger(table: string, column: string): string {
  return `CASE WHEN ${table}.${column} > excluded.${column} THEN ${table}.${column} ELSE excluded.${column} END`;
}

const writeStates = statement({
  params: {
    states: {
      terminal_id: 'int',
      company_id: 'int',
      closure_number: 'int?',
      receipt_number: 'int?',
      last_push_at: 'instant',
      repeat_count: 'int',
    },
  },
  // A receipt number without a closure number is of the period that is open. `<` on both parts, so that concurrent pushes
  // of one terminal end the same in any order.
  sql: (q) => `INSERT INTO terminal_states
      (terminal_id, company_id, closure_number, receipt_number, last_push_at, repeat_count)
    SELECT r.terminal_id, r.company_id, coalesce(r.closure_number, s.closure_number, 1), coalesce(r.receipt_number, 1),
      r.last_push_at, r.repeat_count
    FROM ${q.rows('states', 'r')} LEFT JOIN terminal_states s ON s.terminal_id = r.terminal_id
    WHERE true ORDER BY r.terminal_id
    ON CONFLICT (terminal_id) DO UPDATE SET
      closure_number = ${larger('terminal_states', 'closure_number')},
      receipt_number = CASE
        WHEN excluded.closure_number > terminal_states.closure_number THEN excluded.receipt_number
        WHEN excluded.closure_number < terminal_states.closure_number THEN terminal_states.receipt_number
        ELSE ${larger('terminal_states', 'receipt_number')} END,
      last_push_at = ${larger('terminal_states', 'last_push_at')},
      repeat_count = terminal_states.repeat_count + excluded.repeat_count`,
});

const writeSequences = statement({
  params: {
    sequences: { terminal_id: 'int', name: 'text', company_id: 'int', value: 'bigint', updated_at: 'instant' },
  },
  sql: (q) => `INSERT INTO terminal_sequences (terminal_id, name, company_id, value, updated_at)
    SELECT ${q.names('sequences', 'r')} FROM ${q.rows('sequences', 'r')} WHERE true ORDER BY r.terminal_id, r.name
    ON CONFLICT (terminal_id, name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
    WHERE excluded.value > terminal_sequences.value`,
});

/** Notes the visits and raises the counters. From then on no other batch of these terminals is under way: one that comes at the same
 *  instant waits here, and what is read after this is what it has left.
 *  @param repeats how many documents of a terminal came again unchanged */
export async function writeCounters(
  { tx, dialect }: Write,
  visits: readonly Visit[],
  repeats: ReadonlyMap<number, number>,
): Promise<void> {
  const byTerminal = new Map<number, Visit>();
  for (const visit of visits) {
    const known = byTerminal.get(visit.terminal.terminalId);
    byTerminal.set(visit.terminal.terminalId, known ? joinVisits(known, visit) : visit);
  }
  const joined = [...byTerminal.values()];
  const states = joined.map(({ terminal, receivedAt, counters }) => ({
    terminal_id: terminal.terminalId,
    company_id: terminal.companyId,
    closure_number: counters.closureNumber,
    receipt_number: counters.receiptNumber,
    last_push_at: receivedAt,
    repeat_count: repeats.get(terminal.terminalId) ?? 0,
  }));
  await dialect.execute(tx, writeStates, { states });
  const sequences = joined.flatMap(({ terminal, receivedAt, counters }) =>
    [...counters.others].map(([name, value]) => ({
      terminal_id: terminal.terminalId,
      name,
      company_id: terminal.companyId,
      value,
      updated_at: receivedAt,
    })),
  );
  if (sequences.length > 0) await dialect.execute(tx, writeSequences, { sequences });
}

function joinVisits(a: Visit, b: Visit): Visit {
  const others = new Map(a.counters.others);
  for (const [name, value] of b.counters.others) {
    const known = others.get(name);
    others.set(name, known === undefined || value > known ? value : known);
  }
  return {
    terminal: a.terminal,
    receivedAt: new Date(Math.max(Number(a.receivedAt), Number(b.receivedAt))),
    counters: { ...largerPair(a.counters, b.counters), others, count: a.counters.count + b.counters.count },
  };
}

type Pair = Pick<Counters, 'closureNumber' | 'receiptNumber'>;

/** The larger pair; one without a closure number adds its receipt number to the other's period. */
function largerPair(a: Pair, b: Pair): Pair {
  const ofSamePeriod = a.closureNumber === null || b.closureNumber === null || a.closureNumber === b.closureNumber;
  if (!ofSamePeriod) return (a.closureNumber ?? 0) > (b.closureNumber ?? 0) ? a : b;
  const receipts = [a.receiptNumber, b.receiptNumber].filter((value) => value !== null);
  return {
    closureNumber: a.closureNumber ?? b.closureNumber,
    receiptNumber: receipts.length === 0 ? null : Math.max(...receipts),
  };
}

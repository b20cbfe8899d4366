/** Judging a batch inside its transaction: what is new is stored, everything else is compared with what is there. */
import { groupBy } from '../../core/group-by.ts';
import { unpackBody } from './body-codec.ts';
import { type Difference, differencesOf, isThinner } from './compare.ts';
import { describeConflict, type FoundConflict, keepConflict } from './conflicts.ts';
import { type Visit, writeCounters } from './counters.ts';
import {
  type DocumentKind,
  type Entry,
  type ItemOutcome,
  incomplete,
  type KindFamily,
  keyOf,
  type NamedEntry,
  nameOf,
  type ReadableEntry,
  type Refusal,
  type StoredDocument,
  type Write,
} from './kinds.ts';
import { lockPeriods } from './mark-closures.ts';
import { quarantine, resolveQuarantined, withQuarantine } from './quarantine.ts';

/** Records a batch: documents once per company and id, conflicts, refused items, counters. Everything or nothing of it is kept,
 *  as the caller's transaction decides. The order of the entries decides which of two with one id is the first. */
export async function recordBatch(
  write: Write,
  entries: readonly Entry[],
  visits: readonly Visit[],
): Promise<Map<Entry, ItemOutcome>> {
  const outcomes = new Map<Entry, ItemOutcome>();
  const { readable, refused } = sort(entries);
  await lockPeriods(write, periodsOf(readable));
  const accepted: NamedEntry[] = [];
  const conflicts: FoundConflict[] = [];
  for (const [kind, ofKind] of readable) {
    const good = await keepGood(write, { kind, entries: ofKind, refused });
    await recordKind(write, { kind, entries: good, outcomes, conflicts });
    accepted.push(...good);
  }
  accepted.push(...(await passThin(write, refused, outcomes)));
  for (const [entry, { code, reason }] of refused) {
    outcomes.set(entry, { outcome: 'quarantined', uuid: entry.uuid, message: reason, reasonCode: code });
  }
  await keepConflict(write, conflicts);
  await quarantine(write, refused);
  await writeCounters(write, visits, countRepeats(outcomes));
  // The full form of one of these may have been stored by another batch of the till a moment ago: now it is seen.
  accepted.push(...(await passThin(write, refused, outcomes)));
  const visitors = accepted.map(({ terminal }) => terminal.terminalId);
  const open = await withQuarantine(write, visitors);
  const settling = accepted.filter(({ terminal }) => open.has(terminal.terminalId));
  const latest = settling.at(-1);
  if (latest) await resolveQuarantined(write, settling, latest.receivedAt);
  return outcomes;
}

interface Sorted {
  readable: ReadonlyMap<DocumentKind, ReadableEntry[]>;
  refused: Map<Entry, Refusal>;
}

/** In this order kinds are recorded: what comes together with the closure of its period is not late, and two batches that move
 *  the same goods do it in the same order. */
const turns: readonly KindFamily[] = ['transaction', 'closure', 'warehouse_movement', 'event'];

function sort(entries: readonly Entry[]): Sorted {
  const refused: Sorted['refused'] = new Map();
  const readable = new Map<DocumentKind, ReadableEntry[]>();
  for (const entry of entries) {
    if (isReadable(entry)) {
      const known = readable.get(entry.kind);
      if (known) known.push(entry);
      else readable.set(entry.kind, [entry]);
    } else refused.set(entry, 'refusal' in entry.reading ? entry.reading.refusal : withoutId);
  }
  if (readable.size < 2) return { readable, refused };
  const rank = ({ family, name }: DocumentKind) => `${turns.indexOf(family)}${name}`;
  return { readable: new Map([...readable].sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1))), refused };
}

function periodsOf(readable: Sorted['readable']) {
  return [...readable].flatMap(([kind, entries]) => {
    const { periodOf, family } = kind;
    if (!periodOf) return [];
    return entries.map(({ reading }) => ({ ...periodOf(reading.document), is_closure: family === 'closure' }));
  });
}

interface Sifted {
  kind: DocumentKind;
  entries: readonly ReadableEntry[];
  refused: Sorted['refused'];
}

/** Refuses what only the database knows to be wrong, and gives back the rest. */
async function keepGood(write: Write, { kind, entries: all, refused }: Sifted): Promise<readonly ReadableEntry[]> {
  const entries = await keepCertain(write, { kind, entries: all, refused });
  if (!kind.refuse || entries.length === 0) return entries;
  const refusals = await kind.refuse(write, entries);
  if (refusals.size === 0) return entries;
  return entries.filter((entry) => {
    const refusal = refusals.get(keyOf({ company_id: entry.terminal.companyId, uuid: entry.uuid }));
    if (refusal) refused.set(entry, refusal);
    return refusal === undefined;
  });
}

/** Refuses what is doubtful and not there yet; what is there is a repetition, whatever is doubtful about it. */
async function keepCertain(write: Write, { kind, entries, refused }: Sifted): Promise<readonly ReadableEntry[]> {
  const doubtful = entries.filter(({ doubt }) => doubt !== null);
  if (doubtful.length === 0) return entries;
  const known = new Set((await kind.findStored(write, doubtful)).map(keyOf));
  return entries.filter((entry) => {
    const { doubt, terminal, uuid } = entry;
    if (doubt === null || known.has(keyOf({ company_id: terminal.companyId, uuid }))) return true;
    refused.set(entry, doubt);
    return false;
  });
}

/** The thin form of a document that the same till has delivered in full says nothing new. Takes such entries out of the refused
 *  ones. */
async function passThin(
  write: Write,
  refused: Sorted['refused'],
  outcomes: Map<Entry, ItemOutcome>,
): Promise<NamedEntry[]> {
  const thin = new Map<DocumentKind, NamedEntry[]>();
  for (const [entry, { code }] of refused) {
    if (code === incomplete && isNamed(entry)) thin.set(entry.kind, [...(thin.get(entry.kind) ?? []), entry]);
  }
  const passed: NamedEntry[] = [];
  for (const [kind, entries] of thin) {
    const owners = new Map((await kind.findStored(write, entries)).map((row) => [keyOf(row), row.terminal_id]));
    for (const entry of entries) {
      const { companyId, terminalId } = entry.terminal;
      if (owners.get(keyOf({ company_id: companyId, uuid: entry.uuid })) !== terminalId) continue;
      refused.delete(entry);
      outcomes.set(entry, { outcome: 'duplicate', uuid: entry.uuid, message: null });
      passed.push(entry);
    }
  }
  return passed;
}

function countRepeats(outcomes: ReadonlyMap<Entry, ItemOutcome>): Map<number, number> {
  const repeats = new Map<number, number>();
  for (const [{ terminal }, { outcome }] of outcomes) {
    if (outcome === 'duplicate') repeats.set(terminal.terminalId, (repeats.get(terminal.terminalId) ?? 0) + 1);
  }
  return repeats;
}

const withoutId: Refusal = { code: 'bad_id', reason: 'the id is missing' };

function isNamed(entry: Entry): entry is NamedEntry {
  return entry.uuid !== null;
}

function isReadable(entry: Entry): entry is ReadableEntry {
  return 'document' in entry.reading && isNamed(entry);
}

interface KindBatch {
  kind: DocumentKind;
  entries: readonly ReadableEntry[];
  outcomes: Map<Entry, ItemOutcome>;
  conflicts: FoundConflict[];
}

async function recordKind(write: Write, { kind, entries, outcomes, conflicts }: KindBatch): Promise<void> {
  if (entries.length === 0) return;
  const groups = groupBy(entries, ({ terminal, uuid }) => keyOf({ company_id: terminal.companyId, uuid }));
  const firsts = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, group]) => group.slice(0, 1));
  const stored = await kind.insertNew(write, firsts);
  const repeated: { entry: ReadableEntry; key: string }[] = [];
  for (const [key, group] of groups) {
    for (const [index, entry] of group.entries()) {
      if (index > 0 || !stored.has(key)) repeated.push({ entry, key });
      else outcomes.set(entry, { outcome: 'stored', uuid: entry.uuid, message: null });
    }
  }
  if (repeated.length === 0) return;
  const references = await findReferences(write, kind, { groups, stored });
  const again: NamedEntry[] = [];
  for (const { entry, key } of repeated) {
    const { outcome, differences } = await judgeRepeated(write, references, { entry, key });
    if (differences.length > 0) conflicts.push({ entry, differences });
    else again.push(entry);
    const message = differences.length > 0 ? describeConflict(differences) : null;
    outcomes.set(entry, { outcome, uuid: entry.uuid, message });
  }
  if (again.length > 0) await kind.noteRepeats?.(write, again);
}

interface Verdict {
  outcome: 'completed' | 'duplicate' | 'conflict';
  differences: readonly Difference[];
}

/** The same again, one that says less, one that says more, or another document under a known id. */
async function judgeRepeated(
  write: Write,
  references: Map<string, Reference>,
  { entry, key }: { entry: ReadableEntry; key: string },
): Promise<Verdict> {
  const { kind, item } = entry;
  const reference = references.get(key);
  const differences = compareWith(reference, entry);
  if (differences.length === 0 || !reference) return { outcome: 'duplicate', differences };
  const isSameTill = reference.terminalId === entry.terminal.terminalId;
  if (!kind.complete || !isSameTill) return { outcome: 'conflict', differences };
  if (isThinner(item, reference.item(), kind.fields)) return { outcome: 'duplicate', differences: [] };
  if (!isThinner(reference.item(), item, kind.fields)) return { outcome: 'conflict', differences };
  const left = await kind.complete(write, entry);
  if (left.length > 0) return { outcome: 'conflict', differences: left };
  references.set(key, { ...reference, bodyHash: entry.bodyHash, item: () => item });
  return { outcome: 'completed', differences: [] };
}

/** The document that holds an id: what repetitions are compared with. */
interface Reference {
  terminalId: number;
  terminal: string;
  bodyHash: string;
  item(): unknown;
}

interface Judged {
  groups: ReadonlyMap<string, readonly ReadableEntry[]>;
  stored: ReadonlySet<string>;
}

async function findReferences(write: Write, kind: DocumentKind, judged: Judged): Promise<Map<string, Reference>> {
  const references = new Map<string, Reference>();
  const known: ReadableEntry[] = [];
  for (const [key, group] of judged.groups) {
    const first = group[0];
    if (!first) continue;
    if (judged.stored.has(key)) {
      const { terminal, bodyHash, item } = first;
      references.set(key, { terminalId: terminal.terminalId, terminal: nameOf(terminal), bodyHash, item: () => item });
    } else known.push(first);
  }
  if (known.length === 0) return references;
  const documents = await kind.findStored(write, known);
  const differing = documents.filter((document) =>
    judged.groups.get(keyOf(document))?.some((entry) => entry.bodyHash !== document.body_hash),
  );
  const items = await loadItems(write, kind, differing);
  for (const document of documents) {
    references.set(keyOf(document), {
      terminalId: document.terminal_id,
      terminal: document.terminal,
      bodyHash: document.body_hash,
      item: () => items.get(document.id),
    });
  }
  return references;
}

async function loadItems(write: Write, kind: DocumentKind, documents: readonly StoredDocument[]) {
  const items = new Map<number, unknown>();
  if (documents.length === 0) return items;
  const bodies = await kind.loadBodies(
    write,
    documents.map((document) => document.id),
  );
  for (const stored of bodies) items.set(stored.id, JSON.parse(unpackBody(stored)));
  return items;
}

/** What differs between the stored document and another body under its id; nothing: it is the same again. */
function compareWith(reference: Reference | undefined, entry: ReadableEntry): Difference[] {
  if (!reference) throw new Error(`The stored document ${entry.uuid} is gone`);
  const differences: Difference[] = [];
  if (reference.terminalId !== entry.terminal.terminalId) {
    differences.push({ path: 'terminal', stored: reference.terminal, received: nameOf(entry.terminal) });
  }
  if (reference.bodyHash === entry.bodyHash) return differences;
  try {
    differences.push(...differencesOf(reference.item(), entry.item, entry.kind.fields));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    differences.push({ path: '', stored: 'nested too deeply to be compared', received: null });
  }
  return differences;
}

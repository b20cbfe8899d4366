/** Judging a batch inside its transaction: what is new is stored, everything else is compared with what is there. */
import { unpackBody } from './body-codec.ts';
import { type Difference, differencesOf, isThinner } from './compare.ts';
import { describeConflict, type FoundConflict, keepConflict } from './conflicts.ts';
import { type Visit, writeCounters } from './counters.ts';
import {
  type DocumentKind,
  type Entry,
  type ItemOutcome,
  keyOf,
  nameOf,
  type ReadableEntry,
  type Refusal,
  type StoredDocument,
  type Write,
} from './kinds.ts';
import { lockPeriods } from './mark-closures.ts';
import { quarantine, resolveQuarantined } from './quarantine.ts';

/** Records a batch: documents once per company and id, conflicts, refused items, counters. Everything or nothing of it is kept,
 *  as the caller's transaction decides. The order of the entries decides which of two with one id is the first. */
export async function recordBatch(
  write: Write,
  entries: readonly Entry[],
  visits: readonly Visit[],
): Promise<Map<Entry, ItemOutcome>> {
  const outcomes = new Map<Entry, ItemOutcome>();
  const refused: { entry: Entry; refusal: Refusal }[] = [];
  const readable = new Map<DocumentKind, ReadableEntry[]>();
  for (const entry of entries) {
    if (isReadable(entry)) {
      const known = readable.get(entry.kind);
      if (known) known.push(entry);
      else readable.set(entry.kind, [entry]);
    } else {
      const refusal = 'refusal' in entry.reading ? entry.reading.refusal : withoutId;
      refused.push({ entry, refusal });
      outcomes.set(entry, { outcome: 'quarantined', uuid: entry.uuid, message: refusal.reason });
    }
  }
  await lockPeriods(
    write,
    [...readable].flatMap(([kind, ofKind]) =>
      ofKind.map(({ reading }) => ({ ...kind.periodOf(reading.document), is_closure: kind.name === 'closure' })),
    ),
  );
  const conflicts: FoundConflict[] = [];
  for (const [kind, ofKind] of readable) await recordKind(write, { kind, entries: ofKind, outcomes, conflicts });
  await keepConflict(write, conflicts);
  await quarantine(write, refused);
  const withQuarantine = await writeCounters(write, visits, countRepeats(outcomes));
  const accepted = [...readable.values()].flat().filter((entry) => withQuarantine.has(entry.terminal.terminalId));
  const latest = accepted.at(-1);
  if (latest) await resolveQuarantined(write, accepted, latest.receivedAt);
  return outcomes;
}

function countRepeats(outcomes: ReadonlyMap<Entry, ItemOutcome>): Map<number, number> {
  const repeats = new Map<number, number>();
  for (const [{ terminal }, { outcome }] of outcomes) {
    if (outcome === 'duplicate') repeats.set(terminal.terminalId, (repeats.get(terminal.terminalId) ?? 0) + 1);
  }
  return repeats;
}

const withoutId: Refusal = { code: 'bad_id', reason: 'the id is missing' };

function isReadable(entry: Entry): entry is ReadableEntry {
  return 'document' in entry.reading && entry.uuid !== null;
}

interface KindBatch {
  kind: DocumentKind;
  entries: readonly ReadableEntry[];
  outcomes: Map<Entry, ItemOutcome>;
  conflicts: FoundConflict[];
}

async function recordKind(write: Write, { kind, entries, outcomes, conflicts }: KindBatch): Promise<void> {
  const groups = groupByKey(entries);
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
  for (const { entry, key } of repeated) {
    const { outcome, differences } = await judgeRepeated(write, references, { entry, key });
    if (differences.length > 0) conflicts.push({ entry, differences });
    const message = differences.length > 0 ? describeConflict(differences) : null;
    outcomes.set(entry, { outcome, uuid: entry.uuid, message });
  }
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

function groupByKey(entries: readonly ReadableEntry[]): Map<string, ReadableEntry[]> {
  const groups = new Map<string, ReadableEntry[]>();
  for (const entry of entries) {
    const key = keyOf({ company_id: entry.terminal.companyId, uuid: entry.uuid });
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return groups;
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

/** Transactions and closures, through the operations that record pushes: whatever follows from a document follows here too. */

import { type ForeignRow, statement } from '../../db/index.ts';
import { closureKind, recordClosures } from '../closures/index.ts';
import {
  type DocumentKind,
  differencesOf,
  hashBody,
  isThinner,
  prepareItem,
  recordTransactions,
  transactionKind,
  unpackBody,
} from '../sales/index.ts';
import type { TerminalIdentity } from '../stores/index.ts';
import type { Run } from './adopt.ts';
import { type Composed, documents, type Shape } from './compose.ts';
import { patiently } from './patience.ts';
import { closureSections, closureTable, headSections, headTable } from './sections.ts';

interface History extends Shape {
  kind: DocumentKind;
  record: typeof recordTransactions;
  /** Why a row is no part of the history; null: it is. */
  refuse(row: ForeignRow): string | null;
  /** What somebody should know about a document that is taken over. */
  remark(item: Record<string, unknown>): string | null;
}

const transactions: History = {
  head: headTable,
  sections: headSections,
  kind: transactionKind,
  record: recordTransactions,
  refuse(row) {
    if (row['is_deleted'] === 1) return 'deleted at the till';
    if (row['is_pending'] === 1 || row['transaction_status'] === 'pending') return 'suspended: not final';
    if (row['is_closed'] === 0 || openStatuses.has(String(row['transaction_status']))) return 'still open: not final';
    return null;
  },
  remark(item) {
    const isEmpty = ['products', 'departments'].every((key) => (item[key] as unknown[]).length === 0);
    return isEmpty ? 'has no lines: its totals count, but no product, department or VAT rate does' : null;
  },
};

/** Steps before a document is final (protocol 3.1). */
const openStatuses = new Set(['draft', 'active', 'pending', 'hold']);

const closures: History = {
  head: closureTable,
  sections: closureSections,
  kind: closureKind,
  record: recordClosures,
  refuse: (row) => (row['is_deleted'] === 1 ? 'deleted at the till' : null),
  remark: () => null,
};

/** Takes the history over, documents before the closures that sum them up. Safe to repeat and to break off anywhere. */
export async function adoptHistory(run: Run, terminal: TerminalIdentity): Promise<void> {
  for (const history of [transactions, closures]) {
    for (const group of documents(run.source, history)) {
      await adoptGroup(run, terminal, { history, group });
      run.advance(group.length, history.head.table);
    }
  }
}

interface Judged {
  document: Composed;
  uuid: string | null;
  hash: string;
}

async function adoptGroup(
  run: Run,
  terminal: TerminalIdentity,
  { history, group }: { history: History; group: readonly Composed[] },
): Promise<void> {
  const { findings } = run;
  const table = history.head.table;
  const final = group.flatMap((document): Judged[] => {
    const reason = history.refuse(document.row);
    if (reason !== null) {
      findings.add(table, 'skipped', { reason, example: nameOf(document.row) });
      return [];
    }
    const hash = hashBody(JSON.stringify(document.item));
    return [{ document, uuid: history.kind.idOf(document.item), hash }];
  });
  const fresh: Judged[] = [];
  const differing: Judged[] = [];
  const stored = await storedHashes(run, history.kind.name, final);
  for (const judged of final) {
    const hash = stored.get(judged.uuid ?? '')?.hash;
    if (hash === undefined) fresh.push(judged);
    else if (hash !== judged.hash) differing.push(judged);
    else findings.add(table, 'known');
  }
  const tellable = await adoptDiffering(run, { history, differing, stored });
  const sendable = await withoutRefusedBefore(run, terminal, { history, judged: fresh });
  await send(run, terminal, { history, judged: sendable });
  if (!run.dryRun && tellable.length > 0) {
    const items = tellable.map(({ document }) => document.item);
    await patiently(() => history.record(run.ctx, terminal, items, []));
  }
  for (const { document } of final) {
    const remark = history.remark(document.item);
    for (const note of new Set(remark === null ? document.notes : [...document.notes, remark])) {
      findings.changed(table, note, nameOf(document.row));
    }
  }
}

function nameOf(row: ForeignRow): string {
  return String(row['transaction_unique_id'] ?? row['closure_unique_id'] ?? row['id'] ?? '?');
}

const findTransactions = statement({
  params: { company: 'int', ids: ['text'] },
  returns: { id: 'int', uuid: 'text', body_hash: 'text' },
  sql: (q) => `SELECT id, uuid, body_hash FROM transactions
    WHERE company_id = ${q.param('company')} AND uuid IN ${q.list('ids')}`,
});

const findClosures = statement({
  params: { company: 'int', ids: ['text'] },
  returns: { id: 'int', uuid: 'text', body_hash: 'text' },
  sql: (q) => `SELECT id, uuid, body_hash FROM closures
    WHERE company_id = ${q.param('company')} AND uuid IN ${q.list('ids')}`,
});

type Stored = Map<string, { id: number; hash: string }>;

async function storedHashes(
  { ctx, place }: Run,
  kind: DocumentKind['name'],
  judged: readonly Judged[],
): Promise<Stored> {
  const ids = judged.flatMap(({ uuid }) => (uuid === null ? [] : [uuid]));
  if (ids.length === 0) return new Map();
  const find = kind === 'closure' ? findClosures : findTransactions;
  const rows = await ctx.db.dialect.query(ctx.db.reader, find, { company: place.companyId, ids });
  return new Map(rows.map((row) => [row.uuid, { id: row.id, hash: row.body_hash }]));
}

/** Documents that are there with another text: most say the same in other words, because the till pushed them itself.
 *  @returns those of which the hub should hear: they say more, or something else */
async function adoptDiffering(
  run: Run,
  { history, differing, stored }: { history: History; differing: readonly Judged[]; stored: Stored },
): Promise<Judged[]> {
  if (differing.length === 0) return [];
  const { ctx, findings } = run;
  const ids = differing.map(({ uuid }) => stored.get(uuid ?? '')?.id ?? 0);
  const bodies = await history.kind.loadBodies({ tx: ctx.db.reader, dialect: ctx.db.dialect }, ids);
  const items = new Map(bodies.map((body) => [body.id, JSON.parse(unpackBody(body)) as unknown]));
  const tellable: Judged[] = [];
  const { fields } = history.kind;
  for (const [index, judged] of differing.entries()) {
    const there = items.get(ids[index] ?? 0);
    const { item, row } = judged.document;
    const differences = differencesOf(there, item, fields);
    if (differences.length === 0 || isThinner(item, there, fields)) {
      findings.add(history.head.table, 'known');
      continue;
    }
    if (isThinner(there, item, fields)) {
      findings.add(history.head.table, 'known');
      findings.changed(history.head.table, 'the hub had less of it: completed', nameOf(row));
      tellable.push(judged);
      continue;
    }
    const paths = differences.slice(0, 3).map(({ path }) => path.replace(/\[\d+\]/g, '[]'));
    findings.add(history.head.table, 'conflicting', {
      reason: `the hub has it with another ${[...new Set(paths)].join(', ')}, which stays`,
      example: nameOf(row),
    });
    if (!(await isRecordedConflict(run, judged))) tellable.push(judged);
  }
  return tellable;
}

async function isRecordedConflict({ ctx, place }: Run, { uuid, hash }: Judged): Promise<boolean> {
  const found = await ctx.db.reader.conflict.findFirst({
    where: { companyId: place.companyId, documentUuid: uuid ?? '', bodyHash: hash },
    select: { id: true },
  });
  return found !== null;
}

/** What was refused by an earlier run and would be refused again is not sent again: it lies in quarantine. */
async function withoutRefusedBefore(
  run: Run,
  terminal: TerminalIdentity,
  { history, judged }: { history: History; judged: readonly Judged[] },
): Promise<Judged[]> {
  const { ctx, findings } = run;
  if (judged.length === 0) return [];
  const lying = await ctx.db.reader.quarantinedItem.findMany({
    where: {
      terminalId: terminal.terminalId,
      kind: history.kind.name,
      bodyHash: { in: judged.map(({ hash }) => hash) },
    },
    select: { bodyHash: true },
  });
  if (lying.length === 0) return [...judged];
  const hashes = new Set(lying.map(({ bodyHash }) => bodyHash));
  return judged.filter(({ document, hash }) => {
    if (!hashes.has(hash)) return true;
    const reason = refusalOf(run, terminal, { history, item: document.item });
    if (reason === null) return true;
    findings.add(history.head.table, 'skipped', { reason: refused(reason), example: nameOf(document.row) });
    return false;
  });
}

function refusalOf(
  { ctx }: Run,
  terminal: TerminalIdentity,
  { history, item }: { history: History; item: unknown },
): string | null {
  const { reading, uuid } = prepareItem({ kind: history.kind, item }, { terminal, receivedAt: ctx.now() });
  if ('refusal' in reading) return reading.refusal.reason;
  return uuid === null ? 'the id is missing' : null;
}

function refused(reason: string): string {
  return `cannot be booked, lies in quarantine: ${reason}`;
}

async function send(
  run: Run,
  terminal: TerminalIdentity,
  { history, judged }: { history: History; judged: readonly Judged[] },
): Promise<void> {
  if (judged.length === 0) return;
  const { ctx, dryRun, findings } = run;
  const table = history.head.table;
  const items = judged.map(({ document }) => document.item);
  const outcomes = dryRun
    ? items.map((item) => {
        const message = refusalOf(run, terminal, { history, item });
        return { outcome: message === null ? 'stored' : 'quarantined', message };
      })
    : (await patiently(() => history.record(ctx, terminal, items, []))).items;
  for (const [index, { document }] of judged.entries()) {
    const { outcome, message } = outcomes[index] ?? { outcome: 'quarantined', message: 'it was not judged' };
    if (outcome === 'stored') findings.add(table, 'new');
    else if (outcome !== 'quarantined') findings.add(table, 'known');
    else {
      const reason = refused((message ?? '').replace(/\[\d+\]/g, '[]'));
      findings.add(table, 'skipped', { reason, example: nameOf(document.row) });
    }
  }
}

/** Every stored document still has the body that was received, and its typed rows say what the body says. */

import { type Columns, type Dialect, statement, type Tx } from '../../db/index.ts';
import { hashBody, headColumns, readTransaction, unpackBody } from '../sales/index.ts';
import { sections } from './document-sections.ts';

/** A fault of one document; columns as the database names them. */
export interface DocumentFault {
  kind: 'document.hash' | 'document.values';
  key: Record<string, unknown>;
  expected: Record<string, unknown>;
  found: Record<string, unknown>;
}

export interface BodyCheck {
  dialect: Dialect;
  read: Tx;
  /** How long bodies may be re-read into rows; hashes are always checked to the last. */
  valuesWithinMs: number;
  report(fault: DocumentFault): void;
}

/** What was looked at. */
export interface BodyCounts {
  hashed: number;
  compared: number;
}

/** Documents looked at together: bounds the memory. */
const pageSize = 200;

const lastId = statement({
  params: {},
  returns: { id: 'int' },
  sql: () => 'SELECT coalesce(max(id), 0) AS id FROM transactions',
});

const bodiesOfPage = statement({
  params: { after: 'int', upto: 'int' },
  returns: { id: 'int', company_id: 'int', uuid: 'text', body_hash: 'text', codec: 'int', body: 'bytes' },
  sql: (q) => `SELECT t.id, t.company_id, t.uuid, t.body_hash, b.codec, b.body
    FROM transactions t JOIN transaction_bodies b ON b.transaction_id = t.id
    WHERE t.id > ${q.param('after')} AND t.id <= ${q.param('upto')} ORDER BY t.id`,
});

const headsOfPage = statement({
  params: { ids: ['int'] },
  returns: { id: 'int', ...headColumns },
  sql: (q) =>
    `SELECT id, ${Object.keys(headColumns).join(', ')} FROM transactions WHERE id IN ${q.list('ids')} ORDER BY id`,
});

/** Not in the body: who sent it and when it came, and what depended on the store's clock rules of that moment. */
const notInBody = ['company_id', 'store_id', 'terminal_id', 'received_at', 'occurred_at', 'business_day', 'hour'];
const comparedOfHead = Object.keys(headColumns).filter((column) => !notInBody.includes(column));

/** Looks at all documents, page by page in random order, so that a limited time still samples all ages alike. */
export async function checkDocumentBodies(check: BodyCheck): Promise<BodyCounts> {
  const [last] = await check.dialect.query(check.read, lastId, {});
  const pages = shuffled(Math.ceil((last?.id ?? 0) / pageSize));
  const counts: BodyCounts = { hashed: 0, compared: 0 };
  let valuesLeftMs = check.valuesWithinMs;
  for (const page of pages) {
    const range = { after: page * pageSize, upto: (page + 1) * pageSize };
    const bodies = await check.dialect.query(check.read, bodiesOfPage, range);
    const texts = new Map<number, string>();
    for (const body of bodies) {
      const text = checkedText(body, check);
      if (text !== null) texts.set(body.id, text);
    }
    counts.hashed += bodies.length;
    if (valuesLeftMs <= 0 || texts.size === 0) continue;
    const startedAt = performance.now();
    await compareValues(texts, check);
    counts.compared += texts.size;
    valuesLeftMs -= performance.now() - startedAt;
  }
  return counts;
}

interface StoredBody {
  id: number;
  company_id: number;
  uuid: string;
  body_hash: string;
  codec: number;
  body: Uint8Array;
}

/** The body's text, or null after reporting that it is not what was received. */
function checkedText(stored: StoredBody, check: BodyCheck): string | null {
  const key = { company_id: stored.company_id, transaction: stored.uuid };
  let found: string | null;
  try {
    const text = unpackBody(stored);
    found = hashBody(text);
    if (found === stored.body_hash) return text;
  } catch {
    found = 'cannot be unpacked';
  }
  check.report({ kind: 'document.hash', key, expected: { body_hash: stored.body_hash }, found: { body_hash: found } });
  return null;
}

async function compareValues(texts: ReadonlyMap<number, string>, check: BodyCheck): Promise<void> {
  const ids = [...texts.keys()];
  const heads = await check.dialect.query(check.read, headsOfPage, { ids });
  const stored = await Promise.all(
    sections.map(async (section) => byDocument(await check.dialect.query(check.read, section.select, { ids }))),
  );
  for (const head of heads) {
    const key = { company_id: head.company_id, transaction: head.uuid };
    const parsed = reread(texts.get(head.id) ?? '', head);
    if (parsed === null) {
      check.report({ kind: 'document.values', key, expected: { readable: true }, found: { readable: false } });
      continue;
    }
    compareRow({ key, columns: comparedOfHead, expected: parsed.head, found: head }, check);
    for (const [place, section] of sections.entries()) {
      const expected = parsed.rows[section.name];
      const found = stored[place]?.get(head.id) ?? [];
      const rowKey = { ...key, section: section.name };
      if (expected.length !== found.length) {
        const counts = { expected: { rows: expected.length }, found: { rows: found.length } };
        check.report({ kind: 'document.values', key: rowKey, ...counts });
      } else {
        for (const [position, row] of expected.entries()) {
          const pair = { columns: section.compared, expected: row, found: found[position] ?? {} };
          compareRow({ key: { ...rowKey, position }, ...pair }, check);
        }
      }
    }
  }
}

type Head = { id: number } & Parameters<typeof identityOf>[0];

/** What the body says today, read as for the terminal that sent it; null when it can no longer be read. */
function reread(text: string, head: Head & { body_hash: string; received_at: Date }) {
  try {
    return readTransaction(JSON.parse(text), {
      terminal: identityOf(head),
      receivedAt: head.received_at,
      bodyHash: head.body_hash,
    });
  } catch {
    return null;
  }
}

/** Enough of a terminal for reading: its clock rules decide only columns that are not compared. */
function identityOf(head: { company_id: number; store_id: number; terminal_id: number; currency: string }) {
  return {
    terminalId: head.terminal_id,
    storeId: head.store_id,
    companyId: head.company_id,
    officeCode: '',
    storeCode: '',
    terminalCode: '',
    timeZone: 'UTC',
    dayStartMinutes: 0,
    currency: head.currency,
  };
}

interface RowPair {
  key: Record<string, unknown>;
  columns: readonly string[];
  expected: object;
  found: object;
}

function compareRow({ key, columns, expected, found }: RowPair, check: BodyCheck): void {
  const said = expected as Record<string, unknown>;
  const stored = found as Record<string, unknown>;
  const differing = columns.filter((column) => said[column] !== stored[column]);
  if (differing.length === 0) return;
  const pick = (row: Record<string, unknown>) =>
    Object.fromEntries(differing.map((column) => [column, row[column] ?? null]));
  check.report({ kind: 'document.values', key, expected: pick(said), found: pick(stored) });
}

function byDocument(rows: readonly Record<keyof Columns, unknown>[]): Map<number, Record<string, unknown>[]> {
  const grouped = new Map<number, Record<string, unknown>[]>();
  for (const row of rows) {
    const id = row['transaction_id'] as number;
    const known = grouped.get(id);
    if (known) known.push(row);
    else grouped.set(id, [row]);
  }
  return grouped;
}

/** 0 to count − 1 in random order. */
function shuffled(count: number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
  return order;
}

/** Every stored document still has the body that was received, and its typed rows say what the body says. */

import { groupBy } from '../../core/group-by.ts';
import type { Dialect, Tx } from '../../db/index.ts';
import { hashBody, unpackBody } from '../sales/index.ts';
import type { Row, StoredBody, StoredKind } from './stored-kinds.ts';

/** A fault of one document; columns as the database names them. */
export interface BodyFault {
  kind: string;
  key: Row;
  expected: Row;
  found: Row;
}

export interface BodyCheck {
  dialect: Dialect;
  read: Tx;
  kind: StoredKind;
  /** How long bodies may be re-read into rows; hashes are always checked to the last. */
  valuesWithinMs: number;
  report(fault: BodyFault): void;
}

/** What was looked at. */
export interface BodyCounts {
  hashed: number;
  compared: number;
}

/** Documents looked at together: bounds the memory. */
const pageSize = 200;

/** Looks at all documents, page by page in random order, so that a limited time still samples all ages alike. */
export async function checkStoredBodies(check: BodyCheck): Promise<BodyCounts> {
  const { dialect, read, kind } = check;
  const [last] = await dialect.query(read, kind.lastId, {});
  const counts: BodyCounts = { hashed: 0, compared: 0 };
  let valuesLeftMs = check.valuesWithinMs;
  for (const page of shuffled(Math.ceil((last?.id ?? 0) / pageSize))) {
    const bodies = await dialect.query(read, kind.bodies, { after: page * pageSize, upto: (page + 1) * pageSize });
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

/** The body's text, or null after reporting that it is not what was received. */
function checkedText(stored: StoredBody, check: BodyCheck): string | null {
  let found: string;
  try {
    const text = unpackBody(stored);
    found = hashBody(text);
    if (found === stored.body_hash) return text;
  } catch {
    found = 'cannot be unpacked';
  }
  const key = { company_id: stored.company_id, uuid: stored.uuid };
  const [expected, actual] = [{ body_hash: stored.body_hash }, { body_hash: found }];
  check.report({ kind: `${check.kind.name}.hash`, key, expected, found: actual });
  return null;
}

async function compareValues(texts: ReadonlyMap<number, string>, check: BodyCheck): Promise<void> {
  const { dialect, read, kind } = check;
  const ids = [...texts.keys()];
  const stored: { section: StoredKind['sections'][number]; rows: Map<unknown, Row[]> }[] = [];
  for (const section of kind.sections) {
    stored.push({
      section,
      rows: groupBy<Row, unknown>(await dialect.query(read, section.select, { ids }), (row) => row[section.owner]),
    });
  }
  for (const head of (await dialect.query(read, kind.heads, { ids })) as Row[]) {
    const key = { company_id: head['company_id'], uuid: head['uuid'] };
    const said = reread(texts.get(head['id'] as number) ?? '', head, kind);
    if (said === null) {
      const [expected, found] = [{ readable: true }, { readable: false }];
      check.report({ kind: `${kind.name}.values`, key, expected, found });
      continue;
    }
    compareRow({ key, columns: kind.compared, expected: said.head, found: head }, check);
    for (const { section, rows } of stored) {
      const found = rows.get(head['id']) ?? [];
      compareSection({ key, section, expected: said.rows[section.name] ?? [], found }, check);
    }
  }
}

interface SectionPair {
  key: Row;
  section: StoredKind['sections'][number];
  expected: readonly Row[];
  found: readonly Row[];
}

function compareSection({ key, section, expected, found }: SectionPair, check: BodyCheck): void {
  const ownKey = { ...key, section: section.name };
  if (expected.length !== found.length) {
    const counts = { expected: { rows: expected.length }, found: { rows: found.length } };
    check.report({ kind: `${check.kind.name}.values`, key: ownKey, ...counts });
    return;
  }
  for (const [position, row] of expected.entries()) {
    const pair = { columns: section.compared, expected: row, found: found[position] ?? {} };
    compareRow({ key: { ...ownKey, position }, ...pair }, check);
  }
}

/** What the body says today, read as for the terminal that sent it; null when it can no longer be read. */
function reread(text: string, head: Row, kind: StoredKind) {
  // Clock rules and codes decide only columns that are not compared; the currency stands in for a body that names none.
  const terminal = {
    terminalId: head['terminal_id'] as number,
    storeId: head['store_id'] as number,
    companyId: head['company_id'] as number,
    officeCode: '',
    storeCode: '',
    terminalCode: '',
    timeZone: 'UTC',
    dayStartMinutes: 0,
    currency: String(head['currency'] ?? ''),
  };
  const receivedAt = head['received_at'] as Date;
  try {
    return kind.reread(JSON.parse(text), { terminal, receivedAt, bodyHash: head['body_hash'] as string });
  } catch {
    return null;
  }
}

interface RowPair {
  key: Row;
  columns: readonly string[];
  expected: Row;
  found: Row;
}

function compareRow({ key, columns, expected, found }: RowPair, check: BodyCheck): void {
  const differing = columns.filter((column) => expected[column] !== found[column]);
  if (differing.length === 0) return;
  const pick = (row: Row) => Object.fromEntries(differing.map((column) => [column, row[column] ?? null]));
  check.report({ kind: `${check.kind.name}.values`, key, expected: pick(expected), found: pick(found) });
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

/** Documents of a till's database in the form in which the till would have pushed them, in the order of the file. */

import { decimalToText, readDecimal } from '../../core/decimal.ts';
import { normalizeWireId, readsAsNumber, stableId } from '../../core/ids.ts';
import type { ForeignRow } from '../../db/index.ts';
import type { Kind, Section } from './sections.ts';
import type { Source } from './source.ts';

/** A document's own row with what hangs on it. */
export interface Composed {
  /** Own row as it lies in the file. */
  row: ForeignRow;
  /** The pushed object. */
  item: Record<string, unknown>;
  /** What was changed on the way: lost ids, rows that were deleted. */
  notes: string[];
}

export interface Shape {
  head: Section;
  sections: readonly Section[];
}

/** All documents in groups. Rows are found by the id as it lies in the file, also where it has become a number. */
export function* documents(source: Source, { head, sections }: Shape, size = 200): Generator<Composed[]> {
  for (let after = 0; ; ) {
    const rows = [
      ...source.file.rows(
        `SELECT *, rowid AS gate_row FROM "${head.table}" WHERE rowid > ? ORDER BY rowid LIMIT ?`,
        after,
        size,
      ),
    ];
    const last = rows.at(-1);
    if (!last) return;
    const from = after;
    after = Number(last['gate_row']);
    const group = new Map(
      rows.map(({ gate_row, ...row }) => {
        const notes: string[] = [];
        const empty = Object.fromEntries(sections.map(({ key, isList }) => [key, isList ? [] : null]));
        const item = { [head.key]: wireRow(head, row, notes), ...empty };
        return [gate_row, { row, item, notes } as Composed];
      }),
    );
    for (const section of sections) attach(source, { head, section, group, from, to: after });
    yield [...group.values()];
  }
}

interface Attachment {
  head: Section;
  section: Section;
  group: ReadonlyMap<unknown, Composed>;
  from: number;
  to: number;
}

function attach(source: Source, { head, section, group, from, to }: Attachment): void {
  const columns = source.file.tables.get(section.table);
  if (!columns) return;
  const order = columns.includes('line_no') ? 'c.line_no, c.rowid' : 'c.rowid';
  // The order of the join is said, because nothing has been counted for the planner.
  const rows = source.file.rows(
    `SELECT c.*, h.rowid AS gate_head FROM "${head.table}" h
     CROSS JOIN "${section.table}" c ON c."${section.parent}" = h.id
     WHERE h.rowid > ? AND h.rowid <= ? ORDER BY h.rowid, ${order}`,
    from,
    to,
  );
  for (const { gate_head, ...row } of rows) {
    const document = group.get(gate_head);
    if (!document) continue;
    const { item, notes } = document;
    if (row['is_deleted'] === 1) {
      notes.push(`rows of ${section.table} that the till had deleted were left out`);
      continue;
    }
    const wire = wireRow(section, row, notes);
    if (section.isList) (item[section.key] as unknown[]).push(wire);
    else if (item[section.key] === null) item[section.key] = wire;
    else notes.push(`more than one row of ${section.table}: the first was taken`);
  }
}

/** Every column of the row is there (protocol 1.3). */
function wireRow(section: Section, row: ForeignRow, notes: string[]) {
  const wire: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row)) {
    const kind = section.kinds.get(column);
    wire[column] = kind === 'uuid' ? wireId(section, { column, value, row, notes }) : wireValue(kind, value);
  }
  return wire;
}

interface IdCell {
  column: string;
  value: unknown;
  row: ForeignRow;
  notes: string[];
}

/** An id that has become a number is lost (protocol, trap 27). A row needs one all the same: it gets one that is made of what
 *  the row says, so that another run finds it again. References are left empty. */
function wireId(section: Section, { column, value, row, notes }: IdCell): string | null {
  if (value === null || value === undefined || value === '') return null;
  const id = normalizeWireId(value);
  if (id !== null && !readsAsNumber(id)) return id;
  if (column !== 'id') {
    if (column !== section.parent) notes.push(`${section.table}.${column} has become a number: left empty`);
    return null;
  }
  notes.push(`an id of ${section.table} has become a number in the file: it got a new one`);
  const told = ['transaction_unique_id', 'closure_unique_id', 'created_at', 'line_no', section.parent ?? ''];
  return stableId(`pypos/${section.table}/${String(value)}/${JSON.stringify(told.map((name) => row[name]))}`);
}

const scales = { dec2: 2, dec4: 4, dec6: 6 } as const;

/** What is of another form than its column should have goes on as it is: whoever judges the document says what is wrong. */
function wireValue(kind: Kind | undefined, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array) return null;
  if (kind === undefined) return value;
  if (value === '') return null;
  switch (kind) {
    case 'bool':
      return value === 1 ? true : value === 0 ? false : value;
    case 'datetime':
      return typeof value === 'string' ? wireDateTime(value) : value;
    case 'dec2':
    case 'dec4':
    case 'dec6':
      return wireDecimal(value, scales[kind]);
    default:
      return value;
  }
}

function wireDateTime(text: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d+)?$/.exec(text);
  if (!parts) return text;
  const fraction = (parts[3] ?? '').slice(1).padEnd(6, '0').slice(0, 6);
  return `${parts[1]}T${parts[2]}${Number(fraction) === 0 ? '' : `.${fraction}`}`;
}

function wireDecimal(value: unknown, places: number): unknown {
  const reading = readDecimal(typeof value === 'string' ? value.trim() : value, places);
  if (reading.ok) return decimalToText(reading.value, places);
  return reading.problem === 'too_precise' ? decimalToText(reading.rounded, places) : value;
}

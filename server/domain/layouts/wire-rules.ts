/** The rules without which a terminal drops rows (protocol 1.2): every layout keeps them, also one that was adopted. */

import type { LayoutProblem } from './problems.ts';
import { isSlot, type Layout, type LayoutRow } from './rows.ts';
import { controlFields, type FieldFault, formFields, readWireRow } from './wire-fields.ts';

type RawRow = Record<string, unknown>;

/** Reads rows as they lie in a terminal's database or in an answer of init. Rows that a terminal would drop are left out, each
 *  with its reason; rows that say themselves that they are deleted are left out without a word. */
export function readLayout(raw: { forms: readonly RawRow[]; controls: readonly RawRow[] }): {
  layout: Layout;
  problems: LayoutProblem[];
} {
  const problems: LayoutProblem[] = [];
  const forms = living(raw.forms).flatMap((each) => {
    const { row, faults } = readWireRow(formFields, each);
    return take(problems, { row, faults, form: nameOf(each), control: null });
  });
  const formNames = new Map(forms.map((form) => [form.id, nameOf(form)]));
  const controls = living(raw.controls).flatMap((each) => {
    const { row, faults } = readWireRow(controlFields, each);
    const slot = each['slot'] ?? null;
    if (isSlot(slot)) row['slot'] = slot;
    else if (slot !== null) faults.push({ field: 'slot', message: slotWords, isFatal: true });
    const formId = row['fk_form_id'];
    const form = formNames.get(String(formId)) ?? null;
    if (form === null && typeof formId === 'string') {
      faults.push({ field: 'fk_form_id', message: `names no form of this layout: ${formId}`, isFatal: true });
    }
    return take(problems, { row, faults, form, control: nameOf(each) });
  });
  return { layout: { forms: unique(problems, forms), controls: unique(problems, controls, formNames) }, problems };
}

const slotWords = 'is none: right would be { "kind": "product", "index": 0 }, or the kind "department" or "note"';

function living(rows: readonly RawRow[]): RawRow[] {
  return rows.filter((row) => row['is_deleted'] !== true && row['is_deleted'] !== 1);
}

interface Judged {
  row: LayoutRow;
  faults: readonly FieldFault[];
  form: string | null;
  control: string | null;
}

function take(problems: LayoutProblem[], { row, faults, form, control }: Judged): LayoutRow[] {
  for (const { field, message, isFatal } of faults) {
    problems.push({ level: isFatal ? 'error' : 'warning', form, control, message: `${field} ${message}` });
  }
  return faults.some(({ isFatal }) => isFatal) ? [] : [row];
}

/** The first row of each id. */
function unique(
  problems: LayoutProblem[],
  rows: readonly LayoutRow[],
  formNames?: ReadonlyMap<string, string | null>,
): LayoutRow[] {
  const seen = new Map<string, LayoutRow>();
  for (const row of rows) {
    const first = seen.get(row.id);
    if (!first) {
      seen.set(row.id, row);
      continue;
    }
    const form = formNames ? (formNames.get(String(row['fk_form_id'])) ?? null) : nameOf(row);
    const message = `has the same id as ${nameOf(first)}: ${row.id}. Each row needs an id of its own; leave it out for a new one`;
    problems.push({ level: 'error', form, control: formNames ? nameOf(row) : null, message });
  }
  return [...seen.values()];
}

function nameOf(row: RawRow): string | null {
  const { name, id } = row;
  if (typeof name === 'string' && name !== '') return name;
  return typeof id === 'string' ? id : null;
}

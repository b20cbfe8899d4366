/** The fields of `forms` and `form_controls` (protocol 1.2), and how one row is read by them. */
import { normalizeWireId, readsAsNumber } from '../../core/ids.ts';
import type { LayoutRow } from './rows.ts';

type Scalar = string | number | boolean;

interface FieldRule {
  kind: 'uuid' | 'int' | 'float' | 'bool' | 'text' | 'time';
  /** `required`: a row without it is dropped by the terminal. `default`: may be left out, but not null. */
  need: 'required' | 'default' | 'nullable';
  /** What stands in for an absent value. */
  otherwise: Scalar | null;
  /** Characters that the terminal's column is declared for. */
  most?: number;
}

type Fields = Readonly<Record<string, FieldRule>>;

/** What is wrong with one field, and what would be right. */
export interface FieldFault {
  field: string;
  message: string;
  /** False: the terminal takes the row all the same. */
  isFatal: boolean;
}

function required(kind: FieldRule['kind'], most?: number): FieldRule {
  return { kind, need: 'required', otherwise: null, ...(most && { most }) };
}

function defaulted(kind: FieldRule['kind'], otherwise: Scalar, most?: number): FieldRule {
  return { kind, need: 'default', otherwise, ...(most && { most }) };
}

/** Nullable fields of one kind: `name:characters`, separated by blanks. */
function nullable(kind: FieldRule['kind'], names: string): Record<string, FieldRule> {
  const rules = names.split(/\s+/).map((word): [string, FieldRule] => {
    const [name = '', most] = word.split(':');
    return [name, { kind, need: 'nullable', otherwise: null, ...(most && { most: Number(most) }) }];
  });
  return Object.fromEntries(rules);
}

/** Block A. Block S is the hub's: a row is deleted when its layout no longer has it. */
const blockA = {
  ...nullable('uuid', 'fk_cashier_create_id fk_cashier_update_id'),
  ...nullable('time', 'created_at updated_at'),
};

export const formFields: Fields = {
  id: required('uuid'),
  form_no: required('int'),
  name: required('text', 100),
  ...nullable('text', 'function:100 caption:100'),
  need_login: defaulted('bool', false),
  need_auth: defaulted('bool', false),
  ...nullable('int', 'width height'),
  ...nullable('text', 'start_position:50 form_border_style:50 icon:255 image:255 back_color:50 fore_color:50'),
  show_status_bar: defaulted('bool', true),
  show_in_taskbar: defaulted('bool', true),
  use_virtual_keyboard: defaulted('bool', false),
  is_visible: defaulted('bool', true),
  is_startup: defaulted('bool', false),
  ...nullable('text', 'display_mode:50'),
  ...blockA,
};

export const controlFields: Fields = {
  id: required('uuid'),
  fk_form_id: required('uuid'),
  ...nullable('uuid', 'fk_parent_id'),
  ...nullable('text', 'parent_name:100'),
  name: required('text', 100),
  type_no: required('int'),
  type: required('text', 50),
  ...nullable('text', 'form_control_function1:100 form_control_function2:100'),
  location_x: defaulted('int', 0),
  location_y: defaulted('int', 0),
  width: defaulted('int', 0),
  height: defaulted('int', 0),
  ...nullable('text', 'start_position:50 caption1:100 caption2:100 list_values:1000 dock:50 alignment:50'),
  text_alignment: defaulted('text', 'LEFT', 50),
  character_casing: defaulted('text', 'NORMAL', 50),
  ...nullable('text', 'font:100 icon:255 tool_tip:255 image:255 image_selected:255'),
  font_auto_height: defaulted('bool', true),
  font_size: defaulted('float', 0),
  input_type: defaulted('text', 'NUMERIC', 50),
  ...nullable('text', 'text_image_relation:50 back_color:50 fore_color:50 keyboard_value:50'),
  ...nullable('uuid', 'fk_table_id fk_target_form_id fk_tab_id'),
  ...nullable('text', 'form_transition_mode:50'),
  is_visible: defaulted('bool', true),
  ...blockA,
};

/** Fields that the hub writes itself. */
const hubFields = new Set(['is_deleted', 'delete_description', 'deleted_at', 'deleted_by']);

/** Reads a row as a terminal's seeding would: known fields in the form that survives it, absent ones with their default,
 *  unknown ones kept as they are when they are plain values. A row with a fatal fault must not go down. */
export function readWireRow(fields: Fields, raw: Record<string, unknown>): { row: LayoutRow; faults: FieldFault[] } {
  const row: Record<string, unknown> = {};
  const faults: FieldFault[] = [];
  const note = (field: string, message: string, isFatal = true) => faults.push({ field, message, isFatal });
  for (const [field, rule] of Object.entries(fields)) {
    const read = readValue(raw[field], rule);
    row[field] = 'value' in read ? read.value : rule.otherwise;
    if ('wrong' in read) note(field, read.wrong);
    else if (typeof read.value === 'string' && rule.most !== undefined && read.value.length > rule.most) {
      note(field, `has ${read.value.length} characters; terminals reckon with at most ${rule.most}`, false);
    }
  }
  for (const [field, value] of Object.entries(raw)) {
    if (fields[field] || hubFields.has(field) || field === 'slot') continue;
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) row[field] = value;
    note(field, 'is no field that terminals know; they ignore it', false);
  }
  return { row: row as LayoutRow, faults };
}

type Reading = { value: Scalar | null } | { wrong: string };

function readValue(raw: unknown, rule: FieldRule): Reading {
  const isAbsent = raw === undefined || raw === null || (raw === '' && rule.kind !== 'text');
  if (isAbsent || (raw === '' && rule.need === 'nullable')) {
    return rule.need === 'required' ? { wrong: `is missing: ${wanted[rule.kind]}` } : { value: rule.otherwise };
  }
  const value = readers[rule.kind](raw);
  if (value === null) return { wrong: `is ${shown(raw)}; right would be ${wanted[rule.kind]}` };
  if (value === '' && rule.need === 'required') return { wrong: `is empty; right would be ${wanted[rule.kind]}` };
  return { value };
}

const wanted: Readonly<Record<FieldRule['kind'], string>> = {
  uuid: 'a UUID that does not read as a number',
  int: 'a whole number',
  float: 'a number',
  bool: 'true or false',
  text: 'a text',
  time: 'a time such as 2026-01-02T03:04:05',
};

const readers: Readonly<Record<FieldRule['kind'], (raw: unknown) => Scalar | null>> = {
  uuid: (raw) => {
    const id = normalizeWireId(raw);
    return id === null || readsAsNumber(id) ? null : id;
  },
  int: (raw) => (Number.isSafeInteger(numberOf(raw)) ? numberOf(raw) : null),
  float: (raw) => (Number.isFinite(numberOf(raw)) ? numberOf(raw) : null),
  bool: (raw) => (raw === true || raw === 1 ? true : raw === false || raw === 0 ? false : null),
  text: (raw) => (typeof raw === 'string' ? raw : typeof raw === 'number' ? String(raw) : null),
  time: (raw) => {
    if (typeof raw !== 'string') return null;
    const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?Z?$/.exec(raw);
    if (!parts) return null;
    const fraction = (parts[3] ?? '').padEnd(6, '0');
    return `${parts[1]}T${parts[2]}${Number(fraction) === 0 ? '' : `.${fraction}`}`;
  },
};

/** Terminals tolerate numbers that are written as text. */
function numberOf(raw: unknown): number {
  if (typeof raw === 'number') return raw;
  return typeof raw === 'string' && /^-?\d+(\.\d+)?$/.test(raw.trim()) ? Number(raw) : Number.NaN;
}

/** Of lists and objects only the kind: one that is nested without end has no text. */
function shown(raw: unknown): string {
  if (typeof raw === 'object' && raw !== null) return Array.isArray(raw) ? 'a list' : 'an object';
  const text = JSON.stringify(raw) ?? String(raw);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

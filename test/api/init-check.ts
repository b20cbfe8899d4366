/** What a terminal does with init, as far as it can go wrong: every row is judged as its seeding would judge it. */
import { readFileSync } from 'node:fs';
import type { Json } from './support.ts';

type FieldFact = readonly [type: string, need: 'required' | 'default' | 'nullable'];
type Resources = Record<string, { unique: string[][]; fields: Record<string, FieldFact> }>;

/** Protocol 1.2 as data: each field of each resource with its type, whether it must be there, and what is unique. */
export const resources: Resources = JSON.parse(
  readFileSync(new URL('./fixtures/init-fields.json', import.meta.url), 'utf8'),
);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Everything that would make the terminal drop a row, store a wrong value, or keep a duplicate. Empty when all is well. */
export function initFaults(data: Record<string, Json>): string[] {
  const faults: string[] = [];
  for (const [name, { unique, fields }] of Object.entries(resources)) {
    const rows: Json[] = Array.isArray(data[name]) ? data[name] : [data[name]];
    if (data[name] === undefined) faults.push(`${name} is missing`);
    for (const row of rows) {
      for (const field of Object.keys(row ?? {})) if (!fields[field]) faults.push(`${name}.${field} is unknown`);
      for (const [field, [type, need]] of Object.entries(fields)) {
        const fault = valueFault(row?.[field], type, need, field);
        if (fault) faults.push(`${name}.${field} ${fault}: ${JSON.stringify(row?.[field])} in ${row?.id}`);
      }
    }
    for (const columns of unique) {
      const keys = rows
        .filter((row) => columns.every((column) => row[column] !== null && row[column] !== undefined))
        .map((row) => columns.map((column) => String(row[column])).join('|'));
      if (new Set(keys).size !== keys.length) faults.push(`${name}: ${columns.join('+')} is not unique`);
    }
  }
  for (const name of Object.keys(data)) if (!resources[name]) faults.push(`${name} is no resource`);
  return faults;
}

function valueFault(value: Json, type: string, need: string, field: string): string | null {
  if (value === undefined) return need === 'required' ? 'is absent' : null;
  if (value === null) return need === 'nullable' ? null : 'may not be null';
  if (value === '' && need === 'nullable') return 'should be null';
  const scale = /^dec\(\d+,(\d+)\)$/.exec(type)?.[1];
  if (scale !== undefined) return isText(value, new RegExp(`^-?\\d+\\.\\d{${scale}}$`)) ? null : `is no ${type}`;
  switch (type) {
    case 'uuid':
      if (!isText(value, uuid)) return 'is no UUID';
      return /^\d*e?\d*$/.test(value.replaceAll('-', '')) ? 'reads as a number' : null;
    case 'int':
      return Number.isSafeInteger(value) ? null : 'is no integer';
    case 'float':
      return typeof value === 'number' ? null : 'is no number';
    case 'bool':
      return typeof value === 'boolean' ? null : 'is no boolean';
    case 'datetime':
      return isText(value, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{6})?$/) ? null : 'is no UTC time without zone';
    case 'date':
      return isText(value, /^\d{4}-\d{2}-\d{2}$/) ? null : 'is no date';
    case 'time':
      return isText(value, /^\d{2}:\d{2}:\d{2}$/) ? null : 'is no time';
    default:
      if (typeof value !== 'string') return 'is no text';
      if (field.endsWith('_json')) return isJson(value) ? null : 'is no JSON text';
      return field.endsWith('_id') && /^[0-9a-f-]{32,36}$/i.test(value) ? 'would be taken for a UUID' : null;
  }
}

function isText(value: Json, form: RegExp): boolean {
  return typeof value === 'string' && form.test(value);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Fields that a terminal looks after itself; they are left out on purpose so that a refresh keeps its values. */
const keptByTerminal: Readonly<Record<string, readonly string[]>> = {
  products: ['stock', 'sale_price'],
  product_barcodes: ['sale_price', 'purchase_price'],
  campaigns: ['total_usage_count'],
  coupons: ['usage_count'],
  customer_segments: ['customer_count'],
  customers: ['total_bonus_point'],
  pos_settings: [
    ...['owner_national_id', 'owner_tax_id', 'owner_web_address', 'mac_address', 'customer_display_type'],
    ...['customer_display_port', 'receipt_printer_type', 'receipt_printer_port', 'invoice_printer_type'],
    ...['invoice_printer_port', 'scale_type', 'scale_port', 'barcode_reader_port', 'backend_ip1', 'backend_port1'],
    ...['backend_ip2', 'backend_port2', 'device_serial_number', 'device_operation_system', 'force_to_work_online'],
    'plu_update_no',
  ],
  pos_virtual_keyboards: [
    ...['font_family', 'button_background_color', 'button_pressed_color', 'button_border_color'],
    'control_button_active_color',
  ],
};

/** Fields of a resource that no row has, apart from those kept by the terminal. */
export function absentFields(name: string, rows: readonly Json[]): string[] {
  const expected = Object.keys(resources[name]?.fields ?? {});
  return expected.filter(
    (field) => !keptByTerminal[name]?.includes(field) && rows.some((row) => row[field] === undefined),
  );
}

/** A layout as the text in which people edit it: JSON with one row a line, fields that stand at their default left out. */
import { DomainError } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { findJsonFault } from '../../core/json-fault.ts';
import type { Layout, LayoutRow } from './rows.ts';
import { controlFields, formFields } from './wire-fields.ts';

export function writeLayoutText({ forms, controls }: Layout): string {
  const lines = (rows: readonly LayoutRow[], fields: typeof formFields) =>
    rows.map((row) => `    ${JSON.stringify(compact(row, fields))}`).join(',\n');
  return `{\n  "forms": [\n${lines(forms, formFields)}\n  ],\n  "controls": [\n${lines(controls, controlFields)}\n  ]\n}\n`;
}

function compact(row: LayoutRow, fields: typeof formFields): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).filter(([name, value]) => fields[name] === undefined || value !== fields[name].otherwise),
  );
}

/** Reads what `writeLayoutText` wrote and somebody changed; rows without an id get one. Whether it is a good layout is not
 *  asked here.
 *  @throws invalid_input it is no JSON of two lists; says the line */
export function readLayoutText(text: string): {
  forms: Record<string, unknown>[];
  controls: Record<string, unknown>[];
} {
  const parsed = parse(text);
  const list = (name: 'forms' | 'controls') => {
    const rows = (parsed as Record<string, unknown> | null)?.[name];
    if (!Array.isArray(rows) || !rows.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))) {
      throw wrong(`"${name}" must be a list of rows: { "${name}": [ { … }, { … } ] }`);
    }
    return (rows as Record<string, unknown>[]).map((row) => ({ id: newId(), ...row }));
  };
  return { forms: list('forms'), controls: list('controls') };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const line = text.slice(0, findJsonFault(text)).split('\n').length;
    throw wrong(`is no readable JSON from line ${line} on: look for a missing comma, quote or bracket`);
  }
}

function wrong(message: string): DomainError {
  return new DomainError('invalid_input', { errors: [{ path: 'content', message }] });
}

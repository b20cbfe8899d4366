/** Answers of reports as text. */
import { exactAmount, percentText } from '../../reports/amounts.ts';
import type { Column, Value } from '../../reports/engine/report.ts';
import type { Answer } from '../../reports/engine/run.ts';
import { labelText } from '../../reports/speak.ts';
import { decimalToShortText } from '../../server/core/decimal.ts';
import { formatsOf } from '../../server/core/formats.ts';
import { translatorOf } from '../../server/core/translate.ts';

const english = { t: translatorOf('en'), formats: formatsOf('en') };

/** A section as lines of text, in its order: "<name> | <value> | …", the total last where there is one. */
export function said(answer: Answer, columns: readonly string[], place = 0): string[] {
  const section = answer.sections[place];
  if (!section) return [];
  const shown = columns.map((name) => {
    const column = answer.report.columns.find((one) => one.name === name);
    if (!column) throw new Error(`${answer.report.name} has no column ${name}`);
    return column;
  });
  const line = (name: string, values: Readonly<Record<string, Value>>) =>
    [name, ...shown.map((column) => textOf(column, values[column.name] ?? null, section.currency ?? 'GBP'))].join(
      ' | ',
    );
  return [
    ...section.rows.map((row) =>
      line(`${labelText(english, row.label)}${row.kind ? ` (${row.kind})` : ''}`, row.values),
    ),
    ...(section.total ? [line('Total', section.total)] : []),
  ];
}

function textOf({ kind }: Column, value: Value, currency: string): string {
  if (value === null) return '–';
  if (kind === 'money') return exactAmount(BigInt(value), currency);
  if (kind === 'share') return `${percentText(Number(value))}%`;
  return kind === 'quantity' ? decimalToShortText(BigInt(value), 4) : String(value);
}

/** From and to: numbers as decimal text, days as days, instants by the days of the viewer's own clock. */

import type { FilterPropertyProps } from 'adminjs';
import { useTranslation } from 'adminjs';

type Bound = 'from' | 'to';

export function RangeFilter({ property, filter, onChange }: FilterPropertyProps) {
  const { translateProperty } = useTranslation();
  const kind = String((property.custom as { kind?: unknown }).kind);
  const label = translateProperty(property.label, property.resourceId);
  const values = (filter ?? {}) as Record<string, unknown>;
  const keyOf = (bound: Bound) => `${property.path}~~${bound}`;
  return (
    <fieldset className="gate-range">
      <legend>{label}</legend>
      {(['from', 'to'] as const).map((bound) => (
        <label key={bound}>
          <span>{bound}</span>
          <input
            type={kind === 'day' || kind === 'instant' ? 'date' : 'text'}
            inputMode={kind === 'day' || kind === 'instant' ? undefined : 'decimal'}
            placeholder={kind === 'percent' ? '%' : undefined}
            value={shown(kind, values[keyOf(bound)])}
            onChange={(event) => onChange(keyOf(bound), meant(kind, event.target.value, bound))}
          />
        </label>
      ))}
    </fieldset>
  );
}

/** The field's text for a filter's value. */
function shown(kind: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') return '';
  if (kind !== 'instant') return value;
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return '';
  const two = (number: number) => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** The filter's value for the field's text: a whole day ends with its last millisecond. */
function meant(kind: string, text: string, bound: Bound): string {
  if (kind !== 'instant' || text === '') return text;
  const at = new Date(`${text}T${bound === 'from' ? '00:00:00.000' : '23:59:59.999'}`);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}

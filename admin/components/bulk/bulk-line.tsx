/** One column's change in the form. */

import { useEffect, useId, useState } from 'react';
import { t } from '../texts.ts';
import { read } from './bulk-api.ts';
import type { BulkColumn } from './bulk-data.ts';

export interface Line {
  key: number;
  column: string;
  way: 'set' | 'clear' | 'add' | 'percent';
  value: string;
  /** Name of a referenced row that was chosen. */
  shown: string;
  step: string;
  rounding: string;
}

export function emptyLine(key: number): Line {
  return { key, column: '', way: 'set', value: '', shown: '', step: '0.01', rounding: 'half-up' };
}

interface Props {
  line: Line;
  model: string;
  columns: readonly BulkColumn[];
  companyId: string | null;
  fault: string;
  onChange(line: Line): void;
  onRemove: (() => void) | null;
}

export function ChangeLine({ line, model, columns, companyId, fault, onChange, onRemove }: Props) {
  const id = useId();
  const column = columns.find(({ name }) => name === line.column);
  const start = (name: string) => {
    const next = columns.find((each) => each.name === name);
    const value = next?.kind === 'flag' ? 'true' : (next?.values?.[0]?.value ?? '');
    onChange({ ...emptyLine(line.key), column: name, value, step: next?.kind === 'money' ? '0.01' : '1' });
  };
  return (
    <div className="gate-bulk-line">
      <label>
        <span>{t('Column')}</span>
        <select required value={line.column} onChange={({ target }) => start(target.value)}>
          <option value="">{t('Choose…')}</option>
          {columns.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {column && <Way {...{ column, line, onChange }} />}
      {column && line.way !== 'clear' && (
        <Value {...{ column, line, model, companyId, onChange, describedBy: fault ? id : undefined }} />
      )}
      {column && line.way === 'percent' && <Rounding {...{ line, onChange }} />}
      {onRemove && (
        <button type="button" onClick={onRemove}>
          {t('Remove')}
        </button>
      )}
      {fault !== '' && (
        <p id={id} className="is-bad gate-bulk-fault">
          {fault}
        </p>
      )}
    </div>
  );
}

function Way({ column, line, onChange }: { column: BulkColumn; line: Line; onChange(line: Line): void }) {
  return (
    <label>
      <span>{t('How')}</span>
      <select value={line.way} onChange={({ target }) => onChange({ ...line, way: target.value as Line['way'] })}>
        <option value="set">{t('Set to')}</option>
        {column.isAddable && <option value="percent">{t('Change by percent')}</option>}
        {column.isAddable && <option value="add">{t('Add or subtract')}</option>}
        {!column.isRequired && <option value="clear">{t('Empty it')}</option>}
      </select>
    </label>
  );
}

interface ValueProps {
  column: BulkColumn;
  line: Line;
  model: string;
  companyId: string | null;
  describedBy: string | undefined;
  onChange(line: Line): void;
}

function Value(props: ValueProps) {
  const { column, line, onChange, describedBy } = props;
  const options =
    column.kind === 'flag'
      ? [
          { value: 'true', label: t('Yes') },
          { value: 'false', label: t('No') },
        ]
      : column.values;
  if (column.isReference) return <Reference {...props} />;
  const title = t('Value');
  if (options && line.way === 'set') {
    return (
      <label>
        <span>{title}</span>
        <select value={line.value} onChange={({ target }) => onChange({ ...line, value: target.value })}>
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
    );
  }
  return (
    <label>
      <span>{title}</span>
      <input
        required
        value={line.value}
        placeholder={hintOf(column, line)}
        aria-invalid={describedBy !== undefined}
        aria-describedby={describedBy}
        onChange={({ target }) => onChange({ ...line, value: target.value })}
      />
    </label>
  );
}

function hintOf({ kind }: BulkColumn, { way }: Line): string {
  if (way === 'percent') return '+5';
  if (way === 'add') return kind === 'money' ? '+0.50' : '+1';
  return kind === 'instant' ? '2026-07-01 10:30 UTC' : '';
}

interface Choice {
  id: string;
  title: string;
}

/** A row of another list, found by typing. */
function Reference({ column, line, model, companyId, onChange, describedBy }: ValueProps) {
  const list = useId();
  const [choices, setChoices] = useState<Choice[]>([]);
  useEffect(() => {
    const query = new URLSearchParams({ q: line.value === '' ? line.shown : '', ...(companyId ? { companyId } : {}) });
    const timer = setTimeout(() => {
      read<{ choices: Choice[] }>(`/choices/${model}/${column.name}?${query}`).then(
        (answer) => setChoices(answer.choices),
        () => setChoices([]),
      );
    }, 150);
    return () => clearTimeout(timer);
  }, [column.name, companyId, line.shown, line.value, model]);
  const choose = (shown: string) => {
    const found = choices.find(({ title }) => title === shown);
    onChange({ ...line, shown, value: found?.id ?? '' });
  };
  return (
    <label>
      <span>{t('Value')}</span>
      <input
        required
        list={list}
        value={line.shown}
        placeholder={t('Type to search')}
        aria-invalid={describedBy !== undefined}
        aria-describedby={describedBy}
        onChange={({ target }) => choose(target.value)}
      />
      <datalist id={list}>
        {choices.map(({ id, title }) => (
          <option key={id} value={title} />
        ))}
      </datalist>
    </label>
  );
}

function Rounding({ line, onChange }: { line: Line; onChange(line: Line): void }) {
  return (
    <>
      <label>
        <span>{t('Rounded to')}</span>
        <select value={line.step} onChange={({ target }) => onChange({ ...line, step: target.value })}>
          {['0.01', '0.05', '0.1', '0.5', '1', '10'].map((step) => (
            <option key={step} value={step}>
              {step}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t('Rounding')}</span>
        <select value={line.rounding} onChange={({ target }) => onChange({ ...line, rounding: target.value })}>
          <option value="half-up">{t('To the nearest')}</option>
          <option value="away">{t('Up')}</option>
          <option value="down">{t('Down')}</option>
        </select>
      </label>
    </>
  );
}

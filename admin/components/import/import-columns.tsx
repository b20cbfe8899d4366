/** Which column of the file is what, beside its first cells. */

import { type FormEvent, useState } from 'react';
import { t } from '../texts.ts';
import { Refused, send } from './import-api.ts';
import type { ImportDetail } from './import-data.ts';

interface Props {
  data: ImportDetail;
  onChange(data: ImportDetail): void;
}

const forms = [
  ['en', '1,234.50'],
  ['tr', '1.234,50 (Türkçe)'],
  ['de', '1.234,50 (Deutsch)'],
] as const;

export function Columns({ data, onChange }: Props) {
  const [mapping, setMapping] = useState(data.mapping);
  const [numberForm, setNumberForm] = useState(data.numberForm);
  const [fault, setFault] = useState<Refused | null>(null);
  const [isBusy, setBusy] = useState(false);
  const choose = (at: number, column: string) => {
    const others = Object.entries(mapping).filter(([name, index]) => index !== at && name !== column);
    setMapping(Object.fromEntries(column === '' ? others : [...others, [column, at]]));
    setFault(null);
  };
  const check = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    send<ImportDetail>(`/${data.id}/check`, { mapping: JSON.stringify(mapping), numberForm }).then(
      onChange,
      (error) => {
        setFault(error instanceof Refused ? error : new Refused(String(error), new Map()));
        setBusy(false);
      },
    );
  };
  const chosen = new Map(Object.entries(mapping).map(([name, at]) => [at, name]));
  return (
    <form onSubmit={check}>
      <p className="gate-quiet">
        {t(
          'Rows are recognised by: {keys}. An empty cell empties the field; columns that are left out stay as they are.',
          {
            keys: data.keys,
          },
        )}
      </p>
      <div className="gate-scroll">
        <table className="gate-table">
          <thead>
            <tr>
              <th>{t('Column of the file')}</th>
              <th>{t('First rows')}</th>
              <th>{t('is')}</th>
            </tr>
          </thead>
          <tbody>
            {data.columnNames.map((name, at) => (
              // Columns may have the same name.
              <tr key={at}>
                <td>{name}</td>
                <td className="gate-import-sample">{data.sample.map((cells) => cells[at] || '–').join(' | ')}</td>
                <td>
                  <ColumnChoice
                    {...{ data, name, chosen: chosen.get(at) ?? '' }}
                    onChoose={(column) => choose(at, column)}
                  />
                  {fault?.fields.get(chosen.get(at) ?? '') && (
                    <small className="gate-import-fault">{fault.fields.get(chosen.get(at) ?? '')}</small>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <label className="gate-import-numbers">
        {t('Numbers are written like')}
        <select value={numberForm} onChange={({ target }) => setNumberForm(target.value)}>
          {forms.map(([value, example]) => (
            <option key={value} value={value}>
              {example}
            </option>
          ))}
        </select>
      </label>
      {fault && (
        <p className="gate-import-fault" role="alert">
          {faultText(data, fault)}
        </p>
      )}
      <div className="gate-buttons">
        <button type="submit" disabled={isBusy}>
          {t('Check the file')}
        </button>
      </div>
    </form>
  );
}

function faultText({ columns }: ImportDetail, { fields, message }: Refused): string {
  const [first] = fields;
  const label = columns.find(({ name }) => name === first?.[0])?.label;
  return first === undefined ? message : label === undefined ? first[1] : `${label}: ${first[1]}`;
}

interface ChoiceProps {
  data: ImportDetail;
  /** As the file calls the column. */
  name: string;
  chosen: string;
  onChoose(column: string): void;
}

function ColumnChoice({ data, name, chosen, onChoose }: ChoiceProps) {
  return (
    <select
      value={chosen}
      aria-label={t('What the column “{name}” is', { name })}
      onChange={({ target }) => onChoose(target.value)}
    >
      <option value="">{t('left out')}</option>
      {data.columns.map(({ name: column, label, hint, isRequired }) => (
        <option key={column} value={column}>
          {label}
          {isRequired ? ' *' : ''}
          {hint === '' ? '' : ` (${hint})`}
        </option>
      ))}
    </select>
  );
}

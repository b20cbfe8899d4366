/** How one column is filtered, by what it holds. */

import { type FormEvent, useState } from 'react';
import { named, t } from '../texts.ts';
import type { Filter } from './address.ts';
import { ReferencePicker } from './reference-picker.tsx';
import { kindOf, type Property, relativeTimes, shapeOf } from './words.ts';

interface Props {
  property: Property;
  filter: Filter;
  /** Names of the values, where they are ids. */
  names: Readonly<Record<string, string>>;
  /** Null: no filter. */
  onSave(filter: Filter | null): void;
}

interface PartProps {
  property: Property;
  draft: Filter;
  onChange(draft: Filter): void;
}

export function FilterEditor({ property, filter, names, onSave }: Props) {
  const [draft, setDraft] = useState(filter);
  const shape = shapeOf(property);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const marks = Object.fromEntries(Object.entries(draft.marks).filter(([, value]) => value !== ''));
    const values = draft.values.filter((value) => value.trim() !== '');
    onSave(values.length === 0 && Object.keys(marks).length === 0 ? null : { values, marks });
  };
  const part = { property, draft, onChange: setDraft };
  return (
    <form className="gate-editor" onSubmit={submit}>
      {shape === 'reference' && (
        <ReferencePicker
          model={String(property.reference)}
          chosen={draft.values}
          names={names}
          onChange={(values) => setDraft({ values, marks: {} })}
        />
      )}
      {shape === 'choice' && <Choices {...part} />}
      {shape === 'flag' && <Flag {...part} />}
      {shape === 'days' && <Days {...part} />}
      {shape === 'figure' && <Range {...part} type="text" />}
      {shape === 'text' && <Words {...part} />}
      {shape !== 'flag' && <Emptiness {...part} />}
      <button type="submit" className="gate-tool is-main">
        {t('Apply')}
      </button>
    </form>
  );
}

function Choices({ property, draft, onChange }: PartProps) {
  const toggle = (value: string) => {
    const values = draft.values.includes(value)
      ? draft.values.filter((each) => each !== value)
      : [...draft.values, value];
    onChange({ values, marks: {} });
  };
  return (
    <div className="gate-choices">
      {(property.availableValues ?? []).map(({ value, label }) => (
        <label key={String(value)}>
          <input
            type="checkbox"
            checked={draft.values.includes(String(value))}
            onChange={() => toggle(String(value))}
          />
          {named(String(label))}
        </label>
      ))}
    </div>
  );
}

function Flag({ property, draft, onChange }: PartProps) {
  const choices: [string, string][] = [
    ['true', t('yes')],
    ['false', t('no')],
  ];
  return (
    <div className="gate-choices">
      {choices.map(([value, label]) => (
        <label key={value}>
          <input
            type="radio"
            name={property.name}
            checked={draft.values[0] === value}
            onChange={() => onChange({ values: [value], marks: {} })}
          />
          {label}
        </label>
      ))}
    </div>
  );
}

function Days(props: PartProps) {
  const { draft, onChange } = props;
  return (
    <>
      <label>
        <span>{t('When')}</span>
        <select
          value={draft.marks['during'] ?? ''}
          onChange={({ target }) =>
            onChange({ values: [], marks: target.value === '' ? {} : { during: target.value } })
          }
        >
          <option value="">{t('from … to')}</option>
          {relativeTimes().map(([word, label]) => (
            <option key={word} value={word}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {!draft.marks['during'] && <Range {...props} type="date" />}
    </>
  );
}

function Range({ property, draft, onChange, type }: PartProps & { type: 'date' | 'text' }) {
  const field = (mark: 'from' | 'to', label: string) => (
    <label>
      <span>{label}</span>
      <input
        type={type}
        inputMode={type === 'text' ? 'decimal' : undefined}
        placeholder={kindOf(property) === 'percent' ? '%' : undefined}
        value={(draft.marks[mark] ?? '').slice(0, type === 'date' ? 10 : undefined)}
        onChange={({ target }) => {
          const { from = '', to = '' } = draft.marks;
          onChange({ values: [], marks: { from, to, [mark]: target.value } });
        }}
      />
    </label>
  );
  return (
    <div className="gate-pair">
      {field('from', t('from'))}
      {field('to', t('to'))}
    </div>
  );
}

function Words({ draft, onChange }: PartProps) {
  const { starts, exact } = draft.marks;
  const way = starts !== undefined ? 'starts' : exact !== undefined ? 'exact' : 'contains';
  const text = starts ?? exact ?? draft.values[0] ?? '';
  const set = (how: string, words: string) =>
    onChange(how === 'contains' ? { values: [words], marks: {} } : { values: [], marks: { [how]: words } });
  return (
    <>
      <select aria-label={t('How')} value={way} onChange={({ target }) => set(target.value, text)}>
        <option value="contains">{t('contains')}</option>
        <option value="starts">{t('begins with')}</option>
        <option value="exact">{t('is exactly')}</option>
      </select>
      <input type="text" aria-label={t('Text')} value={text} onChange={({ target }) => set(way, target.value)} />
    </>
  );
}

function Emptiness({ draft, onChange }: PartProps) {
  const { is = '' } = draft.marks;
  return (
    <label>
      <span>{t('Or')}</span>
      <select
        value={is}
        onChange={({ target }) => onChange({ values: [], marks: target.value === '' ? {} : { is: target.value } })}
      >
        <option value="">–</option>
        <option value="empty">{t('empty')}</option>
        <option value="filled">{t('not empty')}</option>
      </select>
    </label>
  );
}

/** A reference: the name of the chosen row, and a search for another one. */

import { useEffect, useState } from 'react';
import { readJson } from '../related-tabs.tsx';
import { t } from '../texts.ts';

interface Props {
  id: string;
  model: string;
  value: string;
  /** Name of what is chosen at first. */
  name: string | undefined;
  isDisabled: boolean;
  describedBy: string;
  onChange(value: string): void;
}

interface Found {
  records?: { id: string | number; title: string }[];
}

const typingMs = 200;

export function ReferenceField({ id, model, value, name, isDisabled, describedBy, onChange }: Props) {
  const [text, setText] = useState<string | null>(null);
  const [found, setFound] = useState<NonNullable<Found['records']> | null>(null);
  const [names, setNames] = useState<Record<string, string>>(name === undefined ? {} : { [value]: name });
  useEffect(() => {
    if (text === null) return;
    let isCurrent = true;
    setFound(null);
    const timer = setTimeout(() => {
      readJson<Found>(`/admin/api/resources/${model}/actions/search/${encodeURIComponent(text.trim() || ' ')}`)
        .then(({ records = [] }) => isCurrent && setFound(records.slice(0, 20)))
        .catch(() => isCurrent && setFound([]));
    }, typingMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text, model]);
  const choose = (chosen: string, title: string) => {
    setNames({ ...names, [chosen]: title });
    setText(null);
    onChange(chosen);
  };
  const shown = value === '' ? '' : (names[value] ?? (value === '' ? '' : name) ?? value);
  return (
    <div className="gate-reference">
      <input
        id={id}
        type="text"
        role="combobox"
        aria-expanded={text !== null}
        aria-controls={`${id}-found`}
        aria-describedby={describedBy}
        autoComplete="off"
        disabled={isDisabled}
        placeholder={t('Search by name or code')}
        value={text ?? shown}
        onChange={({ target }) => setText(target.value)}
        onFocus={({ target }) => target.select()}
        onBlur={() => setTimeout(() => setText(null), typingMs)}
        onKeyDown={(event) => {
          const first = found?.[0];
          if (event.key === 'Escape') setText(null);
          if (event.key !== 'Enter' || text === null) return;
          event.preventDefault();
          if (first) choose(String(first.id), first.title);
        }}
      />
      {value !== '' && !isDisabled && (
        <button type="button" aria-label={t('Choose nothing')} onClick={() => choose('', '')}>
          ×
        </button>
      )}
      {text !== null && (
        <ul id={`${id}-found`} className="gate-found">
          {found === null && <li className="gate-quiet">{t('Loading…')}</li>}
          {found?.length === 0 && <li className="gate-quiet">{t('Nothing found.')}</li>}
          {found?.map((row) => (
            <li key={row.id}>
              <button type="button" onMouseDown={() => choose(String(row.id), row.title)}>
                {row.title}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

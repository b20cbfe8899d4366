/** Rows of another list, found by typing. */

import { useEffect, useState } from 'react';
import { t } from '../texts.ts';

interface Props {
  model: string;
  chosen: readonly string[];
  names: Readonly<Record<string, string>>;
  onChange(ids: string[]): void;
}

interface Found {
  id: string | number;
  title: string;
}

/** While somebody types, nothing is asked for. */
const restMs = 200;

export function ReferencePicker({ model, chosen, names, onChange }: Props) {
  const [text, setText] = useState('');
  const [known, setKnown] = useState(names);
  const [found, setFound] = useState<Found[]>([]);
  useEffect(() => {
    const gone = new AbortController();
    const timer = setTimeout(async () => {
      const address = `/admin/api/resources/${model}/actions/search/${encodeURIComponent(text || ' ')}`;
      const answer = await fetch(`${address}?searchProperty=search&perPage=20`, { signal: gone.signal }).catch(
        () => null,
      );
      if (!answer?.ok) return;
      const { records = [] } = (await answer.json()) as { records?: Found[] };
      setFound(records.slice(0, 20));
    }, restMs);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [model, text]);
  const toggle = ({ id, title }: Found) => {
    const key = String(id);
    setKnown({ ...known, [key]: title });
    onChange(chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key]);
  };
  const others = found.filter(({ id }) => !chosen.includes(String(id)));
  return (
    <div className="gate-picker">
      <input
        type="search"
        value={text}
        placeholder={t('Type to find')}
        aria-label={t('Type to find')}
        onChange={({ target }) => setText(target.value)}
      />
      <div className="gate-choices">
        {[...chosen.map((id) => ({ id, title: known[id] ?? id })), ...others].map((row) => (
          <label key={row.id}>
            <input type="checkbox" checked={chosen.includes(String(row.id))} onChange={() => toggle(row)} />
            {row.title}
          </label>
        ))}
        {others.length === 0 && chosen.length === 0 && <p className="gate-quiet">{t('Nothing found')}</p>}
      </div>
    </div>
  );
}

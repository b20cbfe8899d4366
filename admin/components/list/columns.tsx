/** Which columns are shown, and in which order. */

import type { ResourceJSON } from 'adminjs';
import { t } from '../texts.ts';
import { Popup } from './popup.tsx';
import type { Property } from './words.ts';

interface Props {
  resource: ResourceJSON;
  shown: readonly string[];
  labelOf(property: Property): string;
  /** Null: those of the list's own. */
  onChange(columns: string[] | null): void;
}

export function Columns({ resource, shown, labelOf, onChange }: Props) {
  const byName = new Map(resource.showProperties.map((property) => [property.name, property]));
  const others = resource.showProperties.filter(({ name }) => !shown.includes(name));
  const label = (name: string) => {
    const property = byName.get(name);
    return property ? labelOf(property) : name;
  };
  const move = (place: number, by: number) => {
    const next = [...shown];
    const [moved = ''] = next.splice(place, 1);
    next.splice(place + by, 0, moved);
    onChange(next);
  };
  return (
    <Popup label={t('Columns')} className="gate-tool">
      {() => (
        <div className="gate-choices gate-columns-menu">
          {shown.map((name, place) => (
            <div key={name}>
              <label>
                <input
                  type="checkbox"
                  checked
                  disabled={shown.length === 1}
                  onChange={() => onChange(shown.filter((each) => each !== name))}
                />
                {label(name)}
              </label>
              <button
                type="button"
                disabled={place === 0}
                aria-label={t('Move {name} to the left', { name: label(name) })}
                onClick={() => move(place, -1)}
              >
                ↑
              </button>
              <button
                type="button"
                disabled={place === shown.length - 1}
                aria-label={t('Move {name} to the right', { name: label(name) })}
                onClick={() => move(place, 1)}
              >
                ↓
              </button>
            </div>
          ))}
          <hr />
          {others.map(({ name }) => (
            <label key={name}>
              <input type="checkbox" checked={false} onChange={() => onChange([...shown, name])} />
              {label(name)}
            </label>
          ))}
          <button type="button" className="gate-tool" onClick={() => onChange(null)}>
            {t('As they were')}
          </button>
        </div>
      )}
    </Popup>
  );
}

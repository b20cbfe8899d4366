/** The search field, the filters that hold as chips, and a menu of further ones. */

import type { ResourceJSON } from 'adminjs';
import { type FormEvent, useEffect, useState } from 'react';
import { t } from '../texts.ts';
import { type Filter, filtersOf, withFilter, withoutFilters } from './address.ts';
import { FilterEditor } from './filter-editor.tsx';
import type { ListAnswer } from './list-data.ts';
import { Popup } from './popup.tsx';
import { describeFilter, type Property } from './words.ts';

interface Props {
  resource: ResourceJSON;
  search: string;
  names: ListAnswer['meta']['names'];
  labelOf(property: Property): string;
  onChange(search: string): void;
}

export function FilterBar({ resource, search, names, labelOf, onChange }: Props) {
  const filters = filtersOf(search);
  const offered = resource.filterProperties.filter(({ name }) => name !== 'search');
  const set = (column: string, filter: Filter | null) => onChange(withFilter(search, column, filter));
  return (
    <search className="gate-filters">
      {resource.filterProperties.some(({ name }) => name === 'search') && (
        <SearchField
          value={filters.get('search')?.values[0] ?? ''}
          onSearch={(text) => set('search', text === '' ? null : { values: [text], marks: {} })}
        />
      )}
      {[...filters].flatMap(([column, filter]) => {
        const property = offered.find(({ name }) => name === column);
        if (!property) return [];
        const words = describeFilter(property, filter, names[column] ?? {});
        return [
          <span key={column} className="gate-chip">
            <Popup label={`${labelOf(property)}: ${words}`} title={t('Change this filter')}>
              {(close) => (
                <FilterEditor
                  property={property}
                  filter={filter}
                  names={names[column] ?? {}}
                  onSave={(next) => {
                    close();
                    set(column, next);
                  }}
                />
              )}
            </Popup>
            <button
              type="button"
              aria-label={t('Remove the filter {name}', { name: labelOf(property) })}
              onClick={() => set(column, null)}
            >
              ×
            </button>
          </span>,
        ];
      })}
      {offered.length > 0 && (
        <Popup label={t('Add filter')} className="gate-tool">
          {(close) => (
            <NewFilter
              offered={offered.filter(({ name }) => !filters.has(name))}
              labelOf={labelOf}
              onSave={(column, filter) => {
                close();
                if (filter !== null) set(column, filter);
              }}
            />
          )}
        </Popup>
      )}
      {filters.size > 0 && (
        <button type="button" className="gate-tool is-plain" onClick={() => onChange(withoutFilters(search))}>
          {t('Clear all')}
        </button>
      )}
    </search>
  );
}

function SearchField({ value, onSearch }: { value: string; onSearch(text: string): void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(text.trim());
  };
  return (
    <form onSubmit={submit}>
      <input
        type="search"
        value={text}
        placeholder={t('Search this list')}
        aria-label={t('Search this list')}
        onChange={(event) => {
          setText(event.target.value);
          if (event.target.value === '') onSearch('');
        }}
      />
    </form>
  );
}

interface NewFilterProps {
  offered: readonly Property[];
  labelOf(property: Property): string;
  onSave(column: string, filter: Filter | null): void;
}

function NewFilter({ offered, labelOf, onSave }: NewFilterProps) {
  const [chosen, setChosen] = useState<Property | null>(null);
  if (chosen === null) {
    return (
      <ul className="gate-menu">
        {offered.map((property) => (
          <li key={property.name}>
            <button type="button" onClick={() => setChosen(property)}>
              {labelOf(property)}
            </button>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <>
      <h4>{labelOf(chosen)}</h4>
      <FilterEditor
        property={chosen}
        filter={{ values: [], marks: {} }}
        names={{}}
        onSave={(filter) => onSave(chosen.name, filter)}
      />
    </>
  );
}

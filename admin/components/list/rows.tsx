/** The rows of a list as a table: headers sort where an index serves it, rows open their pages. */

import type { ResourceJSON } from 'adminjs';
import { Link, useNavigate } from 'react-router-dom';
import { named, t } from '../texts.ts';
import type { ListAnswer, ListRecord } from './list-data.ts';
import { kindOf, type Property } from './words.ts';

interface Props {
  resource: ResourceJSON;
  answer: ListAnswer;
  selected: ReadonlySet<string>;
  labelOf(property: Property): string;
  onSelect(ids: ReadonlySet<string>): void;
  onSort(column: string, direction: 'asc' | 'desc'): void;
}

export function Rows({ resource, answer, selected, labelOf, onSelect, onSort }: Props) {
  const navigate = useNavigate();
  const { meta, records } = answer;
  const columns = meta.columns.flatMap((name) => resource.showProperties.find((each) => each.name === name) ?? []);
  const ids = records.map(({ id }) => String(id));
  const areAll = ids.length > 0 && ids.every((id) => selected.has(id));
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };
  return (
    <div className="gate-scroll gate-rows">
      <table className="gate-table">
        <thead>
          <tr>
            <th scope="col" className="gate-tick">
              <input
                type="checkbox"
                aria-label={t('All rows of this page')}
                checked={areAll}
                onChange={() => onSelect(new Set(areAll ? [] : ids))}
              />
            </th>
            {columns.map((property) => (
              <Header key={property.name} property={property} meta={meta} label={labelOf(property)} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {records.map((record) => {
            const id = String(record.id);
            const href = `/admin/resources/${resource.id}/records/${encodeURIComponent(id)}/show`;
            return (
              <tr
                key={id}
                data-row-id={id}
                data-href={href}
                data-selected={selected.has(id) || undefined}
                tabIndex={-1}
                onClick={(event) => {
                  if (!(event.target as Element).closest('a, button, input, label') && !getSelection()?.toString())
                    navigate(href);
                }}
              >
                <td className="gate-tick">
                  <input
                    type="checkbox"
                    aria-label={t('Choose {name}', { name: record.title })}
                    checked={selected.has(id)}
                    onChange={() => toggle(id)}
                  />
                </td>
                {columns.map((property, place) => (
                  <td key={property.name} className={isFigure(property) ? 'is-figure' : undefined}>
                    <Cell property={property} record={record} href={place === 0 ? href : null} />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function isFigure(property: Property): boolean {
  const figures = ['money', 'number', 'quantity', 'percent', 'rate', 'factor'];
  return !property.reference && figures.includes(kindOf(property));
}

interface HeaderProps {
  property: Property;
  label: string;
  meta: ListAnswer['meta'];
  onSort: Props['onSort'];
}

function Header({ property, label, meta, onSort }: HeaderProps) {
  const { name } = property;
  const isCurrent = meta.sortBy === name;
  const canSort = meta.sorts[name];
  const why =
    canSort === undefined
      ? t('This column has no order.')
      : t('No index has this order: it is offered once filters leave fewer rows.');
  return (
    <th
      scope="col"
      className={isFigure(property) ? 'is-figure' : undefined}
      aria-sort={isCurrent ? (meta.direction === 'asc' ? 'ascending' : 'descending') : undefined}
      title={canSort ? undefined : why}
    >
      {canSort ? (
        <button type="button" onClick={() => onSort(name, isCurrent && meta.direction === 'asc' ? 'desc' : 'asc')}>
          {label}
          <span aria-hidden="true">{isCurrent ? (meta.direction === 'asc' ? ' ↑' : ' ↓') : ''}</span>
        </button>
      ) : (
        label
      )}
    </th>
  );
}

function Cell({ property, record, href }: { property: Property; record: ListRecord; href: string | null }) {
  const value = record.params[property.name];
  const target = record.populated[property.name];
  if (target)
    return <Link to={`/admin/resources/${property.reference}/records/${target.id}/show`}>{target.title}</Link>;
  const isEmpty = value === null || value === undefined || value === '';
  if (isEmpty && href === null) return null;
  const shown = isEmpty ? record.title : <Value property={property} value={value} />;
  return href === null ? shown : <Link to={href}>{shown}</Link>;
}

/** Nobody reads one to its end, and it would break into three lines. */
const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function Value({ property, value }: { property: Property; value: unknown }) {
  const text = String(value);
  const kind = kindOf(property);
  if (typeof value === 'boolean')
    return value ? <span className="gate-word">{t('Yes')}</span> : <span className="gate-quiet">–</span>;
  if (kind === 'instant') {
    const [day = '', time = '', zone = ''] = text.split(' ');
    return (
      <span className="gate-instant" title={text}>
        {day} {time.slice(0, 5)} <small>{zone}</small>
      </span>
    );
  }
  if (isUuid.test(text)) {
    return (
      <code className="gate-code gate-id" title={text}>
        {text.slice(0, 8)}…
      </code>
    );
  }
  if (kind === 'json') return <code className="gate-code">{text.slice(0, 60)}</code>;
  if (property.availableValues) return <span className="gate-word">{named(text)}</span>;
  return isFigure(property) && text.startsWith('-') ? <span className="is-bad">{text}</span> : text;
}

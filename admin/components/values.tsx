/** How single values look in lists and on detail pages. Texts come finished from the server. */

import { ValueGroup } from '@adminjs/design-system';
import type { BasePropertyProps } from 'adminjs';
import { type PropertyJSON, SortLink, useTranslation } from 'adminjs';

function textOf({ record, property }: BasePropertyProps): string {
  const value: unknown = record?.params[property.path];
  return value === null || value === undefined ? '' : String(value);
}

/** A figure: aligned to the right, digits of one width. */
export function FigureValue(props: BasePropertyProps) {
  const text = textOf(props);
  return <span className={`gate-figure${text.startsWith('-') ? ' is-negative' : ''}`}>{text}</span>;
}

/** A moment; in lists without the seconds, whole on hover. */
export function InstantValue(props: BasePropertyProps) {
  const text = textOf(props);
  const [day = '', time = '', zone = ''] = text.split(' ');
  return (
    <span className="gate-instant" title={text}>
      {day} {time.slice(0, 5)} <small>{zone}</small>
    </span>
  );
}

/** The head of a list's column; of figures to the right, above them. */
export function ColumnHeader(props: { property: PropertyJSON; sortBy: string; direction: 'asc' | 'desc' }) {
  const { translateProperty } = useTranslation();
  const { property } = props;
  const isFigure = property.components?.list === 'FigureValue';
  return (
    <td className={`gate-column${isFigure ? ' is-figure' : ''}`}>
      {property.isSortable ? <SortLink {...props} /> : translateProperty(property.label, property.resourceId)}
    </td>
  );
}

/** One word of a closed set. */
export function WordValue(props: BasePropertyProps) {
  const text = textOf(props);
  return text === '' ? null : <span className="gate-word">{text}</span>;
}

/** JSON, indented by the server; in lists only its beginning. */
export function JsonValue(props: BasePropertyProps) {
  const { translateProperty } = useTranslation();
  const text = textOf(props);
  if (props.where === 'list') return <code className="gate-code">{text.slice(0, 60)}</code>;
  return (
    <ValueGroup label={translateProperty(props.property.label, props.property.resourceId)}>
      {text === '' || text === '{}' || text === '[]' ? (
        <span className="gate-quiet">empty</span>
      ) : (
        <pre className="gate-json">{text}</pre>
      )}
    </ValueGroup>
  );
}

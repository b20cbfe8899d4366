/** How single values look in lists and on detail pages. Texts come finished from the server. */

import {
  type BasePropertyProps,
  CleanPropertyComponent,
  type EditPropertyProps,
  type PropertyJSON,
  SortLink,
  useTranslation,
} from 'adminjs';
import { named, t } from './texts.ts';

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
  return text === '' ? null : <span className="gate-word">{named(text)}</span>;
}

/** Yes stands out, no does not. */
export function FlagValue({ record, property }: BasePropertyProps) {
  return record?.params[property.path] === true ? (
    <span className="gate-word">{t('Yes')}</span>
  ) : (
    <span className="gate-quiet">–</span>
  );
}

/** The beginning of a JSON text. */
export function JsonValue(props: BasePropertyProps) {
  return <code className="gate-code">{textOf(props).slice(0, 60)}</code>;
}

/** Whose row it is: chosen for a new one, and never changed after. */
export function OwnerField(props: EditPropertyProps) {
  const { record, property } = props;
  const { translateProperty } = useTranslation();
  if (!record?.id) return <CleanPropertyComponent {...props} where="edit" />;
  return (
    <p className="gate-owner">
      <span className="gate-quiet">{translateProperty(property.label, property.resourceId)}</span>
      {record.populated[property.path]?.title ?? t('every company (hub-wide)')}
    </p>
  );
}

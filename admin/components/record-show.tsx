/** The page of a record without a page of its own: its fields in columns, long ones below; what is empty is left out. */

import type { ActionProps, RecordJSON } from 'adminjs';
import { useTranslation } from 'adminjs';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { DeleteButton, TrashBanner } from './form/record-care.tsx';
import { RecordButtons } from './record-buttons.tsx';
import { RecordTabs } from './record-tabs.tsx';
import { named, t } from './texts.ts';

type ShowProperty = ActionProps['resource']['showProperties'][number];

export function RecordShow(props: ActionProps) {
  return (
    <div>
      <TrashBanner {...props} />
      <RecordFields {...props} tools={<RecordTools {...props} />} />
      <RecordTabs {...props} />
    </div>
  );
}

/** What can be done with the record, the way to the trash last. */
export function RecordTools(props: ActionProps) {
  return (
    <div className="gate-tools">
      <RecordButtons {...props} />
      <DeleteButton {...props} />
    </div>
  );
}

/** The fields alone, for pages that have more to say.
 *  @param tools stand beside the title */
export function RecordFields({ record, resource, tools }: ActionProps & { tools?: ReactNode }) {
  const { translateProperty } = useTranslation();
  if (!record) return null;
  const label = ({ label: name }: ShowProperty) => translateProperty(name, resource.id);
  const filled = resource.showProperties.filter((property) => !isEmpty(record.params[property.propertyPath]));
  return (
    <div className="gate-document">
      <header className="gate-head">
        <h2 className="gate-title">{record.title}</h2>
        {tools}
      </header>
      <dl className="gate-facts">
        {[...filled.filter(isShort)].sort(technicalLast).map((property) => (
          <div key={property.propertyPath}>
            <dt>{label(property)}</dt>
            <dd>{shownValue(property, record)}</dd>
          </div>
        ))}
      </dl>
      {filled
        .filter((property) => !isShort(property))
        .map((property) => (
          <section key={property.propertyPath} className="gate-section">
            <h3>{label(property)}</h3>
            <pre className="gate-json">{String(record.params[property.propertyPath])}</pre>
          </section>
        ))}
    </div>
  );
}

const technical = ['createdAt', 'updatedAt', 'version', 'uuid', 'id'];

/** What people read first comes first. */
function technicalLast(one: ShowProperty, other: ShowProperty): number {
  return technical.indexOf(one.propertyPath) - technical.indexOf(other.propertyPath);
}

function isShort({ type }: ShowProperty): boolean {
  return type !== 'textarea';
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || value === '{}' || value === '[]';
}

function shownValue(property: ShowProperty, record: RecordJSON) {
  const value: unknown = record.params[property.propertyPath];
  if (typeof value === 'boolean') return value ? t('Yes') : t('No');
  if (property.reference === null || property.reference === undefined) {
    return property.availableValues ? named(String(value)) : String(value);
  }
  const target = record.populated[property.propertyPath];
  // An id as a terminal sent it may point nowhere, or to what the person may not see.
  if (!target) return <span title={String(value)}>{t('not known to the hub')}</span>;
  return <Link to={`/admin/resources/${property.reference}/records/${target.id}/show`}>{target.title}</Link>;
}

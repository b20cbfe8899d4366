/** A list as a file, and files into a list. */

import type { ResourceJSON } from 'adminjs';
import { Link } from 'react-router-dom';
import { t } from '../texts.ts';

interface Props {
  resource: ResourceJSON;
  /** The address's query: its filters hold for the file too. */
  search: string;
  /** Columns that are shown, by name; none: all. */
  columns?: readonly string[];
}

export function FileLinks({ resource, search, columns = [] }: Props) {
  const query = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(search)) if (name.startsWith('filters.')) query.append(name, value);
  if (columns.length > 0) query.set('columns', columns.join(','));
  const text = query.size === 0 ? '' : `?${query}`;
  const file = (format: string) => `/admin/export/${resource.id}.${format}${text}`;
  return (
    <>
      <a href={file('csv')} download>
        {t('Export CSV')}
      </a>
      <a href={file('xlsx')} download>
        {t('Export XLSX')}
      </a>
      {resource.resourceActions.some(({ name }) => name === 'new') && (
        <Link to={`/admin/pages/import?model=${resource.id}`}>{t('Import')}</Link>
      )}
    </>
  );
}

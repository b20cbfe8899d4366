/** A list as a file, and files into a list. */

import type { ResourceJSON } from 'adminjs';
import { Link } from 'react-router-dom';
import { madeSingly } from '../row-kinds.ts';
import { t } from '../texts.ts';

interface Props {
  resource: ResourceJSON;
  /** The address's query: its filters and chosen columns hold for the file too. */
  search: string;
}

export function FileLinks({ resource, search }: Props) {
  const query = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(search)) {
    if (name.startsWith('filters.') || name === 'columns') query.append(name, value);
  }
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
      {!madeSingly.has(resource.id) && resource.resourceActions.some(({ name }) => name === 'new') && (
        <Link to={`/admin/pages/import?model=${resource.id}`}>{t('Import')}</Link>
      )}
    </>
  );
}

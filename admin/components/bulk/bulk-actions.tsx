/** Ways from a list to a change of many of its rows, for who may change them. */

import { Link } from 'react-router-dom';
import type { ListActionProps } from '../list/actions.ts';
import { t } from '../texts.ts';

/** All rows that match the list's filters. */
export function ChangeAll({ resource, model, query, total }: ListActionProps) {
  if (resource.editProperties.length === 0 || total === 0) return null;
  return (
    <Link className="gate-tool" to={addressOf(model, query)}>
      {t('Change rows')}
    </Link>
  );
}

/** The rows that are ticked. */
export function ChangeChosen({ resource, model, selected, query }: ListActionProps) {
  if (resource.editProperties.length === 0) return null;
  return (
    <Link className="gate-tool" to={addressOf(model, query)} state={{ ids: selected }}>
      {t('Change these rows')}
    </Link>
  );
}

function addressOf(model: string, query: string): string {
  return `/admin/pages/bulk?new=${model}${query === '' ? '' : `&${query}`}`;
}

/** Above a list whose rows go to a trash: the way there and back. */

import { useLocation, useNavigate } from 'react-router-dom';
import type { ListActionProps } from '../list/actions.ts';
import { filtersOf, withFilter } from '../list/address.ts';
import { t } from '../texts.ts';

export function TrashToggle({ resource }: ListActionProps) {
  const { search, pathname } = useLocation();
  const navigate = useNavigate();
  const deletedAt = resource.showProperties.find(({ name }) => name === 'deletedAt');
  if (deletedAt?.custom?.['hasTrash'] !== true) return null;
  const address = search.replace(/^\?/, '');
  const isTrash = filtersOf(address).get('deletedAt')?.marks['is'] === 'filled';
  const next = withFilter(address, 'deletedAt', isTrash ? null : { values: [], marks: { is: 'filled' } });
  return (
    <button
      type="button"
      className="gate-tool"
      aria-pressed={isTrash}
      data-gate-trash=""
      onClick={() => navigate(next === '' ? pathname : `${pathname}?${next}`)}
    >
      {t('Trash')}
    </button>
  );
}

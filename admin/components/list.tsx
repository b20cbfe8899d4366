/** AdminJS's list, with a count that says when it stopped counting, and a link to the same rows as a file. */

import type { ActionProps } from 'adminjs';
import { type ComponentType, type SetStateAction, useCallback } from 'react';
import { useLocation } from 'react-router-dom';

/** Rows beyond are not counted; see the server's `countCap`. */
const countCap = 10_000;

type ListProps = ActionProps & { OriginalComponent: ComponentType<ActionProps> };

export function ListWithExport({ OriginalComponent, setTag, ...props }: ListProps) {
  const { search } = useLocation();
  const tag = useCallback(
    (total: SetStateAction<string>) => {
      const count = Number(total);
      setTag?.(count > countCap ? `${countCap.toLocaleString('en-GB')}+` : count.toLocaleString('en-GB'));
    },
    [setTag],
  );
  return (
    <>
      <div className="gate-list-tools">
        <a href={`/admin/export/${props.resource.id}.csv${filtersOf(search)}`} download>
          Download as CSV
        </a>
      </div>
      <OriginalComponent {...props} setTag={tag} />
    </>
  );
}

function filtersOf(search: string): string {
  const filters = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(search)) if (name.startsWith('filters.')) filters.append(name, value);
  const text = filters.toString();
  return text === '' ? '' : `?${text}`;
}

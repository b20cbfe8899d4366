/** AdminJS's list, with a count that says when it stopped counting, and links to the same rows as files. */

import type { ActionProps } from 'adminjs';
import { type ComponentType, type SetStateAction, useCallback } from 'react';
import { useLocation } from 'react-router-dom';
import { FileLinks } from './import/file-links.tsx';

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
        <FileLinks resource={props.resource} search={search} />
      </div>
      <OriginalComponent {...props} setTag={tag} />
    </>
  );
}

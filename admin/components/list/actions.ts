/** What further parts of the back office do with a list or with chosen rows of it. Each adds itself to one of these two lists. */

import type { ResourceJSON } from 'adminjs';
import type { ComponentType } from 'react';

export interface ListActionProps {
  resource: ResourceJSON;
  model: string;
  /** Ids of the rows that are ticked. */
  selected: readonly string[];
  /** Filters of the list as they stand in the address, without "?". */
  query: string;
  /** Rows of the list, capped at one more than the hub counts; null: not known. */
  total: number | null;
  /** Reads the list anew and forgets what is ticked. */
  onDone(): void;
}

/** Shown while rows are ticked. */
export const selectionActions: ComponentType<ListActionProps>[] = [];

/** Shown above every list. */
export const listActions: ComponentType<ListActionProps>[] = [];

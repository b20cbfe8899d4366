/** The tabs below a record: what belongs to it, and what other parts of the back office know about it. */

import type { ActionProps } from 'adminjs';
import { RelatedTabs } from './related-tabs.tsx';

export function RecordTabs({ record, resource }: ActionProps) {
  return record ? <RelatedTabs resource={resource} record={record} /> : null;
}

/** The tabs below a record: what belongs to it, and what other parts of the back office know about it. */

import type { ActionProps } from 'adminjs';
import { ExplainTab } from './explain-tab.tsx';
import { HistoryTab } from './form/history-tab.tsx';
import { type OwnTab, RelatedTabs } from './related-tabs.tsx';
import { t } from './texts.ts';

/** @param first tabs that the page itself brings along */
export function RecordTabs({ record, resource, first = [] }: ActionProps & { first?: readonly OwnTab[] }) {
  if (!record) return null;
  const history = {
    label: t('History'),
    draw: () => <HistoryTab key={record.id} model={resource.id} id={record.id} />,
  };
  const explained = {
    label: t('Who can see this'),
    draw: () => <ExplainTab key={record.id} model={resource.id} id={record.id} />,
  };
  return <RelatedTabs resource={resource} record={record} history={history} first={first} own={[explained]} />;
}
